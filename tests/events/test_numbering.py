"""The journal's numbers: no gaps, and never behind a reader's back."""

import pytest
from django.db import transaction

from events import numbering
from events.models import Event
from events.numbering import number_events
from events.record import record, record_many, unsaved_event
from tests.factories.staff import moment


@pytest.mark.django_db
def test_number_events_numbers_without_gaps_in_the_order_of_writing():
    with transaction.atomic():
        record_many([unsaved_event("thing.happened", at=moment()) for _ in range(3)])

    end = number_events()

    assert list(Event.objects.order_by("id").values_list("sequence", flat=True)) == [
        1,
        2,
        3,
    ]
    assert end.sequence == 3


@pytest.mark.django_db
def test_number_events_goes_on_where_it_stopped_and_its_clock_never_stands_still():
    with transaction.atomic():
        record("thing.happened", at=moment())
    first = number_events()
    with transaction.atomic():
        record("thing.happened", at=moment())

    second = number_events()

    assert (first.sequence, second.sequence) == (1, 2)
    assert second.as_of > first.as_of
    assert number_events() == second


@pytest.mark.django_db(transaction=True)
def test_record_refuses_to_stand_outside_the_transaction_of_its_fact():
    with pytest.raises(RuntimeError, match="transaction of its fact"):
        record("thing.happened", at=moment())


@pytest.mark.django_db(transaction=True)
def test_number_events_refuses_to_run_inside_a_transaction():
    with transaction.atomic():
        record("thing.happened", at=moment())

        with pytest.raises(RuntimeError, match="durable"):
            number_events()


@pytest.mark.django_db
def test_number_events_works_through_a_long_queue_in_slices(monkeypatch):
    monkeypatch.setattr(numbering, "SLICE", 3)
    with transaction.atomic():
        record_many([unsaved_event("thing.happened", at=moment()) for _ in range(8)])

    end = number_events()

    events = Event.objects.order_by("id")
    assert list(events.values_list("sequence", flat=True)) == list(range(1, 9))
    moments = list(events.values_list("numbered_at", flat=True))
    assert (len(set(moments)), moments) == (3, sorted(moments))
    assert end.as_of == moments[-1]
