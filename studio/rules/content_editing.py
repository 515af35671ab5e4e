"""Writing a module or a question bank: a document in, a new document out.

Addresses are those of ``content_parts``.
"""

from copy import deepcopy

from studio.rules.content_parts import (
    BANK_FORMAT,
    MODULE_FORMAT,
    ROWS,
    languages,
    part,
    questions,
    siblings,
    steps,
    texts,
)
from training.scenario.editing import free_key, key_from

# What is so until somebody says otherwise.
FIRST_MINUTES = {"reading": 3, "quiz": 3, "scenario": 5, "practice": 10, "video": 3}
PASS_PERCENT = 80
ROW_KEYS = "abcdefghijklmnopqrstuvwxyz"


def empty_module(slug: str, title: str, language: str) -> dict:
    """Return a module that has a title and nothing else."""
    titled = {"title": {language: title}}
    return {"format": MODULE_FORMAT, "slug": slug, **titled, "steps": []}


def empty_bank(slug: str, title: str, language: str) -> dict:
    """Return a question bank that has a title and nothing else."""
    titled = {"title": {language: title}}
    return {"format": BANK_FORMAT, "slug": slug, **titled, "questions": []}


def add_step(document: dict, kind: str, title: str, language: str) -> tuple[dict, str]:
    """Return the module with a step at its end, and its address."""
    document = deepcopy(document)
    key = key_from(title, [each["key"] for each in steps(document)], "step")
    step = {
        "key": key,
        "kind": kind,
        "minutes": FIRST_MINUTES[kind],
        "title": {language: title},
    }
    if kind == "quiz":
        step["pass_percent"] = PASS_PERCENT
    if kind == "practice":
        step |= {"observer": "manager", "checklist": [{"key": "a"}]}
    before = minutes_of_steps(document)
    document["steps"].append(step)
    return keep_minutes(document, before), key


def add_question(
    document: dict, at: str, kind: str, text: str, language: str
) -> tuple[dict, str]:
    """Return the document with a question at the end of the quiz ``at``, or of the bank,
    and its address.
    """
    document = deepcopy(document)
    listed = part(document, at).setdefault("questions", [])
    key = key_from(text, [each["key"] for each in listed], "question")
    question = {"key": key, "kind": kind, "text": {language: text}}
    if kind in ROWS:
        question[ROWS[kind]] = [{"key": "a"}, {"key": "b"}]
    listed.append(question)
    return document, f"{at}/{key}" if at else key


def duplicate(document: dict, at: str) -> tuple[dict, str]:
    """Return the document with a copy right after the part at ``at``, and its address."""
    before, document = minutes_of_steps(document), deepcopy(document)
    listed, here = siblings(document, at), part(document, at)
    key = free_key(here["key"], [each["key"] for each in listed])
    listed.insert(listed.index(here) + 1, {**deepcopy(here), "key": key})
    home, slash, _key = at.rpartition("/")
    return keep_minutes(document, before), f"{home}{slash}{key}"


def move(document: dict, at: str, by: int) -> dict:
    """Return the document with the part at ``at`` moved ``by`` places; negative is up.

    At an end it stays where it is.
    """
    document = deepcopy(document)
    listed, here = siblings(document, at), part(document, at)
    _shift(listed, listed.index(here), by)
    return document


def remove(document: dict, at: str) -> dict:
    """Return the document without the part at ``at``."""
    before, document = minutes_of_steps(document), deepcopy(document)
    listed = siblings(document, at)
    listed.remove(part(document, at))
    home = part(document, at.rpartition("/")[0])
    # A quiz without questions of its own has no list: it may draw from a bank.
    if not listed and home is not document:
        del home["questions"]
    return keep_minutes(document, before)


def add_row(document: dict, at: str, field: str) -> dict:
    """Return the document with one more row in ``field`` of the part at ``at``."""
    document = deepcopy(document)
    rows = part(document, at).setdefault(field, [])
    taken = [row["key"] for row in rows]
    letters = (letter for letter in ROW_KEYS if letter not in taken)
    rows.append({"key": next(letters, free_key("z", taken))})
    return document


def move_row(document: dict, at: str, field: str, number: int, by: int) -> dict:
    """Return the document with row ``number``, from 0, moved ``by`` places."""
    document = deepcopy(document)
    rows = part(document, at).get(field, [])
    if number < len(rows):
        _shift(rows, number, by)
    return document


def remove_row(document: dict, at: str, field: str, number: int) -> dict:
    """Return the document without row ``number``, from 0, of ``field``."""
    document = deepcopy(document)
    del part(document, at).get(field, [])[number : number + 1]
    return document


def remove_language(document: dict, language: str) -> dict:
    """Return the document without any text in ``language``; the last one stays."""
    if languages(document) == [language]:
        return document
    document = deepcopy(document)
    held = list(texts(document))
    quizzes = [document, *steps(document)]
    held += [
        (each, "accepted")
        for quiz in quizzes
        for each in questions(quiz)
        if "accepted" in each
    ]
    for holder, field in held:
        holder[field].pop(language, None)
        if not holder[field]:
            del holder[field]
    return document


def minutes_of_steps(document: dict) -> int:
    """Return how many minutes the steps of a module take together; 0 for a bank."""
    return sum(step.get("minutes", 0) for step in steps(document))


def keep_minutes(document: dict, before: int) -> dict:
    """Return the module with as many minutes as its steps, unless somebody said others.

    before: how many the steps took before they changed.
    """
    together = minutes_of_steps(document)
    if together == before or document.get("minutes", before) != before:
        return document
    minutes = {"minutes": together} if together else {}
    rest = {name: value for name, value in document.items() if name != "minutes"}
    last = {"steps": rest.pop("steps")}
    return {**rest, **minutes, **last}


def _shift(listed: list, place: int, by: int) -> None:
    listed.insert(max(place + by, 0), listed.pop(place))
