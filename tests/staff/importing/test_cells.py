"""From texts to values."""

import datetime as dt

import pytest

from staff.importing.cells import date_order, read_date, read_full_name, read_language


@pytest.mark.parametrize(
    "text",
    [
        "2026-08-31",
        "2026/8/31",
        "2026-08-31 00:00:00",
        "2026-08-31T09:30",
        "31.08.2026",
        "31. 8. 2026",
        "31/08/2026",
        "31-8-2026",
        "31 Aug 2026",
        "31. August 2026",
        "31-Aug-2026",
        "August 31, 2026",
    ],
)
def test_read_date_reads_what_people_write(text):
    assert read_date(text, "dmy") == dt.date(2026, 8, 31)


def test_read_date_reads_the_month_first_where_it_was_told():
    assert read_date("03/04/2026", "mdy") == dt.date(2026, 3, 4)
    assert read_date("03/04/2026", "dmy") == dt.date(2026, 4, 3)


@pytest.mark.parametrize("text", ["", "-", "n/a", "9999-12-31", "31.12.9999"])
def test_read_date_knows_what_means_none(text):
    assert read_date(text, "dmy") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31.11.2026", "no_such_day"),
        ("2026-13-01", "no_such_day"),
        ("31.08.26", "date_unreadable"),
        ("soon", "date_unreadable"),
        ("45123", "date_unreadable"),
        ("31 Foo 2026", "date_unreadable"),
        ("0202-08-31", "date_far_off"),
        ("2999-01-01", "date_far_off"),
        ("٣١/٠٨/٢٠٢٦x", "date_unreadable"),
    ],
)
def test_read_date_refuses_the_rest(text, code):
    with pytest.raises(ValueError, match=code):
        read_date(text, "dmy")


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["2026-03-04", "3.4.2026", "3/3/2026"], None),
        (["03/04/2026", "05/06/2026"], ""),
        (["03/04/2026", "31/04/2026"], "dmy"),
        (["03/04/2026", "04/31/2026"], "mdy"),
        (["31/04/2026", "04/31/2026"], ""),
    ],
)
def test_date_order_is_told_by_the_dates_or_left_open(texts, order):
    assert date_order(texts) == order


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Deutsch", "de"),
        ("de-AT", "de"),
        ("EN", "en"),
        ("English", "en"),
        ("Klingon", None),
        ("fr", None),
    ],
)
def test_read_language_knows_codes_and_names(text, code):
    assert read_language(text) == code


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Berg, Anna Maria", ("Anna Maria", "Berg")),
        ("Anna Maria Berg", ("Anna Maria", "Berg")),
        ("Anna", ("Anna", "")),
        ("Anna,", ("Anna", "")),
        ("", ("", "")),
    ],
)
def test_read_full_name_tells_first_from_last(text, names):
    assert read_full_name(text) == names
