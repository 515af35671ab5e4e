"""Two taps at the same moment, on two devices, each with a connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from tests.factories.staff import EmployeeFactory
from tests.training.catalogue import (
    NOW,
    a_practice,
    a_question,
    a_quiz,
    begun,
    publish_catalogue,
    step_of,
)
from training.actions.enrolments import enrol_self
from training.actions.learning import (
    answer_question,
    begin_attempt,
    complete_step,
    take_choice,
)
from training.actions.observing import record_observation
from training.actions.trying_again import grant_attempt
from training.models import (
    Attempt,
    ChoiceTaken,
    Enrolment,
    FurtherAttempt,
    Observation,
    QuizAnswer,
    StepCompletion,
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="SQLite lets one writer in at a time; there is nothing to lock.",
    ),
]


def at_once(*acts):
    """Run ``acts`` together and return what each returned."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait(timeout=60)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return [done.result() for done in [threads.submit(run, act) for act in acts]]


@pytest.fixture
def enrolment():
    return begun(EmployeeFactory(), publish_catalogue())


def test_two_readers_complete_a_step_once(enrolment):
    step = step_of(enrolment, "reading")

    def read():
        return complete_step(enrolment=enrolment, step=step, **NOW)

    done = at_once(read, read, read)

    assert {each.steps_done for each in done} == {1}
    assert StepCompletion.objects.count() == 1


def test_two_devices_begin_one_attempt(enrolment):
    step = step_of(enrolment, "scenario")

    def begin():
        return begin_attempt(enrolment=enrolment, step=step, at=NOW["at"])

    assert len(set(at_once(begin, begin, begin))) == 1
    assert Attempt.objects.count() == 1


def test_two_devices_take_one_choice(enrolment):
    step = step_of(enrolment, "scenario")
    attempt = begin_attempt(enrolment=enrolment, step=step, at=NOW["at"])

    def taking(choice):
        mine = Attempt.objects.get(pk=attempt.pk)
        return lambda: take_choice(attempt=mine, position=0, choice=choice, **NOW)

    taken = at_once(taking("own-it"), taking("excuse"), taking("own-it"))

    assert {each.choice for each in taken} == {ChoiceTaken.objects.get().choice}


def test_two_devices_give_one_answer(enrolment):
    step = step_of(enrolment, "quiz")
    attempt = begin_attempt(enrolment=enrolment, step=step, at=NOW["at"])

    def answering(option):
        mine = Attempt.objects.get(pk=attempt.pk)
        return lambda: answer_question(
            attempt=mine, question="q1", options=[option], **NOW
        )

    given = at_once(answering("a"), answering("b"), answering("c"))

    kept = QuizAnswer.objects.get()
    assert {tuple(each.options) for each in given} == {tuple(kept.options)}


def test_two_taps_enrol_once(enrolment):
    employee = EmployeeFactory()

    def start():
        return enrol_self(employee=employee, module=enrolment.module, at=NOW["at"])

    assert len(set(at_once(start, start, start))) == 1
    assert Enrolment.objects.filter(employee=employee).count() == 1


def test_two_observers_at_once_finish_a_step_once():
    enrolment = begun(EmployeeFactory(), publish_catalogue(a_practice()))
    step = step_of(enrolment, "practice")

    def observing():
        observer, uuid = EmployeeFactory(), uuid4()
        items = {"greet": "observed", "name": "observed"}

        def observe():
            try:
                return record_observation(
                    enrolment=enrolment,
                    step=step,
                    uuid=uuid,
                    observer=observer,
                    items=items,
                    **NOW,
                )
            except ValidationError as refusal:
                return refusal.code

        return observe

    done = at_once(observing(), observing())

    assert done.count("not_reached") == 1
    assert Observation.objects.count() == 1
    assert StepCompletion.objects.count() == 1


def test_two_taps_at_once_grant_one_try():
    quiz = a_quiz(questions=[a_question("q")], attempts=1)
    enrolment = begun(EmployeeFactory(), publish_catalogue(quiz))
    step = step_of(enrolment, "quiz")
    attempt = begin_attempt(enrolment=enrolment, step=step, at=NOW["at"])
    answer_question(attempt=attempt, question="q", options=["b"], **NOW)
    manager = EmployeeFactory()

    def grant():
        return grant_attempt(enrolment=enrolment, step=step, by=manager, at=NOW["at"])

    granted = at_once(grant, grant)

    assert granted.count(None) == 1
    assert FurtherAttempt.objects.count() == 1
