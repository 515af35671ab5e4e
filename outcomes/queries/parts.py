"""Which weeks of which people a part of an estimate's answers comes from."""

from collections.abc import Mapping
from dataclasses import dataclass

from outcomes.choices import AnswerPart, Place

COMPLETED, ASSIGNED = "completed_week", "assigned_week"
# An end of a stretch: counted in weeks from one of the two.
End = tuple[str, int]


@dataclass(frozen=True)
class Span:
    """The weeks of people at ``place``, from ``begin`` to ``end``, both included.

    None: from the beginning of the panel, or to its end. is_compared: only weeks in
    which there was somebody to compare with, or only the others; None for all.
    """

    place: str
    begin: End | None = None
    end: End | None = None
    is_compared: bool | None = None


def span_of(part: str, settings: Mapping, place: str = Place.USED) -> Span | None:
    """Return the Span of ``part``; None where there is no such part.

    part: an AnswerPart; a Place of people who are left out, with all their answers; a key
    of the zone of findings; or "weeks-4-7", one stretch of the curve. settings: as the
    run keeps them in its parameters. place: whose weeks a curve is drawn of.
    """
    first, last = settings["window"]
    zone = -settings["exclude"]
    after = (COMPLETED, first), None if last is None else (COMPLETED, last)
    spans = {
        AnswerPart.AFTER: Span(Place.USED, *after, True),
        AnswerPart.NOT_COMPARED: Span(Place.USED, *after, False),
        AnswerPart.BEFORE: Span(Place.USED, None, (ASSIGNED, zone - 1)),
        AnswerPart.ZONE: Span(Place.USED, (ASSIGNED, zone), (COMPLETED, -1)),
        "before_assigned": Span(Place.USED, (ASSIGNED, zone), (ASSIGNED, -1), True),
        "assigned_to_done": Span(Place.USED, (ASSIGNED, 0), (COMPLETED, -1), True),
    }
    if last is not None:
        spans[AnswerPart.LATER] = Span(Place.USED, (COMPLETED, last + 1))
    for begin, end in settings["bins"]:
        span = Span(place, (COMPLETED, begin), (COMPLETED, end), True)
        spans[curve_part(begin, end)] = span
    spans |= {each: Span(each) for each in Place if each != Place.USED}
    return spans.get(part)


def curve_part(first: int, last: int) -> str:
    """Return the part of the answers behind one stretch of the curve."""
    return f"weeks-{first}-{last}"


def is_of_curve(part: str) -> bool:
    """Return whether ``part`` is a stretch of the curve or of the zone before it."""
    return part not in AnswerPart.values and part not in Place.values
