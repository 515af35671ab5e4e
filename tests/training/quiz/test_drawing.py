"""One seed decides what a go at a quiz asks."""

from uuid import UUID

import pytest

from tests.training.catalogue import a_drawn_quiz, a_question, a_quiz, an_ordering
from training.quiz.drawing import asked_questions, seed_of

BANK = [a_question(f"b{number}") for number in range(6)]

PINNED = ["b2", "b1", "b3", "b0"]


def keys(questions):
    return [question["key"] for question in questions]


def test_asked_questions_without_more_are_as_written():
    quiz = a_quiz()

    assert asked_questions(quiz, (), 7) == quiz["questions"]


def test_asked_questions_draws_as_many_in_the_order_of_the_bank():
    asked = keys(asked_questions(a_drawn_quiz(draw=3), BANK, 1))

    assert len(asked) == 3
    assert asked == sorted(asked)


def test_asked_questions_stand_beside_those_drawn():
    asked = keys(asked_questions(a_quiz(bank="service", draw=2), BANK, 1))

    assert asked[:2] == ["q1", "q2"]
    assert len(asked) == 4


def test_asked_questions_of_one_seed_are_the_same():
    quiz = a_drawn_quiz(draw=4, shuffle=True)

    assert asked_questions(quiz, BANK, 5) == asked_questions(quiz, BANK, 5)
    # Pinned: a newer Python or another machine asks the same.
    assert keys(asked_questions(quiz, BANK, 5)) == PINNED


def test_asked_questions_draw_every_question_about_as_often():
    drawn = [
        key
        for seed in range(600)
        for key in keys(asked_questions(a_drawn_quiz(draw=2), BANK, seed))
    ]

    assert all(150 < drawn.count(question["key"]) < 250 for question in BANK)


def test_asked_questions_shuffle_questions_and_options():
    quiz = a_quiz(questions=BANK, shuffle=True)
    orders = {tuple(keys(asked_questions(quiz, (), seed))) for seed in range(20)}
    options = {
        tuple(keys(asked_questions(quiz, (), seed)[0]["options"])) for seed in range(20)
    }

    assert len(orders) > 15
    assert len(options) > 3


@pytest.mark.parametrize("items", ["ab", "abc", "abcd"])
def test_asked_questions_never_show_the_right_order(items):
    quiz = a_quiz(questions=[an_ordering(items=tuple(items))])

    for seed in range(100):
        [question] = asked_questions(quiz, (), seed)
        assert keys(question["shown"]) != list(items)
        assert sorted(keys(question["shown"])) == list(items)


def test_seed_of_differs_by_enrolment_step_and_go():
    one, two = UUID(int=1), UUID(int=2)
    seeds = {seed_of(*of) for of in [(one, "a", 1), (one, "a", 2), (one, "b", 1)]}

    assert len(seeds | {seed_of(two, "a", 1)}) == 4
    assert all(0 <= seed < 2**31 for seed in seeds)
