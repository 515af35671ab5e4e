"""Taking turns at a plan."""

from django.core.exceptions import PermissionDenied

from plans.choices import Side
from plans.models import DevelopmentPlan
from plans.queries.plans import side_of
from plans.refusals import refusal
from staff.models import Employee


def lock_plan(plan, *, by, today, only=None):
    """Lock ``plan`` and its person; return (the plan as it is now, the Side of ``by``).

    The person first, as in assigning: whoever does both takes turns in one order.
    only: the Side that may do what follows; None = both.
    Raises PermissionDenied for others, and ValidationError, code "ended".
    """
    list(Employee.objects.filter(pk=plan.employee_id).locked_in_order())
    plans = DevelopmentPlan.objects.select_related("employee", "agreed_by")
    locked = plans.select_for_update(of=("self",)).get(pk=plan.pk)
    side = side_of(by, locked.employee, today)
    if side is None or (only and side != only):
        raise PermissionDenied
    if locked.is_ended:
        raise refusal("ended")
    return locked, side


def lock_for_manager(plan, *, by, today):
    """Lock ``plan`` for somebody on the manager's side; return it as it is now."""
    locked, _side = lock_plan(plan, by=by, today=today, only=Side.MANAGER)
    return locked
