"""What it would take to be sure, against published tables."""

import pytest
from scipy.stats import binom

from outcomes.rules.settling import (
    answers_a_week,
    is_shown,
    people_to_settle,
    people_tried,
    range_by_chance,
    weeks_to_gather,
)


def test_people_to_settle_grows_with_the_square_of_what_is_missing():
    assert people_to_settle(40, 0.20, 0.10) == 160
    assert people_to_settle(40, 0.10, 0.10) is None
    assert people_to_settle(0, 0.20, 0.10) is None
    assert people_to_settle(40, None, 0.10) is None
    assert people_to_settle(40, 0.20, None) is None


def test_people_tried_is_the_first_number_with_which_it_shows():
    steps = [
        {"people": 20, "shows_from": None},
        {"people": 40, "shows_from": 0.14},
        {"people": 80, "shows_from": 0.10},
    ]

    assert people_tried(steps, 0.10) == 80
    assert people_tried(steps, 0.20) == 40
    assert people_tried(steps, 0.05) is None
    assert people_tried(steps, None) is None
    assert people_tried([], 0.10) is None
    assert not is_shown(steps[2], 0.0)


def test_weeks_to_gather_rounds_up_and_gives_up():
    assert weeks_to_gather(101, 50) == 3
    assert weeks_to_gather(101, 0) is None
    assert weeks_to_gather(None, 50) is None
    assert weeks_to_gather(5_000, 50) is None


def test_answers_a_week_agrees_with_the_table():
    """Cohen (1988), table 2.4.1: d = .20, 5 % two-sided, 80 %: 393 in each group."""
    assert answers_a_week(spread=1.0, worthwhile=0.20, weeks=1) == 393
    assert answers_a_week(spread=1.0, worthwhile=0.20) == 33
    assert answers_a_week(spread=0.0, worthwhile=0.20) is None
    assert answers_a_week(spread=1.0, worthwhile=None) is None


@pytest.mark.parametrize("tries", [20, 200, 1_000])
def test_range_by_chance_is_that_of_the_binomial_distribution(tries):
    low, high = range_by_chance(tries, 0.05)

    found = binom(tries, 0.05)
    assert (round(low * tries), round(high * tries)) == (
        found.ppf(0.025),
        found.ppf(0.975),
    )
