"""One scene by itself: what a choice there is worth, and how much there is to read."""

from collections.abc import Mapping
from dataclasses import dataclass

from training.scenario.bounds import Prospect, best_choice, worths
from training.scenario.document import Choice, Scenario, Text, text
from training.scenario.play import State, available_choices


@dataclass(frozen=True)
class Judged:
    """A choice beside the others of its scene, in that very state.

    lost: points lost against the best choice, 0 or more. stake: points between the best
    choice and the worst. better: the best choice, None when nothing was lost.
    """

    choice: Choice
    lost: int
    stake: int
    better: Choice | None


def judge(
    scenario: Scenario,
    state: State,
    choice_key: str,
    best: Mapping[State, Prospect],
) -> Judged | None:
    """Return the choice named ``choice_key`` in ``state``, judged; None when ``state``
    does not offer it.

    best: what ``bounds.prospects`` returned for this or an earlier state.
    """
    offers = {choice.key: choice for choice in available_choices(scenario, state)}
    worth = worths(scenario, state, best)
    if choice_key not in worth:
        return None
    highest = max(worth.values())
    lost = highest - worth[choice_key]
    return Judged(
        choice=offers[choice_key],
        lost=lost,
        stake=highest - min(worth.values()),
        better=best_choice(scenario, state, best) if lost else None,
    )


def skills_at(scenario: Scenario, state: State) -> set[str]:
    """Return the slugs of the skills that choices in ``state`` give or take points of."""
    offers = available_choices(scenario, state)
    return {
        slug for choice in offers for slug, points in choice.skills.items() if points
    }


def words_at(scenario: Scenario, state: State, language: str) -> int:
    """Return how many words there are to read in ``state``: the scene, its choices, and
    at most what follows one of them and what would have been better.

    language: a tag such as "en"; as ``document.text`` takes it.
    """
    scene, offers = scenario.scenes[state.at], available_choices(scenario, state)

    def count(*texts: Text) -> int:
        return sum(len(text(each, language).split()) for each in texts)

    after = max(count(each.does, each.says, each.why) for each in offers)
    better = max(count(each.text, each.why) for each in offers)
    asked = count(scene.does, scene.says, scene.ask, *(each.text for each in offers))
    return asked + after + better
