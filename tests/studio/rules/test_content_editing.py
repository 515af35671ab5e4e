from copy import deepcopy

import pytest

from studio.rules import content_editing as editing
from studio.rules.content_parts import addresses, is_editable, languages, part, part_of
from studio.rules.content_sheet import read, write
from tests.training.catalogue import (
    a_bank_document,
    a_drawn_quiz,
    a_module_document,
    a_play,
    a_practice,
    a_question,
    a_quiz,
    a_reading,
    a_short,
    an_ordering,
)
from training.content.structure import content_findings

CERTIFICATION = {"months": 12, "from": "expiry", "window_days": 60}
EVERYTHING = a_module_document(
    a_reading(),
    a_play(),
    a_quiz(questions=[a_question("q1"), an_ordering(), a_short()]),
    a_drawn_quiz("drawn", attempts=3, shuffle=True),
    a_practice(),
    certification=CERTIFICATION,
    cost={"per_seat": 12.5, "currency": "EUR"},
)
BANK = a_bank_document(a_question("b1"), an_ordering("b2"), a_short("b3"))


@pytest.mark.parametrize("document", [EVERYTHING, BANK])
@pytest.mark.parametrize("language", ["en", "de"])
def test_what_is_read_and_written_back_is_the_same(document, language):
    before = deepcopy(document)

    for at in addresses(document):
        written = write(document, at, language, read(document, at, language))
        assert list(written.items()) == list(before.items())

    assert document == before


@pytest.mark.parametrize("document", [EVERYTHING, BANK])
def test_every_value_of_every_part_can_be_changed_alone(document):
    for at in addresses(document):
        values = read(document, at, "en")
        for name, value in values.items():
            other = another(name, value)
            changed = read(write(document, at, "en", {**values, name: other}), at, "en")
            assert changed == {**values, name: other}


def another(name, value):
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)) or name.endswith(("minutes", "percent")):
        return (value or 0) + 1
    if isinstance(value, list):
        return [*value, "another"]
    return "multiple" if name == "kind" else "another"


def test_a_module_that_is_built_part_by_part_can_be_published():
    document = editing.empty_module("door", "At the door", "en")
    assert content_findings(document) != []

    document, read_at = editing.add_step(document, "reading", "The bell", "en")
    document, quiz = editing.add_step(document, "quiz", "Who rings?", "en")
    document, asked = editing.add_question(document, quiz, "single", "Who?", "en")
    document = fill(document, read_at, body="Look up.")
    texts = {f"row{n}_{name}": "words" for n in (0, 1) for name in ("text", "why")}
    document = fill(document, asked, **texts, row1_is_right=True)
    document = fill(document, "", summary="Look up.", skills=["empathy"])

    assert content_findings(document) == []
    assert document["minutes"] == 6
    assert asked == "who-rings/who"


def fill(document, at, **values):
    return write(document, at, "en", {**read(document, at, "en"), **values})


def test_minutes_follow_the_steps_until_somebody_says_otherwise():
    document = editing.empty_module("door", "At the door", "en")
    document, at = editing.add_step(document, "reading", "The bell", "en")
    document = fill(document, at, minutes=7)
    assert document["minutes"] == 7

    document = fill(document, "", minutes=20)
    document, _at = editing.add_step(document, "practice", "Ring", "en")

    assert document["minutes"] == 20


def test_a_copy_stands_beside_and_has_a_key_of_its_own():
    document, at = editing.duplicate(EVERYTHING, "check/q1")

    assert at == "check/q1-2"
    keys = [each["key"] for each in part(document, "check")["questions"]]
    assert keys == ["q1", "q1-2", "order", "short"]
    assert is_editable(document)


def test_moving_stops_at_both_ends():
    keys = [step["key"] for step in EVERYTHING["steps"]]
    up = editing.move(EVERYTHING, keys[0], -1)
    down = editing.move(EVERYTHING, keys[0], 1)

    assert up == EVERYTHING
    assert [step["key"] for step in down["steps"]][:2] == [keys[1], keys[0]]


def test_a_quiz_whose_last_question_goes_may_draw_from_a_bank():
    document = a_module_document(a_quiz(questions=[a_question("q1")], bank="b", draw=2))
    document = editing.remove(document, "check/q1")

    assert "questions" not in part(document, "check")
    assert content_findings(document) == []


def test_rows_are_added_moved_and_taken_out():
    document = editing.add_row(BANK, "b1", "options")
    assert [row["key"] for row in part(document, "b1")["options"]] == [*"abcd"]
    document = editing.move_row(document, "b1", "options", 3, -1)
    document = editing.remove_row(document, "b1", "options", 0)

    assert [row["key"] for row in part(document, "b1")["options"]] == [*"bdc"]
    again = editing.add_row(document, "b1", "options")
    assert part(again, "b1")["options"][-1] == {"key": "a"}


def test_a_row_that_is_not_there_changes_nothing():
    assert editing.move_row(BANK, "b1", "options", 9, 1) == BANK
    assert editing.remove_row(BANK, "b1", "options", 9) == BANK


def test_a_language_goes_with_all_its_texts_and_the_last_one_stays():
    assert languages(BANK) == ["en", "de"]
    document = editing.remove_language(BANK, "de")

    assert languages(document) == ["en"]
    assert part(document, "b3")["accepted"] == {"en": ["Café au lait"]}
    assert editing.remove_language(document, "en") == document


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ("document", ("", "", None)),
        ("title.de", ("", "title", None)),
        ("skills[0]", ("", "skills", None)),
        ("certification.months", ("", "months", None)),
        ("steps", ("", "steps", None)),
        ("steps[0]", ("read", "", None)),
        ("steps[0].body.en", ("read", "body", None)),
        ("steps[2].questions", ("check", "questions", None)),
        ("steps[2].questions[0].options[1].why.en", ("check/q1", "why", 1)),
        ("steps[2].questions[1].items[0]", ("check/order", "", 0)),
        ("steps[2].questions[2].accepted.en[0]", ("check/short", "accepted", None)),
        ("steps[4].checklist[1].hint.en", ("watch", "hint", 1)),
    ],
)
def test_a_finding_lies_in_a_part(where, place):
    assert part_of(EVERYTHING, where) == place
