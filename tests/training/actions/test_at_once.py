"""Two taps at the same moment, on two devices, each with a connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from tests.factories.staff import EmployeeFactory
from tests.factories.training import RefresherCardFactory
from tests.training.catalogue import NOW, begun, publish_catalogue, step_of
from training.actions.enrolments import enrol_self
from training.actions.learning import (
    answer_question,
    begin_attempt,
    complete_step,
    take_choice,
)
from training.actions.refreshers import answer_card
from training.models import (
    Attempt,
    ChoiceTaken,
    Enrolment,
    QuizAnswer,
    RefresherReview,
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


def test_two_devices_refresh_once():
    card = RefresherCardFactory()

    def answering(option):
        return lambda: answer_card(card=card, answer=[option], **NOW)

    given = at_once(answering("a"), answering("b"), answering("a"))

    assert {review.pk for review in given} == {RefresherReview.objects.get().pk}


def test_two_devices_stay_within_the_day_together():
    first = RefresherCardFactory(seconds=60)
    others = [RefresherCardFactory(employee=first.employee, seconds=60) for _n in "ab"]

    def answering(card):
        def answer():
            try:
                return answer_card(card=card, answer=["a"], measured=60, **NOW)
            except ValidationError as refusal:
                return refusal.code

        return answer

    given = at_once(*map(answering, [first, *others]))

    assert given.count("not_now") == 2
    assert RefresherReview.objects.count() == 1
