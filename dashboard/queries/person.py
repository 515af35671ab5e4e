"""What one person's page shows of what customers said: to them, and to who leads them."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

from django.db.models import Exists, OuterRef, Q, Sum

from feedback.choices import MetricKey, MetricKind
from feedback.models import Measurement, Metric, Response, WeeklyOutcome
from feedback.models.interaction import WHOLE
from plans.queries.measures import WEEK, monday_of
from staff.models import TeamManager
from staff.rules import SMALLEST_GROUP

# The figures look back this far; the course over time is drawn in parts of four weeks.
FIGURE_WEEKS, COURSE_WEEKS, COURSE_PARTS = 12, 4, 6
# Normal quantile of a 95 % interval.
Z95 = 1.96


@dataclass(frozen=True)
class MetricFigure:
    """What customers said of one person in one metric, from the Monday ``first`` to the
    day before ``end``.

    mean, spread (standard deviation of single answers), low and high (95 % interval of
    the mean): all None below SMALLEST_GROUP answers. spread is None for a share, too.
    """

    metric: Metric
    first: date
    end: date
    responses: int
    mean: float | None = None
    spread: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def last_day(self):
        return self.end - timedelta(days=1)

    @property
    def is_known(self):
        return self.mean is not None


def figures_of(person, today):
    """Return the MetricFigures of ``person`` over the last FIGURE_WEEKS, the week of
    ``today`` among them: one for each metric with any answers. One statement.
    """
    end = monday_of(today) + WEEK
    cells = _cells(person, end - FIGURE_WEEKS * WEEK, end)
    metrics = sorted({cell.metric for cell in cells}, key=lambda metric: metric.pk)
    return [
        _figure(metric, cells, end - FIGURE_WEEKS * WEEK, end) for metric in metrics
    ]


def course_of(person, metric, today):
    """Return the MetricFigures of ``person`` in ``metric``, part by part, oldest first.

    COURSE_PARTS parts of COURSE_WEEKS weeks; the last ends with the week of ``today``.
    """
    end = monday_of(today) + WEEK
    part = COURSE_WEEKS * WEEK
    begin = end - COURSE_PARTS * part
    cells = [cell for cell in _cells(person, begin, end) if cell.metric == metric]
    return [
        _figure(metric, cells, begin + number * part, begin + (number + 1) * part)
        for number in range(COURSE_PARTS)
    ]


def chosen_metric(figures, key):
    """Return the metric of ``figures`` to draw: that with ``key``, else the first of
    which there is enough to say, else the first; None without figures.
    """
    asked = [figure for figure in figures if figure.metric.key == key]
    known = [figure for figure in figures if figure.is_known]
    return next((figure.metric for figure in [*asked, *known, *figures]), None)


def heard_of(person):
    """Return the Responses about services of ``person``, newest first, a queryset."""
    about = Response.objects.original().filter(interaction__credits__employee=person)
    return about.select_related("interaction").order_by("-answered_at", "-pk")


def praise_of(person):
    """Return what customers said well of ``person``, in words, newest first: a queryset.

    Praise is a comment with a high score (4 or 5 of 5, a promoter) and no low one.
    """
    measured = Measurement.objects.filter(response=OuterRef("pk"))
    scores = Q(metric__key__in=[MetricKey.CSAT, MetricKey.STARS])
    nps = Q(metric__key=MetricKey.NPS)
    high = measured.filter(scores & Q(value__gte=4) | nps & Q(value__gt=0))
    low = measured.filter(scores & Q(value__lt=4) | nps & Q(value__lt=0))
    return heard_of(person).exclude(comment="").filter(Exists(high), ~Exists(low))


@dataclass(frozen=True)
class HeardRow:
    """One answer about a person: its words, and (metric, value) of what was measured."""

    response: Response
    scores: tuple


def heard_rows(responses):
    """Return the HeardRow of each of ``responses``, the rows of a page: one statement."""
    responses = list(responses)
    measured = Measurement.objects.filter(response__in=responses)
    scores = {}
    for each in measured.select_related("metric").order_by("metric"):
        scores.setdefault(each.response_id, []).append((each.metric, each.value))
    return [
        HeardRow(response, tuple(scores.get(response.pk, ()))) for response in responses
    ]


def may_read_few(reader, person, today):
    """Return whether ``reader`` may read single answers about ``person`` however few.

    The person themselves may, and their direct managers: those of their team, or, where
    it has none, of the nearest team above it.
    """
    if reader == person:
        return True
    posting = person.postings.current_or_next_on(today).select_related("team").first()
    if posting is None:
        return False
    team = posting.team
    above = [
        team.path[:end] for end in range(team.steplen, len(team.path) + 1, team.steplen)
    ]
    charges = TeamManager.objects.valid_on(today).filter(team__path__in=above)
    managers = list(charges.values_list("team__path", "employee"))
    nearest = max((path for path, _employee in managers), key=len, default="")
    return (nearest, reader.pk) in managers


@dataclass(frozen=True)
class _Cell:
    metric: Metric
    week: date
    responses: int
    weight: float
    total: float
    squares: float


def _cells(person, first, end):
    rows = (
        WeeklyOutcome.objects.filter(employee=person, week__gte=first, week__lt=end)
        .values_list("metric", "week")
        .annotate(Sum("responses"), Sum("weight"), Sum("total"), Sum("squares"))
    )
    metrics = Metric.objects.in_bulk()
    return [
        _Cell(metrics[metric], week, responses, weight / WHOLE, total, squares)
        for metric, week, responses, weight, total, squares in rows
    ]


def _figure(metric, cells, first, end):
    mine = [
        cell for cell in cells if cell.metric == metric and first <= cell.week < end
    ]
    responses = sum(cell.responses for cell in mine)
    weight = sum(cell.weight for cell in mine)
    if responses < SMALLEST_GROUP or not weight:
        return MetricFigure(metric, first, end, responses)
    mean = sum(cell.total for cell in mine) / weight
    variance = max(sum(cell.squares for cell in mine) / weight - mean * mean, 0)
    half = Z95 * sqrt(variance / weight)
    return MetricFigure(
        metric=metric,
        first=first,
        end=end,
        responses=responses,
        mean=mean,
        spread=sqrt(variance) if metric.kind == MetricKind.MEAN else None,
        low=max(mean - half, metric.low),
        high=min(mean + half, metric.high),
    )
