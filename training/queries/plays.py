"""Where a learner stands in a scenario, and how a finished play looked."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from training.choices import StepKind
from training.models import Attempt, Skill
from training.models.texts import in_language
from training.queries.scripts import Script, bounds_of, script_of
from training.rules import bars_for
from training.scenario import play
from training.scenario.bounds import percent
from training.scenario.debrief import debrief
from training.scenario.document import Choice, Ending, Scene, Text

# From one bar to five.
MOOD_WORDS = (
    _("Walking out"),
    _("Losing patience"),
    _("Waiting to see"),
    _("At ease"),
    _("Will be back"),
)


@dataclass(frozen=True)
class Mood:
    """The customer's mood as five bars and a word. level: 1-5."""

    level: int
    word: str


def mood_of(mood):
    """Return the Mood for ``mood``, 0-10."""
    level = play.mood_bars(mood)
    return Mood(level, MOOD_WORDS[level - 1])


@dataclass(frozen=True)
class Customer:
    """Whom one serves in a scenario, in every language there is."""

    name: Text
    detail: Text

    @property
    def initials(self):
        """The first letters of the first and the last name, in the active language."""
        names = in_language(self.name).split()
        return "".join(name[0] for name in (*names[:1], *names[1:][-1:])).upper()


@dataclass(frozen=True)
class Offer:
    """One choice on a page. letter: the key that presses it, "a" to "d"."""

    choice: Choice
    letter: str


@dataclass(frozen=True)
class Stage:
    """The scene an open play stands in. position: number of choices taken, from 0."""

    position: int
    scene: Scene
    offers: tuple[Offer, ...]


@dataclass(frozen=True)
class Reaction:
    """What came of one choice. shift: change of mood, 0-10 scale, after clamping.

    ending: None when the play goes on.
    """

    choice: Choice
    shift: int
    ending: Ending | None


@dataclass(frozen=True)
class Moment:
    """What a page of the player shows: a Stage, or the Reaction to a choice.

    number: which moment this is, from 1. most: how many there can be in all, by what
    was chosen so far. walked: how many are behind.
    """

    number: int
    most: int
    walked: int
    mood: Mood
    stage: Stage | None = None
    reaction: Reaction | None = None

    @property
    def left(self):
        """How many moments can follow this one at most."""
        return self.most - self.number

    @property
    def percent(self):
        """The share of the longest way there is that is behind, 0-100; it never falls.

        A choice takes one from what is left and may take more, for what it rules out.
        """
        return 100 * self.walked // self.most


@dataclass(frozen=True)
class Play:
    """A play as far as it has come."""

    script: Script
    turns: tuple[play.Turn, ...]

    @property
    def state(self):
        """Where it stands now."""
        if self.turns:
            return self.turns[-1].after
        return play.start(self.script.scenario)

    @property
    def is_finished(self):
        return play.is_finished(self.script.scenario, self.state)

    def scene_now(self):
        """Return the Moment of the scene the play stands in; it must not have ended."""
        scenario, state = self.script.scenario, self.state
        offers = zip("abcd", play.available_choices(scenario, state), strict=False)
        walked = len(self.turns)
        return Moment(
            number=walked + 1,
            most=walked + self.script.moments_left[state],
            walked=walked,
            mood=mood_of(state.mood),
            stage=Stage(
                position=walked,
                scene=scenario.scenes[state.at],
                offers=tuple(Offer(choice, letter) for letter, choice in offers),
            ),
        )

    def reaction_to(self, position):
        """Return the Moment after the choice at ``position``, from 0; None without it."""
        if not 0 <= position < len(self.turns):
            return None
        turn = self.turns[position]
        return Moment(
            number=position + 1,
            most=position + 1 + self.script.moments_left[turn.after],
            walked=position + 1,
            mood=mood_of(turn.after.mood),
            reaction=Reaction(
                choice=turn.choice,
                shift=turn.after.mood - turn.before.mood,
                ending=self.script.scenario.endings.get(turn.after.at),
            ),
        )


def play_of(attempt):
    """Return the Play of ``attempt``, replayed from its choices."""
    script = script_of(attempt.step.scenario_version_id)
    return Play(script, tuple(play.replay(script.scenario, _path(attempt))))


def customer_of(scenario):
    """Return the Customer of ``scenario``."""
    return Customer(scenario.customer_name, scenario.customer_detail)


def attempts_at(enrolment, step):
    """Return the attempts of ``enrolment`` at ``step``, the newest first, as a list."""
    attempts = Attempt.objects.filter(enrolment=enrolment, step=step)
    return list(attempts.order_by("-number"))


def finished_plays(enrolment, key):
    """Return the finished attempts of ``enrolment`` at the scenario step ``key``, the
    newest first.
    """
    plays = Attempt.objects.filter(
        enrolment=enrolment,
        step__key=key,
        step__kind=StepKind.SCENARIO,
        finished_at__isnull=False,
    )
    return plays.select_related("step").order_by("-number")


@dataclass(frozen=True)
class SkillShown:
    """What a play showed of one skill, in bars of five, 0-5.

    name: in every language. before: bars of the play before; None for the first.
    """

    name: Text
    bars: int
    before: int | None

    @property
    def marks(self):
        """The five bars in order: "on", "new" where the play before had none, or ""."""
        gained_from = self.bars if self.before is None else self.before
        return tuple(
            "" if bar > self.bars else "new" if bar > gained_from else "on"
            for bar in range(1, 6)
        )


def debrief_of(attempt, before=None):
    """Return (Debrief, skills) of a finished ``attempt``.

    before: the finished attempt to compare with, or None. skills: a SkillShown for each
    skill in which plays of this scenario can differ.
    """
    version_id = attempt.step.scenario_version_id
    bounds = bounds_of(version_id)
    seen = debrief(script_of(version_id).scenario, _path(attempt), bounds=bounds)
    skills = Skill.objects.filter(slug__in=seen.skills)
    names = dict(skills.values_list("slug", "name"))
    shown = tuple(
        SkillShown(
            name=names.get(slug, {"en": slug}),
            bars=bars_for(standing.percent),
            before=_bars_before(before, slug, bounds.skills[slug]),
        )
        for slug, standing in seen.skills.items()
        if standing.best > standing.worst
    )
    return seen, shown


def _bars_before(before, slug, span):
    if before is None:
        return None
    return bars_for(percent(before.skill_scores[slug], span.worst, span.best))


def _path(attempt):
    return attempt.choices.order_by("position").values_list("scene", "choice")
