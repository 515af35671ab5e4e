"""The parts of a module or a question bank that is being written, finished or not.

A part has an address: "" is the frame, "greet" a step, "check/q1" a question of the quiz
"check"; of a bank, "q1" is a question. What a part holds in a row of its own (options,
things to put in order, points of a checklist, captions) belongs to the part.
"""

import re
from collections.abc import Iterator

FRAME = ""
MODULE_FORMAT, BANK_FORMAT = "encore.module/1", "encore.bank/1"
STEP_KINDS = ("reading", "quiz", "scenario", "practice", "video")
QUESTION_KINDS = ("single", "multiple", "ordering", "short")
# What kind of part has rows, and the field they stand in.
ROWS = {
    "single": "options",
    "multiple": "options",
    "ordering": "items",
    "practice": "checklist",
}
TEXTS = ("title", "summary", "body", "transcript", "text", "why", "hint")
_ROW = re.compile(r"(?:options|items|checklist)\[(\d+)\]\.?([a-z_]*)")
_PLACE = re.compile(r"(?:steps\[(\d+)\])?\.?(?:questions\[(\d+)\])?\.?(.*)")


def steps(document: dict) -> list[dict]:
    """Return the steps of a module; none when there are none yet."""
    return document.get("steps", [])


def questions(holder: dict) -> list[dict]:
    """Return the questions of a quiz or a bank; none when there are none yet."""
    return holder.get("questions", [])


def is_module(document: dict) -> bool:
    """Tell whether ``document`` is a module; else it is a bank."""
    return document["format"] == MODULE_FORMAT


def part(document: dict, at: str) -> dict | None:
    """Return the part at ``at``, the document itself for the frame, None for none."""
    here = document
    for key in at.split("/") if at else []:
        listed = steps(here) if "steps" in here else questions(here)
        here = next((each for each in listed if each["key"] == key), None)
        if here is None:
            return None
    return here


def siblings(document: dict, at: str) -> list[dict]:
    """Return the list that the part at ``at`` stands in, the very one."""
    home = part(document, at.rpartition("/")[0])
    return home["steps"] if "steps" in home else home["questions"]


def addresses(document: dict) -> Iterator[str]:
    """Yield the address of every part, in document order."""
    yield FRAME
    for step in steps(document):
        yield step["key"]
        yield from (f"{step['key']}/{each['key']}" for each in questions(step))
    yield from (each["key"] for each in questions(document))


def kind_of(document: dict, at: str) -> str:
    """Return what the part at ``at`` is: "module", "bank", or the kind it says."""
    if at == FRAME:
        return "module" if is_module(document) else "bank"
    return part(document, at)["kind"]


def part_of(document: dict, where: str) -> tuple[str, str, int | None]:
    """Return (address, field, row) of a finding's ``where``; "" and None where unknown.

    "steps[1].questions[0].options[2].why.en" is ("check/q1", "why", 2).
    """
    step, question, rest = _PLACE.fullmatch(where).groups()
    home, keys = document, []
    for place, listed in ((step, steps), (question, questions)):
        if place is not None:
            home = listed(home)[int(place)]
            keys.append(home["key"])
    if row := _ROW.match(rest):
        return "/".join(keys), row[2], int(row[1])
    field = re.match(r"[a-z_]*", rest)[0]
    # Of what stands deeper, such as the months of a certification, that field.
    deeper = re.match(r"(?:certification|cost)\.([a-z_]+)", rest)
    known = "" if rest == "document" else deeper[1] if deeper else field
    return "/".join(keys), known, None


def texts(here: object) -> Iterator[tuple[dict, str]]:
    """Yield every place of a text in ``here``: what holds it, and its field."""
    if isinstance(here, list):
        for each in here:
            yield from texts(each)
    elif isinstance(here, dict):
        for field, value in here.items():
            if field in TEXTS:
                yield here, field
            else:
                yield from texts(value)


def languages(document: dict) -> list[str]:
    """Return the languages to write in, those of the title first; at least English."""
    found = dict.fromkeys(document.get("title", {}))
    for holder, field in texts(document):
        found.update(dict.fromkeys(holder[field]))
    for each in _questions_anywhere(document):
        found.update(dict.fromkeys(each.get("accepted", {})))
    return list(found) or ["en"]


def is_editable(document: object) -> bool:
    """Tell whether the parts of ``document``, any value, can be told by their keys."""
    listed = [document.get("steps", []), document.get("questions", [])]
    listed += [each.get("questions", []) for each in document.get("steps", [])]
    keys = [[each["key"] for each in rows] for rows in listed]
    return all(len(set(each)) == len(each) for each in keys)


def _questions_anywhere(document):
    yield from questions(document)
    for step in steps(document):
        yield from questions(step)
