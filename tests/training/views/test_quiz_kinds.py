"""Quizzes with more in them: orderings, short answers, banks, a limit of tries."""

import re

import pytest
from django.core.exceptions import ValidationError

from events.models import Event
from tests.factories.staff import EmployeeFactory, moment
from tests.training.catalogue import (
    NOW,
    a_bank_document,
    a_drawn_quiz,
    a_question,
    a_quiz,
    a_short,
    an_ordering,
    begun,
    publish_catalogue,
)
from training.actions.learning import answer_question, begin_attempt
from training.actions.publishing import publish_bank
from training.actions.trying_again import grant_attempt
from training.models import Attempt, FurtherAttempt, QuizAnswer
from training.queries.quizzes import questions_of, quizzes_used_up
from training.quiz.questions import right_answer


@pytest.fixture
def manager(company):
    return EmployeeFactory(team=company, manages=[company], last_name="Lindqvist")


@pytest.fixture
def learner(sign_in, employee):
    return sign_in(employee)


@pytest.fixture
def quiz_of(employee):
    """A function that publishes one quiz and returns the learner's enrolment in it."""

    def publish(quiz):
        publish_bank(document=a_bank_document(), at=moment())
        return begun(employee, publish_catalogue(quiz))

    return publish


def url(enrolment):
    return f"/learn/{enrolment.uuid}/steps/check/"


def keys_shown(text):
    return re.findall(r'name="options" value="([^"]*)"', text)


def answer(client, enrolment, question, *options, number=1):
    sent = {"number": number, "question": question, "options": options}
    return client.get(client.post(url(enrolment), sent).url)


# Ordering


def test_ordering_is_answered_by_the_order_it_stands_in(learner, quiz_of):
    enrolment = quiz_of(a_quiz(questions=[an_ordering()]))
    shown = keys_shown(learner.get(url(enrolment)).text)
    assert sorted(shown) == ["a", "b", "c"]
    assert shown != ["a", "b", "c"]

    text = answer(learner, enrolment, "order", "a", "b", "c").text

    assert "Right." in text
    assert "why order" in text
    assert QuizAnswer.objects.get().options == ["a", "b", "c"]


def test_ordering_right_in_part_is_wrong_and_shows_where(learner, quiz_of):
    enrolment = quiz_of(a_quiz(questions=[an_ordering()]))

    text = answer(learner, enrolment, "order", "a", "c", "b").text

    assert "Not quite." in text
    assert text.count("enc-choice right") == 1
    assert "belongs in place 3" in text
    assert Attempt.objects.get().score == 0


def test_ordering_moves_an_item_without_script(learner, quiz_of):
    enrolment = quiz_of(a_quiz(questions=[an_ordering()]))
    sent = {"number": 1, "question": "order", "options": ["c", "a", "b"]}

    response = learner.post(url(enrolment), sent | {"move": "up:b"})

    assert keys_shown(learner.get(response.url).text) == ["c", "b", "a"]
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("order", ["a.b", "a.b.x", "\0", "a.a.b"])
def test_ordering_ignores_an_order_of_other_things(learner, quiz_of, order):
    enrolment = quiz_of(a_quiz(questions=[an_ordering()]))
    usual = keys_shown(learner.get(url(enrolment)).text)

    assert keys_shown(learner.get(url(enrolment), {"order": order}).text) == usual


# Short answers


@pytest.mark.parametrize("typed", ["cafe au lait", "MILCHKAFFEE "])
def test_short_takes_what_is_accepted_in_any_language(learner, quiz_of, typed):
    enrolment = quiz_of(a_quiz(questions=[a_short()]))

    assert "Right." in answer(learner, enrolment, "short", typed).text


def test_short_wrong_shows_what_was_typed_and_what_is_right(learner, quiz_of):
    enrolment = quiz_of(a_quiz(questions=[a_short()]))

    text = answer(learner, enrolment, "short", "<tea>").text

    assert "Not quite." in text
    assert "&lt;tea&gt;" in text
    assert "Café au lait" in text


def test_short_of_numbers_opens_the_keys_for_figures(learner, quiz_of):
    enrolment = quiz_of(a_quiz(questions=[a_short(en=["1.5"])]))
    assert 'inputmode="decimal"' in learner.get(url(enrolment)).text

    assert "Right." in answer(learner, enrolment, "short", "1,50").text


# Banks


