"""The mood of a play beside that of the best one, as points to draw and rows to read."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from training.queries.plays import MOOD_WORDS, mood_of

# Of the drawing, in its own units.
WIDTH, LEFT, RIGHT, TOP, STEP, FOOT = 320, 104, 308, 18, 32, 172


@dataclass(frozen=True)
class Point:
    """One moment of one play: where it is drawn, and the mood in words."""

    number: int
    x: float
    y: float
    word: str


@dataclass(frozen=True)
class MoodChart:
    """Both plays, moment by moment. ``lines`` are the five moods, best first, as (y, word).

    ``sentence`` tells the picture to those who do not see it.
    """

    mine: tuple
    best: tuple
    lines: tuple
    sentence: str

    @property
    def my_path(self):
        return _path(self.mine)

    @property
    def best_path(self):
        return _path(self.best)

    @property
    def moments(self):
        """The longer of the two plays, for the numbers below and the table."""
        return max(self.mine, self.best, key=len)

    @property
    def rows(self):
        """Rows (number, my mood, mood of the best play) of "the same as a table"."""
        longest = len(self.moments)
        words = [
            [point.word for point in play] + ["–"] * (longest - len(play))
            for play in (self.mine, self.best)
        ]
        return list(zip(range(1, longest + 1), *words, strict=True))


def mood_chart(seen):
    """Return the MoodChart of ``seen``, a training.scenario.debrief.Debrief."""
    longest = max(len(seen.moods), len(seen.best_moods))
    mine, best = _points(seen.moods, longest), _points(seen.best_moods, longest)
    return MoodChart(
        mine=mine,
        best=best,
        lines=tuple(
            (TOP + STEP * place, word) for place, word in enumerate(MOOD_WORDS[::-1])
        ),
        sentence=_("Mood after each moment. Your run: %(mine)s. Best run: %(best)s.")
        % {
            "mine": ", ".join(point.word for point in mine),
            "best": ", ".join(point.word for point in best),
        },
    )


def _points(moods, longest):
    gap = (RIGHT - LEFT) / max(longest - 1, 1)
    return tuple(
        Point(
            number=place + 1,
            x=round(LEFT + gap * place, 1),
            y=TOP + STEP * (5 - mood_of(mood).level),
            word=str(mood_of(mood).word),
        )
        for place, mood in enumerate(moods)
    )


def _path(points):
    return "M" + " ".join(f"{point.x} {point.y}" for point in points)
