"""When verdicts are struck: at the beginning of every month."""

from datetime import date


def next_judged_on(today: date) -> date:
    """Return the first day of the month after ``today``."""
    return date(today.year + today.month // 12, today.month % 12 + 1, 1)
