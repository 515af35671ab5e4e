"""How people play a scenario, counted in the database: each person once."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    Count,
    DateField,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce, TruncDate, TruncMonth

from studio.choices import MONTHS, Plays
from studio.rules.small_groups import Move
from training.models import Attempt, ChoiceTaken


@dataclass(frozen=True)
class Tally:
    """Some plays together. mood: the sum of their moods at that point, 0-10 each.
    lost: how many of them end with the customer lost.
    """

    people: int = 0
    mood: int = 0
    lost: int = 0

    def __add__(self, other):
        return Tally(
            self.people + other.people,
            self.mood + other.mood,
            self.lost + other.lost,
        )

    def __sub__(self, other):
        return Tally(
            self.people - other.people,
            self.mood - other.mood,
            self.lost - other.lost,
        )

    @property
    def mean_mood(self):
        """The mean of the moods, 0-10; None for no plays."""
        return self.mood / self.people if self.people else None

    @property
    def lost_share(self):
        """The share of plays that lose the customer, 0-1; None for no plays."""
        return self.lost / self.people if self.people else None


def counted_plays(which, **plays):
    """Return the Attempts that count: one finished play of each person and scenario.

    which: a Plays. plays: what finished plays are looked at, as ``filter`` takes it.
    """
    finished = Attempt.objects.filter(
        finished_at__isnull=False, step__scenario_version__isnull=False, **plays
    )
    by_person = finished.order_by().values(
        "enrolment__employee", "step__scenario_version__scenario"
    )
    if which == Plays.LATEST:
        chosen = by_person.annotate(chosen=Max("pk"), plays=Count("pk"))
        chosen = chosen.filter(plays__gt=1)
    else:
        chosen = by_person.annotate(chosen=Min("pk"))
    return Attempt.objects.filter(pk__in=chosen.values("chosen"))


def since(plays, first_day):
    """Keep of ``plays`` those that ended on ``first_day``, a date, or later."""
    return plays.filter(finished_at__date__gte=first_day) if first_day else plays


def within_team(plays, path):
    """Keep of ``plays`` those of people who were then in the team at ``path`` or below."""
    return _posted(plays, enrolment__employee__postings__team__path__startswith=path)


def first_day_of(period, today):
    """Return the first of the month in which ``period`` begins; None for all time."""
    months = MONTHS[period]
    if months is None:
        return None
    place = today.year * 12 + today.month - months
    return date(place // 12, place % 12 + 1, 1)


def moves_of(plays, lost_endings):
    """Return {Move: Tally} of ``plays``; moods are those after the choice.

    lost_endings: the keys of endings that lose the customer.
    """
    after = ChoiceTaken.objects.filter(
        attempt=OuterRef("attempt"), position=OuterRef("position") + 1
    )
    made = (
        ChoiceTaken.objects.filter(attempt__in=plays)
        .order_by()
        .annotate(to=Coalesce(Subquery(after.values("scene")), F("attempt__ending")))
        .values("scene", "choice", "to")
        .annotate(
            people=Count("pk"),
            mood=Sum("mood_after"),
            lost=Count("pk", filter=Q(attempt__ending__in=lost_endings)),
        )
    )
    return {
        Move(row["scene"], row["choice"], row["to"]): Tally(
            row["people"], row["mood"], row["lost"]
        )
        for row in made
    }


def endings_by_team_and_month(plays, lost_endings):
    """Return {path of a team: {first day of a month: Tally}} of ``plays``.

    The team is the one a person was in on that day, "" for those who were in none; moods
    are the last ones.
    """
    team = "enrolment__employee__postings__team__path"
    found = defaultdict(dict)
    for row in _endings(_posted(plays), lost_endings, team):
        found[row[team]][row["month"]] = _tally(row)
    for row in _endings(plays, lost_endings):
        posted = [months.get(row["month"], Tally()) for months in found.values()]
        found[""][row["month"]] = _tally(row) - sum(posted, Tally())
    return dict(found)


def _endings(plays, lost_endings, *by):
    month = TruncMonth("finished_at", output_field=DateField())
    return (
        plays.order_by()
        .annotate(month=month)
        .values("month", *by)
        .annotate(
            people=Count("pk"),
            total=Sum("mood"),
            lost=Count("pk", filter=Q(ending__in=lost_endings)),
        )
    )


def _tally(row):
    return Tally(row["people"], row["total"] or 0, row["lost"])


def _posted(plays, **posting):
    """Keep ``plays`` of people whose posting on that day is as ``posting`` says."""
    day = TruncDate("finished_at")
    valid_to = "enrolment__employee__postings__valid_to"
    return plays.filter(
        Q(**{valid_to: None}) | Q(**{f"{valid_to}__gt": day}),
        enrolment__employee__postings__valid_from__lte=day,
        **posting,
    )
