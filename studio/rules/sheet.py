"""A part of a document as the flat values of a form, and back."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Sheet:
    """How the parts of one kind of document are read and written.

    read(document, part, language): {field: value} of the part, None when there is none.
    write(document, part, language, values, makes): the document with these values.
    makes: whether parts that are asked for by title are made.
    """

    read: Callable
    write: Callable


def mark_of(values: dict) -> str:
    """Return a short mark of ``values``: the same for the same in the same order alone."""
    told = json.dumps(values, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:24]
