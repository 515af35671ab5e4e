import pytest

from studio.rules import could_find_somebody


@pytest.mark.parametrize(
    "text",
    [
        "She left mia.berg@example.org with us.",
        "Call her on 0171 2345678",
        "Her number is +49 (171) 234-56-78.",
        "Order 20268812345 was late",
        "Card 4111-1111-1111-1111",
    ],
)
def test_could_find_somebody_by_an_address_or_a_long_number(text):
    assert could_find_somebody(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Table 14, at 19:30, for 1,250.00 in all.",
        "Promised for 24.12.2026, then for 2026-12-31.",
        "She @ the window said 20 to 25 minutes.",
        "Open 9-18, closed 12-13.",
        "Room 1204, from 18.30 - 19.15",
    ],
)
def test_could_find_nobody_by_times_tables_and_days(text):
    assert not could_find_somebody(text)
