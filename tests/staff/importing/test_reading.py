"""From bytes to a table: files of any make, and files that mean harm."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from staff.importing.reading import read_table
from staff.importing.table import MAX_CELL, MAX_COLUMNS, Table

MORNING = dt.datetime.fromisoformat("2026-08-31T09:30")
ROWS = [["Nr", "Name"], ["1", "Zoë"], ["2", "Ömer"]]


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_read_table_reads_csv_of_any_make(delimiter, encoding, newline):
    content = newline.join(delimiter.join(row) for row in ROWS).encode(encoding)

    table = read_table(content)

    assert table == Table(ROWS[0], [(2, ROWS[1]), (3, ROWS[2])])


def test_read_table_keeps_lines_through_quotes_blank_rows_and_titles():
    content = b"Our people\n\nsep is no header;\nNr;First name;Last name\n"
    content += b'1;"An\nna";Berg\n\n;;\n2;Ben;Wolf\n'

    table = read_table(content)

    assert table.header == ["Nr", "First name", "Last name"]
    assert table.rows == [(5, ["1", "An na", "Berg"]), (9, ["2", "Ben", "Wolf"])]


def test_read_table_believes_excels_sep_line():
    table = read_table(b"sep=|\nnr|name\n1|a;b\n")

    assert table.rows == [(3, ["1", "a;b"])]


def test_read_table_reads_xlsx_with_real_dates_and_whole_numbers():
    content = workbook(
        ["Nr", "Hired", "Rate", "Is", "When"],
        [
            123,
            dt.date(2026, 8, 31),
            1.5,
            True,
            dt.datetime.fromisoformat("2026-08-31T09:30"),
        ],
        [None, None, None, None, None],
        ["00123", "x", None, None, None],
    )

    table = read_table(content)

    assert table.rows == [
        (2, ["123", "2026-08-31", "1.5", "TRUE", "2026-08-31"]),
        (4, ["00123", "x"]),
    ]


def test_table_is_the_same_after_it_was_stored():
    table = read_table(b"nr;name\n1;a\n\n2;b;c\n")

    assert Table.from_stored(table.as_stored()) == table


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n ; \n", "empty"),
        (b"Employee number;Name\n", "only_header"),
        (b"\xd0\xcf\x11\xe0rest", "old_excel"),
        (b"PK\x03\x04 no zip at all", "broken"),
        (b"a;b\n" + b";".join([b"x"] * (MAX_COLUMNS + 1)), "too_many_columns"),
        (b"x" * (21 * 1024 * 1024), "too_big"),
    ],
)
def test_read_table_refuses_a_file_with_its_reason(content, code):
    with pytest.raises(ValidationError) as refused:
        read_table(content)

    assert refused.value.code == code


def zip_of(**parts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/"), part)
    return content.getvalue()


def xlsx_with(sheet):
    """Return a workbook whose sheet is the XML ``sheet``."""
    old = io.BytesIO(workbook(["Nr", "Name"], ["1", "Anna"]))
    content = io.BytesIO()
    with zipfile.ZipFile(old) as parts, zipfile.ZipFile(content, "w") as new:
        for name in parts.namelist():
            part = parts.read(name)
            new.writestr(name, sheet if "worksheets" in name else part)
    return content.getvalue()


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>%s</sheetData></worksheet>"
)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (zip_of(readme="no workbook"), "no_table"),
        (zip_of(xl__workbook="x"), "no_table"),
        (zip_of(**{"xl/workbook.xml": "<broken"}), "broken"),
        (zip_of(**{"xl/workbook.xml": b"\0" * 210_000_000}), "too_big"),
        (
            xlsx_with(SHEET % '<row r="1"><c r="XFD1"><v>1</v></c></row>'),
            "too_many_columns",
        ),
        (
            xlsx_with(SHEET % '<row r="1048576"><c><v>1</v></c></row>'),
            "too_many_rows",
        ),
        (
            xlsx_with(
                SHEET % "<row r = '1'><c\n r='AAAA9999999999'><v>1</v></c></row>"
            ),
            "too_many_rows",
        ),
        (xlsx_with("no xml"), "broken"),
    ],
    ids=["zip", "folder", "xml", "bomb", "wide", "long", "quoted", "sheet"],
)
def test_read_table_refuses_a_hostile_workbook(content, code):
    with pytest.raises(ValidationError) as refused:
        read_table(content)

    assert refused.value.code == code


def test_read_table_refuses_a_part_that_lies_about_its_size():
    content = bytearray(zip_of(**{"xl/workbook.xml": b"a" * 100_000}))
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = (10).to_bytes(4, "little")

    with pytest.raises(ValidationError) as refused:
        read_table(bytes(content))

    assert refused.value.code == "broken"


def test_read_table_marks_what_no_text_holds_and_cuts_what_is_endless():
    content = f"nr;name\n1;a\0b\n2;{'x' * 3 * MAX_CELL}\n".encode()

    table = read_table(content)

    assert table.rows[0] == (2, ["1", "a\ufffdb"])
    assert len(table.rows[1][1][1]) == MAX_CELL + 1


def table_of(content):
    """Return the Table in ``content``, None when it is refused with a reason."""
    try:
        return read_table(content)
    except ValidationError as refused:
        return None if refused.code else refused


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=400)
    | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass"))
    | st.text(max_size=300).map(lambda text: text.encode("utf-16", "surrogatepass"))
)
def test_read_table_never_raises_anything_but_a_refusal(content):
    table = table_of(content)

    assert table is None or all(line and any(cells) for line, cells in table.rows)


GOOD_BOOK = workbook(["Nr", "Name"], *([str(n), f"Name {n}"] for n in range(20)))
PIECES = """
<c r="A1">|</c>|<row r="2">|</row>|<v>1</v>|<v>1e999</v>|<c t="s">|<c t="d">|<c t="e">
<f>1+1</f>|<is><t>x</t></is>|&amp;|&#0;|&lol;|<![CDATA[x]]>|\ufffd|<c r="ZZ9">|<c r="A0">
<c s="99999999">|<mergeCell ref="A1:XFD9"/>|<v>|</v>|45000|-1|TRUE
"""


@pytest.mark.soak
@settings(max_examples=3_000, deadline=None)
@given(st.data())
def test_read_table_survives_any_damage_to_a_workbook(data):
    content = bytearray(GOOD_BOOK)
    for _ in range(data.draw(st.integers(1, 20))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))

    for damaged in (bytes(content), bytes(content[:cut])):
        assert table_of(damaged) is None or table_of(damaged).rows


@pytest.mark.soak
@settings(max_examples=1_000, deadline=None)
@given(
    st.lists(
        st.sampled_from(PIECES.replace("\n", "|").split("|")) | st.text(max_size=5),
        max_size=30,
    )
)
def test_read_table_survives_any_sheet_in_a_workbook(pieces):
    sheet = SHEET % "".join(pieces)

    table = table_of(xlsx_with(sheet.encode("utf-8", "replace")))

    assert table is None or table.rows
