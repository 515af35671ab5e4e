"""Days of certificates. Each row is a case somebody can check with a calendar."""

from datetime import date

import pytest

from training.certification.validity import (
    CALENDAR,
    COMPLETION,
    EXPIRY,
    Policy,
    Term,
    fixed_end_after,
    furthest,
    months_after,
    next_change,
    policy_faults,
    state_on,
    term_of,
)


def day(text):
    return date.fromisoformat(text)


MONTHS = [
    # begins, months, ends (the first day that no longer counts)
    ("2026-03-15", 12, "2027-03-15"),
    ("2024-02-29", 12, "2025-03-01"),
    ("2024-02-29", 48, "2028-02-29"),
    ("2024-02-28", 12, "2025-02-28"),
    ("2023-03-01", 12, "2024-03-01"),
    ("2026-01-31", 1, "2026-03-01"),
    ("2024-01-31", 1, "2024-03-01"),
    ("2026-08-31", 6, "2027-03-01"),
    ("2026-03-31", 6, "2026-10-01"),
    ("2026-12-31", 2, "2027-03-01"),
    ("2026-11-30", 1, "2026-12-30"),
]


@pytest.mark.parametrize(("begins", "months", "ends"), MONTHS)
def test_months_after(begins, months, ends):
    assert months_after(day(begins), months) == day(ends)


ENDS = [
    # after, last day that counts, ends
    ("2026-05-01", (12, 31), "2027-01-01"),
    ("2027-01-01", (12, 31), "2028-01-01"),
    ("2026-12-31", (12, 31), "2027-01-01"),
    ("2026-05-01", (4, 30), "2027-05-01"),
    ("2026-04-30", (4, 30), "2026-05-01"),
    ("2025-01-01", (2, 29), "2025-03-01"),
    ("2024-01-01", (2, 29), "2024-03-01"),
    ("2024-02-29", (2, 28), "2025-03-01"),  # its 29 February is the end itself
]


@pytest.mark.parametrize(("after", "fixed_on", "ends"), ENDS)
def test_fixed_end_after(after, fixed_on, ends):
    assert fixed_end_after(day(after), fixed_on) == day(ends)


YEAR = Policy(12, COMPLETION, 30)
JOINED = Policy(12, EXPIRY, 30)
FIXED = Policy(12, CALENDAR, 30, (12, 31))
TWO_YEARS = Policy(24, CALENDAR, 30, (12, 31))
HELD = Term(day("2026-01-01"), day("2027-01-01"), day("2026-12-02"))

TERMS = [
    # policy, completed, held, begins, ends
    (YEAR, "2026-05-10", None, "2026-05-10", "2027-05-10"),
    (YEAR, "2026-12-10", HELD, "2026-12-10", "2027-12-10"),
    (JOINED, "2026-12-01", HELD, "2026-12-01", "2027-12-01"),
    (JOINED, "2026-12-02", HELD, "2027-01-01", "2028-01-01"),
    (JOINED, "2026-12-31", HELD, "2027-01-01", "2028-01-01"),
    (JOINED, "2027-01-01", HELD, "2027-01-01", "2028-01-01"),
    (JOINED, "2027-02-01", HELD, "2027-02-01", "2028-02-01"),
    (FIXED, "2026-05-10", None, "2026-05-10", "2027-01-01"),
    (FIXED, "2026-12-01", None, "2026-12-01", "2027-01-01"),
    (FIXED, "2026-12-02", None, "2026-12-02", "2028-01-01"),
    (FIXED, "2026-12-15", HELD, "2027-01-01", "2028-01-01"),
    (TWO_YEARS, "2026-05-10", None, "2026-05-10", "2028-01-01"),
    (TWO_YEARS, "2026-12-10", None, "2026-12-10", "2029-01-01"),
    (TWO_YEARS, "2026-12-10", HELD, "2027-01-01", "2029-01-01"),
]


@pytest.mark.parametrize(("policy", "completed", "held", "begins", "ends"), TERMS)
def test_term_of(policy, completed, held, begins, ends):
    term = term_of(policy, day(completed), held)

    assert (term.valid_from, term.valid_until) == (day(begins), day(ends))


def test_the_window_never_opens_before_the_term_begins():
    term = term_of(Policy(1, COMPLETION, 27), day("2026-02-01"))

    assert term.renewal_opens_on == day("2026-02-02")
    assert term_of(Policy(1, COMPLETION, 60), day("2026-02-01")).renewal_opens_on == (
        day("2026-02-01")
    )


STATES = [
    ("2025-12-31", {}, "not_yet"),
    ("2026-01-01", {}, "valid"),
    ("2026-12-01", {}, "valid"),
    ("2026-12-02", {}, "renewal_due"),
    ("2026-12-31", {}, "renewal_due"),
    ("2026-12-31", {"is_renewed": True}, "valid"),
    ("2027-01-01", {}, "expired"),
    ("2026-05-01", {"revoked_on": day("2026-05-02")}, "valid"),
    ("2026-05-02", {"revoked_on": day("2026-05-02")}, "revoked"),
    ("2028-05-02", {"revoked_on": day("2026-05-02")}, "revoked"),
]


@pytest.mark.parametrize(("on", "facts", "state"), STATES)
def test_state_on(on, facts, state):
    assert state_on(day(on), HELD, **facts) == state


def test_next_change_walks_the_days_the_calendar_changes():
    days, on = [], day("2025-06-01")
    while on := next_change(HELD, on):
        days.append(on)

    assert days == [day("2026-01-01"), day("2026-12-02"), day("2027-01-01")]


def test_furthest_of_none_is_none():
    assert furthest([]) is None


FAULTS = [
    (Policy(12, COMPLETION, 30), []),
    (Policy(24, CALENDAR, 60, (2, 29)), []),
    (Policy(1, COMPLETION, 28), ["window"]),
    (Policy(18, CALENDAR, 30, (12, 31)), ["years"]),
    (Policy(12, CALENDAR, 30, (2, 30)), ["no_such_day"]),
    (Policy(12, CALENDAR, 30), ["day_missing"]),
    (Policy(12, EXPIRY, 30, (1, 1)), ["day_extra"]),
]


@pytest.mark.parametrize(("policy", "faults"), FAULTS)
def test_policy_faults(policy, faults):
    assert policy_faults(policy) == faults
