"""From the bytes of a file to a Table: CSV of any make, and XLSX.

Whatever is wrong with a file as a whole is a ValidationError; limits are asked before a
file is unpacked.
"""

import codecs
import csv
import io
import re
import zipfile
import zlib
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineWorkbook

from staff.importing.columns import recognised
from staff.importing.table import (
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_ROWS,
    NO_TEXT,
    UNREADABLE,
    Table,
    clean_cell,
)

DELIMITERS = ";\t|,"
SAMPLE_LINES = 30
# Lines of title that may stand above the header.
TITLE_LINES = 10
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_PARTS = 2_000

CELL_PLACE = re.compile(
    rb"""<(?:\w+:)?(?:c|row)\s[^>]*?\br\s*=\s*["']\s*([A-Za-z]*)(\d+)"""
)
STATED_DELIMITER = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
OLD_EXCEL = b"\xd0\xcf\x11\xe0"

SENTENCES = {
    "empty": _("There is nothing in this file."),
    "only_header": _("There is a header in this file, but nobody below it."),
    "too_big": _(
        "This file is larger than %(most)s MB. Leave out the columns that say "
        "nothing about people here, or cut it into several files."
    ),
    "too_many_rows": _(
        "This file has more than %(most)s rows. Cut it into several files."
    ),
    "too_many_columns": _(
        "This file has more than %(most)s columns. Leave out what is not needed."
    ),
    "old_excel": _(
        "This is a file of an old Excel, or one with a password. Open it, save it as "
        ".xlsx without a password, and choose that."
    ),
    "no_table": _("This is no table. Choose a file that ends in .csv or .xlsx."),
    "broken": _(
        "This file is damaged. Open it in your program for tables, save it once more "
        "and choose it again."
    ),
}


def read_table(content):
    """Return the Table in ``content``, the bytes of a CSV or XLSX file.

    Raises ValidationError with a code of SENTENCES.
    """
    return _table(table_rows(content))


def table_rows(content):
    """Return pairs (line, raw cells) of ``content``, the bytes of a CSV or XLSX file.

    Raises ValidationError with a code of SENTENCES, some only on the way.
    """
    if len(content) > MAX_BYTES:
        raise refused("too_big", most=MAX_BYTES // 1024 // 1024)
    if content.startswith(OLD_EXCEL):
        raise refused("old_excel")
    is_zip = content.startswith(b"PK")
    return _xlsx_rows(content) if is_zip else _csv_rows(decoded(content))


def refused(code, **params):
    """Return the ValidationError that a file as a whole is refused with."""
    return ValidationError(SENTENCES[code], code=code, params=params)


def _table(rows):
    """Return the Table of ``rows``, pairs of line and raw texts."""
    cleaned = []
    for line, cells in rows:
        texts = [clean_cell(cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if not texts:
            continue
        if len(texts) > MAX_COLUMNS:
            raise refused("too_many_columns", most=MAX_COLUMNS)
        cleaned.append((line, texts))
        if len(cleaned) > MAX_ROWS + TITLE_LINES:
            raise refused("too_many_rows", most=MAX_ROWS)
    if not cleaned:
        raise refused("empty")
    place = next(
        (
            place
            for place, (_line, texts) in enumerate(cleaned[:TITLE_LINES])
            if len(recognised(texts)) > 1
        ),
        0,
    )
    if len(cleaned) == place + 1:
        raise refused("only_header")
    return Table(cleaned[place][1], cleaned[place + 1 :])


# CSV ---------------------------------------------------------------------------


def encoding_of(head):
    """Return the encoding that the first bytes of a file show; None where none does."""
    for mark, encoding in [
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ]:
        if head.startswith(mark):
            return encoding
    head = head[:2000]
    # Latin letters in UTF-16 leave every other byte empty.
    if head[1::2].count(0) * 2 > len(head[1::2]):
        return "utf-16-le"
    if head[::2].count(0) * 2 > len(head[::2]):
        return "utf-16-be"
    return None


def decoded(content):
    """Return ``content`` as text: by its mark, else UTF-8, else what Windows writes."""
    if encoding := encoding_of(content[:2000]):
        return content.decode(encoding, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _csv_rows(text):
    text = NO_TEXT.sub(UNREADABLE, text)
    first, _newline, rest = text.partition("\n")
    skipped = 0
    if stated := STATED_DELIMITER.fullmatch(first):
        text, skipped = rest, 1
    delimiter = stated[1] if stated else delimiter_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = skipped + 1
    try:
        for cells in reader:
            yield line, cells
            line = skipped + reader.line_num + 1
    except csv.Error as trouble:
        raise refused("broken") from trouble


def delimiter_of(text):
    """Return the delimiter that cuts the first lines into the most even columns."""
    sample = io.StringIO(text[:100_000], newline="").readlines()[:SAMPLE_LINES]

    def evenness(delimiter):
        try:
            widths = [
                len(row) for row in csv.reader(sample, delimiter=delimiter) if row
            ]
        except csv.Error:
            return 0, 0
        usual = max(widths, key=widths.count, default=1)
        return (widths.count(usual), usual) if usual > 1 else (0, 0)

    return max(DELIMITERS, key=evenness)


# XLSX --------------------------------------------------------------------------


def _xlsx_rows(content):
    for line, cells in enumerate(sheet_rows(content), start=1):
        yield line, [_cell_text(cell) for cell in cells]


def sheet_rows(content):
    """Return the first sheet of a workbook, row by row from its first one, as values.

    Raises ValidationError with a code of SENTENCES.
    """
    _check_workbook(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = workbook.get_sheet_by_index(0)
        return sheet.to_python(skip_empty_area=False, nrows=MAX_ROWS + TITLE_LINES + 2)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as trouble:  # a panic of the reader is no Exception
        raise refused("broken") from trouble


def _check_workbook(content):
    """Refuse what is no workbook, and what would not fit once unpacked.

    Reading every part to its end also shows a part that lies about its size.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            infos = parts.infolist()
            names = {info.filename for info in infos}
            if "xl/workbook.xml" not in names:
                raise refused("no_table")
            size = sum(info.file_size for info in infos)
            if size > MAX_UNPACKED_BYTES or len(infos) > MAX_PARTS:
                raise refused("too_big", most=MAX_BYTES // 1024 // 1024)
            for info in infos:
                part = parts.read(info)
                if info.filename.startswith("xl/worksheets/"):
                    _check_sheet(part)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        RuntimeError,
        NotImplementedError,
        OverflowError,
    ) as trouble:
        if isinstance(trouble, ValidationError):
            raise
        raise refused("broken") from trouble


def _check_sheet(xml):
    """Refuse a sheet with a cell so far out that all between would be filled in."""
    if b"\0" in xml:
        raise refused("broken")
    for letters, row in CELL_PLACE.findall(xml):
        if int(row[:9]) > MAX_ROWS + TITLE_LINES + 1:
            raise refused("too_many_rows", most=MAX_ROWS)
        if len(letters) > 2 or _column_number(letters) > MAX_COLUMNS:
            raise refused("too_many_columns", most=MAX_COLUMNS)


def _column_number(letters):
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _cell_text(value):
    """Return a cell of a sheet as it would stand in a CSV file: days in ISO form."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
