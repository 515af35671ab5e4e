from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from feedback.rules.keys import customer_hash
from feedback.rules.served import (
    Served,
    Share,
    Value,
    equal_weights,
    monday,
    share_refusal,
)

DAY = date(2026, 11, 25)
SERVICE = Served(
    identity="id:1",
    occurred_at=datetime(2026, 11, 25, 12, tzinfo=UTC),
    served_on=DAY,
    week=date(2026, 11, 23),
    employee_id=1,
    team_id=2,
    values=(Value("csat", 4), Value("nps", 0)),
)


@pytest.mark.parametrize(
    "again",
    [
        {"values": (Value("nps", 0.0), Value("csat", 4.0))},
        {"occurred_at": SERVICE.occurred_at.astimezone(timezone(timedelta(hours=9)))},
        {"team_id": 9, "job_role_id": 3},
    ],
)
def test_content_is_the_same_when_the_same_is_said(again):
    assert replace(SERVICE, **again).content == SERVICE.content


@pytest.mark.parametrize(
    "other",
    [
        {"values": (Value("csat", 4),)},
        {"values": (Value("csat", 4, "4"), Value("nps", 0))},
        {"occurred_at": SERVICE.occurred_at + timedelta(seconds=1)},
        {"employee_id": None},
        {"is_team_stated": True},
        {"comment": "x"},
        {"language": "x"},
        {"channel": "x"},
        {"customer_hash": "x"},
        {"spend": Decimal("0")},
        {"answered_at": SERVICE.occurred_at},
        {"others": (Share(7, 2, None, DAY, 5000),)},
    ],
)
def test_content_is_another_when_something_else_is_said(other):
    assert replace(SERVICE, **other).content != SERVICE.content


def test_content_of_a_team_that_is_stated_is_in_it():
    stated = replace(SERVICE, is_team_stated=True)

    assert replace(stated, team_id=9).content != stated.content


def test_shares_sum_to_the_whole():
    shared = replace(SERVICE, others=(Share(7, 2, None, DAY, 3333),))

    assert [share.weight for share in shared.shares] == [6667, 3333]


@pytest.mark.parametrize(
    ("shares", "code"),
    [
        ([(1, 2, 10_000)], None),
        ([(1, 2, 5000), (None, 2, 4000), (None, 3, 1000)], None),
        ([(1, 2, 9999)], "weights"),
        ([(1, 2, 10_000), (3, 2, 0)], "weights"),
        ([], "weights"),
        ([(1, 2, 5000), (1, 3, 5000)], "twice"),
        ([(None, 2, 5000), (None, 2, 5000)], "twice"),
    ],
)
def test_share_refusal(shares, code):
    told = tuple(Share(who, team, None, DAY, weight) for who, team, weight in shares)

    assert share_refusal(told) == code


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 23), date(2026, 11, 23)),
        (date(2026, 11, 29), date(2026, 11, 23)),
        (date(2027, 1, 3), date(2026, 12, 28)),
    ],
)
def test_monday_is_that_of_the_iso_week(day, expected):
    assert monday(day) == expected


def test_customer_hash_is_one_for_all_spellings_and_another_for_another_secret():
    key = customer_hash(" Ann@Example.COM ", "secret")

    assert key == customer_hash("ａnn@example.com", "secret")
    assert key != customer_hash("ann@example.com", "other")
    assert customer_hash("1234 5678", "secret") == customer_hash("12345678", "secret")
    assert customer_hash("  ", "secret") == ""


@pytest.mark.parametrize(
    ("count", "weights"), [(1, [10_000]), (2, [5_000] * 2), (3, [3_334, 3_333, 3_333])]
)
def test_equal_weights_are_a_whole(count, weights):
    assert equal_weights(count) == weights
