"""Pulling a list whole and then only what changed, without missing a row.

A full pull walks rows by primary key. The journal's end is taken before its first page
and travels with its cursor: what changes on the way lies behind that end, so the client
asks for it next. A delta walks the journal by number, never a timestamp of a row, and
sends the rows that its events tell of in their present state. Rows may come twice; none
is left out.

A delta goes run by run: as many events as a page may hold rows. What they tell of may be
more rows than that (a move concerns everything of one person), so a run can take several
pages; only when it is through does the place to continue from move behind it.
"""

from dataclasses import asdict, dataclass, replace
from datetime import UTC

from django.core import signing
from django.db.models import Case, Min, Q, Subquery, Value, When
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError

from events.models import Event
from events.numbering import TICK, number_events

SALT = "api.pulling"
# The schema of what is told of a row that is no longer there for the caller.
REMOVED = {
    "type": "object",
    "required": ["id", "is_removed"],
    "properties": {"id": {}, "is_removed": {"const": True}},
}


@dataclass(frozen=True)
class Place:
    """Where a pull stands. Only ``question``, what was asked for, ties it to a request.

    row: primary key of the last row sent. end, as_of: the journal's end that this pull
    leads up to, its number and its moment. In a delta, after: number of the last event
    dealt with; run: how many events the run under way has, 0 before one begins; gone:
    None while the run's rows are sent, then the number of the last deleted one told of.
    """

    question: str
    end: int
    as_of: str
    row: int = 0
    after: int | None = None
    run: int = 0
    gone: int | None = None

    @property
    def is_delta(self):
        return self.after is not None

    def sealed(self):
        """Return this place as an opaque text that a client can only hand back."""
        return signing.dumps(asdict(self), salt=SALT)


def opened(cursor, question):
    """Return the Place that ``cursor`` holds.

    Raises ValidationError for one that is not ours, or belongs to another question.
    """
    try:
        place = Place(**signing.loads(cursor, salt=SALT))
    except signing.BadSignature:
        refuse("cursor", _("This cursor is not one of ours."), "invalid")
    if place.question != question:
        message = _("This cursor belongs to another list.")
        refuse("cursor", message, "other_list")
    return place


def refuse(parameter, message, code):
    """Raise the ValidationError that ``parameter`` is wrong."""
    raise ValidationError({parameter: [ErrorDetail(message, code)]})


@dataclass(frozen=True)
class Page:
    """One page: rows as dicts, the place of the next one or None, where to continue."""

    rows: list
    next: Place | None
    sequence: int
    as_of: str


def first_place(question, *, after=None, updated_since=None):
    """Return where a pull begins: a full one, or a delta when either is given.

    after: a number of the journal. updated_since: an aware moment.
    Raises ValidationError for a number that the journal has not reached.
    """
    end = number_events()
    start = Place(question, end.sequence, moment_text(end.as_of))
    if updated_since:
        return replace(start, after=_number_at(updated_since, end.sequence))
    if after is not None and after > end.sequence:
        message = _("The journal ends at %(end)s.") % {"end": end.sequence}
        refuse("after", message, "beyond_end")
    return replace(start, after=after)


def moment_text(at):
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


def _number_at(at, end):
    """Return the last number given up to the moment ``at``; ``end`` if none came since."""
    later = Event.objects.filter(numbered_at__gt=at).order_by("numbered_at")
    first = Event.objects.filter(numbered_at=Subquery(later.values("numbered_at")[:1]))
    sequence = first.aggregate(first=Min("sequence"))["first"]
    return end if sequence is None else min(sequence - 1, end)


def read_page(resource, place, limit):
    """Return the Page of at most ``limit`` rows of ``resource`` that begins at ``place``.

    resource: see api/resource.py.
    """
    read = _changed_page if place.is_delta else _full_page
    return read(resource, place, limit)


def _full_page(resource, place, limit):
    queryset = resource.queryset().filter(resource.within() & resource.matching())
    rows, more_from = _cut(resource, queryset, Q(), place.row, limit)
    onward = replace(place, row=more_from) if more_from else None
    return Page(rows, onward, place.end, place.as_of)


def _changed_page(resource, place, limit):
    known = place.run or limit
    events = list(_events(resource, place)[: known + 1])
    run, following = events[:known], events[known:]
    resource.ask_unchanged_reach(run)
    rows, onward = [], None
    if run and place.gone is None:
        rows, onward = _changed_rows(resource, run, place, limit)
    if run and onward is None:
        told, onward = _gone_rows(resource, run, place, limit - len(rows))
        rows += told
    if onward:
        return Page(rows, onward, place.after, _just_before(run[0]))
    if following:
        onward = replace(place, after=run[-1].sequence, row=0, run=0, gone=None)
        return Page(rows, onward, onward.after, _just_before(following[0]))
    return Page(rows, None, place.end, place.as_of)


def _changed_rows(resource, run, place, limit):
    """Return (rows that ``run`` tells of, place of the next of them or None)."""
    within = resource.within()
    # An empty Q holds every row, but means nothing beside an "or".
    told = within | resource.maybe_lost(run) if within else Q()
    queryset = resource.queryset().filter(resource.touched(run), told)
    here = within & resource.matching()
    rows, more_from = _cut(resource, queryset, here, place.row, limit)
    return rows, more_from and replace(place, row=more_from, run=len(run))


def _gone_rows(resource, run, place, limit):
    """Return (what is told of rows deleted in ``run``, place of the next or None)."""
    gone = resource.gone(run)
    left = [each for each in gone if place.gone is None or each[0] > place.gone]
    rows = [{"id": row_id, "is_removed": True} for _key, row_id in left[:limit]]
    if len(left) <= limit:
        return rows, None
    last = left[limit - 1][0] if limit else place.gone or 0
    return rows, replace(place, run=len(run), gone=last)


def _events(resource, place):
    """Return the events between a place and its end that concern ``resource``."""
    span = Event.objects.filter(sequence__gt=place.after, sequence__lte=place.end)
    concerning = span.filter(resource.relevant() | resource.reach_events())
    return concerning.order_by("sequence").values_list(
        "sequence",
        "numbered_at",
        "at",
        "kind",
        "subject",
        "subject_id",
        "employee_id",
        "fields",
        "batch",
        named=True,
    )


def _just_before(event):
    """Return the last moment up to which everything is sent when ``event`` is not.

    Events numbered together share their moment, so that of the one before will not do.
    """
    return moment_text(event.numbered_at - TICK)


def _cut(resource, queryset, here, after_row, limit):
    """Return (rows, primary key to go on from or None) of the next ``limit`` rows.

    here: the Q of rows to be sent as they are; of others the removal is told.
    """
    is_here = Value(True)
    if here:
        is_here = Case(When(here, then=True), default=False)
    marked = queryset.annotate(is_here=is_here)
    found = list(
        resource.rows(marked.filter(pk__gt=after_row).order_by("pk")[: limit + 1])
    )
    rows = [
        row if is_here else {"id": row["id"], "is_removed": True}
        for _key, is_here, row in found[:limit]
    ]
    return rows, found[limit - 1][0] if len(found) > limit else None
