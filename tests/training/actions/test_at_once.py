"""Two taps at the same moment, on two devices, each with a connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from events.models import Event
from tests.concurrency import database_in_a_file
from tests.factories.staff import EmployeeFactory, moment
from tests.factories.training import (
    EnrolmentFactory,
    RefresherCardFactory,
    SkillFactory,
)
from tests.training.catalogue import (
    BEST_PLAY,
    NOW,
    a_module_document,
    a_play,
    a_practice,
    a_question,
    a_quiz,
    a_reading,
    begun,
    complete,
    publish_catalogue,
    step_of,
)
from tests.training.scenario.documents import late_table
from training.actions.enrolments import enrol_self
from training.actions.learning import (
    answer_question,
    begin_attempt,
    complete_step,
    start_enrolment,
    take_choice,
)
from training.actions.observing import record_observation
from training.actions.publishing import publish_module, publish_scenario
from training.actions.rating import rate_module
from training.actions.refreshers import answer_card
from training.actions.trying_again import grant_attempt
from training.choices import EnrolmentStatus
from training.models import (
    Attempt,
    ChoiceTaken,
    Enrolment,
    FurtherAttempt,
    Module,
    ModuleRating,
    ModuleVersion,
    Observation,
    QuizAnswer,
    RefresherReview,
    ScenarioVersion,
    Step,
    StepCompletion,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _real_database(tmp_path, transactional_db):
    with database_in_a_file(tmp_path / "learning.sqlite3"):
        yield


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


def standing_at(step):
    """Return an enrolment, begun, of a module that has ``step`` and no other."""
    return begun(EmployeeFactory(), publish_catalogue(step))


def begin(enrolment, kind):
    step = step_of(enrolment, kind)
    return begin_attempt(enrolment=enrolment, step=step, at=NOW["at"])


def taking(attempt, position, choice):
    """Return the act of one device: it has read the attempt for itself."""
    mine = Attempt.objects.get(pk=attempt.pk)
    return partial(take_choice, attempt=mine, position=position, choice=choice, **NOW)


def answering(attempt, question, *options):
    mine = Attempt.objects.get(pk=attempt.pk)
    return partial(
        answer_question, attempt=mine, question=question, options=options, **NOW
    )


def assert_completed_once():
    assert Enrolment.objects.get().status == EnrolmentStatus.COMPLETED
    assert StepCompletion.objects.count() == 1
    assert Event.objects.filter(kind="enrolment.completed").count() == 1


# Starting and beginning


def test_two_taps_enrol_once():
    employee, module = EmployeeFactory(), publish_catalogue()
    enrol = partial(enrol_self, employee=employee, module=module, at=NOW["at"])

    assert len(set(at_once(enrol, enrol, enrol))) == 1
    assert Enrolment.objects.filter(employee=employee).count() == 1


def test_two_taps_start_once():
    enrolment = EnrolmentFactory(module=publish_catalogue())
    start = partial(start_enrolment, enrolment=enrolment, at=NOW["at"])

    started = at_once(start, start, start)

    assert {each.status for each in started} == {EnrolmentStatus.IN_PROGRESS}
    assert Event.objects.filter(kind="enrolment.started").count() == 1


@pytest.mark.parametrize(("kind", "step"), [("scenario", a_play()), ("quiz", a_quiz())])
def test_two_devices_begin_one_attempt(kind, step):
    enrolment = standing_at(step)
    beginning = partial(begin, enrolment, kind)

    assert len(set(at_once(beginning, beginning, beginning))) == 1
    assert Attempt.objects.count() == 1


# One thing, twice


def test_two_devices_take_one_choice():
    attempt = begin(standing_at(a_play()), "scenario")

    taken = at_once(
        taking(attempt, 0, "own-it"),
        taking(attempt, 0, "excuse"),
        taking(attempt, 0, "own-it"),
    )

    assert {each.choice for each in taken} == {ChoiceTaken.objects.get().choice}


def test_two_devices_give_one_answer():
    attempt = begin(standing_at(a_quiz()), "quiz")

    given = at_once(
        answering(attempt, "q1", "a"),
        answering(attempt, "q1", "b"),
        answering(attempt, "q1", "c"),
    )

    kept = QuizAnswer.objects.get()
    assert {tuple(each.options) for each in given} == {tuple(kept.options)}


# The last thing, twice


def test_two_who_read_to_the_end_complete_once():
    enrolment = standing_at(a_reading())
    step = step_of(enrolment, "reading")
    read = partial(complete_step, enrolment=enrolment, step=step, **NOW)

    done = at_once(read, read, read)

    assert {each.status for each in done} == {EnrolmentStatus.COMPLETED}
    assert_completed_once()


def test_the_last_choice_on_two_devices_completes_once():
    attempt = begin(standing_at(a_play()), "scenario")
    for position, choice in enumerate(BEST_PLAY[:2]):
        taking(attempt, position, choice)()

    taken = at_once(*[taking(attempt, 2, BEST_PLAY[2]) for _device in range(3)])

    assert {each.position for each in taken} == {2}
    assert Attempt.objects.get().score_percent == 100
    assert_completed_once()


def test_the_last_answer_on_two_devices_completes_once():
    attempt = begin(standing_at(a_quiz()), "quiz")
    answering(attempt, "q1", "a")()

    given = at_once(*[answering(attempt, "q2", "a", "b") for _device in range(3)])

    assert {each.question for each in given} == {"q2"}
    assert Attempt.objects.get().score_percent == 100
    assert_completed_once()


def test_the_last_two_answers_from_two_devices_complete_once():
    """Neither may count the answers before the other's is among them."""
    attempt = begin(standing_at(a_quiz()), "quiz")

    at_once(answering(attempt, "q1", "a"), answering(attempt, "q2", "a", "b"))

    assert Attempt.objects.get().score_percent == 100
    assert_completed_once()


