"""Enrolling people in modules, and taking that back."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from events.models import Event
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment
from tests.factories.training import EnrolmentFactory, ModuleFactory
from tests.training.catalogue import NOW
from training.actions.enrolments import enrol, enrol_self, withdraw
from training.actions.learning import complete_step, start_enrolment
from training.choices import EnrolmentSource, EnrolmentStatus
from training.models import Enrolment

pytestmark = pytest.mark.django_db


def assign(*pairs, **more):
    return enrol(pairs, source=EnrolmentSource.PERSON, at=NOW["at"], **more)


def completed(employee, module):
    return EnrolmentFactory(
        employee=employee,
        module=module,
        status=EnrolmentStatus.COMPLETED,
        completed_on=TODAY,
        progress_percent=100,
    )


def test_enrol_writes_enrolments_in_the_order_asked_with_an_event_each():
    people = EmployeeFactory.create_batch(2)
    module, mona = ModuleFactory(), EmployeeFactory()

    enrolments = assign(*[(person, module) for person in people], by=mona)

    assert [e.employee for e in enrolments] == people
    assert {(e.assigned_on, e.assigned_by, e.cycle) for e in enrolments} == {
        (TODAY, mona, 1)
    }
    events = Event.objects.filter(kind="enrolment.assigned").order_by("pk")
    assert [event.subject_id for event in events] == [e.pk for e in enrolments]


@pytest.mark.parametrize("count", [1, 3])
def test_enrol_costs_the_same_for_any_number_of_people(
    django_assert_num_queries, count
):
    people, module = EmployeeFactory.create_batch(count), ModuleFactory()

    with django_assert_num_queries(6):
        assign(*[(person, module) for person in people])

    assert Enrolment.objects.count() == count


def test_enrol_dates_each_persons_training_by_the_day_it_is_where_they_work(company):
    people = [
        EmployeeFactory(team=TeamFactory(parent=company, time_zone=zone))
        for zone in ("America/New_York", "Asia/Tokyo")
    ]
    module, late = ModuleFactory(), moment(23)

    enrolments = enrol(
        [(person, module) for person in people],
        source=EnrolmentSource.PERSON,
        at=late,
        by=people[1],
    )

    assert [e.assigned_on for e in enrolments] == [TODAY, TODAY + dt.timedelta(days=1)]


def test_what_is_assigned_from_a_zone_ahead_is_never_completed_before_it(company):
    learner = EmployeeFactory(
        team=TeamFactory(parent=company, time_zone="America/New_York")
    )
    at = moment(1)
    [enrolment] = enrol(
        [(learner, ModuleFactory())], source=EnrolmentSource.PERSON, at=at
    )

    enrolment = _learned(enrolment, at=at, today=TODAY - dt.timedelta(days=1))

    assert enrolment.assigned_on == TODAY - dt.timedelta(days=1)
    assert enrolment.completed_on == enrolment.assigned_on


def test_whoever_moves_west_meanwhile_completes_on_the_day_of_assigning(company):
    [enrolment] = assign((EmployeeFactory(team=company), ModuleFactory()))

    enrolment = _learned(enrolment, at=NOW["at"], today=TODAY - dt.timedelta(days=1))

    assert (enrolment.assigned_on, enrolment.completed_on) == (TODAY, TODAY)


def test_the_database_keeps_no_training_completed_before_it_was_assigned(employee):
    with pytest.raises(IntegrityError, match="enrolment_completed_after_assigned"):
        EnrolmentFactory(
            employee=employee,
            status=EnrolmentStatus.COMPLETED,
            assigned_on=TODAY,
            completed_on=TODAY - dt.timedelta(days=1),
            progress_percent=100,
        )


def test_no_act_writes_the_day_of_assigning_again(company):
    """It is the input the evidence rests on: written at birth, by one insert."""
    learner, module = EmployeeFactory(team=company), ModuleFactory()
    with CaptureQueriesContext(connection) as asked:
        enrolment = enrol_self(employee=learner, module=module, at=NOW["at"])
        _learned(enrolment, **NOW)
        assign((learner, module))
        withdraw(Enrolment.objects.open(), at=NOW["at"], by=None)
    updates = [
        query["sql"]
        for query in asked
        if query["sql"].startswith('UPDATE "training_enrolment"')
    ]

    assert len(updates) == 3
    assert [sql for sql in updates if "assigned_on" in sql.split("WHERE")[0]] == []


def _learned(enrolment, *, at, today):
    enrolment = start_enrolment(enrolment=enrolment, at=at)
    step = enrolment.version.steps.get()
    return complete_step(enrolment=enrolment, step=step, at=at, today=today)


def test_enrol_again_is_the_next_cycle():
    before = completed(EmployeeFactory(), ModuleFactory())

    [enrolment] = assign((before.employee, before.module))

    assert enrolment.cycle == 2


def test_enrol_somebody_who_is_learning_it_is_refused_and_saves_nobody():
    learning, other = EnrolmentFactory(), EmployeeFactory()

    with pytest.raises(ValidationError) as refusal:
        assign((other, learning.module), (learning.employee, learning.module))

    assert refusal.value.code == "already_open"
    assert Enrolment.objects.get() == learning


def test_enrol_in_an_archived_module_is_refused():
    with pytest.raises(ValidationError) as refusal:
        assign((EmployeeFactory(), ModuleFactory(is_archived=True)))

    assert refusal.value.code == "archived"


def test_enrol_self_is_of_ones_own_choice():
    employee = EmployeeFactory()

    enrolment = enrol_self(employee=employee, module=ModuleFactory(), at=NOW["at"])

    assert enrolment.source == EnrolmentSource.SELF
    assert enrolment.assigned_by == employee


def test_enrol_self_twice_is_the_same_enrolment():
    employee, module = EmployeeFactory(), ModuleFactory()
    first = enrol_self(employee=employee, module=module, at=NOW["at"])

    assert enrol_self(employee=employee, module=module, at=NOW["at"]) == first


def test_enrol_self_takes_up_what_was_assigned():
    assigned = EnrolmentFactory()

    taken = enrol_self(employee=assigned.employee, module=assigned.module, at=NOW["at"])

    assert taken == assigned


def test_withdraw_takes_back_what_nobody_has_started():
    waiting, module = EnrolmentFactory(), ModuleFactory()
    started = start_enrolment(enrolment=EnrolmentFactory(module=module), at=NOW["at"])

    taken, kept = withdraw(
        Enrolment.objects.all(), at=NOW["at"], by=waiting.assigned_by
    )

    assert (taken, kept) == ([waiting], [started])
    waiting.refresh_from_db()
    assert (waiting.status, waiting.withdrawn_at) == (
        EnrolmentStatus.WITHDRAWN,
        NOW["at"],
    )
    [event] = Event.objects.filter(kind="enrolment.withdrawn")
    assert event.subject_id == waiting.pk


@pytest.mark.parametrize("count", [3, 60])
def test_withdraw_costs_the_same_for_any_number_of_people(
    django_assert_num_queries, count
):
    EnrolmentFactory.create_batch(count, module=ModuleFactory())

    with django_assert_num_queries(5):
        taken, _kept = withdraw(Enrolment.objects.all(), at=NOW["at"], by=None)

    assert len(taken) == count
    assert set(Enrolment.objects.values_list("status", "withdrawn_at")) == {
        ("withdrawn", NOW["at"])
    }


def test_withdraw_again_takes_nothing_back():
    enrolment = EnrolmentFactory()
    withdraw(Enrolment.objects.all(), at=NOW["at"], by=None)

    assert withdraw(Enrolment.objects.all(), at=NOW["at"], by=None) == ([], [])
    assert Event.objects.filter(subject_id=enrolment.pk).count() == 1


def test_withdrawn_and_assigned_again_is_a_new_enrolment():
    enrolment = EnrolmentFactory()
    withdraw(Enrolment.objects.all(), at=NOW["at"], by=None)

    [again] = assign((enrolment.employee, enrolment.module))

    assert again.cycle == 2
