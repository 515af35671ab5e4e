"""Every state a scenario can come to: the ground of its checks and its bounds."""

from collections import deque
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from training.scenario.document import Choice, Scenario
from training.scenario.play import State, after, available_choices

MOST_STATES = 50_000


@dataclass(frozen=True)
class Exploration:
    """The states that can be reached, each with its choices and where they lead.

    moves: in the order of discovery; at an ending and in a dead end there are none.
    stopped_in: key of the scene whose choices led over the limit, or None; then
    ``moves`` is incomplete.
    """

    moves: dict[State, tuple[tuple[Choice, State], ...]]
    stopped_in: str | None = None


def explore(
    scenario: Scenario, state: State, *, limit: int = MOST_STATES
) -> Exploration:
    """Return all states reachable from ``state``, itself included.

    limit: most states, endings counted too; the search stops when there are more.
    Circles do no harm. Raises ValueError when a choice leads nowhere.
    """
    moves: dict[State, tuple[tuple[Choice, State], ...]] = {}
    known, waiting = {state}, deque([state])
    while waiting:
        here = waiting.popleft()
        moves[here] = tuple(
            (choice, after(here, choice))
            for choice in available_choices(scenario, here)
        )
        for _, there in moves[here]:
            if there not in known:
                known.add(there)
                waiting.append(there)
        if len(known) > limit:
            return Exploration(moves, stopped_in=here.at)
    return Exploration(moves)


def scene_order(scenario: Scenario) -> list[str]:
    """Return all scene and ending keys, each before every key it can lead to.

    Raises ValueError when scenes lead back to themselves.
    """
    if circle := cycle(scenario):
        raise ValueError(f"scenes lead in a circle: {', '.join(circle)}")
    return list(_sorter(scenario).static_order())


def cycle(scenario: Scenario) -> list[str]:
    """Return the scenes on one circle in playing order, first and last the same.

    Looks at where choices lead, not at whether mood and flags ever allow it. Empty
    when there is no circle.
    """
    try:
        _sorter(scenario).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def _sorter(scenario: Scenario) -> TopologicalSorter:
    sorter = TopologicalSorter(dict.fromkeys([*scenario.scenes, *scenario.endings], ()))
    for scene, choice in scenario.choices():
        for branch in choice.go:
            sorter.add(branch.to, scene.key)
    return sorter
