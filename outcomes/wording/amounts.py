"""Numbers of a metric, as people say them.

Means are said on their own scale (".19 points"), shares per hundred ("1.3 in 100").
A gain is an effect turned so that more is better.
"""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from feedback.choices import Better, MetricKey, MetricKind

MINUS = "\N{MINUS SIGN}"
NO_BREAK = "\N{NO-BREAK SPACE}"
# The distance between two numbers on the axis of a metric, on its own scale.
STEPS = {
    MetricKey.CSAT: 0.1,
    MetricKey.STARS: 0.1,
    MetricKey.CES: 0.15,
    MetricKey.NPS: 3.0,
    MetricKey.COMPLAINT: 0.01,
    MetricKey.RECOMMENDED_BY: 0.01,
    MetricKey.RETURNED: 0.01,
    MetricKey.LOW_SCORE: 0.02,
    MetricKey.RESOLVED_FIRST: 0.02,
    MetricKey.BETTER_THAN_EXPECTED: 0.02,
}


@dataclass(frozen=True)
class Amounts:
    """Says the numbers of one metric, a feedback.models.Metric."""

    key: str
    kind: str
    better: str

    @classmethod
    def of(cls, metric):
        """Return the Amounts of ``metric``."""
        return cls(metric.key, metric.kind, metric.better)

    @property
    def sign(self):
        """1 where more of the metric is better, -1 where less is."""
        return -1 if self.better == Better.LOWER else 1

    @property
    def is_share(self):
        return self.kind == MetricKind.RATE

    @property
    def step(self):
        return STEPS.get(self.key, 0.1)

    def gain(self, effect):
        """Return ``effect`` of the metric as a gain; None stays None."""
        return None if effect is None else self.sign * effect

    def gains(self, low, high):
        """Return an interval of effects as (lowest, highest) gain; None stays None."""
        if low is None or high is None:
            return None, None
        ends = sorted((self.sign * low, self.sign * high))
        return ends[0], ends[1]

    def size(self, value):
        """Return how large ``value`` is, without its sign: ".19", "4.2", "1.3"."""
        if self.is_share:
            return tidy(abs(value) * 100, 1)
        if self.key == MetricKey.NPS:
            return tidy(abs(value), 1)
        return decimal(abs(value))

    def plain(self, value):
        """Return ``value`` with its minus sign, if it has one."""
        size = self.size(value)
        return size if value >= 0 or size == "0" else f"{MINUS}{size}"

    def signed(self, value):
        """Return ``value`` with plus or minus; "0" has none."""
        size = self.size(value)
        if size == "0":
            return size
        return f"{MINUS}{size}" if value < 0 else f"+{size}"

    def span(self, low, high):
        """Return "low to high"; values of one sign are said as they are."""
        words = _("{low} to {high}").replace(" ", NO_BREAK)
        return words.format(low=self.plain(low), high=self.plain(high))

    def amount(self, value):
        """Return how large ``value`` is, with its unit: ".10 points", "1 in 100"."""
        words = _("{size} in 100") if self.is_share else _("{size} points")
        return words.format(size=self.size(value))


def decimal(value):
    """Return a number of points: two decimals, in English without the nought before."""
    # Rounded first: the format alone cuts off what is too long.
    text = number_format(round(value, 2), 2, use_l10n=True)
    if not text.strip("0.,"):
        return "0"
    if (get_language() or "en").startswith("en") and text.startswith("0."):
        return text[1:]
    return text


def tidy(value, decimals):
    """Return ``value`` with at most so many decimals, and none where they are noughts."""
    rounded = round(value, decimals)
    return number_format(
        rounded, 0 if rounded == int(rounded) else decimals, use_l10n=True
    )


def percent(share):
    """Return a share, 0-1, as whole per cent: "17 %"."""
    return _("{number} %").format(number=number_format(round(share * 100), 0))


def whole(number):
    """Return a whole number with the marks of thousands of the language."""
    return number_format(number, 0, use_l10n=True, force_grouping=True)


def time_spent(minutes):
    """Return minutes as people say them: "45 minutes", "62 hours"."""
    if minutes < 120:
        return _("{count} minutes").format(count=whole(minutes))
    return _("{count} hours").format(count=whole(round(minutes / 60)))


def money(amount, currency):
    """Return an amount, to hundreds from 1,000 on: "€17,100"; other codes stand behind."""
    coarse = 100 if amount >= 1000 else 10 if amount >= 100 else 1
    number = round(amount / coarse) * coarse
    sign = {"EUR": "€", "USD": "$", "GBP": "£"}.get(currency)
    text = whole(number)
    if sign and (get_language() or "en").startswith("en"):
        return f"{sign}{text}"
    return f"{text} {sign or currency}"
