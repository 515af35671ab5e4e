"""What players of a scenario showed, beside the low scores they had later.

This is a description and no estimate: who plays well may have served well before.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.utils.timezone import localdate

from feedback.choices import MetricKey
from feedback.models import WeeklyOutcome
from feedback.rules.served import WHOLE
from outcomes.rules.bins import Player, SkillBin, skill_bins
from outcomes.rules.cut import monday_of
from staff.rules import SMALLEST_GROUP
from training.models import Attempt

# The weeks after the play whose answers are counted.
WEEKS_AFTER = 12
# The latest so many players are enough for a picture, and a page can wait for them.
MOST_PLAYERS = 2_000


@dataclass(frozen=True)
class SkillPicture:
    """bins: SkillBins from the lowest score to the highest. people: players in them.

    left_out: players without an answer in the weeks after.
    """

    bins: tuple[SkillBin, ...]
    people: int
    left_out: int

    @property
    def is_shown(self):
        """Whether at least two bins have people enough to be compared."""
        return sum(each.is_shown for each in self.bins) >= 2


def skill_picture(scenario):
    """Return the SkillPicture of ``scenario``: two statements.

    A player's score is the share of the best points in their first finished play, 0-100;
    their low scores are those of the WEEKS_AFTER weeks after the week of that play.
    """
    plays = _first_plays(scenario)
    later = _later_low_scores({person: week for person, (week, _s) in plays.items()})
    players = [
        Player(score, answers=later[person][0], low=later[person][1])
        for person, (_week, score) in plays.items()
        if later[person][0]
    ]
    return SkillPicture(
        skill_bins(players, SMALLEST_GROUP), len(players), len(plays) - len(players)
    )


def _first_plays(scenario):
    """Return {employee id: (Monday of the play, percent)} of the latest to have begun."""
    plays = Attempt.objects.filter(
        step__scenario_version__scenario=scenario,
        finished_at__isnull=False,
        score_percent__isnull=False,
    )
    first = {}
    for person, finished_at, score in plays.order_by("finished_at", "pk").values_list(
        "enrolment__employee", "finished_at", "score_percent"
    ):
        first.setdefault(person, (monday_of(localdate(finished_at)), score))
    return dict(list(first.items())[-MOST_PLAYERS:])


def _later_low_scores(weeks):
    """Return {employee id: [answers, low ones]} of the weeks after ``weeks``, Mondays."""
    later = defaultdict(lambda: [0.0, 0.0])
    if not weeks:
        return later
    span = timedelta(weeks=WEEKS_AFTER)
    cells = WeeklyOutcome.objects.filter(
        metric__key=MetricKey.LOW_SCORE,
        employee__in=list(weeks),
        week__gt=min(weeks.values()),
        week__lte=max(weeks.values()) + span,
    )
    for person, week, weight, total in cells.values_list(
        "employee", "week", "weight", "total"
    ).iterator():
        if weeks[person] < week <= weeks[person] + span:
            later[person][0] += weight / WHOLE
            later[person][1] += total
    return later
