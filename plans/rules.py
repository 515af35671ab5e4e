"""Policy of assigning and of plans, on plain values."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

# At one go: the act is one transaction, about a second long at this size, and on SQLite
# everybody else's writes wait for it.
MOST_ENROLMENTS = 5_000


def digest(values: object) -> str:
    """Return 64 hexadecimal digits that differ when ``values``, as JSON takes them, do."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def counts_seen(seen: str) -> tuple[int, int] | None:
    """Return (people, enrolments) as ``seen`` tells, or None when it tells nothing.

    seen: of plans.queries.AssignmentPreview, as it came back from a page; "" and
    whatever else a page may send tell nothing.
    """
    people, _dot, rest = seen.partition(".")
    enrolments, _dot, _digest = rest.partition(".")
    if people.isdecimal() and enrolments.isdecimal() and len(seen) <= 100:
        return int(people), int(enrolments)
    return None


# A plan is renewed at the latest after two years.
MOST_WEEKS = 104


def last_day(first: date, weeks: int) -> date:
    """Return the last day of a plan of ``weeks`` full weeks from ``first`` on."""
    return first + timedelta(weeks=weeks, days=-1)


# A target asks for this share of the way that is left to the best end of the scale.
SHARE_OF_THE_WAY = 0.1


def proposed_target(
    baseline: float,
    *,
    is_higher_better: bool,
    low: float,
    high: float,
    smallest: float,
) -> float:
    """Return the target to propose for a metric that stands at ``baseline``.

    A tenth of the way that is left to the best end of the scale, yet no less than
    ``smallest``, the smallest change worth having; never beyond that end. All on the
    scale of the metric, from low to high. Rounded to whole points on a scale of 50 and
    more, else to hundredths. Nobody's formula: a wish that can be met in a season, for
    two people to change as they like.
    """
    best = high if is_higher_better else low
    step = max(abs(best - baseline) * SHARE_OF_THE_WAY, smallest)
    step = min(step, abs(best - baseline))
    target = baseline + step if is_higher_better else baseline - step
    return round(target, 0 if high - low >= 50 else 2)


# The ring is drawn on a circle of this length, and arcs are this far apart.
RING, RING_GAP = 300, 6


@dataclass(frozen=True)
class Arc:
    """One part of a ring: where it begins, how long it is, how much of it is done.

    ``rest`` and ``rest_done``: what of the whole circle follows either.
    """

    start: int
    length: int
    done: int

    @property
    def rest(self) -> int:
        return RING - self.length

    @property
    def rest_done(self) -> int:
        return RING - self.done


def ring_arcs(parts: Sequence[tuple[int, int]]) -> tuple[Arc, ...]:
    """Return an Arc for each of ``parts``, (done, total) steps; all are equally long.

    A part without steps is an empty arc.
    """
    gap = RING_GAP if len(parts) > 1 else 0
    arcs = []
    for place, (done, total) in enumerate(parts):
        start = RING * place // len(parts)
        length = RING * (place + 1) // len(parts) - start - gap
        arcs.append(Arc(start, length, length * done // total if total else 0))
    return tuple(arcs)
