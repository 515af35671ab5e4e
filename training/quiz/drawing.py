"""Which questions a go at a quiz asks, and in what order: all decided by one seed.

The order comes from digests and not from a generator of chance, so that a newer Python
or another device shows the same.
"""

import hashlib
from collections.abc import Sequence
from uuid import UUID

from training.quiz.questions import QuestionKind


def seed_of(of: UUID, key: str, number: int) -> int:
    """Return the seed of time ``number`` of something asked, 0 to 2**31 - 1.

    of, key: an enrolment and its step, or a refresher and its question. It is known
    before anything is begun, so that the first page writes nothing.
    """
    text = f"{of}/{key}/{number}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4]) >> 1


def asked_questions(quiz: dict, bank: Sequence[dict], seed: int) -> list[dict]:
    """Return the questions of one go, each with its options or items as they are shown.

    quiz: the document of a quiz step. bank: the questions it draws from. Without
    ``shuffle`` everything stands as its author wrote it, but for what is to be put in
    order, which is never shown in the right one.
    """
    questions = [*quiz.get("questions", ()), *_drawn(bank, quiz.get("draw", 0), seed)]
    is_shuffled = quiz.get("shuffle", False)
    if is_shuffled:
        questions = _mixed(questions, seed, "questions")
    return [shown(question, seed, is_shuffled) for question in questions]


def shown(question: dict, seed: int, is_shuffled: bool = False) -> dict:
    """Return ``question`` with its options or items in the order in which they are shown.

    What is to be put in order has it as ``shown``, and never the right one.
    """
    if question["kind"] == QuestionKind.ORDERING:
        items = question["items"]
        mixed = _mixed(items, seed, question["key"])
        if mixed == items:
            mixed = [*items[1:], items[0]]
        return question | {"shown": mixed}
    if is_shuffled and "options" in question:
        return question | {
            "options": _mixed(question["options"], seed, question["key"])
        }
    return question


def _drawn(bank, count, seed):
    """Return ``count`` questions of ``bank`` in its order."""
    chosen = {question["key"] for question in _mixed(bank, seed, "draw")[:count]}
    return [question for question in bank if question["key"] in chosen]


def _mixed(rows, seed, what):
    return sorted(rows, key=lambda row: _digest(seed, what, row["key"]))


def _digest(seed, what, key):
    return hashlib.sha256(f"{seed}/{what}/{key}".encode()).digest()
