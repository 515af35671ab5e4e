"""Moments as programs and people write them."""

import datetime as dt
from datetime import UTC

import pytest

from staff.importing.moments import moment_order, read_clock, read_moment

DAY = dt.date(2026, 8, 31)


def wall(*parts):
    return dt.datetime(*parts)  # noqa: DTZ001, what a clock on a wall shows


@pytest.mark.parametrize(
    ("text", "order", "moment"),
    [
        ("2026-08-31", "", DAY),
        ("2026/8/31", "", DAY),
        ("31.08.2026", "", DAY),
        ("31. 8. 26", "", DAY),
        ("31. 8.26", "", DAY),
        ("31 Aug 26", "", DAY),
        ("31/08/2026", "", DAY),
        ("08/31/2026", "", DAY),
        ("03/04/2026", "dmy", dt.date(2026, 4, 3)),
        ("03/04/2026", "mdy", dt.date(2026, 3, 4)),
        ("3-4-26", "mdy", dt.date(2026, 3, 4)),
        ("05/05/2026", "", dt.date(2026, 5, 5)),
        ("31 Aug 2026", "", DAY),
        ("31. August 2026", "", DAY),
        ("August 31st, 2026", "", DAY),
        ("Mon, 31 Aug 2026", "", DAY),
        ("20260831", "", DAY),
        ("46265", "", DAY),
        ("2026-08-31 14:05", "", wall(2026, 8, 31, 14, 5)),
        ("2026-08-31T14:05:09", "", wall(2026, 8, 31, 14, 5, 9)),
        ("31.08.2026 14:05 Uhr", "", wall(2026, 8, 31, 14, 5)),
        ("31.08.2026, 14.05", "", wall(2026, 8, 31, 14, 5)),
        ("8/31/2026 2:05 PM", "", wall(2026, 8, 31, 14, 5)),
        ("8/31/26 12:05 a.m.", "", wall(2026, 8, 31, 0, 5)),
        ("August 31, 2026 at 2 pm", "", wall(2026, 8, 31, 14)),
        ("46265.5", "", wall(2026, 8, 31, 12)),
        ("46265,25", "", wall(2026, 8, 31, 6)),
        ("20260831140509", "", wall(2026, 8, 31, 14, 5, 9)),
        ("2026-08-31T14:05:00Z", "", dt.datetime(2026, 8, 31, 14, 5, tzinfo=UTC)),
        ("2026-08-31T14:05+02:00", "", dt.datetime(2026, 8, 31, 12, 5, tzinfo=UTC)),
        ("31.08.2026 14:05 UTC", "", dt.datetime(2026, 8, 31, 14, 5, tzinfo=UTC)),
        (
            "Mon Aug 31 2026 14:05:00 GMT+0200 (CEST)",
            "",
            dt.datetime(2026, 8, 31, 12, 5, tzinfo=UTC),
        ),
        ("1788177900", "", dt.datetime(2026, 8, 31, 12, 5, tzinfo=UTC)),
        ("1788177900000", "", dt.datetime(2026, 8, 31, 12, 5, tzinfo=UTC)),
    ],
)
def test_read_moment_reads_what_programs_and_people_write(text, order, moment):
    assert read_moment(text, order) == moment


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("03/04/2026", "date_ambiguous"),
        ("03-04-26 10:00", "date_ambiguous"),
        ("31/11/2026", "no_such_day"),
        ("2026-02-30", "no_such_day"),
        ("2026-02-30 10:00", "no_such_day"),
        ("2026-08-31 25:00", "time_unreadable"),
        ("2026-08-31 14:61", "time_unreadable"),
        ("2026-08-31 14:00 PM", "time_unreadable"),
        ("neulich", "date_unreadable"),
        ("14:05", "date_unreadable"),
        ("12", "date_unreadable"),
        ("99999999", "date_unreadable"),
        ("0024-01-01", "date_far_off"),
        ("9999-12-31T23:59:59-23:00", "date_far_off"),
    ],
)
def test_read_moment_says_why_it_cannot(text, code):
    with pytest.raises(ValueError, match=code):
        read_moment(text)


@pytest.mark.parametrize(
    ("text", "clock"), [("14:05", dt.time(14, 5)), ("2 pm", dt.time(14))]
)
def test_read_clock_reads_a_time_alone(text, clock):
    assert read_clock(text) == clock


@pytest.mark.parametrize("text", ["14", "24:00", "noon", "13 pm"])
def test_read_clock_refuses_what_is_none(text):
    with pytest.raises(ValueError, match="time_unreadable"):
        read_clock(text)


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["2026-08-31", "31.08.2026"], None),
        (["05/05/2026"], None),
        (["03/04/2026", "04/03/2026 10:00"], ""),
        (["03/04/2026", "13/04/2026"], "dmy"),
        (["03/04/26 2:00 PM", "04/13/26 2:00 PM"], "mdy"),
        (["13/04/2026", "04/13/2026"], ""),
    ],
)
def test_moment_order_is_open_where_no_day_tells(texts, order):
    assert moment_order(texts) == order
