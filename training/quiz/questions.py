"""What kinds of questions there are, what answers them, and when an answer is right.

A question is a part of a document (docs/modules.md), an answer a list of texts: the keys
ticked, the keys in order, or the one text typed.
"""

from collections.abc import Sequence
from enum import StrEnum

from training.quiz.typed import is_accepted
from training.rules import is_right

LONGEST_TYPED = 200


class QuestionKind(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    ORDERING = "ordering"
    SHORT = "short"


class UnanswerableError(ValueError):
    """An answer that the question cannot have; its text is the code of the refusal."""


def accepted_answer(question: dict, given: Sequence[str]) -> list[str]:
    """Return ``given`` as it is stored: keys sorted, in their order, or the text typed.

    Raises UnanswerableError: "nothing_ticked" for no answer, "unknown_option" for one that
    the question does not offer.
    """
    kind = question["kind"]
    if kind == QuestionKind.SHORT:
        typed = " ".join("".join(given[:1]).split())
        if not typed:
            raise UnanswerableError("nothing_ticked")
        if len(typed) > LONGEST_TYPED or "\0" in typed:
            raise UnanswerableError("unknown_option")
        return [typed]
    if not given:
        raise UnanswerableError("nothing_ticked")
    if kind == QuestionKind.ORDERING:
        if sorted(given) != sorted(item["key"] for item in question["items"]):
            raise UnanswerableError("unknown_option")
        return list(given)
    if not set(given) <= {option["key"] for option in question["options"]}:
        raise UnanswerableError("unknown_option")
    return sorted(given)


def is_right_answer(question: dict, given: Sequence[str]) -> bool:
    """Return whether ``given``, as ``accepted_answer`` returns it, is right as a whole.

    An order that is right in part is wrong.
    """
    match question["kind"]:
        case QuestionKind.SHORT:
            return is_accepted(given[0], all_accepted(question))
        case QuestionKind.ORDERING:
            return list(given) == [item["key"] for item in question["items"]]
    return is_right(given, question["options"])


def is_same_answer(question: dict, stored: Sequence[str], sent: Sequence[str]) -> bool:
    """Return whether ``sent``, as a page sends it, says what is ``stored``."""
    try:
        return list(stored) in (list(sent), accepted_answer(question, sent))
    except UnanswerableError:
        return False


def right_answer(question: dict) -> list[str]:
    """Return an answer to ``question`` that is right."""
    match question["kind"]:
        case QuestionKind.SHORT:
            return all_accepted(question)[:1]
        case QuestionKind.ORDERING:
            return [item["key"] for item in question["items"]]
    return [each["key"] for each in question["options"] if each.get("is_right")]


def moved(order: Sequence[str], move: str) -> list[str]:
    """Return ``order``, keys, after ``move``: "up:key" or "down:key" by one place.

    What cannot be moved stays.
    """
    keys = list(order)
    way, _colon, key = move.partition(":")
    if key in keys and way in ("up", "down"):
        here = keys.index(key)
        there = here + (1 if way == "down" else -1)
        if 0 <= there < len(keys):
            keys[here], keys[there] = keys[there], keys[here]
    return keys


def all_accepted(question: dict) -> list[str]:
    """Return what a short answer may be, in any language: people type as they speak."""
    return [text for texts in question["accepted"].values() for text in texts]
