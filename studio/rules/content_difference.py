"""What is different between two versions of a module or a question bank, part by part."""

from collections.abc import Iterator
from dataclasses import dataclass

from studio.rules.content_parts import TEXTS, addresses, part

# What is a part of its own, or says where a part stands.
APART = ("format", "slug", "key", "steps", "questions")


@dataclass(frozen=True)
class Value:
    """One thing a part says. row: key of the option, thing or point it belongs to, or "".

    language: of a text, else "". value: what it says; "" for nothing.
    """

    field: str
    row: str
    language: str


@dataclass(frozen=True)
class Changed:
    """One part that is different. kind: "added", "removed", "changed" or "moved".

    fields: (Value, before, after) of what it says, None where it said nothing.
    """

    at: str
    kind: str
    fields: tuple


def content_difference(old: dict, new: dict) -> list[Changed]:
    """Return what makes ``new`` of ``old``, both documents of one kind.

    Parts are those with the same address; in the order of ``new``, then what is gone.
    """
    before, after = list(addresses(old)), list(addresses(new))
    moved = _moved([at for at in before if at in after], after)
    found = []
    for at in after:
        fields = _fields(old if at in before else None, new, at)
        if at not in before:
            found.append(Changed(at, "added", fields))
        elif fields:
            found.append(Changed(at, "changed", fields))
        elif at in moved:
            found.append(Changed(at, "moved", ()))
    gone = [at for at in before if at not in after]
    return found + [Changed(at, "removed", _fields(old, None, at)) for at in gone]


def _fields(old, new, at):
    before = dict(_said(part(old, at))) if old else {}
    after = dict(_said(part(new, at))) if new else {}
    return tuple(
        (value, before.get(value), after.get(value))
        for value in dict.fromkeys([*after, *before])
        if before.get(value) != after.get(value)
    )


def _said(here: dict) -> Iterator[tuple[Value, object]]:
    """Yield everything the part says, but for its steps and questions."""
    for field, value in here.items():
        if field in APART:
            continue
        if field in (*TEXTS, "captions", "accepted"):
            yield from ((Value(field, "", tag), said) for tag, said in value.items())
        elif isinstance(value, dict):
            yield from ((Value(name, "", ""), said) for name, said in value.items())
        elif value and isinstance(value, list) and isinstance(value[0], dict):
            yield Value(field, "", ""), [row["key"] for row in value]
            yield from _rows(value)
        else:
            yield Value(field, "", ""), value


def _rows(rows: list[dict]) -> Iterator[tuple[Value, object]]:
    for row in rows:
        for field, value in row.items():
            if field in TEXTS:
                for tag, said in value.items():
                    yield Value(field, row["key"], tag), said
            elif field != "key" and value:
                yield Value(field, row["key"], ""), value


def _moved(before: list[str], after: list[str]) -> set[str]:
    """Return the addresses of parts that follow another than before, among both.

    One that was moved past others is told once: those it passed keep their order.
    """
    both = [at for at in after if at in before]
    longest: list[list[str]] = []
    for at in both:
        place = before.index(at)
        runs = (run for run in longest if before.index(run[-1]) < place)
        longest.append([*max(runs, key=len, default=[]), at])
    return set(both) - set(max(longest, key=len, default=[]))
