"""What it would take to be sure."""

from math import ceil, comb
from statistics import NormalDist

# 5 % false alarms on both sides, 80 % found.
Z_FALSE, Z_FOUND = NormalDist().inv_cdf(0.975), NormalDist().inv_cdf(0.80)


def people_to_settle(
    used: int, smallest_detectable: float | None, worthwhile: float | None
) -> int | None:
    """Return about how many trained people would settle whether a worthwhile effect is
    there; None when that cannot be said, or they are there already.

    used: people in the estimate. smallest_detectable, worthwhile: effects on the
    metric's scale. Standard errors shrink with the root of the people, as long as they
    spread over teams as they do now.
    Source: Bloom, "Minimum Detectable Effects", Evaluation Review 19 (1995), p. 547.
    """
    if not used or not smallest_detectable or not worthwhile:
        return None
    if smallest_detectable <= worthwhile:
        return None
    return ceil(used * (smallest_detectable / worthwhile) ** 2)


def is_shown(step: dict, worthwhile: float | None) -> bool:
    """Return whether an effect worth having showed in a ``step`` of planning ahead.

    step: an outcomes.engine.placebo.Tried as plain values. worthwhile: the smallest
    effect worth having; without one nothing is known to show.
    """
    found = step["shows_from"]
    return bool(worthwhile) and found is not None and found <= worthwhile


def people_tried(steps: list[dict], worthwhile: float | None) -> int | None:
    """Return with how many people an effect worth having showed, planning ahead.

    steps: as ``is_shown`` takes one, from few people to many. None where it did not.
    """
    shown = (step["people"] for step in steps if is_shown(step, worthwhile))
    return next(shown, None)


def range_by_chance(tries: int, share: float) -> tuple[float, float]:
    """Return between which shares of ``tries`` chance alone stays 95 times in 100.

    share: how often it happens in the long run. Exact, from the binomial distribution.
    """
    low, so_far = None, 0.0
    for count in range(tries + 1):
        so_far += comb(tries, count) * share**count * (1 - share) ** (tries - count)
        if low is None and so_far >= 0.025:
            low = count
        if so_far >= 0.975:
            return low / tries, count / tries
    return (low or 0) / tries, 1.0


def weeks_to_gather(missing: float | None, a_week: float, most: int = 52) -> int | None:
    """Return how many weeks it takes to gather ``missing`` answers at ``a_week``.

    None when nothing is missing, nothing comes in, or it takes more than ``most`` weeks.
    """
    if not missing or a_week <= 0:
        return None
    weeks = ceil(missing / a_week)
    return weeks if weeks <= most else None


def answers_a_week(
    spread: float, worthwhile: float | None, weeks: int = 12
) -> int | None:
    """Return how many answers a week show ``worthwhile`` between two stretches of weeks.

    spread: standard deviation of one answer. weeks: length of each stretch. Good months
    and bad ones come on top: the number is the least that would do. None when the
    smallest effect worth having is not told or answers do not differ.
    Source: Cohen, Statistical Power Analysis for the Behavioral Sciences, 2nd ed.
    (1988), section 2.4: n = 2 ((z + z) / d)² in each of two groups.
    """
    if not worthwhile or spread <= 0:
        return None
    each = 2 * ((Z_FALSE + Z_FOUND) * spread / worthwhile) ** 2
    return ceil(each / weeks)
