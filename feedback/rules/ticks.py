"""The numbers below or beside a chart: round, and no two of them read the same."""

from math import ceil, floor, log10

# How many steps an axis has at most, before its ends are moved out to whole ones.
MOST_STEPS = 6
FINEST_DECIMALS = 6


def round_step(least):
    """Return the smallest 1, 2 or 5 times a power of ten that is not below ``least``."""
    exponent = floor(log10(least))
    steps = (factor * 10.0**exponent for factor in (1, 2, 5))
    found = next((step for step in steps if step >= least * (1 - 1e-9)), 0)
    return _exact(found or 10.0 ** (exponent + 1))


def decimals_of(*numbers):
    """Return how many decimals it takes to write every one of ``numbers`` in full."""
    return next(
        decimals
        for decimals in range(FINEST_DECIMALS + 1)
        if all(round(each, decimals) == _exact(each) for each in numbers)
    )


def ticked(low, high, lowest, highest):
    """Return {min, max, step, decimals} of an axis that holds ``low`` to ``high``.

    Its ends are moved out to whole steps, but not beyond ``lowest`` and ``highest``, the
    ends of the scale.
    """
    step = round_step((high - low) / MOST_STEPS)
    # What is off by less than a float can tell is on the tick.
    ends = {
        "min": max(lowest, _exact(floor(low / step + 1e-9) * step)),
        "max": min(highest, _exact(ceil(high / step - 1e-9) * step)),
    }
    return {**ends, "step": step, "decimals": decimals_of(step, *ends.values())}


def _exact(number):
    return round(number, FINEST_DECIMALS)
