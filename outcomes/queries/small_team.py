"""A team too small for statistics still gets an answer: what happened, week by week.

No verdict, no arrow, no colour: counts and means before and since, and what would help.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

from django.db.models import Exists, OuterRef, Q, Sum

from feedback.models import WeeklyOutcome
from feedback.queries.complaints import ComplaintCounts, complaint_counts
from feedback.rules.served import WHOLE
from outcomes.models import Judging
from outcomes.rules.cost import Cost, learning_cost
from outcomes.rules.cut import A_WEEK, monday_of
from outcomes.rules.settling import answers_a_week
from staff.models import Posting
from staff.rules import SMALLEST_GROUP
from training.choices import EnrolmentStatus
from training.models import Enrolment

WEEKS_SHOWN = 52


@dataclass(frozen=True)
class Tally:
    """Answers added up. responses: whole ones; weight: with parts, where answers are
    shared; total, squares: sums of values and of their squares."""

    responses: int = 0
    weight: float = 0.0
    total: float = 0.0
    squares: float = 0.0

    def __add__(self, other):
        return Tally(
            self.responses + other.responses,
            self.weight + other.weight,
            self.total + other.total,
            self.squares + other.squares,
        )

    @property
    def mean(self):
        """The mean; None with fewer than SMALLEST_GROUP answers."""
        return self.total / self.weight if self.responses >= SMALLEST_GROUP else None

    @property
    def spread(self):
        """The standard deviation of one answer; 0 without answers."""
        if not self.weight:
            return 0.0
        mean = self.total / self.weight
        return sqrt(max(self.squares / self.weight - mean**2, 0.0))


@dataclass(frozen=True)
class WeekShown:
    """One week. week: its Monday. mean: None with fewer than SMALLEST_GROUP answers.

    completed: people who completed the module in it for the first time.
    """

    week: date
    responses: int
    mean: float | None
    completed: int


@dataclass(frozen=True)
class Stretch:
    """Some weeks together. mean: None with fewer than SMALLEST_GROUP answers.

    first, last: Mondays of the first and the last week; None without weeks.
    """

    weeks: int
    responses: int
    mean: float | None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class SmallTeamPicture:
    """One module and one metric in one team and all teams below it.

    weeks: WeekShown, oldest first. before: the weeks before the first completion shown,
    since: those after it, its own week in neither; None when nobody has completed it.
    completed_on: {employee id: date} of everybody who completed it here, also earlier.
    more_a_week: answers a week beyond today's that would help to tell training from a
    good month; 0 when there are enough, None when it cannot be said. complaints: how
    many there were in these weeks, and what became of them.
    """

    weeks: tuple[WeekShown, ...]
    before: Stretch | None
    since: Stretch | None
    completed_on: dict
    cost: Cost
    more_a_week: int | None
    complaints: ComplaintCounts


def small_team_picture(team, module, metric, through_week):
    """Return the SmallTeamPicture of ``module`` in ``team``: ten statements at most.

    metric: a feedback Metric. through_week: the Monday of the last week shown, of
    WEEKS_SHOWN; weeks before the first answer and the first completion are left out.
    """
    begins = through_week - (WEEKS_SHOWN - 1) * A_WEEK
    tallies = _tallies(team, metric, begins, through_week)
    days = _first_completions(team, module, through_week)
    completed = Counter(monday_of(day) for day in days.values())
    known = [week for week in (*tallies, *completed) if week >= begins]
    weeks = _weeks(min(known, default=through_week), through_week)
    before = since = None
    marks = [week for week in completed if week >= begins]
    if marks:
        before = _stretch(tallies, [week for week in weeks if week < min(marks)])
        since = _stretch(tallies, [week for week in weeks if week > min(marks)])
    judging = Judging.objects.get(pk=1)
    return SmallTeamPicture(
        weeks=tuple(_week_shown(week, tallies, completed) for week in weeks),
        before=before,
        since=since,
        completed_on=days,
        cost=learning_cost(
            len(days), module.minutes, judging.wage_per_hour, judging.currency
        ),
        more_a_week=_more_a_week(tallies, len(weeks), metric),
        complaints=complaint_counts(team, weeks[0], through_week + A_WEEK),
    )


def _tallies(team, metric, begins, through_week):
    """Return {Monday: Tally} of the weeks that have answers."""
    cells = WeeklyOutcome.objects.filter(
        team__path__startswith=team.path,
        metric=metric,
        week__range=(begins, through_week),
    )
    sums = cells.values("week").annotate(
        weights=Sum("weight"), totals=Sum("total"), all_squares=Sum("squares")
    )
    return {
        # An answer shared by three is one answer.
        row["week"]: Tally(
            row["weights"] // WHOLE,
            row["weights"] / WHOLE,
            row["totals"],
            row["all_squares"],
        )
        for row in sums
    }


def _first_completions(team, module, through_week):
    """Return {employee id: date} of who worked in ``team`` or below on that day."""
    there = Posting.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=OuterRef("completed_on")),
        employee=OuterRef("employee"),
        valid_from__lte=OuterRef("completed_on"),
        team__path__startswith=team.path,
    )
    done = Enrolment.objects.filter(
        Exists(there),
        module=module,
        status=EnrolmentStatus.COMPLETED,
        completed_on__lt=through_week + A_WEEK,
    )
    again = Enrolment.objects.filter(
        employee=OuterRef("employee"),
        module=module,
        status=EnrolmentStatus.COMPLETED,
        completed_on__lt=OuterRef("completed_on"),
    )
    first = done.exclude(Exists(again))
    return dict(first.values_list("employee", "completed_on"))


def _weeks(first, last):
    count = (last - first) // timedelta(weeks=1) + 1
    return [first + A_WEEK * number for number in range(count)]


def _stretch(tallies, weeks):
    tally = sum((tallies[week] for week in weeks if week in tallies), Tally())
    ends = (weeks[0], weeks[-1]) if weeks else (None, None)
    return Stretch(len(weeks), tally.responses, tally.mean, *ends)


def _week_shown(week, tallies, completed):
    tally = tallies.get(week, Tally())
    return WeekShown(week, tally.responses, tally.mean, completed[week])


def _more_a_week(tallies, weeks, metric):
    tally = sum(tallies.values(), Tally())
    needed = answers_a_week(tally.spread, metric.smallest_effect)
    if needed is None:
        return None
    return max(0, needed - tally.responses // weeks)
