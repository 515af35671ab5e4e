"""What players of a scenario showed, beside the low scores they had later.

This is a description and no estimate: who plays well may have served well before.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localdate

from feedback.choices import MetricKey
from feedback.models import WeeklyOutcome
from feedback.rules.served import WHOLE
from outcomes.rules.bins import FIFTHS, THIRDS, Player, SkillBin, skill_bins
from outcomes.rules.cut import monday_of
from staff.rules import SMALLEST_GROUP
from training.models import Attempt, ScenarioVersion, Skill
from training.scenario.bounds import percent

# The weeks after the play whose answers are counted.
WEEKS_AFTER = 12
# The latest so many players are enough for a picture, and a page can wait for them.
MOST_PLAYERS = 2_000


@dataclass(frozen=True)
class SkillPicture:
    """bins: SkillBins from the lowest score to the highest. people: players in them.

    left_out: players without an answer in the weeks after. name: of the skill; "" where
    it is about the whole play.
    """

    bins: tuple[SkillBin, ...]
    people: int
    left_out: int
    name: str = ""

    @property
    def is_shown(self):
        """Whether at least two bins have people enough to be compared."""
        return sum(each.is_shown for each in self.bins) >= 2


@dataclass(frozen=True)
class Play:
    """Somebody's first finished play. week: its Monday. percent: of the best points.

    skills: {skill slug: percent}, of skills in which plays can differ.
    """

    week: date
    percent: int
    skills: dict[str, int]


def skill_pictures(scenario):
    """Return (SkillPicture of the whole play, [one of each skill]): four statements.

    A player's score is the share of the best points in their first finished play, 0-100,
    over everything or in one skill; their low scores are those of the WEEKS_AFTER weeks
    after the week of that play. Skills come in the order of the framework.
    """
    plays = _first_plays(scenario)
    later = _later_low_scores({person: play.week for person, play in plays.items()})
    whole = {person: play.percent for person, play in plays.items()}
    slugs = {slug for play in plays.values() for slug in play.skills}
    skills = Skill.objects.filter(slug__in=slugs).order_by("position", "pk")
    return _picture(whole, later, FIFTHS), [
        _picture(
            {
                person: play.skills[skill.slug]
                for person, play in plays.items()
                if skill.slug in play.skills
            },
            later,
            THIRDS,
            str(skill),
        )
        for skill in skills
    ]


def _picture(scores, later, bands, name=""):
    """Return the SkillPicture of ``scores``, {employee id: percent}."""
    players = [
        Player(score, answers=later[person][0], low=later[person][1])
        for person, score in scores.items()
        if later[person][0]
    ]
    return SkillPicture(
        skill_bins(players, SMALLEST_GROUP, bands),
        len(players),
        len(scores) - len(players),
        name,
    )


def _first_plays(scenario):
    """Return {employee id: Play} of the latest to have begun."""
    bounds = dict(
        ScenarioVersion.objects.filter(scenario=scenario).values_list("pk", "bounds")
    )
    plays = Attempt.objects.filter(
        step__scenario_version__scenario=scenario,
        finished_at__isnull=False,
        score_percent__isnull=False,
    )
    first = {}
    for person, finished_at, score, points, version in plays.order_by(
        "finished_at", "pk"
    ).values_list(
        "enrolment__employee",
        "finished_at",
        "score_percent",
        "skill_scores",
        "step__scenario_version",
    ):
        if person not in first:
            skills = _percents(points, bounds[version].get("skills", {}))
            week = monday_of(localdate(finished_at))
            first[person] = Play(week, score, skills)
    return dict(list(first.items())[-MOST_PLAYERS:])


def _percents(points, spans):
    """Return {skill slug: percent} of ``points``, where plays of that version differ."""
    return {
        slug: percent(points[slug], span["worst"], span["best"])
        for slug, span in spans.items()
        if slug in points and span["worst"] < span["best"]
    }


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
