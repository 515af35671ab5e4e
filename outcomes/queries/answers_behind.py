"""The answers behind an estimate, as far as somebody may read them."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Sum

from feedback.models import Credit, Measurement
from feedback.queries.heard import HeardRow, shown_rows
from feedback.queries.shown import is_large, led_directly
from feedback.rules.served import WHOLE
from outcomes.choices import Place
from outcomes.models import EstimateGap, EstimatePerson
from outcomes.rules.cut import A_WEEK


@dataclass(frozen=True)
class AnswersThere:
    """rows: Measurements of one part of an estimate that somebody may read, newest first.

    answers: how many; whole: the same with shared ones counted by their parts, rounded
    down, as a run counts them. is_few: there are some, but so few that only their direct
    manager reads them. credits: by whom they were given, as a queryset.
    """

    rows: object
    answers: int
    whole: int
    is_few: bool
    credits: object


@dataclass(frozen=True)
class BehindRow:
    """One answer: a HeardRow, and its team; "" where that would tell of so few."""

    heard: HeardRow
    team: str


def answers_behind(estimate, span, viewer):
    """Return the AnswersThere of ``span``, a Span, of ``estimate`` for ``viewer``.

    Rows are those that are here now: what came or was put right since the run is among
    them. What was served beyond the viewer's reach is left out; where fewer than
    SMALLEST_GROUP answers or people are left, only their direct manager reads them.
    """
    credits = _credits(estimate, span).within(viewer.reach)
    counts = _counts(credits)
    is_few = counts["answers"] > 0 and not is_large(counts["answers"], counts["people"])
    if is_few:
        credits = led_directly(credits, viewer)
        counts = _counts(credits)
    measured = _measured(estimate).filter(interaction__in=credits.values("interaction"))
    return AnswersThere(
        rows=measured.select_related("interaction", "response", "metric").order_by(
            "-interaction__occurred_at", "-pk"
        ),
        answers=counts["answers"],
        whole=(counts["weight"] or 0) // WHOLE,
        is_few=is_few and not counts["answers"],
        credits=credits,
    )


def shown_answers(page, there, viewer):
    """Return the BehindRows of ``page``, some rows of ``there``: two statements.

    The team is named where the viewer could be told its figure.
    """
    teams = {
        team["team"]: team["team__name"]
        for team in there.credits.order_by()
        .values("team", "team__name", "team__path")
        .annotate(
            answers=Count("interaction", distinct=True),
            people=Count("employee", distinct=True),
        )
        if viewer.is_told_of_team(
            team["team__path"], answers=team["answers"], people=team["people"]
        )
    }
    rows = list(page)
    given = there.credits.filter(
        interaction__in=[row.interaction_id for row in rows]
    ).order_by("-weight", "-pk")
    names = {}
    for interaction, team in given.values_list("interaction", "team"):
        names.setdefault(interaction, teams.get(team, ""))
    return [
        BehindRow(heard, names.get(row.interaction_id, ""))
        for row, heard in zip(rows, shown_rows(rows), strict=True)
    ]


def keeps_weeks(estimate):
    """Return whether the run kept the weeks by which its answers are found."""
    unknown = EstimatePerson.objects.filter(estimate=estimate, completed_week=None)
    return not unknown.exists()


def curve_place(estimate):
    """Return the Place of the people whose curve is drawn."""
    return Place.USED if estimate.used_count else Place.NO_ASSIGNED_DAY


def _measured(estimate):
    """The answers that the metric was worked out from; of low scores all scores."""
    metric = estimate.metric
    counted = metric.derived_from_id or metric.pk
    return Measurement.objects.of_services().filter(metric=counted)


def _credits(estimate, span):
    """The Credits of answers in ``span``, each with a person of the estimate."""
    people = EstimatePerson.objects.filter(estimate=estimate, place=span.place)
    there = people.filter(employee=OuterRef("employee"))
    if span.begin:
        field, weeks = span.begin
        there = there.filter(**{f"{field}__lte": _week(-weeks)})
    if span.end:
        field, weeks = span.end
        there = there.filter(**{f"{field}__gte": _week(-weeks)})
    analysis = estimate.analysis
    begin = analysis.through_week - A_WEEK * (analysis.parameters["most_weeks"] - 1)
    measured = _measured(estimate).filter(interaction=OuterRef("interaction"))
    credits = Credit.objects.filter(
        Exists(there),
        Exists(measured),
        employee__in=people.values("employee"),
        week__range=(begin, analysis.through_week),
    )
    if span.is_compared is None:
        return credits
    gap = Exists(
        EstimateGap.objects.filter(
            estimate=estimate,
            employee=OuterRef("employee"),
            first_week__lte=OuterRef("week"),
            last_week__gte=OuterRef("week"),
        )
    )
    return credits.filter(~gap if span.is_compared else gap)


def _week(weeks):
    """Return the week of a Credit, so many weeks on, for a comparison with a person's."""
    return OuterRef("week") + timedelta(weeks=weeks) if weeks else OuterRef("week")


def _counts(credits):
    return credits.order_by().aggregate(
        answers=Count("interaction", distinct=True),
        people=Count("employee", distinct=True),
        weight=Sum("weight"),
    )
