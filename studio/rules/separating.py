"""How well a question tells those who know from those who do not."""

from enum import StrEnum
from math import sqrt

# Below so many people chance alone moves the figure by more than what it is to show.
FEWEST_PEOPLE = 30
# From here on a question separates well enough to be kept as it is.
SEPARATES_FROM = 0.2


class Separation(StrEnum):
    """What a question does, in one word."""

    WELL = "well"
    HARDLY = "hardly"
    REVERSED = "reversed"
    UNKNOWN = "unknown"


def separation(
    *, people: int, right: int, score: int, squares: int, score_of_right: int
) -> float | None:
    """Return how being right here goes with the rest of the quiz, from -1 to 1.

    people: who answered this question. right: of them, answered it rightly. score: the
    sum over them of questions answered rightly in the whole quiz, this one included.
    squares: the sum of the squares of that number. score_of_right: its sum over those
    who are right here. None where everybody is right, or wrong, or scored the same.

    The point-biserial correlation between this answer (0 or 1) and the number of other
    questions answered rightly. Source: S. Henrysson, "Correction of item-total
    correlations in item analysis", Psychometrika 28 (1963), pp. 211-218.
    """
    rest = score - right
    rest_squares = squares - 2 * score_of_right + right
    rest_of_right = score_of_right - right
    spread = (people * right - right**2) * (people * rest_squares - rest**2)
    if spread <= 0:
        return None
    return (people * rest_of_right - right * rest) / sqrt(spread)


def separation_of(correlation: float | None, people: int) -> Separation:
    """Return what ``correlation``, as ``separation`` returns it, says of a question.

    people: who answered it. Reversed is said only where chance would hardly do it: beyond
    two standard errors, 1/sqrt(people) each. Source of the other bound: R. L. Ebel and
    D. A. Frisbie, Essentials of Educational Measurement, 5th ed. (1991), who advise to
    reject or revise items below .20.
    """
    if correlation is None or people < FEWEST_PEOPLE:
        return Separation.UNKNOWN
    if correlation < -2 / sqrt(people):
        return Separation.REVERSED
    return Separation.WELL if correlation >= SEPARATES_FROM else Separation.HARDLY
