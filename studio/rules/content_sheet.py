"""The parts of a module or a question bank as the flat values of a form, and back.

Texts are those of one language. Row n, from 0, of a part is ``row0_text`` and so on. Only
what is not as it was is written, so that the rest stays as its author wrote it.
"""

from copy import deepcopy

from studio.rules.content_editing import keep_minutes, minutes_of_steps
from studio.rules.content_parts import (
    FRAME,
    ROWS,
    is_module,
    kind_of,
    languages,
    part,
)
from studio.rules.sheet import Sheet
from training.scenario.editing import with_text

CERTIFICATION = ("months", "from", "on", "window_days", "refresher")
COST = ("per_seat", "to_build", "currency")
STEP = ("title",)
# Of each kind of part: its texts, and its other fields with what they are without one.
PART_TEXTS = {
    "module": ("title", "summary"),
    "bank": ("title",),
    "reading": (*STEP, "body"),
    "quiz": STEP,
    "scenario": STEP,
    "practice": (*STEP, "body"),
    "video": (*STEP, "transcript"),
    "single": ("text",),
    "multiple": ("text",),
    "ordering": ("text", "why"),
    "short": ("text", "why"),
}
PLAIN = {
    "module": {"minutes": None, "skills": [], "prerequisites": []},
    "bank": {},
    "reading": {"minutes": None},
    "quiz": {
        "minutes": None,
        "pass_percent": None,
        "attempts": None,
        "shuffle": False,
        "bank": "",
        "draw": None,
    },
    "scenario": {"minutes": None, "scenario": ""},
    "practice": {"minutes": None, "observer": ""},
    "video": {"minutes": None, "video": ""},
    "single": {"kind": "single"},
    "multiple": {"kind": "multiple"},
    "ordering": {},
    "short": {},
}
ROW_TEXTS = {
    "options": ("text", "why"),
    "items": ("text",),
    "checklist": ("text", "hint"),
}


def read(document: dict, at: str, language: str) -> dict | None:
    """Return the values of the part at ``at``, None when there is none."""
    here = part(document, at)
    if here is None:
        return None
    kind = kind_of(document, at)
    values = {name: here.get(name, {}).get(language, "") for name in PART_TEXTS[kind]}
    values |= {name: here.get(name, none) for name, none in PLAIN[kind].items()}
    if kind == "module":
        values |= _held("certification", CERTIFICATION, here)
        values |= _held("cost", COST, here)
    if kind == "video":
        values["captions"] = here.get("captions", {}).get(language, "")
    if kind == "short":
        values["accepted"] = here.get("accepted", {}).get(language, [])
    for number, row in enumerate(rows_of(document, at)):
        values |= _row_values(number, row, ROWS[kind], language)
    return values


def write(
    document: dict, at: str, language: str, values: dict, makes: bool = False
) -> dict:
    """Return the document with ``values`` as the part at ``at``."""
    before, together = read(document, at, language), minutes_of_steps(document)
    document = deepcopy(document)
    here, kind = part(document, at), kind_of(document, at)
    changed = {name for name in before if not _is_same(values[name], before[name])}
    if not changed:
        return document
    order = languages(document)
    for name in changed.intersection(PART_TEXTS[kind]):
        _put(here, name, with_text(here.get(name, {}), language, values[name], order))
    # The languages of a document are those of its title: a blank one keeps its place.
    if at == FRAME and "title" in changed and not values["title"].strip():
        here["title"] = {**here.get("title", {}), language: ""}
    for name in changed.intersection(PLAIN[kind]):
        _put(here, name, values[name])
    if kind == "module":
        _write_held(here, "certification", CERTIFICATION, values, changed)
        _write_held(here, "cost", COST, values, changed)
    for name in changed.intersection(("captions", "accepted")):
        told = {**here.get(name, {}), language: values[name]}
        _put(here, name, {tag: each for tag, each in told.items() if each})
    for number, row in enumerate(rows_of(document, at)):
        _write_row(number, row, ROWS[kind], language, values, changed, order)
    if at == FRAME and is_module(document):
        here["steps"] = here.pop("steps")
    return keep_minutes(document, together) if at != FRAME else document


SHEET = Sheet(read, write)


def rows_of(document: dict, at: str) -> list[dict]:
    """Return the rows of the part at ``at``: options, things to order, points to see."""
    return part(document, at).get(ROWS.get(kind_of(document, at), ""), [])


def _is_same(value, before):
    """Tell whether nothing changed; a form leaves out the blanks around a text."""
    if isinstance(value, str) and isinstance(before, str):
        return value.strip() == before.strip()
    return value == before


def _held(field, names, here):
    """Return {"cost_per_seat": …} of what is held in ``field``."""
    numbers = {"months", "window_days", "per_seat", "to_build"}
    return {
        f"{field}_{name}": here.get(field, {}).get(
            name, None if name in numbers else ""
        )
        for name in names
    }


def _write_held(here, field, names, values, changed):
    if not changed.intersection(f"{field}_{name}" for name in names):
        return
    held = {name: values[f"{field}_{name}"] for name in names}
    _put(here, field, {n: each for n, each in held.items() if each not in (None, "")})


def _row_values(number, row, field, language):
    texts = {
        f"row{number}_{name}": row.get(name, {}).get(language, "")
        for name in ROW_TEXTS[field]
    }
    right = {f"row{number}_is_right": row.get("is_right", False)}
    return texts | (right if field == "options" else {})


def _write_row(number, row, field, language, values, changed, order):
    for name in ROW_TEXTS[field]:
        at = f"row{number}_{name}"
        if at in changed:
            told = with_text(row.get(name, {}), language, values[at], order)
            _put(row, name, told)
    if f"row{number}_is_right" in changed:
        _put(row, "is_right", values[f"row{number}_is_right"] or None)


def _put(holder, field, value):
    """Set ``field`` to ``value``; one without a value is taken out."""
    if value in (None, "", [], {}) or value is False:
        holder.pop(field, None)
    else:
        holder[field] = value
