"""Minutes, and money where a wage is set."""

from decimal import Decimal

from outcomes.rules.cost import Cost, learning_cost


def test_learning_cost_is_minutes_times_people():
    assert learning_cost(148, 8, None, "EUR") == Cost(148, 1184, None, "EUR")


def test_learning_cost_is_money_where_an_hour_has_a_price():
    assert learning_cost(7, 8, Decimal("27.50"), "EUR").money == Decimal("25.67")
