"""A quiz: one question a page."""

import re

import pytest

from tests.factories.staff import moment
from tests.training.catalogue import a_module_document, a_question, a_quiz, begun
from training.actions.publishing import publish_module
from training.models import Attempt, QuizAnswer, StepCompletion


@pytest.fixture
def enrolment(employee, module):
    """Begun, in a module that is a quiz of two questions and nothing else."""
    publish_module(document=a_module_document(a_quiz()), at=moment())
    return begun(employee, module)


@pytest.fixture
def url(enrolment):
    return f"/learn/{enrolment.uuid}/steps/check/"


@pytest.fixture
def learner(sign_in, employee):
    return sign_in(employee)


def answer(client, url, question, *options, number=1):
    return client.post(
        url, {"number": number, "question": question, "options": options}
    )


def heading(response):
    return re.search(r"<h1[^>]*>(.*?)</h1>", response.text)[1]


def test_quiz_opens_with_its_first_question_and_writes_nothing(learner, url):
    response = learner.get(url)

    assert "Question 1 of 2" in response.text
    assert response.text.count('type="radio"') == 3
    assert "why a" not in response.text
    assert not Attempt.objects.exists()


def test_quiz_asks_for_more_than_one_with_boxes(learner, url):
    answer(learner, url, "q1", "a")

    response = learner.get(url)

    assert response.text.count('type="checkbox"') == 3
    assert "More than one can be right." in response.text


@pytest.mark.parametrize(("ticked", "words"), [("a", "Right."), ("b", "Not quite.")])
def test_quiz_answer_leads_to_what_is_right_and_why(learner, url, ticked, words):
    response = answer(learner, url, "q1", ticked)
    assert response.url == f"{url}?question=q1"

    response = learner.get(response.url)

    assert heading(response) == words
    assert [f"why {key}" in response.text for key in "abc"] == [True] * 3
    assert response.text.count("your answer") == 1


def test_quiz_answer_without_a_tick_asks_for_one(learner, url):
    response = answer(learner, url, "q1")

    assert "Choose an answer first." in learner.get(response.url).text
    assert not QuizAnswer.objects.exists()


def test_quiz_answered_shows_the_next_question_and_the_old_one_when_asked(learner, url):
    answer(learner, url, "q1", "a")

    assert "Question 2 of 2" in learner.get(url).text
    assert heading(learner.get(f"{url}?question=q1")) == "Right."
    # Not yet answered: what is right there is not told.
    assert "Question 2 of 2" in learner.get(f"{url}?question=q2").text
    assert "why a" not in learner.get(f"{url}?question=q2").text


def test_quiz_second_tap_shows_the_first_answer(learner, url):
    answer(learner, url, "q1", "a")

    response = answer(learner, url, "q1", "b")

    assert heading(learner.get(response.url)) == "Right."


def test_quiz_passed_is_done(learner, url):
    answer(learner, url, "q1", "a")
    answer(learner, url, "q2", "a", "b")

    response = learner.get(url)

    assert heading(response) == "2 of 2 right"
    assert "this step is done" in response.text
    assert StepCompletion.objects.get().score_percent == 100


def test_quiz_failed_is_tried_once_more(learner, url):
    answer(learner, url, "q1", "b")
    answer(learner, url, "q2", "c")
    response = learner.get(url)
    assert heading(response) == "0 of 2 right"
    assert "75 % are needed." in response.text

    learner.post(url, {"act": "again", "number": 2})

    assert "Question 1 of 2" in learner.get(url).text
    assert Attempt.objects.count() == 2
    assert not StepCompletion.objects.exists()


def test_quiz_second_tap_on_again_begins_once(learner, url):
    answer(learner, url, "q1", "b")
    answer(learner, url, "q2", "c")

    for _tap in range(2):
        learner.post(url, {"act": "again", "number": 2})

    assert Attempt.objects.count() == 2


def test_quiz_second_tap_on_the_last_answer_does_not_begin_anew(learner, url):
    answer(learner, url, "q1", "b")
    answer(learner, url, "q2", "c")

    response = answer(learner, url, "q2", "a", "b")

    assert heading(learner.get(response.url)) == "Not quite."
    assert Attempt.objects.count() == 1


def test_quiz_of_one_question_is_not_begun_anew_either(learner, employee, module):
    quiz = a_quiz(questions=[a_question("only")])
    publish_module(document=a_module_document(quiz), at=moment())
    employee.enrolments.all().delete()
    url = f"/learn/{begun(employee, module).uuid}/steps/check/"

    for _tap in range(2):
        answer(learner, url, "only", "b")

    assert Attempt.objects.count() == 1


def test_quiz_answer_from_an_old_page_does_not_count_for_the_next_go(learner, url):
    answer(learner, url, "q1", "b")
    answer(learner, url, "q2", "c")
    learner.post(url, {"act": "again", "number": 2})

    answer(learner, url, "q1", "a", number=1)

    assert Attempt.objects.get(number=2).answers.count() == 0


def test_quiz_passed_and_then_failed_stays_done(learner, url):
    answer(learner, url, "q1", "a")
    answer(learner, url, "q2", "a", "b")
    learner.post(url, {"act": "again", "number": 2})
    answer(learner, url, "q1", "b", number=2)
    answer(learner, url, "q2", "c", number=2)

    assert "stays done" in learner.get(url).text
    assert StepCompletion.objects.get().score_percent == 100


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"number": "x", "question": "q1", "options": "a"},
        {"number": 1, "question": "q\0", "options": "a"},
        {"number": 1, "question": "q1", "options": "\0"},
        {"number": 1, "question": "q9", "options": "a"},
        {"number": 10**30, "question": "q1", "options": "a"},
        {"act": "again"},
    ],
)
def test_quiz_answer_that_no_page_of_ours_sends_leads_back(learner, url, sent):
    response = learner.post(url, sent)

    assert response.url == url
    assert not QuizAnswer.objects.exists()


@pytest.mark.parametrize("questions", [1, 3])
def test_quiz_costs_the_same_for_any_number_of_questions(
    learner, employee, module, django_assert_num_queries, questions
):
    quiz = a_quiz(questions=[a_question(f"q{n}") for n in range(questions + 1)])
    publish_module(document=a_module_document(quiz), at=moment())
    employee.enrolments.all().delete()
    url = f"/learn/{begun(employee, module).uuid}/steps/check/"
    for number in range(questions):
        answer(learner, url, f"q{number}", "a")

    with django_assert_num_queries(8):
        learner.get(url)
