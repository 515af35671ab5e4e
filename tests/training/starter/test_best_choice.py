"""The measure sees a best choice that its looks give away."""

from tests.training.scenario.documents import a_choice, a_document, a_scene, english
from tests.training.starter.best_choice import (
    best_choices,
    least_lost,
    looks_faults,
    where_first,
    where_longest,
    where_shortest,
)
from training.scenario.document import load


def a_way(key, go, points, words, **fields):
    return a_choice(key, go, skills={"empathy": points}, text=english(words), **fields)


def a_line(*scenes):
    """Return a scenario of scenes one after the other.

    Each scene: a list of (points, words), one pair a choice; they are called a, b, …
    """
    keys = [*(f"s{number}" for number in range(len(scenes))), "done"]
    return load(
        a_document(
            {
                key: a_scene(
                    *(
                        a_way(name, go, *pair)
                        for name, pair in zip("abcd", scene, strict=False)
                    )
                )
                for key, go, scene in zip(keys, keys[1:], scenes, strict=False)
            }
        )
    )


BEST_IS_FIRST = [(2, "Perhaps."), (0, "Yes."), (0, "Well, perhaps.")]
BEST_IS_LONGEST = [(0, "Yes."), (0, "Perhaps."), (2, "Well, perhaps.")]
BEST_IS_SHORTEST = [(0, "Perhaps."), (2, "Yes."), (0, "Well, perhaps.")]
BEST_IS_NONE_OF_THESE = [(0, "Yes."), (2, "Perhaps."), (0, "Well, perhaps.")]


def test_looks_faults_sees_a_best_choice_that_is_always_first():
    scenario = a_line(*[BEST_IS_FIRST] * 3, *[BEST_IS_NONE_OF_THESE] * 2)

    assert looks_faults(scenario) == [
        "a-scenario: the best choice is the first in 3 of 5 scenes, at most 40%: "
        "s0/a, s1/a, s2/a"
    ]


def test_looks_faults_sees_a_best_choice_that_is_always_longest():
    scenario = a_line(*[BEST_IS_LONGEST] * 3, *[BEST_IS_NONE_OF_THESE] * 2)

    assert looks_faults(scenario) == [
        "a-scenario: the best choice is the longest in 3 of 5 scenes, at most 40%: "
        "s0/c, s1/c, s2/c"
    ]


def test_looks_faults_sees_a_best_choice_that_is_always_shortest():
    scenario = a_line(*[BEST_IS_SHORTEST] * 3, *[BEST_IS_NONE_OF_THESE] * 2)

    assert looks_faults(scenario) == [
        "a-scenario: the best choice is the shortest in 3 of 5 scenes, at most 40%: "
        "s0/b, s1/b, s2/b"
    ]


def test_looks_faults_lets_two_in_five_pass():
    scenario = a_line(*[BEST_IS_FIRST] * 2, *[BEST_IS_LONGEST] * 2, BEST_IS_SHORTEST)

    assert looks_faults(scenario) == []


def test_where_lengths_count_a_tie_and_leave_a_lone_choice_out():
    scenario = a_line([(0, "Six of"), (2, "one is")], [(0, "Go on.")])

    assert where_longest(scenario) == ["s0"]
    assert where_shortest(scenario) == ["s0"]
    assert where_first(scenario) == []


def test_best_choices_look_at_what_follows_and_not_only_at_the_points():
    document = a_document(
        {
            "first": a_scene(
                a_way("sweet", "sour", 1, "Sweet."), a_way("plain", "rich", 0, "Plain.")
            ),
            "sour": a_scene(a_way("on", "done", 0, "On.")),
            "rich": a_scene(a_way("on", "done", 3, "On.")),
        }
    )

    best = best_choices(load(document))

    assert {key: choice.key for key, choice in best.items()} == {"first": "plain"}


def two_in_three():
    """Return a scenario in which three states lead to "last": two with a flag."""
    doors = [
        a_way("one", "last", 0, "One.", set=["known"], mood=1),
        a_way("two", "last", 0, "Two.", set=["known"], mood=2),
        a_way("three", "last", 0, "Three."),
    ]
    last = a_scene(
        a_way("always", "done", 1, "Always."),
        a_way("if-known", "done", 2, "If known.", **{"if": {"flags": ["known"]}}),
    )
    return load(a_document({"first": a_scene(*doors), "last": last}, flags=["known"]))


def test_best_choices_are_best_in_most_states():
    assert best_choices(two_in_three())["last"].key == "if-known"


def test_least_lost_is_that_of_the_state_in_which_it_costs_least():
    lost = least_lost(two_in_three())

    assert lost["last", "always"] == 0
    assert lost["first", "three"] == 1
