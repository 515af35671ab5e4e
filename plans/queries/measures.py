"""What customers say of one person in one metric: before a goal was set, and since."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Sum

from feedback.choices import Better
from feedback.models import Metric, WeeklyOutcome
from feedback.queries.cells import WEEK, baseline
from feedback.rules.served import WHOLE, monday
from plans.rules import proposed_target
from staff.rules import SMALLEST_GROUP

# The course since a baseline is told by so many weeks.
COURSE_WEEKS = 4


@dataclass(frozen=True)
class Measure:
    """What one person's metric stands at: a mean over ``responses`` answers, and the
    target to propose. Both None where there is too little to say.
    """

    metric: Metric | None
    baseline: float | None = None
    responses: int = 0
    target: float | None = None


@dataclass(frozen=True)
class Stretch:
    """The weeks from the Monday ``first`` up to, without, the Monday ``end``.

    mean: None below SMALLEST_GROUP answers. responses: how many answers there were.
    """

    first: date
    end: date
    mean: float | None
    responses: int

    @property
    def last_day(self):
        return self.end - timedelta(days=1)


@dataclass(frozen=True)
class GoalCourse:
    """How the metric of one goal has gone since its baseline was taken.

    since: the Stretch from then to now. stretches: the same in parts of COURSE_WEEKS.
    is_reached: whether ``since`` is where the target is, or beyond it; None while there
    is too little to say, or no target.
    """

    since: Stretch
    stretches: tuple
    is_reached: bool | None


def measure_of(employee, metric, day):
    """Return the Measure of ``employee`` and ``metric``, a Metric or None, on ``day``."""
    if metric is None:
        return Measure(None)
    mean, responses = baseline(employee, metric, day)
    if mean is None:
        return Measure(metric, responses=responses)
    target = None
    if metric.is_judged:
        target = proposed_target(
            mean,
            is_higher_better=metric.better == Better.HIGHER,
            low=metric.low,
            high=metric.high,
            smallest=metric.smallest_effect or 0,
        )
    return Measure(metric, mean, responses, target)


def parts_with_courses(progress, today):
    """Return [(GoalProgress, GoalCourse or None)] of ``progress``, a PlanProgress.

    The course runs until ``today``, or the day the plan ended; there is none for a goal
    without a metric. Costs one statement.
    """
    goals = [part.goal for part in progress.goals if part.goal]
    courses = courses_of(progress.plan, goals, today)
    return [
        (part, courses.get(part.goal.pk) if part.goal else None)
        for part in progress.goals
    ]


def courses_of(plan, goals, today):
    """Return {goal id: GoalCourse} of those of ``goals`` that have a metric.

    goals: of ``plan``, with their metrics. Until ``today``, or the day the plan ended.
    Costs one statement.
    """
    measured = [goal for goal in goals if goal.metric_id and goal.baseline_on]
    if not measured:
        return {}
    end = monday(plan.ended_on or today) + WEEK
    first = min(monday(goal.baseline_on) for goal in measured)
    metrics = {goal.metric for goal in measured}
    cells = _cells(plan.employee, metrics, first, end)
    return {goal.pk: _course(goal, cells, end) for goal in measured}


def _course(goal, cells, end):
    first = monday(goal.baseline_on)
    since = _stretch(cells, goal.metric, first, end)
    stretches, begin = [], first
    while begin < end:
        stop = min(begin + COURSE_WEEKS * WEEK, end)
        stretches.append(_stretch(cells, goal.metric, begin, stop))
        begin = stop
    is_reached = None
    if since.mean is not None and goal.target is not None:
        is_higher = goal.metric.better == Better.HIGHER
        is_reached = (
            since.mean >= goal.target if is_higher else since.mean <= goal.target
        )
    return GoalCourse(since, tuple(stretches), is_reached)


def _cells(employee, metrics, first, end):
    """Return [(metric id, week, responses, weight, total)] of one person's weeks."""
    return list(
        WeeklyOutcome.objects.filter(
            employee=employee, metric__in=metrics, week__gte=first, week__lt=end
        )
        .values_list("metric", "week")
        .annotate(Sum("responses"), Sum("weight"), Sum("total"))
        .order_by("metric", "week")
    )


def _stretch(cells, metric, first, end):
    mine = [cell for cell in cells if cell[0] == metric.pk and first <= cell[1] < end]
    responses = sum(cell[2] for cell in mine)
    weight = sum(cell[3] for cell in mine) / WHOLE
    mean = sum(cell[4] for cell in mine) / weight if weight else None
    return Stretch(first, end, mean if responses >= SMALLEST_GROUP else None, responses)
