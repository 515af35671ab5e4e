"""What is different between two documents of a scenario, part by part.

Two documents that are played and read alike do not differ, however they are written.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from training.scenario.parts import (
    CHOICE_TEXTS,
    CUSTOMER_TEXTS,
    ENDING_TEXTS,
    FRAME,
    FRAME_TEXTS,
    HURRY_TEXTS,
    SCENE_TEXTS,
    endings,
    kind_of,
    part,
    scenes,
    ways,
)

Kind = Literal["added", "removed", "changed", "moved"]
Mark = Literal["same", "old", "new"]
_TEXTS = {
    "frame": FRAME_TEXTS,
    "scene": SCENE_TEXTS,
    "choice": CHOICE_TEXTS,
    "ending": ENDING_TEXTS,
}
# What stands for a field that was left out.
_PLAIN = {
    "frame": {"skills": [], "mood": None, "flags": [], "start": ""},
    "scene": {"if": {}},
    "choice": {
        "recovery": "",
        "tempts": "",
        "mood": 0,
        "set": [],
        "clear": [],
        "if": {},
    },
    "ending": {"outcome": "", "if": {}},
}


class Words(NamedTuple):
    """A run of words: in both texts, only in the old, or only in the new."""

    mark: Mark
    text: str


@dataclass(frozen=True)
class FieldChange:
    """One field that reads differently.

    field: its name, "customer.name" and "hurry.says" with what holds it. of: the language
    of a text, the skill of "points", else "". before, after: None where it is not there;
    ``go`` as a list of branches.
    """

    field: str
    of: str
    before: object
    after: object

    @property
    def is_text(self) -> bool:
        """Whether both are words in one language."""
        return bool(self.of) and self.field != "points"


@dataclass(frozen=True)
class Change:
    """One part that is different. at: its address, in the document it stands in.

    fields: those that changed; of an added or removed part all that it has.
    """

    at: str
    kind: Kind
    fields: tuple[FieldChange, ...] = ()


def difference(old: dict, new: dict) -> list[Change]:
    """Return the changes that make ``new`` of ``old``, in the order of ``new``.

    What is gone comes last. Both: documents that ``parts.is_editable`` accepts. A part
    that was moved and changed stands twice.
    """
    moved = _moved(old, new)
    found = []
    for at in _addresses(new):
        if part(old, at) is None:
            found.append(Change(at, "added", _fields({}, _flat(new, at))))
            continue
        if at in moved:
            found.append(Change(at, "moved"))
        if fields := _fields(_flat(old, at), _flat(new, at)):
            found.append(Change(at, "changed", fields))
    gone = [at for at in _addresses(old) if part(new, at) is None]
    return found + [Change(at, "removed", _fields(_flat(old, at), {})) for at in gone]


def word_changes(before: str, after: str) -> list[Words]:
    """Return both texts as one, run by run: what stayed, what went, what came.

    The runs that are not "new" make up ``before``, those that are not "old" ``after``.
    """
    old, new = _tokens(before), _tokens(after)
    runs = []
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            runs.append(Words("same", "".join(old[a:b])))
            continue
        runs += [Words("old", "".join(old[a:b]))] * (b > a)
        runs += [Words("new", "".join(new[c:d]))] * (d > c)
    return runs


def _tokens(text: str) -> list[str]:
    return re.findall(r"\s+|\w+|[^\w\s]", text)


def _addresses(document: dict) -> Iterator[str]:
    yield FRAME
    for key, scene in scenes(document).items():
        yield key
        yield from (f"{key}/{choice['key']}" for choice in scene.get("choices", []))
    yield from endings(document)


def _flat(document: dict, at: str) -> dict[tuple[str, str], object]:
    """Return {(field, language or skill): value} of one part, defaults left out."""
    here, kind = part(document, at), kind_of(document, at)
    held = [("", here, _TEXTS[kind])]
    if kind == "frame":
        held.append(("customer.", here.get("customer", {}), CUSTOMER_TEXTS))
    if kind == "scene":
        held.append(("hurry.", here.get("hurry", {}), HURRY_TEXTS))
    flat: dict[tuple[str, str], object] = {
        (prefix + field, language): words
        for prefix, holder, fields in held
        for field in fields
        for language, words in holder.get(field, {}).items()
    }
    for field, default in _PLAIN[kind].items():
        value = here.get(field, default)
        if value not in (default, None):
            flat[field, ""] = _condition(value) if field == "if" else value
    if kind == "scene" and "seconds" in here.get("hurry", {}):
        flat["hurry.seconds", ""] = here["hurry"]["seconds"]
    if kind == "choice":
        points = here.get("skills", {}).items()
        flat |= {("points", skill): number for skill, number in points}
        if go := [_way(way) for way in ways(here)]:
            flat["go", ""] = go
    return {key: value for key, value in flat.items() if value != {}}


def _condition(condition: dict) -> dict:
    return {name: value for name, value in condition.items() if value != []}


def _way(way: dict) -> dict:
    asked = _condition(way.get("if", {}))
    return ({"if": asked} if asked else {}) | {"to": way["to"]}


def _fields(old: dict, new: dict) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(*key, old.get(key), new.get(key))
        for key in dict.fromkeys([*new, *old])
        if old.get(key) != new.get(key)
    )


def _moved(old: dict, new: dict) -> set[str]:
    """Return the addresses of what stands elsewhere among what both documents have."""
    moved = _out_of_order(list(scenes(old)), list(scenes(new)))
    moved |= _out_of_order(list(endings(old)), list(endings(new)))
    for key, scene in scenes(new).items():
        before = scenes(old).get(key, {}).get("choices", [])
        found = _out_of_order(
            [choice["key"] for choice in before],
            [choice["key"] for choice in scene.get("choices", [])],
        )
        moved |= {f"{key}/{choice}" for choice in found}
    return moved


def _out_of_order(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """Return a smallest set of names to move so that ``before`` stands as ``after``."""
    old = [each for each in before if each in after]
    new = [each for each in after if each in before]
    # The longest run in the old order, not necessarily without gaps.
    rank = {each: place for place, each in enumerate(old)}
    best: list[list[str]] = []
    for each in new:
        longest = max(
            (line for line in best if rank[line[-1]] < rank[each]), key=len, default=[]
        )
        best.append([*longest, each])
    return set(new) - set(max(best, key=len, default=[]))
