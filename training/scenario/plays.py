"""How many different plays a scenario has."""

from training.scenario.document import Scenario
from training.scenario.play import start
from training.scenario.states import explore, scene_order


def count_plays(scenario: Scenario) -> int:
    """Return how many different series of choices lead from the start to an ending.

    Counted backwards over the reachable states, so each state is looked at once however
    many plays pass through it. Raises ValueError when scenes lead in a circle, or when
    there are more than 50,000 states.
    """
    rank = {key: number for number, key in enumerate(scene_order(scenario))}
    found = explore(scenario, start(scenario))
    if found.stopped_in:
        raise ValueError(f"too many states; the limit fell in {found.stopped_in}")
    plays = {}
    for state in sorted(found.moves, key=lambda state: -rank[state.at]):
        if state.at in scenario.endings:
            plays[state] = 1
        else:
            plays[state] = sum(plays[to] for _choice, to in found.moves[state])
    return plays[start(scenario)]
