import random

import pytest

from studio.rules import content_editing as editing
from studio.rules.content_difference import content_difference
from studio.rules.content_parts import addresses
from studio.rules.content_sheet import read, write
from tests.training.catalogue import a_module_document, a_practice, a_quiz, a_reading

STEPS = [a_reading(f"read-{n}") for n in range(3)]
DOCUMENT = a_module_document(*STEPS, a_quiz(), a_practice())


def kinds(new, old=DOCUMENT):
    return {change.at: change.kind for change in content_difference(old, new)}


def fill(document, at, **values):
    return write(document, at, "en", {**read(document, at, "en"), **values})


def test_the_same_has_no_difference():
    assert content_difference(DOCUMENT, DOCUMENT) == []


def test_each_thing_a_part_says_is_told_apart():
    [change] = content_difference(DOCUMENT, fill(DOCUMENT, "check", pass_percent=90))
    [(value, before, after)] = change.fields

    assert (change.at, change.kind) == ("check", "changed")
    assert (value.field, before, after) == ("pass_percent", 75, 90)


def test_an_option_is_told_by_its_key_wherever_it_stands():
    moved = editing.move_row(DOCUMENT, "check/q1", "options", 0, 1)
    [change] = content_difference(DOCUMENT, moved)
    [(value, before, after)] = change.fields

    assert (value.field, before, after) == ("options", [*"abc"], [*"bac"])


def test_a_step_that_moved_past_others_is_told_alone():
    moved = editing.move(editing.move(DOCUMENT, "watch", -1), "watch", -1)

    assert kinds(moved) == {"watch": "moved"}


def test_what_is_new_and_what_is_gone_are_told():
    new, at = editing.add_step(DOCUMENT, "reading", "The bell", "en")
    new = editing.remove(new, "check/q2")

    assert kinds(new) == {at: "added", "check/q2": "removed"}
    assert kinds(DOCUMENT, new) == {at: "removed", "check/q2": "added"}


@pytest.mark.parametrize("seed", range(20))
def test_nothing_that_is_different_goes_untold(seed):
    dice, new = random.Random(seed), DOCUMENT
    for _ in range(dice.randint(1, 4)):
        at = dice.choice([at for at in addresses(new) if at])
        act = dice.choice([editing.remove, editing.duplicate, titled, moved_down])
        new = act(new, at)
        new = new[0] if isinstance(new, tuple) else new

    assert bool(content_difference(DOCUMENT, new)) == (
        new["steps"] != DOCUMENT["steps"]
    )


def titled(document, at):
    name = "text" if "/" in at else "title"
    return fill(document, at, **{name: "Another"})


def moved_down(document, at):
    return editing.move(document, at, 1)
