"""What a row of past training says."""

import datetime as dt

import pytest

from training.importing.history import are_shares, read_score, refusal_of

TODAY = dt.date(2026, 11, 23)
HIRED, AWAY, AGAIN = dt.date(2020, 3, 1), dt.date(2022, 7, 1), dt.date(2024, 1, 15)
STRETCHES = [(HIRED, AWAY), (AGAIN, None)]


@pytest.mark.parametrize(
    ("text", "is_share", "score"),
    [
        ("85", False, 85),
        ("85 %", False, 85),
        ("85,5", False, 86),
        ("0.5", False, 1),
        ("17/20", False, 85),
        ("0,85", True, 85),
        ("0.145", True, 15),
        ("1", True, 100),
        ("85%", True, 85),
        ("", False, None),
        ("n/a", False, None),
        ("100.0", False, 100),
    ],
)
def test_read_score_reads_what_programs_write(text, is_share, score):
    assert read_score(text, is_share) == score


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("good", "score_unreadable"),
        ("-3", "score_unreadable"),
        ("101", "score_off"),
        ("100.4", "score_off"),
        ("3/0", "score_off"),
        ("21/20", "score_off"),
        ("1e3", "score_unreadable"),
        ("nan", "score_unreadable"),
    ],
)
def test_read_score_refuses_what_is_no_score(text, code):
    with pytest.raises(ValueError, match=code):
        read_score(text)


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["0.85", "1", "0"], True),
        (["1", "0"], False),
        (["0.85", "85"], False),
        (["85 %"], False),
        ([], False),
    ],
)
def test_are_shares_tells_parts_of_one_from_per_cent(texts, said):
    assert are_shares(texts) == said


@pytest.mark.parametrize(
    ("completed", "assigned", "code"),
    [
        (HIRED, None, None),
        (AWAY - dt.timedelta(days=1), HIRED - dt.timedelta(days=9), None),
        (AWAY, None, "not_employed"),
        (AGAIN, AGAIN, None),
        (HIRED - dt.timedelta(days=1), None, "not_employed"),
        (TODAY, TODAY, None),
        (TODAY + dt.timedelta(days=1), None, "completed_later"),
        (AGAIN, AGAIN + dt.timedelta(days=1), "assigned_after"),
        (AGAIN, dt.date(1993, 1, 1), "assigned_long_before"),
    ],
)
def test_refusal_of_says_which_days_cannot_be(completed, assigned, code):
    assert refusal_of(completed, assigned, STRETCHES, TODAY) == code
