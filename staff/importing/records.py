"""Records of a CSV file, one by one, also past a quotation mark that nobody closed."""

import csv
from collections import deque

# A cell may hold line breaks; one that runs on for longer was never closed.
MOST_LINES = 200


class OffRecord(list):
    """Cells of a line that does not line up with the header.

    shift: how many cells it has more than the header; below 0 where it has fewer.
    """

    shift = 0

    def places_of(self, place):
        """Return the range of places where the cell of the column ``place`` may be."""
        return range(max(min(place, place + self.shift), 0), self._last(place) + 1)

    def _last(self, place):
        return max(place, place + self.shift)


class WideRecord(OffRecord):
    """Cells of a line of which some stand beyond the last name of the header."""

    def _last(self, place):
        return max(place, len(self) - 1)


class UnclosedRecord(WideRecord):
    """Cells of a line with a quotation mark that opens a cell and never closes it."""


class _Lines:
    """Lines that can be handed back; ``taken`` holds those of the record in hand.

    has_ended: whether more were asked for than there are.
    """

    def __init__(self, lines):
        self._lines, self._back = iter(lines), deque()
        self.taken, self.has_ended = [], False

    def __iter__(self):
        return self

    def __next__(self):
        if len(self.taken) > MOST_LINES:
            raise csv.Error("a record without end")
        try:
            line = self._back.popleft() if self._back else next(self._lines)
        except StopIteration:
            self.has_ended = True
            raise
        self.taken.append(line)
        return line

    def keep_first(self):
        """Hand back all lines of the record but its first; return that one."""
        first, *rest = self.taken
        self._back.extendleft(reversed(rest))
        self.taken = [first]
        return first


def records(lines, delimiter):
    """Yield pairs of line, from 1, and cells of ``lines``, texts with their ends.

    A record with an open quotation mark ends with its first line, as an UnclosedRecord,
    and what it would have swallowed is read on its own.
    """
    source = _Lines(lines)
    reader = csv.reader(source, delimiter=delimiter)
    number = 1
    while True:
        source.taken = []
        try:
            cells = next(reader)
            if len(source.taken) > 1 or source.has_ended:
                # Strictly read, a mark that was to open a cell closes none.
                list(csv.reader(source.taken, delimiter=delimiter, strict=True))
        except StopIteration:
            return
        except csv.Error:
            first = source.keep_first()
            cells = UnclosedRecord(first.rstrip("\r\n").split(delimiter))
        yield number, cells
        number += len(source.taken)
