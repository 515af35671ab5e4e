"""Choices that conditions name, remembered as flags that no author can write.

A choice is named by its scene and its own key, ``waves/nod``. When a condition of the
document names it, taking it sets ``took:waves/nod``; a colon stands in no flag of an
author. So a play remembers where it stands, its mood and flags, and nothing else.
"""

from collections.abc import Iterable, Iterator, Mapping

_MARK = "took:"


def flag_of(taken: str) -> str:
    """Return the flag that says that the choice ``taken``, "waves/nod", was taken."""
    return _MARK + taken


def split_flags(flags: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return (flags, taken), both sorted: what the author declared, and the choices
    that were taken, by name.
    """
    ordered = sorted(flags)
    return (
        [flag for flag in ordered if not flag.startswith(_MARK)],
        [flag.removeprefix(_MARK) for flag in ordered if flag.startswith(_MARK)],
    )


def choices_named(document: Mapping) -> frozenset[str]:
    """Return every choice that a condition of ``document`` names.

    document: one that fits ``schema.json``.
    """
    return frozenset(
        taken
        for condition in _conditions(document)
        for field in ("took", "not_took")
        for taken in condition.get(field, ())
    )


def _conditions(document: Mapping) -> Iterator[Mapping]:
    for place in (*document["scenes"].values(), *document["endings"].values()):
        yield place.get("if", {})
        for choice in place.get("choices", ()):
            yield choice.get("if", {})
            if isinstance(choice["go"], list):
                yield from (branch.get("if", {}) for branch in choice["go"])
