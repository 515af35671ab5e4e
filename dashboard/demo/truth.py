"""What each module of the demo really does: drawn from the seed, and never written."""

from dataclasses import dataclass

import numpy as np

STEADY, GROWING = "steady", "growing"
# Latent quality that moves the mean of scores from 1 to 5 by about one point.
LATENT_PER_POINT = 1.55
# Weeks after completion that a growing effect takes to its full size, and beyond which
# it grows no further.
GROWS_OVER, GROWS_TO = 7, 1.4
# Weeks after completion over which the truth is averaged, as the product does.
WINDOW = 13


@dataclass(frozen=True)
class Kind:
    """What a module does, and how it goes through the house.

    points: change of the mean score it works towards. is_late: it has only begun.
    lacks_days: of how many the day of assigning was not kept.
    """

    name: str
    points: float
    shape: str = STEADY
    is_late: bool = False
    lacks_days: float = 0.0

    @property
    def expected(self):
        """What a method that is right would say, as far as that can be said before."""
        if self.is_late:
            return "too early to tell"
        if abs(self.points) < 0.10:
            return "no evidence, or not enough data"
        return "pays off" if self.points > 0 else "harmful"


KINDS = (
    Kind("strong", 0.32),
    Kind("growing", 0.25, GROWING),
    Kind("none", 0.0),
    Kind("harmful", -0.27),
    Kind("small", 0.04),
    Kind("steady", 0.16),
    Kind("late", 0.15, is_late=True),
    Kind("undated", 0.16, lacks_days=0.45),
)


def drawn_kinds(seed):
    """Return the KINDS in the order of the modules: which does what, only ``seed`` says."""
    order = np.random.default_rng([seed, 1]).permutation(len(KINDS))
    return tuple(KINDS[place] for place in order)


def gain(kind, since):
    """Return what a module of ``kind`` adds to latent quality, ``since`` weeks after.

    since: weeks since completion, negative before; an array.
    """
    shape = 1.0
    if kind.shape == GROWING:
        shape = np.clip((since + 1) / GROWS_OVER, 0, GROWS_TO)
    return LATENT_PER_POINT * kind.points * shape * (since >= 0)


def mean_change(with_it, without, weight, completed):
    """Return the mean of ``with_it`` less ``without`` over the weeks of the WINDOW.

    All but ``completed`` are (people, weeks): what was to be expected with the module and
    without it, and how often it was asked.
    """
    since = np.arange(weight.shape[1]) - completed[:, None]
    after = weight * ((since >= 0) & (since < WINDOW))
    return float((after * (with_it - without)).sum() / max(after.sum(), 1))


def truth_table(story, titles):
    """Return the truth of ``story`` as lines to print. titles: {slug: title}."""
    head = (
        "module",
        "effect",
        "score",
        "low",
        "complaint",
        "NPS",
        "came back",
        "right",
    )
    rows = [head]
    for course in story.courses:
        true = story.truth[course.slug]
        rows.append(
            (
                titles.get(course.slug, course.slug),
                course.kind.name,
                f"{true['csat']:+.2f}",
                f"{100 * true['low_score']:+.1f} %",
                f"{100 * true['complaint']:+.1f} %",
                f"{true['nps']:+.1f}",
                f"{100 * true['returned']:+.1f} %",
                course.kind.expected,
            )
        )
    widths = [max(len(row[place]) for row in rows) for place in range(len(head))]
    return ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
