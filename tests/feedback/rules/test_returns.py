import datetime as dt

import pytest

from feedback.rules.returns import (
    Feed,
    changed_days,
    joined,
    known_through,
    returns,
    watching,
    without,
)


def day(number):
    return dt.date(2026, 1, 1) + dt.timedelta(days=number)


def feed(source_id, *stretches, ended_on=None):
    return Feed(
        source_id,
        tuple((day(first), day(last)) for first, last in stretches),
        None if ended_on is None else day(ended_on),
    )


@pytest.mark.parametrize(
    ("feeds", "expected"),
    [
        pytest.param([feed(1, (0, 20))], {1}, id="complete"),
        pytest.param([feed(1, (0, 19))], None, id="one day short"),
        pytest.param([feed(1, (0, 12), (14, 30))], None, id="a gap"),
        pytest.param([feed(1, (11, 20))], None, id="not begun on the day"),
        pytest.param([feed(1, (10, 20)), feed(2, (0, 20))], {1, 2}, id="two"),
        pytest.param([feed(1, (0, 20)), feed(2, (0, 15))], None, id="one of two late"),
        pytest.param([feed(1, (0, 20)), feed(2, (11, 15))], {1}, id="begun later"),
        pytest.param([feed(1, (0, 20)), feed(2, (0, 9), ended_on=9)], {1}, id="gone"),
        pytest.param([feed(1, (0, 20), ended_on=20)], {1}, id="ends with the window"),
        pytest.param([feed(1, (0, 19), ended_on=19)], None, id="ends within it"),
        pytest.param(
            [feed(1, (0, 20)), feed(2, (0, 10), ended_on=10)], None, id="last"
        ),
        pytest.param([feed(1)], None, id="never complete"),
        pytest.param([], None, id="none"),
    ],
)
def test_watching_takes_every_source_that_goes_on(feeds, expected):
    """The tenth day, with a window of ten."""
    assert watching(feeds, day(10), 10) == (expected and frozenset(expected))


@pytest.mark.parametrize(
    ("feeds", "expected"),
    [
        pytest.param([feed(1, (0, 50))], 40, id="a window before the last day"),
        pytest.param([feed(1, (0, 50)), feed(2, (0, 20))], 10, id="one is silent"),
        pytest.param([feed(1, (0, 50)), feed(2, (0, 20), ended_on=20)], 40, id="ended"),
        pytest.param([feed(1, (0, 9))], None, id="too short"),
        pytest.param([feed(1)], None, id="never complete"),
    ],
)
def test_known_through_is_the_last_day_of_which_it_is_known(feeds, expected):
    known = known_through(feeds, 10)

    assert known == (None if expected is None else day(expected))


def test_returns_are_visits_on_later_days_within_the_window():
    visits = [(day(0), 1), (day(0), 1), (day(10), 1), (day(21), 1), (day(40), 2)]

    answers = returns(visits, lambda _day: frozenset({1}), 10)

    assert answers == [True, True, False, False, None]


def test_returns_count_only_where_all_is_told():
    known = {day(0): frozenset({1}), day(5): None}

    answers = returns([(day(0), 1), (day(5), 2)], known.get, 10)

    assert answers == [False, None]


def test_changed_days_are_those_of_which_something_else_is_known():
    before = [feed(1, (0, 20))]
    after = [feed(1, (0, 22)), feed(2, (5, 22))]

    assert changed_days(before, after, 10) == [(day(5), day(12))]
    assert changed_days(after, before, 10) == [(day(5), day(12))]
    assert changed_days([], [], 10) == []


def test_joined_makes_one_of_what_touches():
    stretches = [(day(0), day(3)), (day(6), day(8)), (day(20), day(21))]

    assert joined(stretches, (day(4), day(5))) == [
        (day(0), day(8)),
        (day(20), day(21)),
    ]


def test_without_cuts_days_out():
    stretches = [(day(0), day(8)), (day(20), day(21))]

    assert without(stretches, (day(3), day(4))) == [
        (day(0), day(2)),
        (day(5), day(8)),
        (day(20), day(21)),
    ]
    assert without(stretches, (day(8), day(30))) == [(day(0), day(7))]
