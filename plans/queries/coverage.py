"""Who has a plan, who has none, and whose yes is waited for."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from plans.choices import Coverage, PlanStatus
from plans.models import DevelopmentPlan


@dataclass(frozen=True)
class Standing:
    """How one person stands with a plan: their Coverage, and the open plan or None."""

    coverage: Coverage
    plan: DevelopmentPlan | None

    @property
    def label(self):
        return self.coverage.label


@dataclass(frozen=True)
class CoverageFigures:
    """How many of ``people`` stand where: {Coverage: count}, which sum to ``people``."""

    people: int
    counts: dict

    @property
    def active(self):
        return self.counts[Coverage.ACTIVE]


def coverage_filters(today):
    """Return {Coverage: Q} as conditions on open plans; Coverage.NONE is not among them.

    The figure and the list it opens are cut with the same condition.
    """
    in_review = Q(status=PlanStatus.IN_REVIEW)
    return {
        Coverage.ACTIVE: Q(status=PlanStatus.ACTIVE, ends_on__gte=today),
        Coverage.PAST: Q(status=PlanStatus.ACTIVE, ends_on__lt=today),
        Coverage.WAITS_FOR_MANAGER: in_review & Q(manager_agreed_on=None),
        Coverage.WAITS_FOR_PERSON: in_review & Q(manager_agreed_on__isnull=False),
        Coverage.DRAFT: Q(status=PlanStatus.DRAFT),
    }


def coverage_of(people, today):
    """Return the CoverageFigures of ``people``, a queryset, on ``today``: two statements.

    While both have still to agree, a plan waits for the manager first.
    """
    plans = DevelopmentPlan.objects.open().of(people.order_by())
    counts = plans.aggregate(
        **{
            name.value: Count("pk", filter=condition)
            for name, condition in coverage_filters(today).items()
        }
    )
    total = people.count()
    none = total - sum(counts.values())
    return CoverageFigures(
        total,
        {Coverage(name): count for name, count in counts.items()}
        | {Coverage.NONE: none},
    )


def people_at(people, coverage, today):
    """Keep of ``people``, a queryset, those who stand at ``coverage`` on ``today``."""
    plans = DevelopmentPlan.objects.open().filter(employee=OuterRef("pk"))
    if coverage == Coverage.NONE:
        return people.filter(~Exists(plans))
    return people.filter(Exists(plans.filter(coverage_filters(today)[coverage])))


def standings(people, today):
    """Return {employee id: Standing} of ``people``, the rows of a page: one statement."""
    plans = DevelopmentPlan.objects.open().of([person.pk for person in people])
    open_plans = {plan.employee_id: plan for plan in plans}
    return {person.pk: standing(open_plans.get(person.pk), today) for person in people}


def standing(plan, today):
    """Return the Standing of somebody whose open plan is ``plan``, or None."""
    if plan is None:
        return Standing(Coverage.NONE, None)
    if plan.status == PlanStatus.ACTIVE:
        is_past = plan.is_past(today)
        return Standing(Coverage.PAST if is_past else Coverage.ACTIVE, plan)
    if plan.status == PlanStatus.DRAFT:
        return Standing(Coverage.DRAFT, plan)
    waits_for_manager = plan.manager_agreed_on is None
    return Standing(
        Coverage.WAITS_FOR_MANAGER if waits_for_manager else Coverage.WAITS_FOR_PERSON,
        plan,
    )
