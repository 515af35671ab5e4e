"""What is different between two documents of a scenario."""

from copy import deepcopy
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from tests.training.scenario.documents import late_table
from tests.training.scenario.graphs import quick, random_documents
from training.scenario import editing
from training.scenario.difference import (
    Change,
    FieldChange,
    Words,
    _out_of_order,
    difference,
    word_changes,
)


@given(random_documents())
@quick
def test_a_document_does_not_differ_from_itself(document):
    assert difference(document, deepcopy(document)) == []


@given(random_documents(), random_documents())
@quick
def test_the_way_back_has_the_same_parts(old, new):
    there, back = difference(old, new), difference(new, old)

    opposite = {"added": "removed", "removed": "added"}
    for kind in ("added", "removed", "changed"):
        at = {change.at for change in there if change.kind == kind}
        other = opposite.get(kind, kind)
        assert at == {change.at for change in back if change.kind == other}


def test_words_numbers_and_ways_that_changed_are_told():
    document = late_table()
    choice = document["scenes"]["waves"]["choices"][0]
    choice |= {
        "mood": 2,
        "go": [{"if": {"mood_min": 6}, "to": "goodbye"}, {"to": "ready"}],
    }
    choice["says"] = {"en": "Five minutes. Four I can do."}
    choice["skills"] = {"apologising": 2}

    assert difference(late_table(), document) == [
        Change(
            "waves/own-it",
            "changed",
            (
                FieldChange(
                    "says",
                    "en",
                    "Four minutes. Four I can do.",
                    "Five minutes. Four I can do.",
                ),
                FieldChange("mood", "", 1, 2),
                FieldChange("go", "", [{"to": "ready"}], choice["go"]),
                FieldChange("points", "promising-well", 1, None),
            ),
        )
    ]


def test_parts_that_came_went_and_moved_are_told():
    document, key = editing.add_scene(late_table(), "He sits down", "en")
    document = editing.remove(editing.move(document, "goodbye", -1), "lost")

    found = {(change.at, change.kind) for change in difference(late_table(), document)}

    assert len(found) == 3
    assert {(key, "added"), ("lost", "removed")} < found
    assert found & {("goodbye", "moved"), ("ready", "moved")}


def test_how_it_is_written_makes_no_difference():
    document = late_table()
    document["scenes"]["waves"]["choices"][0] |= {"go": [{"to": "ready"}], "clear": []}
    document["scenes"]["ready"]["choices"][1]["if"] = {}

    assert difference(late_table(), document) == []


def test_words_are_marked():
    assert word_changes("Four minutes, sir.", "Five minutes, madam.") == [
        Words("old", "Four"),
        Words("new", "Five"),
        Words("same", " minutes, "),
        Words("old", "sir"),
        Words("new", "madam"),
        Words("same", "."),
    ]


@given(st.text(), st.text())
@quick
def test_the_runs_make_up_both_texts(before, after):
    runs = word_changes(before, after)

    assert "".join(run.text for run in runs if run.mark != "new") == before
    assert "".join(run.text for run in runs if run.mark != "old") == after


@given(st.lists(st.sampled_from("abcdef"), unique=True, max_size=6), st.randoms())
@quick
def test_as_few_as_can_be_have_moved(before, random):
    after = random.sample(before, len(before))

    moved = _out_of_order(before, after)

    def stays(names):
        left = [each for each in before if each not in names]
        return left == [each for each in after if each not in names]

    smallest = next(
        size
        for size in range(len(before) + 1)
        if any(stays(names) for names in combinations(before, size))
    )
    assert stays(moved)
    assert len(moved) == smallest
