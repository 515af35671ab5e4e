"""A CSV file of any make and any length, row by row; a workbook is made one first.

Nothing is held but the row in hand. Whatever is wrong with a file as a whole is a
ValidationError, as in reading.py.
"""

import codecs
import csv
import io
from contextlib import contextmanager, suppress
from datetime import date, datetime, time, timedelta

from staff.importing.reading import (
    OLD_EXCEL,
    STATED_DELIMITER,
    TITLE_LINES,
    delimiter_of,
    encoding_of,
    refused,
    sheet_rows,
)
from staff.importing.records import OffRecord, UnclosedRecord, WideRecord, records
from staff.importing.table import MAX_BYTES, MAX_COLUMNS, NO_TEXT, UNREADABLE

MAX_FILE_BYTES = 500 * 1024 * 1024
LONGEST_CELL = 10_000
HEAD_BYTES = 256 * 1024
BLOCK_BYTES = 1024 * 1024
# A line break within a cell of a workbook that has become CSV: one row, one line.
LINE_SEPARATOR = "\u2028"
MIDNIGHT = time(0)


class Stream:
    """The rows of one CSV file below its header, as often as they are asked for.

    header: texts, one for each column. header_line: where it stands.
    """

    def __init__(self, file, encoding, recognised):
        self._file, self._encoding = file, encoding
        with self._text() as text:
            head = text.read(HEAD_BYTES)
        first, newline, _rest = head.partition("\n")
        stated = STATED_DELIMITER.fullmatch(first + newline)
        self._delimiter = stated[1] if stated else delimiter_of(head)
        self._stated_lines = 1 if stated else 0
        self.header_line, self.header, self._width = self._find_header(recognised)

    def rows(self):
        """Yield pairs of line and cells below the header, blank rows as no cells.

        An OffRecord stands for a line that does not line up with the header, and an
        UnclosedRecord for one that cannot be cut into cells.
        """
        for line, cells, width in self._all_rows():
            if line > self.header_line:
                yield line, self._lined_up(cells, width)

    def count_rows(self):
        return sum(1 for _row in self.rows())

    def is_header(self, cells):
        """Return whether ``cells`` are the header once more, as between two pages."""
        return cells == self.header

    def _all_rows(self):
        with self._text() as text:
            lines = (NO_TEXT.sub(UNREADABLE, line) for line in text)
            for _line in range(self._stated_lines):
                next(lines, None)
            for line, cells in records(lines, self._delimiter):
                yield line + self._stated_lines, _cleaned(cells), len(cells)

    def _lined_up(self, cells, width):
        """Return ``cells`` of a line that had ``width`` of them, blank ones too."""
        if len(cells) > len(self.header) and not isinstance(cells, WideRecord):
            cells = WideRecord(cells)
        elif cells and width != self._width and not isinstance(cells, WideRecord):
            cells = OffRecord(cells)
        if isinstance(cells, OffRecord):
            cells.shift = width - self._width
        return cells

    @contextmanager
    def _text(self):
        self._file.seek(0)
        text = io.TextIOWrapper(self._file, self._encoding, "replace", newline="")
        try:
            yield text
        finally:
            # A reader that stopped half-way may find the file closed already.
            with suppress(ValueError):
                text.detach()

    def _find_header(self, recognised):
        rows = []
        for row in self._all_rows():
            if row[1]:
                rows.append(row)
            if len(rows) > TITLE_LINES:
                break
        if not rows:
            raise refused("empty")
        if max(len(cells) for _line, cells, _width in rows) > MAX_COLUMNS:
            raise refused("too_many_columns", most=MAX_COLUMNS)
        # A title has fewer cells than the table below it.
        most = max(_filled(cells) for _line, cells, _width in rows)
        wide = [row for row in rows if _filled(row[1]) * 2 > most]
        named = [row for row in rows if len(recognised(row[1])) > 1]
        line, cells, width = (named or wide)[0]
        if rows[-1][0] == line:
            raise refused("only_header")
        return line, [" ".join(cell.split())[:200] for cell in cells], width


def _filled(cells):
    return sum(1 for cell in cells if cell)


def _cleaned(cells):
    """Return ``cells`` without blanks around them; none at all where all are empty."""
    texts = [cell.strip()[: LONGEST_CELL + 1] for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return UnclosedRecord(texts) if isinstance(cells, UnclosedRecord) else texts


def open_stream(file, recognised):
    """Return the Stream of ``file``, CSV opened to read bytes; it stays open.

    recognised: a function from a header to what its columns mean, as ``Kind.recognised``.
    Raises ValidationError with a code of reading.SENTENCES.
    """
    return Stream(file, _encoding(file), recognised)


def _encoding(file):
    """Return the encoding of the whole ``file``: by its mark, else UTF-8, else Windows'.

    A few broken characters in UTF-8 are just those; it becomes no other encoding by them.
    """
    file.seek(0)
    if encoding := encoding_of(file.read(2000)):
        return encoding
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    broken = sound = 0
    while block := file.read(BLOCK_BYTES):
        if block.isascii():
            continue
        text = decoder.decode(block)
        wrong = text.count(UNREADABLE)
        broken += wrong
        sound += len(text) - len(text.encode("ascii", "ignore")) - wrong
    return "utf-8" if broken * 10 <= sound else "cp1252"


def as_csv(file):
    """Return ``file``, CSV or XLSX opened to read bytes, as one that holds CSV.

    Row n of a workbook becomes line n. Raises ValidationError with a code of
    reading.SENTENCES.
    """
    file.seek(0, io.SEEK_END)
    size = file.tell()
    file.seek(0)
    start = file.read(8)
    if start.startswith(OLD_EXCEL):
        raise refused("old_excel")
    is_workbook = start.startswith(b"PK")
    most = MAX_BYTES if is_workbook else MAX_FILE_BYTES
    if size > most:
        raise refused("too_big", most=most // 1024 // 1024)
    file.seek(0)
    if not is_workbook:
        return file
    table = io.StringIO(newline="")
    writer = csv.writer(table, lineterminator="\n")
    for cells in sheet_rows(file.read()):
        writer.writerow(_cell_text(cell) for cell in cells)
    return io.BytesIO(table.getvalue().encode("utf-8-sig", "replace"))


def _cell_text(value):
    """Return a cell of a sheet as it would stand in a CSV file, moments in ISO form."""
    if isinstance(value, str):
        return LINE_SEPARATOR.join(value.splitlines())
    if isinstance(value, datetime):
        is_day = value.time() == MIDNIGHT
        return (value.date() if is_day else value).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
