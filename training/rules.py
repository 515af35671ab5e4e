"""Arithmetic and policy of training on plain values."""

from collections.abc import Collection, Iterable, Sequence

# What is due within so many days, today among them, is due soon.
SOON_DAYS = 7


def is_right(ticked: Collection[str], options: Iterable[dict]) -> bool:
    """Return whether exactly the right options of a question were ticked.

    ticked: keys of options. options: the question's, each with "key" and perhaps
    "is_right".
    """
    return set(ticked) == {
        option["key"] for option in options if option.get("is_right")
    }


def share_percent(part: int, whole: int) -> int:
    """Return ``part`` of ``whole`` in whole percent, 0-100, halves rounded up.

    Raises ValueError unless 0 <= part <= whole and whole > 0.
    """
    if not 0 <= part <= whole or whole == 0:
        raise ValueError(f"{part} is no part of {whole}")
    return (200 * part + whole) // (2 * whole)


def mean_percent(scores: Sequence[int]) -> int | None:
    """Return the mean of ``scores``, each 0-100, in whole percent; None without any."""
    if not scores:
        return None
    return (2 * sum(scores) + len(scores)) // (2 * len(scores))


def bars_for(percent: int) -> int:
    """Return how many of five bars stand for ``percent``, 0-100: 0-5, halves rounded up.

    Raises ValueError when ``percent`` is not within 0-100.
    """
    if not 0 <= percent <= 100:
        raise ValueError(f"{percent} is no percentage")
    return (percent + 10) // 20


def groups_told(counts: Sequence[int], fewest: int) -> list[bool]:
    """Return for each of ``counts`` whether the figure of that group may be told.

    counts: how many people are behind the figure of each part of one whole, whose own
    figure is told. A part with fewer than ``fewest`` is not; and where what is not told
    would come to fewer together, it could be had by subtraction: then the smallest of
    the others is kept back as well, of equals the last.
    """
    told = [count >= fewest for count in counts]
    while 0 < _kept_back(counts, told) < fewest and any(told):
        places = [place for place, is_told in enumerate(told) if is_told]
        told[min(places, key=lambda place: (counts[place], -place))] = False
    return told


def _kept_back(counts: Sequence[int], told: Sequence[bool]) -> int:
    """Return how many people are behind what is not told."""
    return sum(
        count for count, is_told in zip(counts, told, strict=True) if not is_told
    )
