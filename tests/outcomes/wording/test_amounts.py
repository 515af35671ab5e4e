from decimal import Decimal

import pytest
from django.utils import translation

from feedback.choices import Better, MetricKey, MetricKind
from outcomes.wording.amounts import Amounts, money, time_spent

CSAT = Amounts(MetricKey.CSAT, MetricKind.MEAN, Better.HIGHER)
NPS = Amounts(MetricKey.NPS, MetricKind.MEAN, Better.HIGHER)
COMPLAINT = Amounts(MetricKey.COMPLAINT, MetricKind.RATE, Better.LOWER)


@pytest.mark.parametrize(
    ("amounts", "value", "signed", "amount"),
    [
        (CSAT, 0.194, "+.19", ".19 points"),
        (CSAT, -0.1, "−.10", ".10 points"),
        (CSAT, 0.004, "0", "0 points"),
        (CSAT, -0.004, "0", "0 points"),
        (CSAT, 0.0965, "+.10", ".10 points"),
        (CSAT, -0.0071, "−.01", ".01 points"),
        (CSAT, 0.1497, "+.15", ".15 points"),
        (CSAT, 1.05, "+1.05", "1.05 points"),
        (NPS, 4.24, "+4.2", "4.2 points"),
        (NPS, -3.0, "−3", "3 points"),
        (COMPLAINT, 0.0131, "+1.3", "1.3 in 100"),
        (COMPLAINT, 0.01, "+1", "1 in 100"),
    ],
)
def test_amounts_are_said_as_people_say_them(amounts, value, signed, amount):
    assert amounts.signed(value) == signed
    assert amounts.amount(value) == amount


def test_amounts_turn_what_is_better_lower():
    assert COMPLAINT.gain(-0.02) == 0.02
    assert COMPLAINT.gains(-0.03, 0.01) == (-0.01, 0.03)
    assert CSAT.gains(-0.03, 0.01) == (-0.03, 0.01)
    assert COMPLAINT.gain(None) is None


def test_amounts_write_numbers_of_the_language():
    with translation.override("de"):
        assert CSAT.signed(0.19) == "+0,19"
        assert money(Decimal(17123), "EUR") == "17.100 €"


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (Decimal("17123.40"), "EUR", "€17,100"),
        (Decimal(888), "EUR", "€890"),
        (Decimal("42.60"), "GBP", "£43"),
        (Decimal(900), "CHF", "900 CHF"),
    ],
)
def test_money_is_said_roughly(amount, currency, text):
    assert money(amount, currency) == text


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(45, "45 minutes"), (119, "119 minutes"), (3720, "62 hours")],
)
def test_time_is_said_in_hours_from_two_on(minutes, text):
    assert time_spent(minutes) == text
