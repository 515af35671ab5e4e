"""What was published or has happened is written once."""

import pytest
from django.db import IntegrityError, transaction

from events.models import Event
from events.numbering import number_events
from events.record import record
from tests.factories.staff import EmployeeFactory, moment
from tests.factories.training import (
    ModuleVersionFactory,
    ScenarioVersionFactory,
    StepFactory,
)
from training.models import ModuleVersion, ScenarioVersion, Step

pytestmark = pytest.mark.django_db

CHANGES = {
    Event: {"kind": "nothing.happened"},
    ModuleVersion: {"note": "Another"},
    ScenarioVersion: {"document": {"title": {"en": "Another"}}},
    Step: {"document": {"title": {"en": "Another"}}},
}


def an_event():
    with transaction.atomic():
        record("thing.happened", at=moment())
    return Event.objects.latest("id")


MAKERS = {
    Event: an_event,
    ModuleVersion: ModuleVersionFactory,
    ScenarioVersion: ScenarioVersionFactory,
    Step: StepFactory,
}


def saved(row):
    row.save()


def saved_in_part(row):
    row.save(update_fields=list(CHANGES[type(row)]))


def updated(row):
    type(row).objects.filter(pk=row.pk).update(**CHANGES[type(row)])


def updated_in_bulk(row):
    type(row).objects.bulk_update([row], list(CHANGES[type(row)]))


def updated_or_created(row):
    type(row).objects.update_or_create(pk=row.pk, defaults=CHANGES[type(row)])


def written_over(row):
    type(row).objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=list(CHANGES[type(row)]),
    )


def deleted(row):
    row.delete()


def deleted_in_bulk(row):
    type(row).objects.filter(pk=row.pk).delete()


@pytest.mark.parametrize(
    "act",
    [
        saved,
        saved_in_part,
        updated,
        updated_in_bulk,
        updated_or_created,
        written_over,
        deleted,
        deleted_in_bulk,
    ],
)
@pytest.mark.parametrize("model", CHANGES)
def test_a_frozen_row_stays_as_it_was_written(model, act):
    row = MAKERS[model]()
    before = model.objects.filter(pk=row.pk).values().get()
    for name, value in CHANGES[model].items():
        setattr(row, name, value)

    refused = pytest.raises(ValueError, match=f"{model.__name__} is written once")
    with refused, transaction.atomic():
        act(row)

    assert model.objects.filter(pk=row.pk).values().get() == before


def test_a_frozen_row_is_not_written_over_by_another_with_its_id():
    step = StepFactory()
    other = Step(pk=step.pk, version=step.version, position=7, key="k", document={})

    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()

    assert Step.objects.get().key == step.key


def test_an_event_is_still_numbered():
    an_event()

    assert number_events().sequence == 1
    assert Event.objects.get().sequence == 1


def test_whoever_published_may_still_go():
    publisher = EmployeeFactory()
    version = ModuleVersionFactory(published_by=publisher)

    type(publisher).objects.filter(pk=publisher.pk).delete()

    assert ModuleVersion.objects.get(pk=version.pk).published_by is None
