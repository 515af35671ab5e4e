"""Writing the journal, in the transaction of the fact."""

from operator import attrgetter

from django.db import transaction

from events.models import ActorKind, Event
from events.pouring import Load

# The number and its moment come after commit; the id is the database's.
FIELDS = [
    field.attname
    for field in Event._meta.concrete_fields
    if field.attname not in {"id", "sequence", "numbered_at"}
]


def unsaved_event(
    kind, *, at, by=None, employee=None, subject=None, fields=(), batch=None
):
    """Return an Event that is not saved yet, for ``record_many``.

    kind: "noun.happened". at: an aware moment. by: the employee or API key that acted,
    None when Encore itself did. employee, subject: saved model instances or None. Of all
    these only ids are kept. fields: names of the fields that changed, never their
    values. batch: a UUID shared by what was done at one go, or None.
    """
    return Event(
        at=at,
        kind=kind,
        actor_kind=_actor_kind(by),
        actor_id=by and by.pk,
        employee_id=employee and employee.pk,
        subject=subject._meta.model_name if subject else "",
        subject_id=subject and subject.pk,
        fields=sorted(fields),
        batch=batch,
    )


def _actor_kind(by):
    if by is None:
        return ActorKind.SYSTEM
    return ActorKind.KEY if by._meta.model_name == "apikey" else ActorKind.EMPLOYEE


def record(kind, **facts):
    """Write one event to the journal; arguments as ``unsaved_event``.

    Raises RuntimeError outside a transaction: an event must stand or fall with the
    fact it tells of.
    """
    record_many([unsaved_event(kind, **facts)])


def record_many(events):
    """Write ``events``, made by ``unsaved_event``, to the journal.

    Raises RuntimeError outside a transaction.
    """
    record_load(load_of(events))


def load_of(events):
    """Return ``events`` as the Load that ``record_load`` takes, before any lock."""
    values = attrgetter(*FIELDS)
    return Load(Event, FIELDS, [values(event) for event in events])


def record_load(load):
    """Write a Load of events to the journal, as ``record_many`` does."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An event is recorded in the transaction of its fact.")
    load.pour()
