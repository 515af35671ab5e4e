"""The measure sees a scenario that is too short, or forgets what one did."""

from tests.training.scenario.documents import (
    a_choice,
    a_document,
    a_scene,
    an_ending,
    late_table,
)
from tests.training.starter.shape import shape_faults, where_the_play_matters
from training.scenario.document import load


def test_shape_faults_sees_all_that_is_missing():
    scenario = load(a_document({"only": a_scene(a_choice())}))

    assert shape_faults(scenario) == [
        "a-scenario: 1 scenes, at least 8",
        "a-scenario: 1 endings, at least 3",
        "a-scenario: no ending is lost or won",
        "a-scenario: mood and flags never change what is offered or where it leads",
    ]


def test_shape_faults_finds_none_where_all_is_well():
    scenes = {
        f"s{number}": a_scene(a_choice("on", f"s{number + 1}")) for number in range(7)
    }
    scenes["s0"]["choices"].append(a_choice("please", "s1", mood=1))
    scenes["s7"] = a_scene(
        a_choice("nod", "kept"),
        a_choice("frown", "lost"),
        a_choice("thank", "won", **{"if": {"mood_min": 5}}),
    )
    document = a_document(scenes)
    document["endings"] = {each: an_ending(each) for each in ("won", "kept", "lost")}

    assert shape_faults(load(document)) == []


def test_where_the_play_matters_is_where_choices_come_and_go_or_lead_elsewhere():
    assert where_the_play_matters(load(late_table())) == [
        ("ready", "serve"),
        ("goodbye", "invite"),
        ("goodbye", "nod"),
    ]


def test_where_the_play_matters_sees_a_condition_that_always_holds():
    choice = a_choice(go=[{"if": {"mood_min": 1}, "to": "done"}, {"to": "done"}])

    assert where_the_play_matters(load(a_document({"only": a_scene(choice)}))) == []
