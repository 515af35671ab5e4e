"""What answers a question, and when it is right."""

import pytest

from tests.training.catalogue import a_question, a_short, an_ordering
from training.quiz.questions import (
    UnanswerableError,
    accepted_answer,
    is_right_answer,
    moved,
    right_answer,
)

MULTIPLE = a_question("m", "multiple", right=("a", "c"))
KINDS = [a_question("s"), MULTIPLE, an_ordering(), a_short()]


@pytest.mark.parametrize("question", KINDS, ids=lambda each: each["kind"])
def test_right_answer_is_right(question):
    given = accepted_answer(question, right_answer(question))

    assert is_right_answer(question, given)


@pytest.mark.parametrize(
    ("question", "given"),
    [
        (a_question("s"), ["b"]),
        (MULTIPLE, ["a"]),
        (MULTIPLE, ["a", "b", "c"]),
        (an_ordering(), ["a", "c", "b"]),
        (a_short(), ["tea"]),
    ],
)
def test_is_right_answer_wants_all_of_it(question, given):
    assert not is_right_answer(question, accepted_answer(question, given))


@pytest.mark.parametrize(
    ("question", "given", "code"),
    [
        (a_question("s"), [], "nothing_ticked"),
        (a_question("s"), ["x"], "unknown_option"),
        (an_ordering(), [], "nothing_ticked"),
        (an_ordering(), ["a", "b"], "unknown_option"),
        (an_ordering(), ["a", "b", "b"], "unknown_option"),
        (a_short(), [], "nothing_ticked"),
        (a_short(), ["  "], "nothing_ticked"),
        (a_short(), ["x" * 201], "unknown_option"),
        (a_short(), ["a\0"], "unknown_option"),
    ],
)
def test_accepted_answer_refuses(question, given, code):
    with pytest.raises(UnanswerableError, match=code):
        accepted_answer(question, given)


def test_accepted_answer_keeps_the_order_of_an_ordering():
    assert accepted_answer(an_ordering(), ["c", "a", "b"]) == ["c", "a", "b"]
    assert accepted_answer(a_short(), [" two   words "]) == ["two words"]


@pytest.mark.parametrize(
    ("move", "after"),
    [
        ("up:b", "bac"),
        ("down:b", "acb"),
        ("up:a", "abc"),
        ("down:c", "abc"),
        ("up:x", "abc"),
        ("left:b", "abc"),
        ("", "abc"),
    ],
)
def test_moved(move, after):
    assert moved("abc", move) == list(after)
