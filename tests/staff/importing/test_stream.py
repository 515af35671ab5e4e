"""Rows of a file of any length and make, one by one."""

import datetime as dt
import io
import tracemalloc

import pytest
from django.core.exceptions import ValidationError

from staff.importing import stream as streams
from staff.importing.records import UnclosedRecord, records
from staff.importing.stream import LONGEST_CELL, as_csv, open_stream
from tests.staff.importing.test_reading import workbook

NAMES = {"nr", "name", "note"}


def recognised(header):
    return {name: place for place, name in enumerate(header) if name.lower() in NAMES}


def stream_of(content):
    return open_stream(as_csv(io.BytesIO(content)), recognised)


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_stream_reads_csv_of_any_make(delimiter, encoding, newline):
    rows = [["Nr", "Name"], ["1", "Zoë"], ["2", "Ömer"]]
    content = newline.join(delimiter.join(row) for row in rows).encode(encoding)

    stream = stream_of(content)

    assert stream.header == rows[0]
    assert list(stream.rows()) == [(2, rows[1]), (3, rows[2])]
    assert list(stream.rows()) == [(2, rows[1]), (3, rows[2])]


def test_stream_finds_the_header_below_titles_and_keeps_lines_and_blank_rows():
    content = b'Our answers\n\nNr;Name\n1;"An\nna"\n\n;;\n2;Ben\nNr;Name\n'

    stream = stream_of(content)

    assert (stream.header_line, stream.count_rows()) == (3, 5)
    assert list(stream.rows()) == [
        (4, ["1", "An\nna"]),
        (6, []),
        (7, []),
        (8, ["2", "Ben"]),
        (9, ["Nr", "Name"]),
    ]
    assert stream.is_header(["Nr", "Name"])


def test_stream_takes_the_widest_of_the_first_rows_where_no_name_is_known():
    assert stream_of(b"Answers of June\nQ1;Q2;Q3\n1;2;3\n").header == ["Q1", "Q2", "Q3"]


def test_stream_honours_a_stated_delimiter():
    stream = stream_of(b"sep=;\nNr;Name\n1;a,b,c\n")

    assert (stream.header, list(stream.rows())) == (
        ["Nr", "Name"],
        [(3, ["1", "a,b,c"])],
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n\n;;;\n", "empty"),
        (b"Nr;Name\n", "only_header"),
        (b"PK\x03\x04 nothing", "broken"),
        (b"\xd0\xcf\x11\xe0 old", "old_excel"),
        (b";".join([b"x"] * 300) + b"\n1\n", "too_many_columns"),
    ],
)
def test_stream_refuses_what_is_no_table(content, code):
    with pytest.raises(ValidationError) as refusal:
        stream_of(content)

    assert refusal.value.code == code


def test_stream_refuses_a_file_that_is_too_large(monkeypatch):
    monkeypatch.setattr(streams, "MAX_FILE_BYTES", 10)

    with pytest.raises(ValidationError) as refusal:
        stream_of(b"Nr;Name\n1;Anna\n")

    assert refusal.value.code == "too_big"


def test_one_broken_letter_makes_no_other_encoding():
    text = "Nr;Name\n" + "1;Zoë Müller\n" * 20
    stream = stream_of(text.encode() + b"2;Gro\xdf\n")

    rows = list(stream.rows())
    assert rows[0] == (2, ["1", "Zoë Müller"])
    assert rows[-1] == (22, ["2", "Gro\ufffd"])


def test_stream_reads_workbooks_with_row_numbers_moments_and_line_breaks():
    morning = dt.datetime.fromisoformat("2026-08-31T09:30")
    content = workbook(
        ["Nr", "Name", "When"],
        [1, "two\nlines", morning],
        [None],
        [2.5, True, dt.datetime.fromisoformat("2026-08-31")],
        [3, dt.time(9, 30), dt.timedelta(minutes=61)],
    )

    assert list(stream_of(content).rows()) == [
        (2, ["1", "two\u2028lines", "2026-08-31T09:30:00"]),
        (3, []),
        (4, ["2.5", "TRUE", "2026-08-31"]),
        (5, ["3", "09:30:00", "1:01:00"]),
    ]


def test_stream_cuts_a_cell_that_is_too_long_after_one_letter_more():
    content = b"Nr;Name\n1;" + b"x" * (LONGEST_CELL + 50)

    ((_line, cells),) = stream_of(content).rows()

    assert len(cells[1]) == LONGEST_CELL + 1


@pytest.mark.parametrize(
    "rows",
    [
        ['1;"open', "2;b", "3;c"],
        ['1;"open', '2;"b"', "3;c"],
        ['1;"open', '2;"b', 'b"', "3;c"],
        ['1;"open', *(f"{n};x" for n in range(2, 400))],
    ],
)
def test_an_open_quotation_mark_costs_its_own_row_only(rows):
    found = list(records([row + "\n" for row in rows], ";"))

    assert found[0] == (1, ["1", '"open'])
    assert isinstance(found[0][1], UnclosedRecord)
    assert not any(isinstance(cells, UnclosedRecord) for _line, cells in found[1:])
    assert found[1][0] == 2
    assert found[-1][0] == len(rows)


def test_a_quotation_mark_that_opens_in_the_last_line_is_open():
    found = list(records(["1;a\n", '2;"open; too'], ";"))

    assert found == [(1, ["1", "a"]), (2, ["2", '"open', " too"])]
    assert isinstance(found[1][1], UnclosedRecord)


@pytest.mark.parametrize(
    ("line", "shift", "places"),
    [
        ("1;b;c;k;t", None, None),
        ("1;b;c;k;", None, None),
        ("1;b;k;t", -1, range(2, 4)),
        ("1;k", -3, range(4)),
        ("1;b;c;d;k;t", 1, range(3, 6)),
        ("1;b;c;k;;", 1, range(3, 5)),
        ('1;b;c;"d;k;t', 1, range(3, 6)),
        ('1;"b', -3, range(4)),
    ],
)
def test_stream_tells_which_lines_do_not_line_up_and_where_a_cell_may_be(
    line, shift, places
):
    stream = stream_of(f"A;B;C;Key;Team\n{line}\n2;b;c;k;t\n".encode())

    (_line, cells), *_rest = stream.rows()

    assert getattr(cells, "shift", None) == shift
    assert places is None or cells.places_of(3) == places


def test_a_hundred_thousand_rows_take_no_more_room_than_ten():
    def peak(count):
        content = io.BytesIO(
            b"Nr;Name\n" + b"12345678;Anna Berg of the Harbour\n" * count
        )
        stream = open_stream(content, recognised)
        tracemalloc.start()
        read = stream.count_rows()
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert read == count
        return most

    assert peak(20_000) < peak(10) + 200_000
