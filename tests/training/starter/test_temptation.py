"""The measure sees temptations that are none, or that cost nothing of their own."""

from copy import deepcopy

from tests.training.scenario.documents import a_choice, a_document, a_scene
from tests.training.starter.temptation import temptation_faults
from training.scenario.document import load


def tempting():
    """Return a document with four temptations of two kinds, as they should be."""
    doors = [
        a_choice(f"trap-{number}", f"after-{number}", tempts=kind)
        for number, kind in enumerate(["quick", "generous", "correct"])
    ]
    return a_document(
        {
            "first": a_scene(*doors, a_choice("best", "last", skills={"empathy": 2})),
            **{
                f"after-{number}": a_scene(a_choice("on", "last"))
                for number in range(3)
            },
            "last": a_scene(
                a_choice("trap", "lost", tempts="quick"),
                a_choice("best", skills={"empathy": 2}),
                a_choice("so-so", skills={"empathy": 1}),
            ),
        },
        endings=("done", "lost"),
    )


def faults_with(change):
    document = deepcopy(tempting())
    change(document["scenes"])
    return temptation_faults(load(document))


def test_temptation_faults_finds_none_where_all_is_well():
    assert faults_with(lambda scenes: None) == []


def test_temptation_faults_sees_a_consequence_shared_with_another_choice():
    def share(scenes):
        scenes["last"]["choices"][2]["go"] = "lost"

    assert faults_with(share) == [
        "a-scenario: scene last, choice trap: others lead to lost too"
    ]


def test_temptation_faults_sees_one_branch_of_many_that_is_shared():
    def branch(scenes):
        trap = scenes["last"]["choices"][0]
        trap["go"] = [{"if": {"mood_min": 9}, "to": "done"}, {"to": "lost"}]

    assert faults_with(branch) == [
        "a-scenario: scene last, choice trap: others lead to done too"
    ]


def test_temptation_faults_sees_a_temptation_as_good_as_the_best():
    def reward(scenes):
        scenes["last"]["choices"][0]["skills"] = {"empathy": 2}

    assert faults_with(reward) == [
        "a-scenario: scene last, choice trap: where it costs least it loses 0 points"
    ]


def test_temptation_faults_sees_a_temptation_that_is_best_when_no_other_is_left():
    def leave_alone(scenes):
        for choice in scenes["last"]["choices"][1:]:
            choice["if"] = {"mood_min": 5}
        scenes["first"]["choices"][3]["mood"] = 1

    assert faults_with(leave_alone) == [
        "a-scenario: scene last, choice trap: where it costs least it loses 0 points"
    ]


def test_temptation_faults_sees_that_there_are_too_few_and_of_one_kind():
    def leave_out(scenes):
        for choice in scenes["first"]["choices"][1:3]:
            del choice["tempts"]

    assert faults_with(leave_out) == [
        "a-scenario: 2 tempting choices, at least 4",
        "a-scenario: tempts ['quick'], at least 2 kinds",
    ]
