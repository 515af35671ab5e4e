"""Minutes, and money where a wage is set."""

from decimal import Decimal

import pytest

from outcomes.rules.cost import Cost, learning_cost, seats_and_building


def test_learning_cost_is_minutes_times_people():
    assert learning_cost(148, 8, None, "EUR") == Cost(148, 1184, None, "EUR")


def test_learning_cost_is_money_where_an_hour_has_a_price():
    assert learning_cost(7, 8, Decimal("27.50"), "EUR").money == Decimal("25.67")


@pytest.mark.parametrize(
    ("per_seat", "to_build", "sum_of_both"),
    [("12.50", "900", "987.50"), ("12.50", None, "87.50"), (None, "900", "900")],
)
def test_seats_and_building_is_seats_times_people_and_building_once(
    per_seat, to_build, sum_of_both
):
    told = [each and Decimal(each) for each in (per_seat, to_build)]

    assert seats_and_building(7, *told) == Decimal(sum_of_both)


def test_seats_and_building_says_nothing_where_nothing_is_told():
    assert seats_and_building(7, None, None) is None
