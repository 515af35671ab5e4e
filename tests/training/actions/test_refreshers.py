"""Cards of what was learned, and answers to them."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from tests.factories.staff import TODAY, moment
from tests.factories.training import EnrolmentFactory
from tests.training.catalogue import (
    BEST_PLAY,
    NOW,
    WORST_PLAY,
    a_bank_document,
    a_drawn_quiz,
    a_module_document,
    a_question,
    a_quiz,
    a_short,
    an_ordering,
    begun,
    complete,
    step_of,
)
from training import memory
from training.actions.learning import begin_attempt, complete_step, take_choice
from training.actions.publishing import publish_bank, publish_module
from training.actions.refreshers import answer_card
from training.memory import AGAIN, GOOD, HARD
from training.models import Attempt, Module, RefresherCard, RefresherReview
from training.queries.refreshers import is_review_of

AT, DAY = moment(), dt.timedelta(days=1)
# Seconds: four to look, 0.3 a word, 1.5 a touch.
LONGER = {"order": 4 + 9, "short": 4 + 7}


@pytest.fixture
def cards(enrolment):
    """The learner's cards by item, after the worst play: two questions, three scenes."""
    return cards_of(complete(enrolment, play=WORST_PLAY))


@pytest.fixture
def mixed_cards(employee, module):
    """Cards by item: of an order, a short answer, and "drawn", a question of a bank."""
    publish_bank(document=a_bank_document(), at=AT)
    quiz = a_quiz(questions=[an_ordering(), a_short()])
    drawn = a_drawn_quiz("drawn", draw=1)
    publish_module(document=a_module_document(quiz, drawn), at=AT)
    cards = cards_of(complete(begun(employee, module)))
    order, short = cards.pop("order"), cards.pop("short")
    [of_bank] = cards.values()
    return {"order": order, "short": short, "drawn": of_bank}


def cards_of(enrolment):
    return {
        card.item: card for card in RefresherCard.objects.filter(enrolment=enrolment)
    }


def answered(card, *answer, day=None, measured=20):
    """Answer ``card`` on ``day``, that on which it is due unless told."""
    day = day or card.due_on
    at = moment() + (day - TODAY)
    review = answer_card(
        card=card, answer=list(answer), at=at, today=day, measured=measured
    )
    card.refresh_from_db()
    return review


def refused(card, *answer, day=None):
    with pytest.raises(ValidationError) as caught:
        answered(card, *answer, day=day)
    return caught.value.code


def test_completing_keeps_a_card_of_each_question_and_scene_met(enrolment):
    cards = cards_of(complete(enrolment, play=BEST_PLAY))

    assert {card.item: (card.step.key, card.mood) for card in cards.values()} == {
        "q1": ("check", None),
        "q2": ("check", None),
        "waves": ("play", 4),
        "ready": ("play", 5),
        "goodbye": ("play", 8),
    }
    assert cards["ready"].flags == ["time_promised"]
    assert {card.reviewed_on for card in cards.values()} == {TODAY}


def test_a_card_begins_as_it_was_last_answered(enrolment):
    complete_step(enrolment=enrolment, step=step_of(enrolment, "reading"), **NOW)
    play = begin_attempt(
        enrolment=enrolment, step=step_of(enrolment, "scenario"), at=AT
    )
    for position, choice in enumerate(WORST_PLAY):
        take_choice(attempt=play, position=position, choice=choice, **NOW)

    cards = cards_of(complete(enrolment, play=["own-it", "take-off-bill", "nod"]))

    begun_as = {
        rating: memory.after_review(None, rating, TODAY)
        for rating in (AGAIN, HARD, GOOD)
    }
    assert {item: card.memory for item, card in cards.items()} == {
        "q1": begun_as[GOOD],
        "q2": begun_as[GOOD],
        "waves": begun_as[GOOD],
        "ready": begun_as[HARD],
        "goodbye": begun_as[AGAIN],
    }


def test_a_card_belongs_to_the_skills_it_shows(cards):
    skills = {
        item: set(card.skills.values_list("slug", flat=True))
        for item, card in cards.items()
    }

    assert skills == {
        "q1": {"apologising"},
        "q2": {"apologising"},
        "waves": {"apologising", "promising-well"},
        # Without the promise, the choice that keeps it is not on offer.
        "ready": {"apologising"},
        "goodbye": {"apologising"},
    }


def test_what_is_too_long_for_a_glance_is_not_asked(employee, module):
    long = a_question("long") | {"text": {"en": "word " * 300}}
    quiz = a_quiz(questions=[long, a_question("short")])
    publish_module(document=a_module_document(quiz), at=AT)

    assert set(cards_of(complete(begun(employee, module)))) == {"short"}


def test_every_kind_of_question_is_asked_also_those_that_were_drawn(employee, module):
    publish_bank(document=a_bank_document(), at=AT)
    quiz = a_quiz(questions=[an_ordering(), a_short()])
    publish_module(
        document=a_module_document(quiz, a_drawn_quiz("drawn", draw=2)), at=AT
    )
    enrolment = complete(begun(employee, module))

    cards = cards_of(enrolment)

    drawn = Attempt.objects.get(step__key="drawn").answers.values_list("question")
    assert set(cards) == {"order", "short", *(key for (key,) in drawn)}
    assert len(cards) == 4
    # Moving three things takes longer than reading them; nothing here is a long read.
    assert {key: card.seconds for key, card in cards.items() if key in LONGER} == LONGER