# Publishing


@pytest.mark.parametrize("known", [0, 1])
def test_a_scenario_published_twice_at_once_is_one_version(known):
    """known: how many versions there were before."""
    for slug in ("apologising", "promising-well"):
        SkillFactory(slug=slug)
    if known:
        publish_scenario(document=late_table() | {"mood": 1}, at=moment())
    publish = partial(publish_scenario, document=late_table(), at=moment())

    assert len(set(at_once(publish, publish, publish))) == 1
    assert ScenarioVersion.objects.count() == known + 1
    assert Event.objects.filter(kind="scenario.published").count() == known + 1


@pytest.mark.parametrize("known", [0, 1])
def test_a_module_published_twice_at_once_is_one_version(known):
    SkillFactory(slug="apologising")
    if known:
        publish_module(document=a_module_document(a_reading()), at=moment())
    document = a_module_document(a_reading(), a_quiz())
    publish = partial(publish_module, document=document, at=moment())

    assert len(set(at_once(publish, publish, publish))) == 1
    assert Module.objects.count() == 1
    assert ModuleVersion.objects.count() == known + 1
    assert Step.objects.filter(version__number=known + 1).count() == 2
    assert Event.objects.filter(kind="module.published").count() == known + 1


# Refreshing


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


# Observing and trying again


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


def test_two_cycles_rated_at_once_count_once():
    first = standing_at(a_reading())
    complete(first)
    second = begun(first.employee, first.module, cycle=2)
    complete(second)

    def rating(enrolment, stars):
        return partial(
            rate_module, enrolment=enrolment, stars=stars, comment="", at=NOW["at"]
        )

    at_once(rating(first, 1), rating(second, 5), rating(second, 5))

    assert ModuleRating.objects.count() == 2
    assert ModuleRating.objects.get(is_latest=True).enrolment == second
    assert Event.objects.filter(kind="rating.given").count() == 2
