"""What many answers come to: mean, spread and how sure the mean is."""

from dataclasses import dataclass
from math import sqrt

from feedback.rules.served import WHOLE

# Of the normal curve, both sides 95 %.
Z = 1.959964


@dataclass(frozen=True, slots=True)
class Summary:
    """Answers added up.

    answers: how many, shared ones counted once. weight: sum of credit weights, in
    ten-thousandths; total, squares: sums of weight × value and weight × value², weights
    as shares of one. Sums of WeeklyOutcome rows.
    """

    answers: int = 0
    weight: int = 0
    total: float = 0.0
    squares: float = 0.0

    def __add__(self, other: "Summary") -> "Summary":
        return Summary(
            self.answers + other.answers,
            self.weight + other.weight,
            self.total + other.total,
            self.squares + other.squares,
        )

    @property
    def mean(self) -> float | None:
        """The weighted mean; None without answers."""
        return self.total * WHOLE / self.weight if self.weight else None

    @property
    def spread(self) -> float | None:
        """Standard deviation of one answer; None below two answers."""
        if self.answers < 2:
            return None
        squared = max(self.squares * WHOLE / self.weight - self.mean**2, 0.0)
        return sqrt(squared * self.answers / (self.answers - 1))

    def interval(
        self, low: float, high: float, *, is_share: bool
    ) -> tuple[float, float] | None:
        """Return between which values the mean lies with 95 %; None below two answers.

        low, high: ends of the metric's scale, which the interval does not leave. A mean
        by Student's t, a share by Wilson's score: answers of one person or one evening
        are taken as if they came by themselves, which is enough for a picture.
        Source: Wilson, JASA 22 (1927), 209-212; Student, Biometrika 6 (1908), 1-25.
        """
        if self.answers < 2:
            return None
        if is_share:
            return _wilson(self.mean, self.answers)
        reach = student_t(self.answers - 1) * self.spread / sqrt(self.answers)
        return max(low, self.mean - reach), min(high, self.mean + reach)


def _wilson(share: float, count: int) -> tuple[float, float]:
    shrunk = 1 + Z**2 / count
    middle = (share + Z**2 / (2 * count)) / shrunk
    reach = Z / shrunk * sqrt(share * (1 - share) / count + Z**2 / (4 * count**2))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def student_t(degrees: int) -> float:
    """Return Student's t at 97.5 %, for 1 degree of freedom and more.

    Exact for few degrees, from there on within 0.001.
    Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5 and table
    26.10.
    """
    if degrees <= len(_FEW):
        return _FEW[degrees - 1]
    n, z = degrees, Z
    return (
        z
        + (z**3 + z) / (4 * n)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * n**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * n**3)
    )


_FEW = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306)
