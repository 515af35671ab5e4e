"""A finding: one thing that is wrong with a scenario document, and its words."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, in a form that can be shown in any language.

    code: stable name of the kind of fault. where: the place in the document, for
    example ``scenes.waves.choices[0].go``. message: an English %-template marked for
    translation. params: what fills the template; texts and whole numbers only.
    """

    code: str
    where: str
    message: str
    params: dict[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.where}: {self.message % self.params}"


def gettext_noop(message: str) -> str:
    """Return ``message`` as it is; ``makemessages`` knows the name and collects it.

    Django's own function of this name asks for settings, and this package needs none.
    """
    return message


def place(path: Iterable[str | int]) -> str:
    """Return a path as text: ``scenes.waves.choices[0]``; ``document`` when empty.

    path: field names and list positions (from 0), outermost first.
    """
    parts = [
        f"[{part}]" if isinstance(part, int) else f".{_clipped(part)}" for part in path
    ]
    return "".join(parts).removeprefix(".") or "document"


def short(value: object) -> str:
    """Return a JSON value as one short line that shows what was found."""
    if isinstance(value, dict):
        return "{…}" if value else "{}"
    if isinstance(value, list):
        return "[…]" if value else "[]"
    if isinstance(value, str):
        value = _clipped(value)
    return json.dumps(value, ensure_ascii=False)


def names(keys: Iterable[str]) -> str:
    """Return keys in one line, in the order given, at most twelve of them."""
    listed = [_clipped(key) for key in keys]
    return ", ".join(listed[:12] + ["…"] * (len(listed) > 12))


def _clipped(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
