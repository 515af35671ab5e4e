"""What the database counts of answers, beside counting answer by answer."""

import datetime as dt
import random
from itertools import count

import pytest

from studio.queries.questions import questions_learned
from studio.rules.separating import separation
from tests.factories.staff import EmployeeFactory, moment
from tests.factories.training import (
    EnrolmentFactory,
    ModuleFactory,
    ModuleVersionFactory,
    RefresherCardFactory,
    StepFactory,
)
from tests.training.catalogue import a_question, a_quiz, an_ordering
from training.choices import RefresherRating, StepKind
from training.models import Attempt, QuizAnswer, RefresherReview
from training.quiz.questions import is_right_answer

QUIZ = a_quiz(
    questions=[
        a_question("one"),
        a_question("many", "multiple", ("a", "b")),
        an_ordering("order"),
    ]
)
numbers = count(1)


@pytest.fixture
def steps(db):
    """The quiz in two versions of one module."""
    module = ModuleFactory(version=False)
    return [
        StepFactory(
            version=ModuleVersionFactory(module=module, number=number),
            key="check",
            kind=StepKind.QUIZ,
            document=QUIZ,
        )
        for number in (1, 2)
    ]


def answered(step, employee, answers, *, is_finished=True):
    """Let ``employee`` answer the quiz once: answers {question key: given}."""
    enrolment = EnrolmentFactory(
        employee=employee,
        module=step.version.module,
        version=step.version,
        cycle=next(numbers),
        status="waived",
    )
    questions = {each["key"]: each for each in QUIZ["questions"]}
    rights = {
        key: is_right_answer(questions[key], given) for key, given in answers.items()
    }
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        step=step,
        number=1,
        started_at=moment(),
        finished_at=moment() if is_finished else None,
        score=sum(rights.values()) if is_finished else None,
    )
    for key, given in answers.items():
        QuizAnswer.objects.create(
            attempt=attempt,
            question=key,
            options=given,
            is_right=rights[key],
            at=moment(),
        )
    return attempt


def at_random(chance):
    return {
        "one": [chance.choice("abc")],
        "many": sorted(chance.sample("abc", chance.randint(1, 3))),
        "order": chance.sample("abc", 3),
    }


@pytest.mark.parametrize("seed", range(3))
def test_questions_are_counted_as_one_would_count_them_by_hand(steps, seed):
    chance = random.Random(seed)
    people = EmployeeFactory.create_batch(12)
    first = {}
    for _ in range(30):
        person, step, given = (
            chance.choice(people),
            chance.choice(steps),
            at_random(chance),
        )
        is_finished = chance.random() < 0.8
        attempt = answered(step, person, given, is_finished=is_finished)
        if is_finished and person.pk not in first:
            first[person.pk] = (step, attempt, given)

    found = questions_learned(steps[1].version)

    tries = [
        (attempt, given) for step, attempt, given in first.values() if step == steps[1]
    ]
    for each in found:
        key, options = each.question["key"], each.question.get("options", ())
        is_right = [is_right_answer(each.question, given[key]) for _a, given in tries]
        scores = [attempt.score for attempt, _given in tries]
        assert each.answered.people == len(tries)
        assert each.answered.right == sum(is_right)
        assert each.answered.separation == separation(
            people=len(tries),
            right=sum(is_right),
            score=sum(scores),
            squares=sum(score**2 for score in scores),
            score_of_right=sum(
                score for score, right in zip(scores, is_right, strict=True) if right
            ),
        )
        wrong = {option["key"] for option in options if not option["is_right"]}
        ticked = {
            option: sum(
                option in given[key] and not right
                for (_attempt, given), right in zip(tries, is_right, strict=True)
            )
            for option in wrong
        }
        assert each.answered.wrong == {key: n for key, n in ticked.items() if n}


def test_questions_tell_nothing_of_four_people_and_of_five_they_do(steps):
    step = steps[0]
    wrong = {"one": ["b"], "many": ["a"], "order": ["b", "a", "c"]}
    for _ in range(4):
        answered(step, EmployeeFactory(), wrong)
    few = questions_learned(step.version)[0].answered

    answered(step, EmployeeFactory(), wrong)
    enough = questions_learned(step.version)[0].answered

    assert (few.right_share, few.tempting) == (None, None)
    assert (enough.right_share, enough.tempting) == (0, ("b", 5))


def test_tempting_is_hidden_where_it_would_give_another_answer_away(steps):
    step = steps[0]
    for option in "bbbbbbc":
        answered(step, EmployeeFactory(), {"one": [option]})

    assert questions_learned(step.version)[0].answered.tempting is None


def test_questions_say_how_many_still_knew_when_they_were_first_asked_again(steps):
    step = steps[0]
    for known in (True, True, True, True, False):
        card = RefresherCardFactory(step=step, item="one")
        rating = RefresherRating.GOOD if known else RefresherRating.AGAIN
        for days, each in ((9, rating), (2, RefresherRating.AGAIN)):
            RefresherReview.objects.create(
                card=card,
                at=moment(),
                reviewed_on=moment().date() - dt.timedelta(days=days),
                rating=each,
                answer=["a"],
                seconds=20,
            )

    assert questions_learned(step.version)[0].answered.known_share == 0.8
