"""Is a value something JSON can hold, and no larger than a document may be?

Asked before JSON Schema, whose library compares, sorts and prints what it is given: on
a deep, endless or huge value that would not end well. This walk needs no recursion.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from training.scenario.finding import Finding, gettext_noop, place, short

MOST_DEPTH = 16  # a scenario goes 10 deep
LARGEST_NUMBER = 2**53  # beyond it JSON readers disagree

MESSAGES = {
    "not_json": gettext_noop(
        "A value of type %(found)s, or a number this large, cannot stand in JSON."
    ),
    "unquoted_name": gettext_noop(
        "%(found)s cannot name a field; in YAML, put it in quotation marks."
    ),
    "bad_character": gettext_noop(
        "This text holds a character that cannot be stored (NUL or half a pair)."
    ),
    "too_deep": gettext_noop("Nested more than %(highest)s deep."),
    "too_large": gettext_noop(
        "The document is larger than it may be: at most %(values)s values, "
        "%(characters)s characters, and %(entries)s entries in one list or object."
    ),
}

# NUL, which PostgreSQL refuses, and lone surrogates, which UTF-8 cannot write.
_UNSTORABLE = re.compile("[\\x00\\ud800-\\udfff]")
_Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Size:
    """How large a document may be. entries: in one list or object."""

    values: int
    characters: int
    entries: int


SCENARIO_SIZE = Size(values=50_000, characters=2_000_000, entries=300)
# 2,000 questions with eight options in two languages, or four options in five.
CONTENT_SIZE = Size(values=200_000, characters=6_000_000, entries=2_000)


def shape_fault(document: object, size: Size = SCENARIO_SIZE) -> Finding | None:
    """Return the first reason not to look closer at ``document``, or None.

    document: any Python value, even one that contains itself.
    Source: RFC 8259 (JSON), sections 6 to 8, for what can be exchanged safely.
    """
    waiting: list[tuple[object, _Path]] = [(document, ())]
    values = characters = 0
    while waiting:
        value, path = waiting.pop()
        if fault := _fault_in(value, path, size):
            return fault
        inner = list(_inside(value))
        values += 1
        characters += sum(map(len, _texts(value)))
        # Children are counted before they are taken up, to keep the list short.
        if values + len(waiting) + len(inner) > size.values:
            return _too_large(path, size)
        if characters > size.characters:
            return _too_large(path, size)
        waiting += [(child, (*path, part)) for part, child in inner]
    return None


def _fault_in(value: object, path: _Path, size: Size) -> Finding | None:
    if not _is_json(value):
        return _fault("not_json", path, found=type(value).__name__)
    if isinstance(value, dict | list):
        if len(value) > size.entries:
            return _too_large(path, size)
        if value and len(path) >= MOST_DEPTH:
            return _fault("too_deep", path, highest=MOST_DEPTH)
    if isinstance(value, dict):
        for name in value:
            if not isinstance(name, str):
                found = short(name) if _is_json(name) else type(name).__name__
                return _fault("unquoted_name", path, found=found)
    if any(map(_UNSTORABLE.search, _texts(value))):
        return _fault("bad_character", path)
    return None


def _is_json(value: object) -> bool:
    """Tell whether this value, by itself, is one that JSON can hold."""
    if value is None or isinstance(value, bool | str | list | dict):
        return True
    # NaN compares false with everything; infinity is too large.
    return isinstance(value, int | float) and abs(value) <= LARGEST_NUMBER


def _inside(value: object) -> Iterable[tuple[str | int, object]]:
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


def _texts(value: object) -> Iterable[str]:
    """Return the texts of this value itself: its field names, or what it says."""
    if isinstance(value, dict):
        return value.keys()
    return (value,) if isinstance(value, str) else ()


def _too_large(path: _Path, size: Size) -> Finding:
    return _fault(
        "too_large",
        path,
        values=size.values,
        characters=size.characters,
        entries=size.entries,
    )


def _fault(code: str, path: _Path, **params: str | int) -> Finding:
    return Finding(code, place(path), MESSAGES[code], params)