def test_quiz_asks_the_same_again_and_another_time_other_questions(learner, quiz_of):
    enrolment = quiz_of(a_drawn_quiz(draw=3, shuffle=True))
    step = enrolment.version.steps.get()
    first = learner.get(url(enrolment)).text
    assert "Question 1 of 3" in first
    assert keys_shown(learner.get(url(enrolment)).text) == keys_shown(first)

    asked = []
    for number in range(1, 5):
        attempt = begin_attempt(enrolment=enrolment, step=step, at=moment())
        questions = questions_of(attempt)
        asked.append([question["key"] for question in questions])
        assert questions_of(Attempt.objects.get(number=number)) == questions
        for question in questions:
            answer_question(
                attempt=attempt, question=question["key"], options=["b"], **NOW
            )

    assert f"question {asked[0][0]}" in first
    assert len({tuple(each) for each in asked}) > 1


def test_quiz_keeps_the_bank_it_was_published_with(learner, quiz_of):
    enrolment = quiz_of(a_drawn_quiz(draw=2))
    publish_bank(document=a_bank_document(a_question("new")), at=moment())
    attempt = begin_attempt(
        enrolment=enrolment, step=enrolment.version.steps.get(), at=moment()
    )

    for question in questions_of(attempt):
        answer_question(
            attempt=attempt,
            question=question["key"],
            options=right_answer(question),
            **NOW,
        )

    enrolment.refresh_from_db()
    assert (enrolment.status, enrolment.score_percent) == ("completed", 100)


def test_quiz_knows_no_question_it_did_not_draw(learner, quiz_of):
    enrolment = quiz_of(a_drawn_quiz(draw=5))
    attempt = begin_attempt(
        enrolment=enrolment, step=enrolment.version.steps.get(), at=moment()
    )
    drawn = {question["key"] for question in questions_of(attempt)}
    [left_out] = {f"b{n}" for n in range(6)} - drawn

    with pytest.raises(ValidationError) as refusal:
        answer_question(attempt=attempt, question=left_out, options=["a"], **NOW)

    assert refusal.value.code == "unknown_question"


# Tries


@pytest.fixture
def used_up(learner, quiz_of):
    """An enrolment in a quiz of two tries that both failed."""
    enrolment = quiz_of(a_quiz(questions=[a_question("q")], attempts=2))
    answer(learner, enrolment, "q", "b")
    answer(learner, enrolment, "q", "b", number=2)
    return enrolment


def test_quiz_counts_the_tries_down(learner, quiz_of):
    enrolment = quiz_of(a_quiz(questions=[a_question("q")], attempts=2))
    answer(learner, enrolment, "q", "b")

    assert "One more try after this one." in learner.get(url(enrolment)).text


def test_quiz_used_up_explains_and_names_who_can_help(manager, learner, used_up):
    text = learner.get(url(used_up)).text

    assert "Lindqvist" in text
    assert "Try once more" not in text
    assert "why a" in learner.get(f"{url(used_up)}?question=q").text


def test_quiz_used_up_begins_no_other_try(learner, used_up):
    response = learner.post(url(used_up), {"act": "again", "number": 3})

    assert "All tries are used." in learner.get(response.url).text
    assert Attempt.objects.count() == 2


def test_further_attempt_add_lets_them_try_again(sign_in, manager, employee, used_up):
    client = sign_in(manager)
    assert "Waiting for another try" in client.get("/my-team/").text
    page = client.get(f"/people/{employee.pk}/learning/").text
    assert "Let them try again" in page

    for _tap in range(2):
        response = client.post(f"/learn/attempts/{used_up.uuid}/check/")

    assert response.url == f"/people/{employee.pk}/learning/"
    granted = FurtherAttempt.objects.get()
    assert granted.granted_by == manager
    assert Event.objects.filter(kind="attempt.granted").count() == 1
    assert "Waiting for another try" not in client.get("/my-team/").text
    answer(sign_in(employee), used_up, "q", "a", number=3)
    used_up.refresh_from_db()
    assert used_up.status == "completed"


def test_grant_attempt_refuses_what_is_not_under_way(manager, learner, quiz_of):
    enrolment = quiz_of(a_quiz(questions=[a_question("q")], attempts=1))
    answer(learner, enrolment, "q", "a")

    with pytest.raises(ValidationError) as refusal:
        grant_attempt(
            enrolment=enrolment,
            step=enrolment.version.steps.get(),
            by=manager,
            at=moment(),
        )

    assert refusal.value.code == "not_open"


def test_grant_attempt_to_oneself_is_a_mistake(employee, used_up):
    with pytest.raises(ValueError, match="grants themselves"):
        grant_attempt(
            enrolment=used_up,
            step=used_up.version.steps.get(),
            by=employee,
            at=moment(),
        )


def test_quizzes_used_up_leaves_out_who_has_tries_left(learner, quiz_of):
    enrolment = quiz_of(a_quiz(questions=[a_question("q")], attempts=2))
    answer(learner, enrolment, "q", "b")

    assert quizzes_used_up(type(enrolment).objects.all()) == []
