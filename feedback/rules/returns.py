"""Who came back, and when that can be known."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

Stretch = tuple[date, date]
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Feed:
    """One source of visits: the ``stretches`` of days it is complete for, both days
    included, in order and apart; and the last day it will ever tell of, or None."""

    source_id: int
    stretches: tuple[Stretch, ...]
    ended_on: date | None = None

    @property
    def begun_on(self) -> date | None:
        return self.stretches[0][0] if self.stretches else None

    def is_complete(self, first: date, last: date) -> bool:
        """Return whether every visit from ``first`` to ``last`` has arrived."""
        place = bisect_right(self.stretches, first, key=lambda stretch: stretch[0])
        return place > 0 and last <= self.stretches[place - 1][1]


def watching(feeds: Sequence[Feed], day: date, window: int) -> frozenset[int] | None:
    """Return the sources that together tell who came back after ``day``; None: unknown.

    window: days after ``day`` in which coming back counts. It takes every source that
    had begun by then and goes on to the end of the window. A source that begins later
    is not asked, or shops would seem to win customers on the day they get a till; one
    that ends meanwhile leaves what followed unknown.
    """
    last = day + timedelta(days=window)
    sources = []
    for feed in feeds:
        if feed.begun_on is None or feed.begun_on > day:
            continue
        if feed.ended_on is not None and feed.ended_on < last:
            if feed.ended_on >= day:
                return None
            continue
        if not feed.is_complete(day + DAY, last):
            return None
        sources.append(feed.source_id)
    return frozenset(sources) or None


def known_through(feeds: Sequence[Feed], window: int) -> date | None:
    """Return the last day of which it is known who came back; None where there is none."""
    ends = [day for feed in feeds for pair in feed.stretches for day in pair]
    if not ends:
        return None
    day = max(ends) - timedelta(days=window)
    while day >= min(ends):
        if watching(feeds, day, window) is not None:
            return day
        day -= DAY
    return None


def returns(
    visits: Sequence[tuple[date, int]],
    watching_on: Callable[[date], frozenset[int] | None],
    window: int,
) -> list[bool | None]:
    """Return for each of one customer's ``visits`` whether the customer came back.

    visits: (day, source id) in order of days. watching_on: ``watching`` by day. Coming
    again on the same day is no return. None: not known (yet).
    """
    answers: list[bool | None] = []
    for place, (day, source_id) in enumerate(visits):
        sources = watching_on(day)
        if sources is None or source_id not in sources:
            answers.append(None)
            continue
        last = day + timedelta(days=window)
        answers.append(_comes_back(visits, place, day, last, sources))
    return answers


def came_back(
    day: date,
    visits: Iterable[tuple[date, int]],
    sources: frozenset[int] | None,
    window: int,
) -> bool | None:
    """Return whether one customer came again after ``day``, when a complaint was put right.

    visits: (day, source id) of all that is known of the customer, in any order; the
    service complained of need not be one of them. sources: ``watching`` of ``day``.
    Coming on the same day is no return. None: not known (yet), because not everything is
    told of the window, or because no source that tells has ever seen this customer, who
    may well come without being known.
    """
    if sources is None:
        return None
    seen_on = [seen for seen, source_id in visits if source_id in sources]
    if not seen_on:
        return None
    last = day + timedelta(days=window)
    return any(day < seen <= last for seen in seen_on)


def _comes_back(visits, place, day, last, sources) -> bool:
    for place_later in range(place + 1, len(visits)):
        later, source_id = visits[place_later]
        if later > last:
            return False
        if later > day and source_id in sources:
            return True
    return False


def changed_days(
    before: Sequence[Feed], after: Sequence[Feed], window: int
) -> list[Stretch]:
    """Return the stretches of service days of which more, less or else is known now."""
    ends = [
        day for feed in (*before, *after) for pair in feed.stretches for day in pair
    ]
    if not ends:
        return []
    days = (max(ends) - min(ends)).days + 1
    stretches = []
    differs = (
        (day, watching(before, day, window) != watching(after, day, window))
        for day in (min(ends) + timedelta(days=n) for n in range(days))
    )
    for is_changed, group in groupby(differs, key=lambda pair: pair[1]):
        if is_changed:
            changed = [day for day, _differs in group]
            stretches.append((changed[0], changed[-1]))
    return stretches


def joined(stretches: Sequence[Stretch], new: Stretch) -> list[Stretch]:
    """Return ``stretches`` with ``new``; what overlaps or touches becomes one."""
    together: list[Stretch] = []
    for first, last in sorted([*stretches, new]):
        if together and first <= together[-1][1] + DAY:
            together[-1] = (together[-1][0], max(last, together[-1][1]))
        else:
            together.append((first, last))
    return together


def without(stretches: Sequence[Stretch], gone: Stretch) -> list[Stretch]:
    """Return ``stretches`` without the days of ``gone``."""
    return list(_rest(stretches, gone))


def _rest(stretches: Sequence[Stretch], gone: Stretch) -> Iterator[Stretch]:
    for first, last in stretches:
        if last < gone[0] or first > gone[1]:
            yield first, last
            continue
        if first < gone[0]:
            yield first, gone[0] - DAY
        if last > gone[1]:
            yield gone[1] + DAY, last
