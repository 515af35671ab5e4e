"""The best and the worst a play can score, exactly, and the way to the best.

Values are worked out backwards over the reachable states, so each state is valued once
however many plays pass through it. States from which no ending can be reached count for
nothing; a scenario without findings has none.

Source: R. Bellman, Dynamic Programming (1957), chapter III (principle of optimality).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from training.scenario.document import Choice, Scenario
from training.scenario.play import (
    Pick,
    State,
    after,
    available_choices,
    is_finished,
    start,
)
from training.scenario.states import explore, scene_order


class Span(NamedTuple):
    """The lowest and the highest score of any complete play, in points."""

    worst: int
    best: int


@dataclass(frozen=True)
class Bounds:
    """What a scenario can score: over all skills, and for each skill by itself."""

    total: Span
    skills: Mapping[str, Span]

    def as_json(self) -> dict:
        """Return ``{"worst", "best", "skills": {slug: {"worst", "best"}}}``."""
        skills = {skill: span._asdict() for skill, span in self.skills.items()}
        return {**self.total._asdict(), "skills": skills}

    @classmethod
    def from_json(cls, stored: Mapping) -> "Bounds":
        """Return the bounds that ``as_json`` wrote."""
        skills = {skill: Span(**span) for skill, span in stored["skills"].items()}
        return cls(Span(stored["worst"], stored["best"]), skills)


class Prospect(NamedTuple):
    """The best that can still come of a state.

    score: points still to be had. mood: the highest final mood among the plays that
    have them, 0-10.
    """

    score: int
    mood: int


def score_bounds(scenario: Scenario) -> Bounds:
    """Return the exact worst and best score of ``scenario`` over all complete plays.

    Raises ValueError when scenes lead in a circle, when there are more than 50,000
    states, or when no play reaches an ending.
    """
    backwards = _backwards(scenario, start(scenario))
    skills = {
        skill: _span(
            scenario, backwards, lambda choice, skill=skill: choice.skills.get(skill, 0)
        )
        for skill in scenario.skills
    }
    return Bounds(_span(scenario, backwards, lambda choice: choice.points), skills)


def moments_left(scenario: Scenario, state: State) -> Span:
    """Return the fewest and the most choices from ``state`` to an ending.

    Raises ValueError as ``score_bounds`` does.
    """
    return _span(scenario, _backwards(scenario, state), lambda choice: 1)


def prospects(scenario: Scenario, state: State) -> dict[State, Prospect]:
    """Return the best prospect of every state from ``state`` on that can end.

    Raises ValueError as ``score_bounds`` does.
    """
    best: dict[State, Prospect] = {}
    for here, moves in _backwards(scenario, state):
        if here.at in scenario.endings:
            best[here] = Prospect(0, here.mood)
            continue
        ahead = [_through(move, best) for move in moves if move[1] in best]
        if ahead:
            best[here] = max(ahead)
    if state not in best:
        raise ValueError(f"no ending can be reached from {state.at}")
    return best


def best_choice(
    scenario: Scenario, state: State, best: Mapping[State, Prospect]
) -> Choice:
    """Return the choice in ``state`` with the best prospect.

    best: what ``prospects`` returned for this or an earlier state. Ties go to the
    higher final mood, then to the choice that stands first in the scene.
    """
    moves = [
        (choice, after(state, choice)) for choice in available_choices(scenario, state)
    ]
    # max keeps the first of equals, and choices come in document order.
    return max((m for m in moves if m[1] in best), key=lambda m: _through(m, best))[0]


def worths(
    scenario: Scenario, state: State, best: Mapping[State, Prospect]
) -> dict[str, int]:
    """Return what each choice offered in ``state`` is worth, in points, by its key.

    The worth of a choice is its points and the most points that can still follow it.
    best: as ``best_choice`` takes it. A choice from which no ending can be reached is
    left out.
    """
    moves = [
        (choice, after(state, choice)) for choice in available_choices(scenario, state)
    ]
    return {
        move[0].key: _through(move, best).score for move in moves if move[1] in best
    }


def best_path(scenario: Scenario) -> list[Pick]:
    """Return the choices of the best play, first choice first.

    Ties and errors are those of ``best_path_from``.
    """
    return best_path_from(scenario, start(scenario))


def best_path_from(scenario: Scenario, state: State) -> list[Pick]:
    """Return the choices that score most from ``state`` on; none at an ending.

    Ties go to the higher final mood, then, moment by moment, to the choice that stands
    first in the scene. Raises ValueError as ``score_bounds`` does.
    """
    best = prospects(scenario, state)
    path = []
    while not is_finished(scenario, state):
        choice = best_choice(scenario, state, best)
        path.append(Pick(state.at, choice.key))
        state = after(state, choice)
    return path


def percent(score: int, worst: int, best: int) -> int:
    """Return where ``score`` lies between ``worst`` and ``best``, in whole percent.

    All three in points. 100 when best equals worst; halves are rounded up.
    Raises ValueError unless worst <= score <= best.
    Source: schema.json, ``choice.skills``.
    """
    if not worst <= score <= best:
        raise ValueError(f"score {score} is not within {worst} to {best}")
    if best == worst:
        return 100
    return (200 * (score - worst) + best - worst) // (2 * (best - worst))


_Move = tuple[Choice, State]


def _points_for(skill: str) -> Callable[[Choice], int]:
    return lambda choice: choice.skills.get(skill, 0)


def _backwards(
    scenario: Scenario, state: State
) -> list[tuple[State, tuple[_Move, ...]]]:
    """Return the states reachable from ``state`` with their moves, last ones first."""
    rank = {key: number for number, key in enumerate(scene_order(scenario))}
    found = explore(scenario, state)
    if found.stopped_in:
        raise ValueError(f"too many states; the limit fell in {found.stopped_in}")
    return sorted(found.moves.items(), key=lambda item: -rank[item[0].at])


def _span(
    scenario: Scenario,
    backwards: list[tuple[State, tuple[_Move, ...]]],
    points: Callable[[Choice], int],
) -> Span:
    """Return the lowest and highest sum of ``points`` from the last state listed.

    That is the state the search began in: by the order of scenes it leads all others.
    """
    spans: dict[State, Span] = {}
    for state, moves in backwards:
        if state.at in scenario.endings:
            spans[state] = Span(0, 0)
            continue
        ahead = [(points(choice), spans[to]) for choice, to in moves if to in spans]
        if ahead:
            spans[state] = Span(
                min(gain + span.worst for gain, span in ahead),
                max(gain + span.best for gain, span in ahead),
            )
    first = backwards[-1][0]
    if first not in spans:
        raise ValueError(f"no ending can be reached from {first.at}")
    return spans[first]


def _through(move: _Move, best: Mapping[State, Prospect]) -> Prospect:
    choice, to = move
    return Prospect(choice.points + best[to].score, best[to].mood)
