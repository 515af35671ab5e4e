"""What customers say, week by week: of a person, of a team, and what is behind it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Sum
from django.db.models.functions import Substr

from feedback.choices import Better, MetricKey, MetricKind
from feedback.models import Credit, Measurement, Metric, Response, WeeklyOutcome
from feedback.queries.shown import hidden_together, is_told_of_person
from feedback.rules.served import WHOLE, monday
from feedback.rules.summary import Summary
from staff.models import Team

WEEK = timedelta(weeks=1)
BASELINE_WEEKS = 12
# From three quarters of a scale up an answer is praise: 4 and 5 of 5, 9 and 10 of 10.
PRAISE_FROM, NOT_BELOW = 0.75, 0.5


@dataclass(frozen=True)
class Figure:
    """What a metric came to from the Monday ``first`` up to, without, the Monday ``end``.

    summary: None where it is not told, for then there are too few answers or people
    behind it (feedback.queries.shown). has_answers: whether there is any at all.
    """

    metric: Metric
    first: date
    end: date
    summary: Summary | None
    has_answers: bool

    @property
    def is_hidden(self):
        """Whether there are answers and nothing is told of them: "fewer than 5"."""
        return self.has_answers and self.summary is None

    @property
    def last_day(self):
        return self.end - timedelta(days=1)

    @property
    def answers(self):
        """How many answers; 0 without any, None where they are hidden."""
        if self.is_hidden:
            return None
        return self.summary.answers if self.summary else 0

    @property
    def mean(self):
        return self.summary and self.summary.mean

    @property
    def spread(self):
        return self.summary and self.summary.spread

    @property
    def interval(self):
        """(low, high) of the mean with 95 %; None where it is not known or not told."""
        metric = self.metric
        if self.summary is None:
            return None
        return self.summary.interval(
            metric.low, metric.high, is_share=metric.kind == MetricKind.RATE
        )


@dataclass(frozen=True)
class TeamFigure:
    """The Figure of one team with all teams below it."""

    team: Team
    figure: Figure


def person_course(viewer, employee, metric, *, first, end, weeks=4):
    """Return the Figures of ``employee`` in stretches of ``weeks``, oldest first.

    viewer: a Viewer who may see ``employee`` (Employee.objects.visible_to); what was
    served in teams beyond the viewer's reach is left out. first, end: Mondays. Of a
    stretch with fewer than 5 answers nothing is told. One statement.
    """
    rows = _sums(_of_person(viewer, employee, [metric], first, end), "week")
    summaries = {row["week"]: _of_one(row) for row in rows}
    return [
        _personal(metric, begin, stop, _added(summaries, begin, stop))
        for begin, stop in stretches(first, end, weeks)
    ]


def person_figures(viewer, employee, *, first, end):
    """Return {metric key: Figure} of ``employee``, for every metric with answers.

    Arguments as ``person_course``. Two statements.
    """
    metrics = Metric.objects.in_bulk()
    rows = _sums(_of_person(viewer, employee, metrics, first, end), "metric")
    return {
        metrics[row["metric"]].key: _personal(
            metrics[row["metric"]], first, end, _of_one(row)
        )
        for row in rows
    }


def baseline(employee, metric, day):
    """Return (mean, answers) of ``employee`` in the 12 weeks before that of ``day``.

    The mean is None below 5 answers. One statement.
    """
    end = monday(day)
    cells = WeeklyOutcome.objects.filter(employee=employee, metric=metric)
    rows = _sums(cells.between(end - BASELINE_WEEKS * WEEK, end), "metric")
    summary = sum((_of_one(row) for row in rows), Summary())
    is_told = is_told_of_person(summary.answers)
    return summary.mean if is_told else None, summary.answers


def team_course(viewer, team, metric, *, first, end, weeks=1):
    """Return the Figures of ``team`` and all below it in stretches of ``weeks``.

    viewer: a Viewer who may see ``team`` (Team.objects.within). first, end: Mondays. A
    stretch with too few answers or people behind it is hidden from whoever is above the
    direct manager; of several weeks the one with most people counts. So is one that
    would give away the teams beside it, taken from a team above. One statement, and one
    more for each team above that the viewer sees.
    """
    cells = _of_team(team.path, [metric], first, end)
    rows = list(_sums(cells, "week", **_PEOPLE))
    beside = {
        path: list(_sums(_by_part(path, metric, first, end), "part", "week", **_PEOPLE))
        for path in _above(viewer, team)
    }
    figures = []
    for begin, stop in stretches(first, end, weeks):
        part = _told_of(viewer, team.path, _between(rows, begin, stop))
        is_told = part.is_told and not any(
            _gives_away(viewer, path, team, _between(around, begin, stop))
            for path, around in beside.items()
        )
        figures.append(_figure(metric, begin, stop, part.summary, is_told))
    return figures


def team_figures(viewer, team, metric, *, first, end):
    """Return (Figure of ``team`` with all below, TeamFigures of the teams below it).

    Arguments as ``team_course``; teams in the order of the tree. What could be had by
    taking the others from the sum is hidden too. Three statements for any number, and
    one more for each team above that the viewer sees.
    """
    inside = Team.objects.filter(path__startswith=team.path)
    below = list(inside.filter(depth=team.depth + 1))
    cells = _of_team(team.path, [metric], first, end)
    total = _told(viewer, team.path, cells.aggregate(**_SUMS, **_PEOPLE))
    rows = _sums(_by_part(team.path, metric, first, end), "part", **_PEOPLE)
    parts = {row["part"]: _told(viewer, row["part"], row) for row in rows}
    hidden = _hidden_parts(team.path, parts) if total.is_told else set()
    is_given_away = any(
        _gives_away(
            viewer,
            path,
            team,
            list(_sums(_by_part(path, metric, first, end), "part", **_PEOPLE)),
        )
        for path in _above(viewer, team)
    )
    figures = []
    for child in below:
        part = parts.get(child.path) or _told(viewer, child.path, None)
        # All the teams below would come to what is hidden of theirs together.
        is_told = part.is_told and child.path not in hidden and not is_given_away
        figure = _figure(metric, first, end, part.summary, is_told)
        figures.append(TeamFigure(child, figure))
    is_told = total.is_told and not is_given_away
    return _figure(metric, first, end, total.summary, is_told), figures


def behind(viewer, figure, *, employee=None, team=None):
    """Return the Measurements behind ``figure``, newest first: one queryset to page.

    figure: of ``person_course`` or ``person_figures`` with its employee, or of
    ``team_course`` or ``team_figures`` with its team; the same rows are counted here
    and there. Of a derived metric those that count, such as the low scores. Empty for
    what is hidden, except for the person about themself.
    """
    credits = Credit.objects.filter(
        interaction=OuterRef("interaction"),
        week__gte=figure.first,
        week__lt=figure.end,
    )
    if employee is not None:
        credits = credits.within(viewer.reach).filter(employee=employee)
        is_open = not figure.is_hidden or viewer.employee_id == employee.pk
        is_open = is_open or _is_led(viewer, employee)
    else:
        credits = credits.filter(team__path__startswith=team.path)
        is_open = not figure.is_hidden
    measured = Measurement.objects.of_services().of_metric(figure.metric)
    if not is_open:
        return measured.none()
    return (
        measured.filter(Exists(credits))
        .select_related("interaction__source", "response", "metric")
        .order_by("-interaction__occurred_at", "-pk")
    )


def praise(viewer, employee, *, most=5):
    """Return the newest answers that praise ``employee``, with words, ``most`` at most.

    Praise: some score in the upper quarter of its scale, none in its lower half, and no
    complaint. What was served beyond the viewer's reach is left out. Two statements;
    each Response has its ``measurements`` with their metrics.
    """
    own = Credit.objects.within(viewer.reach).filter(
        employee=employee, interaction=OuterRef("interaction")
    )
    scored = Measurement.objects.filter(
        response=OuterRef("pk"),
        metric__better=Better.HIGHER,
        metric__kind=MetricKind.MEAN,
    )
    length = F("metric__high") - F("metric__low")
    complaint = Measurement.objects.filter(
        response=OuterRef("pk"), metric__key=MetricKey.COMPLAINT, value=1
    )
    praising = scored.filter(value__gte=F("metric__low") + PRAISE_FROM * length)
    spoiling = scored.filter(value__lt=F("metric__low") + NOT_BELOW * length)
    answers = Response.objects.original().exclude(comment="")
    return list(
        answers.filter(Exists(own), Exists(praising), ~Exists(spoiling | complaint))
        .select_related("interaction")
        .prefetch_related("measurements__metric")
        .order_by("-interaction__occurred_at", "-pk")[:most]
    )


def last_week(reach):
    """Return the Monday of the latest week with cells within ``reach``, or None."""
    latest = WeeklyOutcome.objects.within(reach).aggregate(week=Max("week"))
    return latest["week"]


def stretches(first, end, weeks):
    """Return [(Monday, Monday)] from ``first`` to ``end``, each of ``weeks``.

    They are counted back from ``end``, so that the last is whole and the first may not
    be.
    """
    found = []
    while end > first:
        begin = max(first, end - weeks * WEEK)
        found.append((begin, end))
        end = begin
    return found[::-1]


_SUMS = {
    "answers": Sum("responses"),
    "weights": Sum("weight"),
    "totals": Sum("total"),
    "all_squares": Sum("squares"),
}
_PEOPLE = {"people": Count("employee", distinct=True)}


def _of_person(viewer, employee, metrics, first, end):
    cells = WeeklyOutcome.objects.within(viewer.reach).between(first, end)
    return cells.filter(employee=employee, metric__in=metrics)


def _of_team(path, metrics, first, end):
    cells = WeeklyOutcome.objects.between(first, end)
    return cells.filter(team__path__startswith=path, metric__in=metrics)


def _by_part(path, metric, first, end):
    """The cells of a team, each with its ``part``: path of the team right below it, or
    its own."""
    length = len(path) + Team.steplen
    cells = _of_team(path, [metric], first, end)
    return cells.annotate(part=Substr("team__path", 1, length))


def _above(viewer, team):
    """The paths of the teams above ``team`` that ``viewer`` sees, from the top."""
    lengths = range(Team.steplen, len(team.path), Team.steplen)
    paths = [team.path[:length] for length in lengths]
    return [path for path in paths if viewer.sees_team(path)]


def _between(rows, first, end):
    return [row for row in rows if first <= row["week"] < end]


def _sums(cells, *by, **more):
    return cells.values(*by).annotate(**_SUMS, **more).order_by(*by)


def _of_one(row):
    """The Summary of cells of one person: there no answer is counted twice."""
    return Summary(row["answers"], row["weights"], row["totals"], row["all_squares"])


def _of_many(rows):
    """The Summary of cells of many: an answer shared by three is one answer."""
    weight = sum(row["weights"] for row in rows)
    return Summary(
        # Rounded down, so that there are never said to be more than there are.
        weight // WHOLE,
        weight,
        sum(row["totals"] for row in rows),
        sum(row["all_squares"] for row in rows),
    )


def _added(summaries, first, end):
    inside = (each for week, each in summaries.items() if first <= week < end)
    return sum(inside, Summary())


def _figure(metric, first, end, summary, is_told):
    has_answers = summary.weight > 0
    return Figure(
        metric, first, end, summary if has_answers and is_told else None, has_answers
    )


def _personal(metric, first, end, summary):
    return _figure(metric, first, end, summary, is_told_of_person(summary.answers))


@dataclass(frozen=True)
class _Part:
    summary: Summary
    people: int
    is_told: bool


def _told(viewer, path, row):
    """Return the _Part that ``row``, sums of all cells below ``path`` or None, makes."""
    summary = _of_many([row] if row and row["weights"] else [])
    people = row["people"] if row else 0
    is_told = viewer.is_told_of_team(path, answers=summary.answers, people=people)
    return _Part(summary, people, is_told)


def _told_of(viewer, path, rows):
    """Return the _Part of several weeks: of ``people`` the week with most counts."""
    summary = _of_many(rows)
    people = max((row["people"] for row in rows), default=0)
    is_told = viewer.is_told_of_team(path, answers=summary.answers, people=people)
    return _Part(summary, people, is_told)


def _hidden_parts(path, parts):
    """Return the paths of those of ``parts`` that are hidden beside their sum.

    parts: {path: _Part} of the team at ``path``. Nothing is said of that team without
    those below it: it counts as hidden.
    """
    counts = [
        (part.summary.answers, part.people, part.is_told and place != path)
        for place, part in parts.items()
    ]
    places = list(parts)
    return {places[number] for number in hidden_together(counts)}


def _gives_away(viewer, path, team, rows):
    """Whether ``team`` taken from the team above it at ``path`` tells of a small group.

    rows: sums of the parts of the team at ``path``, of one week or of several.
    """
    if not _told_of_sum(viewer, path, rows):
        return False
    of_parts = {}
    for row in rows:
        of_parts.setdefault(row["part"], []).append(row)
    parts = {place: _told_of(viewer, place, mine) for place, mine in of_parts.items()}
    return team.path[: len(path) + Team.steplen] in _hidden_parts(path, parts)


def _told_of_sum(viewer, path, rows):
    """Whether the sum of ``rows`` is told; who is in two of them counts for both."""
    answers, people = _of_many(rows).answers, sum(row["people"] for row in rows)
    return viewer.is_told_of_team(path, answers=answers, people=people)


def _is_led(viewer, employee):
    """Whether the viewer is the direct manager of a team the person now works in."""
    paths = employee.postings.filter(Q(valid_to=None)).values_list(
        "team__path", flat=True
    )
    return any(viewer.leads_directly(path) for path in paths)
