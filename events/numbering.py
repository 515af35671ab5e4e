"""Giving committed events their place in the journal."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from events.models import Event, Numberer

TICK = timedelta(microseconds=1)
# About a tenth of a second of the write lock on SQLite.
SLICE = 10_000


@dataclass(frozen=True)
class JournalEnd:
    """How far the journal is numbered: what a follower asks to go on from.

    sequence: the last number given, 0 for an empty journal. as_of: the moment it was
    given, on the journal's own clock, which never stands still between two numberings.
    """

    sequence: int
    as_of: datetime


def number_events():
    """Number every committed event that has no number; return the JournalEnd.

    Readers call this before they read. One numberer works at a time, under the lock of
    the Numberer row, and sees committed events only: so numbers have no gaps, and a
    reader that has seen 101 can never meet a new 100. A long queue is numbered SLICE by
    SLICE, each committed by itself, so that no writer waits long.

    Raises RuntimeError inside a transaction: numbers are committed before they are told.
    """
    while Event.objects.filter(sequence=None).exists():
        _number_slice()
    numberer = Numberer.objects.filter(pk=1).first() or Numberer()
    return JournalEnd(
        sequence=numberer.last_sequence,
        as_of=numberer.last_numbered_at or timezone.now(),
    )


@transaction.atomic(durable=True)
def _number_slice():
    """Number the first SLICE waiting events.

    The clock is read under the lock, not at the door: ``numbered_at`` has to grow in
    the order of the numbers.
    """
    numberer = _locked_numberer()
    at = timezone.now()
    if numberer.last_numbered_at:
        at = max(at, numberer.last_numbered_at + TICK)
    numberer.last_sequence += _number_waiting(numberer.last_sequence, at)
    numberer.last_numbered_at = at
    numberer.save()


def _locked_numberer():
    Numberer.objects.get_or_create(pk=1)
    return Numberer.objects.select_for_update().get(pk=1)


def _number_waiting(last_sequence, at):
    """Number waiting events from ``last_sequence`` on, SLICE at most; return how many.

    One statement for any number of events; the ORM has no update from a window.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE events_event
               SET sequence = %s + waiting.place, numbered_at = %s
              FROM (SELECT id AS waiting_id, ROW_NUMBER() OVER (ORDER BY id) AS place
                      FROM events_event WHERE sequence IS NULL
                     ORDER BY id LIMIT %s) AS waiting
             WHERE events_event.id = waiting.waiting_id
            """,
            [last_sequence, connection.ops.adapt_datetimefield_value(at), SLICE],
        )
        return cursor.rowcount
