"""One scene by itself."""

import pytest

from tests.training.scenario.documents import late_table
from training.scenario.bounds import prospects
from training.scenario.document import load
from training.scenario.play import State, start
from training.scenario.single import judge, skills_at, words_at

SCENARIO = load(late_table())
BEST = prospects(SCENARIO, start(SCENARIO))
PROMISED = State("ready", 5, frozenset({"time_promised"}))
NOT_PROMISED = State("ready", 3, frozenset())


@pytest.mark.parametrize(
    ("state", "choice", "lost", "stake", "better"),
    [
        (PROMISED, "serve", 0, 4, None),
        (PROMISED, "take-off-bill", 1, 4, "serve"),
        (PROMISED, "hide", 4, 4, "serve"),
        # Worth less than keeping a promise, but the best there is without one.
        (NOT_PROMISED, "take-off-bill", 0, 3, None),
        (NOT_PROMISED, "hide", 3, 3, "take-off-bill"),
    ],
)
def test_a_choice_is_judged_beside_the_others_of_its_state(
    state, choice, lost, stake, better
):
    judged = judge(SCENARIO, state, choice, BEST)

    assert (judged.choice.key, judged.lost, judged.stake) == (choice, lost, stake)
    assert (judged.better and judged.better.key) == better


def test_a_choice_that_is_not_on_offer_is_not_judged():
    assert judge(SCENARIO, NOT_PROMISED, "serve", BEST) is None
    assert judge(SCENARIO, NOT_PROMISED, "nothing", BEST) is None


def test_skills_are_those_that_choices_on_offer_show():
    assert skills_at(SCENARIO, PROMISED) == {"apologising", "promising-well"}
    assert skills_at(SCENARIO, NOT_PROMISED) == {"apologising"}


def test_words_are_those_of_the_scene_and_of_what_may_follow():
    at_start = State("waves", 4, frozenset())

    scene = "He has turned his chair to face the kitchen door. says What do you say?"
    choices = "own-it excuse"
    follows = "Four minutes. Four I can do. why"
    better = "own-it why"
    words = " ".join([scene, choices, follows, better]).split()
    assert words_at(SCENARIO, at_start, "en") == len(words)
