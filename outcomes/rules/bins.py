"""Players of a scenario, gathered by what they showed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Bands of percent, both ends counted: of a whole play, and of one skill, in which only
# a few scores can be had.
FIFTHS = ((0, 19), (20, 39), (40, 59), (60, 79), (80, 100))
THIRDS = ((0, 33), (34, 66), (67, 100))


@dataclass(frozen=True)
class Player:
    """One person. score: percent of the best points, 0-100. answers: later ones,
    weighted by the person's part in them; low: how many of these were low scores."""

    score: int
    answers: float
    low: float


@dataclass(frozen=True)
class SkillBin:
    """Players with a score from ``first`` to ``last`` percent, both counted.

    low_share: 0-1, of their later answers; None when too few people are behind it.
    answers: their later answers, weighted; 0 when hidden.
    """

    first: int
    last: int
    people: int
    answers: float
    low_share: float | None

    @property
    def is_shown(self) -> bool:
        return self.low_share is not None


def skill_bins(
    players: Iterable[Player], smallest: int, bands: Sequence[tuple[int, int]] = FIFTHS
) -> tuple[SkillBin, ...]:
    """Return a SkillBin for each of ``bands``, from the lowest; all of them, also empty.

    players: those with at least one later answer. smallest: the fewest people a bin may
    tell of.
    """
    people = list(players)
    return tuple(
        _bin(
            first,
            last,
            [each for each in people if first <= each.score <= last],
            smallest,
        )
        for first, last in bands
    )


def _bin(first, last, inside, smallest):
    answers = sum(each.answers for each in inside)
    if len(inside) < smallest or not answers:
        return SkillBin(first, last, len(inside), 0, None)
    low = sum(each.low for each in inside)
    return SkillBin(first, last, len(inside), answers, low / answers)
