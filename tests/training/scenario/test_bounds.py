import pytest
from hypothesis import given

from tests.training.scenario import reference
from tests.training.scenario.documents import (
    a_choice,
    a_document,
    a_scene,
    late_table,
)
from tests.training.scenario.graphs import (
    SKILLS,
    as_played,
    long,
    quick,
    random_documents,
)
from training.scenario.bounds import (
    Bounds,
    Span,
    best_path,
    best_path_from,
    moments_left,
    percent,
    score_bounds,
)
from training.scenario.document import load
from training.scenario.play import State, start


def test_score_bounds_overall_and_by_skill():
    bounds = score_bounds(load(late_table()))

    assert bounds == Bounds(
        Span(-3, 7), {"apologising": Span(-3, 5), "promising-well": Span(0, 3)}
    )


def test_score_bounds_survive_being_stored():
    bounds = score_bounds(load(late_table()))

    stored = bounds.as_json()

    assert stored == {
        "worst": -3,
        "best": 7,
        "skills": {
            "apologising": {"worst": -3, "best": 5},
            "promising-well": {"worst": 0, "best": 3},
        },
    }
    assert Bounds.from_json(stored) == bounds


def test_score_bounds_refuse_circles():
    scene = a_scene(a_choice("back", "only"), a_choice())
    scenario = load(a_document({"only": scene}))

    with pytest.raises(ValueError, match="scenes lead in a circle: only, only"):
        score_bounds(scenario)


def test_score_bounds_refuse_a_scenario_without_an_end():
    scene = a_scene(a_choice(**{"if": {"mood_min": 9}}))
    scenario = load(a_document({"only": scene}))

    with pytest.raises(ValueError, match="no ending can be reached from only"):
        score_bounds(scenario)


def test_score_bounds_of_a_long_chain_need_no_recursion():
    scenes = {
        f"s{number}": a_scene(
            a_choice("yes", go=f"s{number + 1}", skills={"empathy": 1}),
            a_choice("no", go=f"s{number + 1}", skills={"empathy": -1}),
        )
        for number in range(200)
    }
    scenario = load(a_document(scenes, ["s200"]))

    assert score_bounds(scenario).total == Span(-200, 200)
    assert len(best_path(scenario)) == 200


def test_moments_left_counts_the_shortest_and_the_longest_way():
    scenes = {
        "a": a_scene(a_choice("stay", "b"), a_choice("leave", "done")),
        "b": a_scene(a_choice()),
    }
    scenario = load(a_document(scenes))

    assert moments_left(scenario, start(scenario)) == Span(1, 2)
    assert moments_left(scenario, State("b", 4, frozenset())) == Span(1, 1)
    assert moments_left(scenario, State("done", 4, frozenset())) == Span(0, 0)


def test_best_path_names_scenes_and_choices():
    assert best_path(load(late_table())) == [
        ("waves", "own-it"),
        ("ready", "serve"),
        ("goodbye", "invite"),
    ]


def test_best_path_from_a_state_goes_on_from_there():
    scenario = load(late_table())

    assert best_path_from(scenario, State("ready", 3, frozenset())) == [
        ("ready", "take-off-bill"),
        ("goodbye", "invite"),
    ]
    assert best_path_from(scenario, State("back", 3, frozenset())) == []


@pytest.mark.parametrize(("mood_of_c", "key"), [(1, "c"), (0, "b"), (-1, "b")])
def test_best_path_breaks_ties_by_mood_then_by_order(mood_of_c, key):
    scene = a_scene(
        a_choice("a", skills={"empathy": 0}),
        a_choice("b", skills={"empathy": 1}),
        a_choice("c", skills={"empathy": 1}, mood=mood_of_c),
    )

    assert best_path(load(a_document({"only": scene}))) == [("only", key)]


@pytest.mark.parametrize(
    ("score", "worst", "best", "expected"),
    [
        (-3, -3, 7, 0),
        (7, -3, 7, 100),
        (2, -3, 7, 50),
        (1, 0, 3, 33),
        (2, 0, 3, 67),
        (1, 0, 8, 13),
        (4, 4, 4, 100),
    ],
)
def test_percent_lies_between_worst_and_best(score, worst, best, expected):
    assert percent(score, worst, best) == expected


@pytest.mark.parametrize("score", [-4, 8])
def test_percent_refuses_a_score_out_of_bounds(score):
    with pytest.raises(ValueError, match="is not within -3 to 7"):
        percent(score, -3, 7)


@quick
@given(random_documents(circles=False))
def test_bounds_and_best_path_agree_with_all_plays(document):
    agree_with_all_plays(document)


@pytest.mark.soak
@long
@given(random_documents(circles=False, largest=6))
def test_bounds_and_best_path_agree_with_all_plays_at_length(document):
    agree_with_all_plays(document)


def agree_with_all_plays(document):
    scenario = load(document)
    plays = [choices for choices, _, _ in reference.complete_plays(document)]
    if not plays:
        with pytest.raises(ValueError, match="no ending can be reached"):
            score_bounds(scenario)
        return
    bounds = score_bounds(scenario)
    assert bounds.total == span(plays)
    assert bounds.skills == {
        skill: span(plays, skill) for skill in SKILLS if skill in document["skills"]
    }
    lengths = [len(choices) for choices in plays]
    assert moments_left(scenario, start(scenario)) == (min(lengths), max(lengths))
    for state in reference.reachable(document):
        if not reference.complete_plays(document, state):
            continue
        best, _, _ = reference.best_play(document, state)
        path = best_path_from(scenario, as_played(state))
        assert [choice for _, choice in path] == [choice["key"] for choice in best]
        assert [scene for scene, _ in path[:1]] == [state[0]][: len(path)]


def span(plays, skill=None):
    scores = [reference.points(choices, skill) for choices in plays]
    return (min(scores), max(scores))
