"""Practice on the job: who may observe it, and what was observed."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from events.models import Event
from tests.factories.staff import TODAY, EmployeeFactory, moment
from tests.training.catalogue import (
    a_module_document,
    a_practice,
    a_reading,
    begun,
    publish_catalogue,
)
from training.actions.learning import complete_step
from training.actions.observing import (
    name_observer,
    record_observation,
    remove_observer,
)
from training.actions.publishing import publish_module
from training.choices import EnrolmentStatus
from training.models import NamedObserver, Observation, StepCompletion

ALL = {"greet": "observed", "name": "observed"}
HALF = {"greet": "observed", "name": "not_yet"}


@pytest.fixture
def enrolment(employee):
    """Begun, in a module that is practice and nothing else."""
    return begun(employee, publish_catalogue(a_practice()))


@pytest.fixture
def manager(company):
    return EmployeeFactory(team=company, manages=[company])


def observed(enrolment, observer, items, *, at=None, uuid=None, **fields):
    return record_observation(
        enrolment=enrolment,
        step=enrolment.version.steps.get(kind="practice"),
        uuid=uuid or uuid4(),
        observer=observer,
        items=items,
        at=at or moment(),
        today=TODAY,
        **fields,
    )


def test_record_observation_of_every_item_completes_the_step(enrolment, manager):
    observation = observed(enrolment, manager, ALL, comment="Warm and quick.")

    enrolment.refresh_from_db()
    assert enrolment.status == EnrolmentStatus.COMPLETED
    assert StepCompletion.objects.get().score_percent == 100
    assert (observation.share_percent, observation.comment) == (100, "Warm and quick.")
    event = Event.objects.get(kind="practice.observed")
    assert (event.actor_id, event.employee_id) == (manager.pk, enrolment.employee_id)


def test_record_observation_of_some_items_leaves_the_step_open(enrolment, manager):
    observation = observed(enrolment, manager, HALF)

    enrolment.refresh_from_db()
    assert enrolment.status == EnrolmentStatus.IN_PROGRESS
    assert observation.share_percent == 50
    assert not StepCompletion.objects.exists()


def test_record_observation_again_is_another_row(enrolment, manager):
    observed(enrolment, manager, HALF)

    observed(enrolment, manager, ALL, at=moment(14))

    seen = Observation.objects.order_by("at").values_list("items", flat=True)
    assert list(seen) == [HALF, ALL]
    assert StepCompletion.objects.exists()


def test_record_observation_twice_with_one_uuid_is_one(enrolment, manager):
    uuid = uuid4()
    first = observed(enrolment, manager, ALL, uuid=uuid)

    assert observed(enrolment, manager, HALF, uuid=uuid) == first
    assert Observation.objects.get().items == ALL


@pytest.mark.parametrize(
    "items",
    [{}, {"greet": "observed"}, ALL | {"more": "observed"}, ALL | {"name": "perhaps"}],
)
def test_record_observation_wants_every_item(enrolment, manager, items):
    with pytest.raises(ValidationError) as refusal:
        observed(enrolment, manager, items)

    assert refusal.value.code == "unanswered"
    assert not Observation.objects.exists()


def test_record_observation_waits_for_the_steps_before(employee, manager):
    enrolment = begun(employee, publish_catalogue(a_reading(), a_practice()))
    with pytest.raises(ValidationError) as refusal:
        observed(enrolment, manager, ALL)
    assert refusal.value.code == "not_reached"

    read = enrolment.version.steps.get(kind="reading")
    complete_step(enrolment=enrolment, step=read, at=moment(), today=TODAY)

    assert observed(enrolment, manager, ALL).is_all


def test_record_observation_once_done_is_refused(enrolment, manager):
    observed(enrolment, manager, ALL)

    with pytest.raises(ValidationError) as refusal:
        observed(enrolment, manager, HALF)

    assert refusal.value.code == "not_reached"


def test_record_observation_of_oneself_is_a_mistake(enrolment, employee):
    with pytest.raises(ValueError, match="observes themselves"):
        observed(enrolment, employee, ALL)


def test_record_observation_keeps_the_checklist_people_began_with(enrolment, manager):
    changed = a_module_document(a_practice(items=("smile",)))
    publish_module(document=changed, at=moment())

    assert observed(enrolment, manager, ALL).is_all


def test_name_observer_names_once(enrolment, manager):
    colleague = EmployeeFactory()

    for _tap in range(2):
        name_observer(enrolment=enrolment, employee=colleague, by=manager, at=moment())

    named = NamedObserver.objects.get()
    assert (named.employee, named.named_by) == (colleague, manager)
    assert Event.objects.filter(kind="observer.named").count() == 1


def test_name_observer_refuses_the_learner(enrolment, manager):
    with pytest.raises(ValidationError) as refusal:
        name_observer(
            enrolment=enrolment, employee=enrolment.employee, by=manager, at=moment()
        )

    assert refusal.value.code == "own"


def test_name_observer_refuses_who_has_left(enrolment, manager):
    gone = EmployeeFactory(left_on=TODAY)

    with pytest.raises(ValidationError) as refusal:
        name_observer(enrolment=enrolment, employee=gone, by=manager, at=moment())

    assert refusal.value.code == "has_left"


def test_remove_observer_keeps_what_was_observed(enrolment, manager):
    colleague = EmployeeFactory()
    named = name_observer(
        enrolment=enrolment, employee=colleague, by=manager, at=moment()
    )
    observed(enrolment, colleague, HALF)

    remove_observer(named=named, by=manager, at=moment())

    assert not NamedObserver.objects.exists()
    assert Observation.objects.get().observer == colleague
    assert Event.objects.filter(kind="observer.removed").count() == 1
