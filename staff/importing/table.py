"""A file's rows as texts, whatever the file was."""

import re
from dataclasses import dataclass, field

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 200
MAX_CELL = 1_000

# What no text of a person holds, and what not every database can keep.
NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
UNREADABLE = "\ufffd"


@dataclass(frozen=True)
class Table:
    """A header and rows of texts; ``rows`` pairs each row with its line in the file."""

    header: list[str]
    rows: list[tuple[int, list[str]]] = field(default_factory=list)

    def as_stored(self):
        """Return the table as lists, header first, each row behind its line."""
        return [[0, *self.header], *([line, *cells] for line, cells in self.rows)]

    @classmethod
    def from_stored(cls, stored):
        """Return the Table that ``as_stored`` was made from."""
        if not stored:
            return cls([])
        (_zero, *header), *rows = stored
        return cls(header, [(line, cells) for line, *cells in rows])


def clean_cell(text):
    """Return ``text`` on one line, cut after MAX_CELL and one more to tell it was cut.

    What is no text becomes UNREADABLE, so that the row can be refused with its line.
    """
    return NO_TEXT.sub(UNREADABLE, " ".join(text[: 4 * MAX_CELL].split()))[
        : MAX_CELL + 1
    ]
