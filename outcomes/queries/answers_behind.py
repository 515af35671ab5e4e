"""The answers behind an estimate, as far as somebody may read them."""

from dataclasses import dataclass

from django.db.models import Count, DateField, Exists, F, Func, OuterRef, Q, Sum

from feedback.models import Credit, Measurement
from feedback.queries.heard import HeardRow, shown_rows
from feedback.queries.shown import is_large, led_directly
from feedback.rules.served import WHOLE
from outcomes.choices import Place
from outcomes.models import EstimateGap, EstimatePerson
from outcomes.queries.parts import curve_part
from outcomes.rules.cut import A_WEEK
from staff.rules import SMALLEST_GROUP


@dataclass(frozen=True)
class AnswersThere:
    """rows: Measurements of one part of an estimate that somebody may read, newest first.

    answers: how many; whole: the same with shared ones counted by their parts, rounded
    down, as a run counts them. is_few: there are some, but so few that only their direct
    manager reads them. credits: by whom they were given. teams: {id: name} of the teams
    whose figures somebody could be told.
    """

    rows: object
    answers: int
    whole: int
    is_few: bool
    credits: object
    teams: dict


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
    is_few = _is_few(credits)
    if is_few:
        credits = led_directly(credits, viewer)
    rows = _measured(estimate).filter(interaction__in=credits.values("interaction"))
    answers, by_team = rows.count(), _by_team(credits)
    return AnswersThere(
        rows=rows.select_related("interaction", "response", "metric").order_by(
            "-interaction__occurred_at", "-pk"
        ),
        answers=answers,
        whole=sum(row["weight"] for row in by_team) // WHOLE,
        is_few=is_few and not answers,
        credits=credits,
        teams={
            row["team"]: row["team__name"]
            for row in by_team
            if viewer.is_told_of_team(
                row["team__path"], answers=row["answers"], people=row["people"]
            )
        },
    )


def shown_answers(page, there):
    """Return the BehindRows of ``page``, some rows of ``there``: one statement.

    The team is named where the reader could be told its figure.
    """
    rows = list(page)
    given = there.credits.filter(
        interaction__in=[row.interaction_id for row in rows]
    ).order_by("-weight", "-pk")
    names = {}
    for interaction, team in given.values_list("interaction", "team"):
        names.setdefault(interaction, there.teams.get(team, ""))
    return [
        BehindRow(heard, names.get(row.interaction_id, ""))
        for row, heard in zip(rows, shown_rows(rows), strict=True)
    ]


def _by_team(credits):
    """Return how many answers and people of each team are behind ``credits``, as dicts."""
    teams = credits.order_by().values("team", "team__name", "team__path")
    return list(
        teams.annotate(
            answers=Count("interaction", distinct=True),
            people=Count("employee", distinct=True),
            weight=Sum("weight"),
        )
    )


def _is_few(credits):
    """Whether there are answers, but fewer than may be told of to everybody."""
    first = {
        name: len(credits.order_by().values_list(name).distinct()[:SMALLEST_GROUP])
        for name in ("interaction", "employee")
    }
    return first["interaction"] > 0 and not is_large(*first.values())


def keeps_weeks(estimate):
    """Return whether the run kept the weeks by which its answers are found."""
    people = EstimatePerson.objects.filter(estimate=estimate)
    return people.filter(completed_week__isnull=False).exists()


def counted_answers(estimate, part):
    """Return how many answers of ``part`` the run counted; None where it did not say."""
    findings = estimate.findings
    counts = dict(findings.get("answers", {}))
    counts |= {
        curve_part(point["from"], point["to"]): point["responses"]
        for point in findings.get("curve", ())
    }
    counts |= {point["key"]: point["responses"] for point in findings.get("zone", ())}
    return counts.get(part)


def curve_place(estimate):
    """Return the Place of the people whose curve is drawn."""
    return Place.USED if estimate.used_count else Place.NO_ASSIGNED_DAY


def _measured(estimate):
    """The answers that the metric was worked out from; of low scores all scores."""
    metric = estimate.metric
    counted = metric.derived_from_id or metric.pk
    return Measurement.objects.of_services().filter(metric=counted)


def _credits(estimate, span):
    """The Credits of answers in ``span``, each with a person of the estimate.

    Found from the people, so that of each only the weeks meant are read.
    """
    analysis = estimate.analysis
    begin = analysis.through_week - A_WEEK * (analysis.parameters["most_weeks"] - 1)
    weeks = Q(employee__credits__week__range=(begin, analysis.through_week))
    if span.begin:
        weeks &= Q(employee__credits__week__gte=_monday(span.begin))
    if span.end:
        weeks &= Q(employee__credits__week__lte=_monday(span.end))
    people = EstimatePerson.objects.filter(weeks, estimate=estimate, place=span.place)
    measured = _measured(estimate).filter(interaction=OuterRef("interaction"))
    credits = Credit.objects.filter(
        Exists(measured), pk__in=people.values("employee__credits")
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


def _monday(end):
    """Return the week of a person that ``end`` of a Span means."""
    field, weeks = end
    return DaysOn(F(field), days=7 * weeks) if weeks else F(field)


class DaysOn(Func):
    """A date so many ``days`` on. Django's own would be a function in Python on SQLite,
    called for every row."""

    output_field = DateField()

    def as_sqlite(self, compiler, connection, **extra):
        template = "DATE(%(expressions)s, '%(days)d days')"
        return self.as_sql(compiler, connection, template=template, **extra)

    def as_postgresql(self, compiler, connection, **extra):
        template = "(%(expressions)s + (%(days)d))"
        return self.as_sql(compiler, connection, template=template, **extra)