@pytest.mark.parametrize(
    ("item", "sent", "kept", "rating"),
    [
        ("order", ["a", "b", "c"], ["a", "b", "c"], GOOD),
        ("order", ["c", "a", "b"], ["c", "a", "b"], AGAIN),
        ("short", ["  cafe  au lait "], ["cafe au lait"], GOOD),
        ("short", ["Milchkaffee"], ["Milchkaffee"], GOOD),
        ("short", ["tea"], ["tea"], AGAIN),
        ("drawn", ["a"], ["a"], GOOD),
        ("drawn", ["c"], ["c"], AGAIN),
    ],
)
def test_an_answer_is_kept_as_its_question_takes_it(
    mixed_cards, item, sent, kept, rating
):
    review = answered(mixed_cards[item], *sent)

    assert (review.answer, review.rating) == (kept, rating)
    assert is_review_of(review, sent)
    assert not is_review_of(review, ["b"])


@pytest.mark.parametrize(
    ("item", "sent", "code"),
    [
        ("order", ["a", "b"], "unknown_option"),
        ("order", [], "nothing_ticked"),
        ("short", ["  "], "nothing_ticked"),
        ("short", ["x" * 300], "unknown_option"),
        ("drawn", ["z"], "unknown_option"),
    ],
)
def test_what_its_question_cannot_take_is_refused(mixed_cards, item, sent, code):
    assert refused(mixed_cards[item], *sent) == code


def test_what_was_learned_here_alone_is_asked(employee, module):
    """A file of past training says that it was learned, not what was met."""
    EnrolmentFactory(
        employee=employee,
        module=module,
        source="import",
        status="completed",
        completed_on=TODAY,
        progress_percent=100,
    )

    assert not RefresherCard.objects.exists()


def test_a_right_answer_is_asked_later_and_a_wrong_one_tomorrow(cards):
    right, wrong = cards["q1"], cards["q2"]
    first_due = right.due_on

    assert answered(right, "a").rating == GOOD
    assert answered(wrong, "c").rating == AGAIN

    assert right.due_on - first_due > 5 * DAY
    assert wrong.due_on - first_due == DAY


@pytest.mark.parametrize(
    ("choice", "rating"), [("serve", GOOD), ("take-off-bill", HARD), ("hide", AGAIN)]
)
def test_a_scene_is_judged_by_what_was_lost(enrolment, choice, rating):
    card = cards_of(complete(enrolment, play=BEST_PLAY))["ready"]

    assert answered(card, choice).rating == rating


def test_a_second_tap_keeps_the_first_answer(cards):
    card = cards["q1"]
    first = answered(card, "b")
    due_on = card.due_on

    assert answered(card, "a", day=first.reviewed_on) == first
    assert card.due_on == due_on
    assert RefresherReview.objects.count() == 1


def test_an_answer_on_a_date_before_the_last_keeps_that_one(cards):
    """Whoever flies west meets the same date twice."""
    card = cards["q1"]
    first = answered(card, "b")

    assert answered(card, "a", day=first.reviewed_on - DAY) == first


@pytest.mark.parametrize(
    ("item", "answer", "code"),
    [
        ("q1", [], "nothing_ticked"),
        ("q1", ["z"], "unknown_option"),
        ("waves", [], "nothing_ticked"),
        ("waves", ["serve"], "unknown_option"),
        ("waves", ["own-it", "excuse"], "unknown_option"),
        # The choice is there, but not on offer without the promise.
        ("ready", ["serve"], "unknown_option"),
    ],
)
def test_an_answer_that_is_none_is_refused(cards, item, answer, code):
    assert refused(cards[item], *answer) == code
    assert not RefresherReview.objects.exists()


def test_what_is_not_due_is_refused(cards):
    assert refused(cards["q1"], "a", day=TODAY) == "not_now"


def test_what_is_archived_is_refused(cards, module):
    Module.objects.filter(pk=module.pk).update(is_archived=True)

    assert refused(cards["q1"], "a") == "not_now"


def test_after_three_minutes_all_else_waits(cards):
    day = cards["q1"].due_on
    RefresherCard.objects.update(seconds=40, due_on=day)
    answered(cards["q1"], "a", day=day, measured=50)
    answered(cards["q2"], "a", day=day, measured=50)

    assert refused(cards["waves"], "own-it", day=day) == "not_now"
    assert answered(cards["waves"], "own-it", day=day + DAY).rating == GOOD


def test_seconds_are_measured_where_they_are_known(cards):
    RefresherCard.objects.update(seconds=30)

    assert answered(cards["q1"], "a", measured=30).seconds == 45
    assert answered(cards["q2"], "a", measured=None).seconds == 30


def test_a_newer_version_goes_on_being_asked_as_it_was_learned(cards, module):
    quiz = a_quiz(questions=[a_question("q1", right=("b",))])
    publish_module(document=a_module_document(quiz), at=AT)

    assert answered(cards["q1"], "a").rating == GOOD


def test_learning_it_again_keeps_the_memory_and_drops_what_is_gone(
    employee, cards, module
):
    old, day = cards["q1"], TODAY + 9 * DAY
    quiz = a_quiz(questions=[a_question("q1"), a_question("q9")])
    publish_module(document=a_module_document(quiz), at=AT)

    again = begun(employee, module, cycle=2)
    complete(again, today=day, at=AT + 9 * DAY)

    new = cards_of(again)
    assert set(new) == {"q1", "q9"}
    assert new["q1"] == old
    assert new["q1"].memory == memory.after_review(old.memory, GOOD, day)
    gone = RefresherCard.objects.filter(is_retired=True)
    assert {card.item for card in gone} == {"q2", "waves", "ready", "goodbye"}
    assert refused(cards["q2"], "a", day=day) == "not_now"
