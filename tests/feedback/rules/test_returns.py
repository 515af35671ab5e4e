import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.rules.returns import (
    Feed,
    came_back,
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


@pytest.mark.parametrize(
    ("visits", "sources", "expected"),
    [
        pytest.param([(11, 1)], {1}, True, id="the day after"),
        pytest.param([(20, 1)], {1}, True, id="the last day"),
        pytest.param([(21, 1)], {1}, False, id="a day too late"),
        pytest.param([(10, 1)], {1}, False, id="the same day only"),
        pytest.param([(2, 1)], {1}, False, id="known, and did not come"),
        pytest.param([(40, 1), (12, 1)], {1}, True, id="in any order"),
        pytest.param([(12, 2), (3, 1)], {1}, False, id="somewhere nobody watches"),
        pytest.param([(12, 2)], {1}, None, id="unknown where it is watched"),
        pytest.param([], {1}, None, id="never seen"),
        pytest.param([(11, 1)], None, None, id="the window is not over"),
    ],
)
def test_came_back_is_told_of_customers_who_are_known(visits, sources, expected):
    """Put right on the tenth day, with a window of ten."""
    seen = [(day(number), source_id) for number, source_id in visits]
    told = sources and frozenset(sources)

    assert came_back(day(10), seen, told, 10) is expected


VISITS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 3)), max_size=8)


@given(
    visits=VISITS,
    sources=st.frozensets(st.integers(1, 3), min_size=1),
    window=st.integers(1, 12),
    on=st.integers(0, 30),
)
def test_came_back_is_what_looking_at_every_day_finds(visits, sources, window, on):
    seen = {(day(number), source_id) for number, source_id in visits}
    days = [day(on + number) for number in range(1, window + 1)]
    expected = any((each, source) in seen for each in days for source in sources)
    if not any(source in sources for _day, source in seen):
        expected = None

    found = came_back(day(on), visits_of(visits), sources, window)

    assert found is expected


@given(visits=VISITS, window=st.integers(1, 12), on=st.integers(0, 30))
def test_came_back_says_of_a_day_with_a_visit_what_returns_says(visits, window, on):
    sources = frozenset({1, 2})
    seen = sorted(visits_of([*visits, (on, 1)]))
    place = seen.index((day(on), 1))

    answers = returns(seen, lambda _day: sources, window)

    assert came_back(day(on), seen, sources, window) is answers[place]


def visits_of(pairs):
    return [(day(number), source_id) for number, source_id in pairs]
