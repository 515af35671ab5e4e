"""What a file can be a file of, and what every such kind can say about its rows.

A kind is written by the app that knows such rows; staff/actions/file_import.py takes any
kind in, and the pages and commands are the same for all.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from staff.importing.columns import plain_header
from staff.importing.footers import is_like_footer
from staff.importing.records import UnclosedRecord
from staff.importing.table import UNREADABLE

# Columns that Encore adds to the rows it hands back. When they return, only MARK_HEADER
# means something: by its mark a row is known, however it was mended.
OWN_HEADER = "Encore:"
MARK_HEADER = f"{OWN_HEADER} mark (leave it as it is)"


@dataclass(frozen=True)
class Column:
    """Something a column of a file can say.

    spellings: names of such columns, with blanks between, in any language, spelled as
    ``plain_header`` leaves them. vague: names that mean this only where no column with
    another name does. is_secret: says who a customer is; kept as a hash only.
    """

    key: str
    label: str
    spellings: str = ""
    vague: str = ""
    is_date: bool = False
    is_secret: bool = False


@dataclass(frozen=True)
class FileMapping:
    """What the columns of a file mean, and what a person answered about them.

    columns: {key of a Column: place, from 0}. answers: {key of a Question: value}.
    """

    columns: Mapping[str, int] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)

    def as_stored(self):
        return asdict(self)

    @classmethod
    def from_stored(cls, stored):
        return cls(dict(stored.get("columns", {})), dict(stored.get("answers", {})))

    def cell(self, key, cells):
        """Return what the column ``key`` says in ``cells``, on one line; "" for nothing."""
        return " ".join(self.text(key, cells).split())

    def text(self, key, cells):
        """Return what the column ``key`` says in ``cells`` as it stands there."""
        place = self.columns.get(key)
        return cells[place] if place is not None and place < len(cells) else ""


@dataclass(frozen=True)
class Refused:
    """A row is set aside. code: a key of Kind.reasons. column: a key of a Column or "".

    mark: what the row is known by when it returns mended, at most 60 characters; "" where
    something in the row says that.
    """

    code: str
    column: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Counts:
    """How many rows of a chunk were new, changed something, or were known already."""

    new: int = 0
    changed: int = 0
    known: int = 0


@dataclass(frozen=True)
class Question:
    """Something a file does not show, or what it shows.

    key: "date_order", "scale:csat" and the like. column: a key of a Column or "". text:
    the sentence that asks. choices: pairs of value and label; none where any text will
    do. proposed: the value that is likely. is_open: whether a person has to say; else
    ``proposed`` is what the file leaves no doubt about. examples: cells it is about.
    """

    key: str
    column: str
    text: str
    choices: tuple[tuple[str, str], ...] = ()
    proposed: str = ""
    is_open: bool = True
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """A row as it would be taken in. values: {key of a Column: text for people}."""

    line: int
    values: Mapping[str, str]
    refused: Refused | None = None


# What can be wrong with a row of any kind: code: (what is wrong, what to do about it).
COMMON_REASONS = {
    "quote_open": (
        _("A quotation mark opens in this row and is never closed."),
        _("Close it, or take it away."),
    ),
    "unreadable": (
        _("This cell holds characters that cannot be read."),
        _("Type it anew."),
    ),
    "too_many_cells": (
        _("This row has more cells than the header has names."),
        _("Look whether a text holds the character that separates the columns."),
    ),
    "too_long": (
        _("There is too much text in this cell."),
        _("Shorten it."),
    ),
}


class Reader:
    """Reads and writes the rows of one file. Lookups are loaded once, when it is made.

    fills: models that get rows by the thousand; they are counted before ``finish``.
    """

    fills = ()

    def read(self, line, cells):
        """Return the row that ``cells`` are, of any type, or Refused; no statement."""
        raise NotImplementedError

    def set_aside(self, cells, fault):
        """Return ``fault``, the Refused of ``cells`` that cannot be read, with its mark."""
        return fault

    def recall(self, line, cells):
        """Take note of a row that an earlier run has dealt with already."""

    def write(self, rows, *, file_import, at):
        """Write ``rows``, a list of what ``read`` returned; return the Counts.

        Called within the transaction of the chunk; results do not depend on the cut.
        """
        raise NotImplementedError

    def finish(self, file_import, at, beat):
        """Do what is left after the last chunk; doing it twice does it once.

        beat: called with nothing between parts of longer work, outside a transaction;
        says that the worker lives, and ends the work where another has taken it over.
        """

    def questions(self, sample, mapping):
        """Return the Questions about ``mapping``; sample: pairs of line and cells."""
        return []

    def preview(self, rows):
        """Return ``rows``, pairs of line and cells, as Shown."""
        raise NotImplementedError

    def sealed(self, cells):
        """Return ``cells`` as they may be kept: without what says who a customer is."""
        return cells


@dataclass(frozen=True)
class Kind:
    """What a file can be a file of.

    columns: Columns. needs: groups of column keys; one of each group has to be mapped.
    reasons: {code: (what is wrong, way out)}, besides COMMON_REASONS. open: a function
    from FileMapping and FileImport to the Reader. check: a function from a source key
    that raises ValidationError where no such file can come from there. fallbacks: {key:
    key}: a column taken for the second where nothing else is.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    needs: tuple[tuple[str, ...], ...]
    reasons: Mapping[str, tuple[str, str]]
    open: Callable[[FileMapping, Any], Reader]
    check: Callable[[str], None] = lambda source_key: None
    fallbacks: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _meanings(self):
        """{spelling: (key, whether it is vague)}."""
        vague = {
            word: (column.key, True)
            for column in self.columns
            for word in column.vague.split()
        }
        sure = {
            word: (column.key, False)
            for column in self.columns
            for word in column.spellings.split()
        }
        return vague | sure

    def column(self, key):
        """Return the Column called ``key``; None for "" and for what is none."""
        return next((column for column in self.columns if column.key == key), None)

    def recognised(self, header):
        """Return {key: place} of the columns whose name says what they are.

        Two columns that say the same are left for a person to choose from.
        """
        sure, vague = {}, {}
        for place, name in enumerate(header):
            if meaning := self._meaning_of(name):
                key, is_vague = meaning
                (vague if is_vague else sure).setdefault(key, []).append(place)
        places = {
            key: found[0] for key, found in (vague | sure).items() if len(found) == 1
        }
        for key, instead in self.fallbacks.items():
            if key in places and instead not in places:
                places[instead] = places.pop(key)
        return places

    def _meaning_of(self, name):
        if name.startswith(OWN_HEADER):
            return None
        # "Rating (1-5)": what stands in brackets explains the name.
        bare = name.partition("(")[0].partition("[")[0]
        return self._meanings.get(plain_header(name)) or self._meanings.get(
            plain_header(bare)
        )

    def missing(self, mapping):
        """Return the groups of ``needs`` of which ``mapping`` has none."""
        return [
            group for group in self.needs if not mapping.columns.keys() & set(group)
        ]

    def reason(self, code):
        """Return what is wrong and what to do about it, two sentences."""
        return self.reasons.get(code) or COMMON_REASONS[code]


def read_row(line, cells, stream, reader):
    """Return what ``reader`` makes of a row of ``stream``, a row or Refused.

    None where it is no row: blank, the header once more, or a line about the table. Only
    what cannot be read is taken for such a line, so that no row is lost.
    """
    if not cells or stream.is_header(cells):
        return None
    fault = _fault_of(cells, stream)
    row = reader.set_aside(cells, fault) if fault else reader.read(line, cells)
    if isinstance(row, Refused) and is_like_footer(cells, stream.header):
        return None
    return row


def recall_row(line, cells, stream, reader):
    """Let ``reader`` take note of a row that an earlier run has dealt with."""
    if not cells or stream.is_header(cells):
        return
    if fault := _fault_of(cells, stream):
        reader.set_aside(cells, fault)
    else:
        reader.recall(line, cells)


def _fault_of(cells, stream):
    """Return what is wrong with ``cells`` as such, Refused or None."""
    if isinstance(cells, UnclosedRecord):
        return Refused("quote_open")
    if len(cells) > len(stream.header):
        return Refused("too_many_cells")
    if any(UNREADABLE in cell for cell in cells):
        return Refused("unreadable")
    return None
