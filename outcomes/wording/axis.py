"""The one axis of a table of intervals: left is worse, right is better.

Positions are per cent of its length, as the style sheet's ``enc-iv`` takes them.
"""

from dataclasses import dataclass
from math import ceil, floor

# How far the axis reaches in steps of the metric, and how far it may be widened.
DEFAULT_REACH = (-3, 4)
WIDEST_REACH = (-12, 12)


@dataclass(frozen=True)
class Tick:
    """A number below the axis."""

    place: str
    label: str


@dataclass(frozen=True)
class Line:
    """One interval on an axis: per cent as text with a point, in every language."""

    low: str
    high: str
    strict: str
    generous: str
    middle: str
    is_cut_low: bool
    is_cut_high: bool


@dataclass(frozen=True)
class Axis:
    """From ``low`` to ``high`` in gains of a metric; ``worth`` is drawn as a line."""

    low: float
    high: float
    step: float
    worth: float | None

    def place(self, gain):
        """Return where ``gain`` stands, in per cent; beyond an end: at that end."""
        share = (gain - self.low) / (self.high - self.low)
        return f"{min(100.0, max(0.0, share * 100)):.2f}%"

    @property
    def zero(self):
        return self.place(0.0)

    @property
    def has_worth(self):
        """Whether there is a "worth having" and it lies within the axis."""
        return self.worth is not None and self.worth <= self.high

    @property
    def worth_place(self):
        """Where "worth having" begins; outside the axis it is not drawn."""
        return self.place(self.worth) if self.has_worth else "-9px"

    def ticks(self, amounts):
        """Return the Ticks between the ends, said by ``amounts``."""
        first, last = round(self.low / self.step), round(self.high / self.step)
        every = max(1, ceil((last - first) / 7))
        return [
            Tick(self.place(count * self.step), amounts.signed(count * self.step))
            for count in range(first + 1, last)
            if count % every == 0
        ]

    def line(self, *, gain, low, high, strict=None, generous=None):
        """Return the Line of one interval; all in gains.

        Without the two readings the box closes around the headline.
        """
        box = sorted((gain if x is None else x) for x in (strict, generous))
        return Line(
            low=self.place(low),
            high=self.place(high),
            strict=self.place(box[0]),
            generous=self.place(box[1]),
            middle=self.place(gain),
            is_cut_low=low < self.low,
            is_cut_high=high > self.high,
        )


def axis_for(amounts, worth, gains=()):
    """Return the Axis of a table about one metric.

    amounts: of the metric. worth: the smallest effect worth having, or None. gains: what
    must not fall off it: headlines and readings; intervals may be cut.
    """
    step = amounts.step
    low, high = DEFAULT_REACH
    known = [gain / step for gain in gains if gain is not None]
    if worth is not None:
        known.append(worth / step)
    if known:
        low = max(WIDEST_REACH[0], min(low, floor(min(known) - 0.5)))
        high = min(WIDEST_REACH[1], max(high, ceil(max(known) + 0.5)))
    return Axis(low * step, high * step, step, worth)
