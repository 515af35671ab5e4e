"""What a module has cost: minutes of learning, and money where a wage is set."""

from dataclasses import dataclass
from decimal import Decimal

MINUTES_AN_HOUR = 60
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Cost:
    """What learning took. people: who completed it; minutes: of all of them together.

    money: None where no wage is set; currency: its three letters.
    """

    people: int
    minutes: int
    money: Decimal | None
    currency: str


def learning_cost(
    people: int, minutes_each: int, wage_per_hour: Decimal | None, currency: str
) -> Cost:
    """Return the Cost of ``people`` who learned for ``minutes_each``.

    wage_per_hour: what an hour of work costs with everything on top; None = not told.
    Money is rounded to cents, half to even.
    """
    minutes = people * minutes_each
    money = None
    if wage_per_hour is not None:
        money = (wage_per_hour * minutes / MINUTES_AN_HOUR).quantize(CENT)
    return Cost(people, minutes, money, currency)


def seats_and_building(
    people: int, per_seat: Decimal | None, to_build: Decimal | None
) -> Decimal | None:
    """Return what a module cost beside working time: its seats, and building it once.

    people: who completed it. per_seat, to_build: of one currency; None = not told.
    Returns None when neither is told.
    """
    if per_seat is None and to_build is None:
        return None
    return people * (per_seat or Decimal(0)) + (to_build or Decimal(0))
