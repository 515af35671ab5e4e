"""Up to which week an analysis counts."""

import datetime as dt

import pytest

from outcomes.rules.cut import last_full_week, monthly_week, next_cut


@pytest.mark.parametrize(
    ("today", "monday"),
    [
        ("2026-11-22", "2026-11-09"),  # a Sunday: its week is not over
        ("2026-11-23", "2026-11-16"),
        ("2026-11-29", "2026-11-16"),
    ],
)
def test_last_full_week_is_over(today, monday):
    found = last_full_week(dt.date.fromisoformat(today))

    assert found == dt.date.fromisoformat(monday)


@pytest.mark.parametrize(
    ("today", "monday"),
    [
        ("2026-11-01", "2026-10-19"),  # a Sunday
        ("2026-11-30", "2026-10-19"),
        ("2026-06-01", "2026-05-25"),  # a Monday
        ("2027-01-15", "2026-12-21"),
    ],
)
def test_monthly_week_was_over_when_the_month_began(today, monday):
    found = monthly_week(dt.date.fromisoformat(today))

    assert found == dt.date.fromisoformat(monday)


def test_next_cut_stays_for_the_rest_of_the_month():
    first = next_cut(dt.date(2026, 11, 11), None)

    assert first == dt.date(2026, 11, 2)
    assert next_cut(dt.date(2026, 11, 30), first) == first
    assert next_cut(dt.date(2026, 12, 1), first) == dt.date(2026, 11, 23)
