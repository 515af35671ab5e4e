"""Up to which week an analysis counts.

Verdicts are struck monthly: whoever looks each week until the answer is pleasant will
find a pleasant answer. So an analysis asked for twice in a month counts up to the same
week, however often it is asked for.
Source: Armitage, McPherson and Rowe, "Repeated significance tests on accumulating data",
Journal of the Royal Statistical Society A 132 (1969).
"""

from datetime import date, timedelta

A_WEEK = timedelta(weeks=1)


def monday_of(day: date) -> date:
    """Return the Monday of the ISO week of ``day``."""
    return day - timedelta(days=day.weekday())


def last_full_week(today: date) -> date:
    """Return the Monday of the last week that is over on ``today``."""
    return monday_of(today) - A_WEEK


def monthly_week(today: date) -> date:
    """Return the Monday of the last week that was over when this month began."""
    return last_full_week(today.replace(day=1))


def next_cut(today: date, latest: date | None) -> date:
    """Return the week up to which an analysis asked for on ``today`` counts.

    latest: the week of the latest analysis that is done; None before the first, which
    may look at everything there is.
    """
    if latest is None:
        return last_full_week(today)
    return max(latest, monthly_week(today))
