"""Plans that somebody may see, and on which side of them they stand."""

from plans.choices import PlanStatus, Side
from plans.models import DevelopmentPlan
from staff.models import Employee


def plans_visible_to(user, today):
    """Return the plans of the people ``user`` may see on ``today``, a queryset."""
    return plans_of(Employee.objects.visible_to(user, today))


def plans_of(people):
    """Return the plans of ``people``, a queryset, with whom they name, newest first."""
    return (
        DevelopmentPlan.objects.of(people)
        .select_related("employee", "agreed_by", "created_by")
        .order_by("-created_at", "-pk")
    )


def open_plan(employee):
    """Return the plan ``employee`` is making or following, or None."""
    return plans_of([employee]).open().first()


def ended_plans(employee):
    """Return the plans of ``employee`` that have ended, the newest first."""
    return plans_of([employee]).exclude(pk__in=DevelopmentPlan.objects.open())


def waits_for_person(plan):
    """Return whether ``plan`` is proposed and its person has not agreed yet."""
    return plan.status == PlanStatus.IN_REVIEW and plan.agreed_on is None


def side_of(by, employee, today):
    """Return the Side on which ``by``, a person, stands to plans of ``employee``, or None.

    The manager's side is everybody else who reaches the person: the managers of their
    team and of those above it, HR, administrators.
    """
    if by == employee:
        return Side.PERSON
    reached = Employee.objects.visible_to(by, today).filter(pk=employee.pk)
    return Side.MANAGER if reached.exists() else None
