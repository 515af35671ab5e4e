"""Playing a scenario: where one stands, what one may do, and what comes of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from training.scenario.document import MOOD_MAX, MOOD_MIN, Choice, Scenario


class State(NamedTuple):
    """All a play remembers. at: scene or ending key. mood: 0-10. flags: those set."""

    at: str
    mood: int
    flags: frozenset[str]


class Pick(NamedTuple):
    """One choice taken, by key: what is stored of a play."""

    scene: str
    choice: str


@dataclass(frozen=True)
class Turn:
    """One choice taken, with the state it was taken in and the one it led to."""

    before: State
    choice: Choice
    after: State

    @property
    def pick(self) -> Pick:
        """The keys of this choice and its scene."""
        return Pick(self.before.at, self.choice.key)

    @property
    def shift(self) -> int:
        """By how much the mood moved, within its bounds."""
        return self.after.mood - self.before.mood


def start(scenario: Scenario) -> State:
    """Return the state in which every play begins."""
    return State(scenario.start, scenario.mood, frozenset())


def is_finished(scenario: Scenario, state: State) -> bool:
    """Tell whether ``state`` stands at an ending."""
    return state.at in scenario.endings


def available_choices(scenario: Scenario, state: State) -> tuple[Choice, ...]:
    """Return the choices offered in ``state``, in document order; none at an ending.

    Raises ValueError when ``state`` stands at no scene and no ending.
    """
    if state.at in scenario.endings:
        return ()
    if state.at not in scenario.scenes:
        raise ValueError(f"no such scene or ending: {state.at}")
    return tuple(
        choice
        for choice in scenario.scenes[state.at].choices
        if choice.condition.holds(state.mood, state.flags)
    )


def after(state: State, choice: Choice) -> State:
    """Return the state that ``choice``, taken in ``state``, leads to.

    The mood stays within 0-10. Flags are cleared first, then set. Whether the choice
    was available is not asked; ``step`` asks.
    Raises ValueError when no branch of the choice holds.
    """
    mood = min(max(state.mood + choice.mood, MOOD_MIN), MOOD_MAX)
    flags = (state.flags - choice.clears) | choice.sets
    for branch in choice.go:
        if branch.condition.holds(mood, flags):
            return State(branch.to, mood, flags)
    raise ValueError(f"choice {choice.key} in scene {state.at} leads nowhere")


def step(scenario: Scenario, state: State, choice_key: str) -> State:
    """Return the state after taking the choice named ``choice_key`` in ``state``.

    Raises ValueError when ``state`` offers no such choice.
    """
    return _turn(scenario, state, choice_key).after


def replay(scenario: Scenario, path: Iterable[tuple[str, str]]) -> list[Turn]:
    """Return the turns of a stored play, in order; it need not have ended.

    path: pairs (scene key, choice key), first choice first.
    Raises ValueError when a pair names another scene than the play stands in, or a
    choice that was not available there.
    """
    state, turns = start(scenario), []
    for scene_key, choice_key in path:
        if scene_key != state.at:
            raise ValueError(f"the play stands in {state.at}, not in {scene_key}")
        turn = _turn(scenario, state, choice_key)
        turns.append(turn)
        state = turn.after
    return turns


def score(turns: Sequence[Turn]) -> int:
    """Return the points of a play, over all skills.

    Source: schema.json, ``choice.skills``.
    """
    return sum(turn.choice.points for turn in turns)


def skill_scores(scenario: Scenario, turns: Sequence[Turn]) -> dict[str, int]:
    """Return the points of a play by skill, for every skill of the scenario.

    Source: schema.json, ``choice.skills``.
    """
    return {
        skill: sum(turn.choice.skills.get(skill, 0) for turn in turns)
        for skill in scenario.skills
    }


def mood_bars(mood: int) -> int:
    """Return how many of five bars stand for ``mood``, 0-10.

    0-1 is one bar, 2-3 two, 4-5 three, 6-7 four, 8-10 five.
    """
    return min(mood // 2, 4) + 1


def _turn(scenario: Scenario, state: State, choice_key: str) -> Turn:
    for choice in available_choices(scenario, state):
        if choice.key == choice_key:
            return Turn(state, choice, after(state, choice))
    raise ValueError(f"choice {choice_key} is not available in {state.at}")
