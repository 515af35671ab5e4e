"""Writing the journal, in the transaction of the fact."""

from django.db import transaction

from events.models import ActorKind, Event


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
    """Write one event to the journal and return it; arguments as ``unsaved_event``.

    Raises RuntimeError outside a transaction: an event must stand or fall with the
    fact it tells of.
    """
    return record_many([unsaved_event(kind, **facts)])[0]


def record_many(events):
    """Write ``events``, made by ``unsaved_event``, to the journal and return them.

    Raises RuntimeError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An event is recorded in the transaction of its fact.")
    return Event.objects.bulk_create(events, batch_size=1000)
