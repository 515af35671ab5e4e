"""Assigning, taking back and starting at the same moment, on a real database."""

import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier, Event

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from plans.actions.assigning import confirm_assignment, undo_assignment
from plans.models import AssignmentBatch
from tests.concurrency import Together, database_in_a_file
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment
from tests.factories.training import EnrolmentFactory, ModuleFactory
from training.actions.enrolments import enrol_self
from training.actions.learning import complete_step, start_enrolment
from training.models import Enrolment

AT = moment()

pytestmark = pytest.mark.django_db(transaction=True)
locks = pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="SQLite lets one writer in at a time; there is nothing to lock.",
)


def at_once(*acts):
    """Run ``acts`` together; return what each returned, or the code it was refused by."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait(timeout=60)
            return act()
        except ValidationError as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return [done.result(30) for done in [threads.submit(run, act) for act in acts]]


def assigning(by, people, module, batch_uuid=None):
    """Return the act of assigning, to be called without arguments."""
    return partial(
        confirm_assignment,
        batch_uuid=batch_uuid or uuid.uuid4(),
        employees=people,
        modules=[module],
        answers={},
        reach=by.reach_on(TODAY),
        by=by,
        at=AT,
        today=TODAY,
    )


def undoing(by, batch):
    return partial(
        undo_assignment,
        batch=batch,
        reach=by.reach_on(TODAY),
        by=by,
        at=AT,
        today=TODAY,
    )


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def hr(team):
    return EmployeeFactory(team=team, roles=["hr"])


@locks
def test_two_who_assign_to_each_other_do_not_wait_for_each_other(team, hr):
    """Each points at the other as the one who assigned, when it commits."""
    other, module = EmployeeFactory(team=team, roles=["hr"]), ModuleFactory()
    before_commit = Barrier(2)

    def act(by, to):
        with transaction.atomic():
            assigning(by, [to], module)()
            before_commit.wait(timeout=60)

    at_once(partial(act, hr, other), partial(act, other, hr))

    assert Enrolment.objects.count() == 2


@locks
def test_two_assigners_give_one_person_one_module_once(team, hr):
    others = EmployeeFactory.create_batch(2, team=team, roles=["hr"])
    people, module = EmployeeFactory.create_batch(5, team=team), ModuleFactory()

    answers = at_once(
        assigning(hr, people, module),
        assigning(others[0], people[::-1], module),
        assigning(others[1], people[2:] + people[:2], module),
    )

    assert sorted(a for a in answers if isinstance(a, str)) == ["nothing_to_assign"] * 2
    assert Enrolment.objects.count() == 5


@locks
def test_one_button_pressed_many_times_makes_one_batch(team, hr):
    person, module, one = EmployeeFactory(team=team), ModuleFactory(), uuid.uuid4()

    batches = at_once(*[assigning(hr, [person], module, one) for _tap in range(4)])

    assert set(batches) == {AssignmentBatch.objects.get()}
    assert Enrolment.objects.count() == 1


@locks
def test_assigning_and_taking_it_up_oneself_are_one_enrolment(team, hr):
    person, module = EmployeeFactory(team=team), ModuleFactory()

    at_once(
        assigning(hr, [person], module),
        partial(enrol_self, employee=person, module=module, at=AT),
    )

    assert Enrolment.objects.count() == 1


@locks
@pytest.mark.parametrize("go", range(5))
def test_undo_and_start_at_once_leave_each_enrolment_one_or_the_other(team, hr, go):
    people, module = EmployeeFactory.create_batch(4, team=team), ModuleFactory()
    batch = assigning(hr, people, module)()
    starts = [
        partial(start_enrolment, enrolment=enrolment, at=AT)
        for enrolment in Enrolment.objects.all()
    ]

    (taken, kept), *started = at_once(undoing(hr, batch), *starts)

    began = {each for each in started if each != "withdrawn"}
    assert set(taken) | set(kept) == set(Enrolment.objects.all())
    assert set(kept) == began
    assert set(taken).isdisjoint(began)


@locks
def test_undo_twice_at_once_takes_back_once(team, hr):
    people = EmployeeFactory.create_batch(3, team=team)
    batch = assigning(hr, people, ModuleFactory())()

    answers = at_once(undoing(hr, batch), undoing(hr, batch))

    assert sorted(len(taken) for taken, _kept in answers) == [0, 3]


@locks
def test_undo_and_assigning_anew_at_once_leave_at_most_one_open(team, hr):
    people, module = EmployeeFactory.create_batch(4, team=team), ModuleFactory()
    batch = assigning(hr, people, module)()

    at_once(undoing(hr, batch), assigning(hr, people, module))

    assert Enrolment.objects.open().count() in (0, 4)


@pytest.mark.soak
def test_an_answer_is_saved_within_two_seconds_while_2000_people_are_assigned_to(
    team, hr, tmp_path
):
    people = EmployeeFactory.create_batch(2_000, team=team)
    learner, module = EmployeeFactory(team=team), ModuleFactory()
    waits, has_ended = [], Event()

    def assign():
        try:
            assigning(hr, people, module)()
        finally:
            has_ended.set()

    def learn():
        while not has_ended.is_set():
            began = time.monotonic()
            enrolment = EnrolmentFactory(employee=learner, module=ModuleFactory())
            enrolment = start_enrolment(enrolment=enrolment, at=AT)
            step = enrolment.version.steps.get()
            complete_step(enrolment=enrolment, step=step, at=AT, today=TODAY)
            waits.append(time.monotonic() - began)

    with database_in_a_file(tmp_path / "encore.sqlite3"):
        with Together() as together:
            together.start(assign)
            together.start(learn)
        assert Enrolment.objects.filter(module=module).count() == 2_000

    assert max(waits) < 2
