"""Refreshers: one question or scene a page, at most three minutes a day."""

import datetime as dt
import re

import pytest
import time_machine

from tests.factories.staff import TODAY, EmployeeFactory, moment
from tests.factories.training import RefresherCardFactory, SkillFactory
from tests.training.catalogue import (
    WORST_PLAY,
    a_quiz,
    a_short,
    an_ordering,
    complete,
)
from training.models import RefresherCard, RefresherReview

URL = "/learn/refresh/"
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(moment(), tick=False) as traveller:
        yield traveller


@pytest.fixture
def learner(sign_in, employee):
    return sign_in(employee)


@pytest.fixture
def scene_card(enrolment):
    """The card of a scene, the only one that is due."""
    complete(enrolment, play=WORST_PLAY)
    RefresherCard.objects.exclude(item="goodbye").update(due_on=TODAY + 9 * DAY)
    RefresherCard.objects.filter(item="goodbye").update(
        reviewed_on=TODAY - DAY, due_on=TODAY
    )
    return RefresherCard.objects.get(item="goodbye")


def heading(response):
    return re.search(r"<h1[^>]*>(.*?)</h1>", response.text)[1]


def answer(client, card, *answers, shown=""):
    return client.post(URL, {"card": card.uuid, "options": answers, "shown": shown})


def test_refresher_asks_a_question_and_writes_nothing(learner, employee):
    RefresherCardFactory(employee=employee)

    page = learner.get(URL).text

    assert "Which?" in page
    assert page.count('type="radio"') == 2
    assert "why a" not in page
    assert "0 of 1" in page
    assert not RefresherReview.objects.exists()


def test_refresher_says_on_its_first_page_alone_why_the_number_may_grow(
    learner, employee
):
    card, _other = RefresherCardFactory.create_batch(2, employee=employee)
    words = "Three minutes a day at most."

    first = learner.get(URL).text
    answer(learner, card, "a")
    second = learner.get(URL).text

    assert "0 of 2" in first
    assert "1 of 2" in second
    assert (words in first, words in second) == (True, False)


@pytest.mark.parametrize(("ticked", "words"), [("a", "Right."), ("b", "Not quite.")])
def test_refresher_answer_leads_to_what_is_right_and_why(
    learner, employee, ticked, words
):
    card = RefresherCardFactory(employee=employee)

    response = answer(learner, card, ticked)

    assert response.url == f"{URL}?card={card.uuid}"
    page = learner.get(response.url)
    assert heading(page) == words
    assert "why a" in page.text
    assert ("why b" in page.text) == (ticked == "b")
    assert "You meet this again on" in page.text
    assert "That was the last" in page.text


def a_card_of(employee, question):
    document = a_quiz(questions=[question])
    return RefresherCardFactory(
        employee=employee, step__document=document, item=question["key"]
    )


def test_refresher_puts_things_in_order_without_script(learner, employee):
    card = a_card_of(employee, an_ordering())
    shown = re.findall(r'name="options" value="(\w)"', learner.get(URL).text)
    assert sorted(shown) == ["a", "b", "c"]
    assert shown != ["a", "b", "c"]

    sent = {"card": card.uuid, "options": shown, "move": f"down:{shown[0]}"}
    moved = re.findall(
        r'name="options" value="(\w)"', learner.get(learner.post(URL, sent).url).text
    )

    assert moved == [shown[1], shown[0], shown[2]]
    assert not RefresherReview.objects.exists()
    page = learner.get(answer(learner, card, "a", "b", "c").url)
    assert heading(page) == "Right."
    assert "why order" in page.text


def test_refresher_takes_a_typed_answer_and_says_what_is_right(learner, employee):
    card = a_card_of(employee, a_short())
    assert 'name="options" maxlength="200"' in learner.get(URL).text

    page = learner.get(answer(learner, card, "tea").url)

    assert heading(page) == "Not quite."
    assert "tea" in page.text
    assert "Café au lait" in page.text


def test_refresher_shows_a_scene_with_its_customer_and_choices(learner, scene_card):
    page = learner.get(URL).text

    assert "Tomas Berg" in page
    assert re.findall(r'name="options" value="(\w+)"', page) == ["invite", "nod"]
    assert "Better" not in page


@pytest.mark.parametrize(
    ("choice", "words", "is_bettered"),
    [("invite", "As good as it gets.", False), ("nod", "There is a better way.", True)],
)
def test_refresher_scene_answered_shows_what_came_of_it(
    learner, scene_card, choice, words, is_bettered
):
    page = learner.get(answer(learner, scene_card, choice).url)

    assert heading(page) == words
    assert ("Better" in page.text) == is_bettered


def test_refresher_second_tap_shows_the_first_answer(learner, employee):
    card = RefresherCardFactory(employee=employee)
    answer(learner, card, "a")

    response = answer(learner, card, "b")

    assert heading(learner.get(response.url)) == "Right."
    assert RefresherReview.objects.count() == 1


def test_refresher_answered_yesterday_is_asked_again(learner, employee, noon):
    card = RefresherCardFactory(employee=employee)
    answer(learner, card, "b")
    noon.shift(DAY)

    page = learner.get(f"{URL}?card={card.uuid}").text

    assert page.count('type="radio"') == 2


def test_refresher_without_a_tick_asks_for_one(learner, employee):
    card = RefresherCardFactory(employee=employee)

    response = answer(learner, card)

    assert "Choose an answer first." in learner.get(response.url).text
    assert not RefresherReview.objects.exists()


def test_refresher_times_an_answer(learner, employee, noon):
    card = RefresherCardFactory(employee=employee, seconds=30)
    shown = re.search(r'name="shown" value="(\d+)"', learner.get(URL).text)[1]
    noon.shift(40)

    answer(learner, card, "a", shown=shown)

    assert RefresherReview.objects.get().seconds == 60


def test_refresher_done_for_the_day_says_when_more_comes(learner, employee):
    card = RefresherCardFactory(employee=employee, skills=[SkillFactory()])
    RefresherCardFactory(employee=employee, due_on=TODAY + 3 * DAY)
    answer(learner, card, "a")

    page = learner.get(URL)

    assert heading(page) == "That is it for today"
    assert "The next ones come on Thu 26 Nov 2026." in page.text
    assert "100 %" in page.text


def test_refresher_leaves_for_tomorrow_what_takes_too_long(learner, employee):
    cards = [RefresherCardFactory(employee=employee, seconds=60) for _n in range(3)]
    answer(learner, cards[0], "a", shown=int(moment().timestamp()) - 60)

    page = learner.get(URL)

    assert heading(page) == "That is it for today"
    assert "Three minutes are enough for one day." in page.text


def test_refresher_before_anything_was_learned_says_what_it_is(learner):
    page = learner.get(URL)

    assert heading(page) == "Nothing to refresh today"
    assert "three minutes" in page.text.lower()


def test_refresher_of_somebody_else_does_not_exist(learner):
    card = RefresherCardFactory()

    assert answer(learner, card, "a").status_code == 404
    assert heading(learner.get(f"{URL}?card={card.uuid}")) == "Nothing to refresh today"


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"card": "x"},
        {"options": "\0"},
        {"options": "z"},
        {"shown": "x", "options": "a"},
        {"shown": "-5", "options": "a"},
        {"shown": 10**30, "options": "a"},
    ],
)
def test_refresher_answer_that_no_page_of_ours_sends_leads_back(
    learner, employee, sent
):
    card = RefresherCardFactory(employee=employee)

    response = learner.post(URL, {"card": card.uuid} | sent)

    assert response.url in (URL, f"{URL}?unticked")
    assert not RefresherReview.objects.exists()


def test_refresher_leads_visitors_to_sign_in(client):
    assert client.get(URL).url.startswith("/sign-in/")


@pytest.mark.parametrize("count", [1, 30])
def test_refresher_costs_the_same_for_any_number(
    learner, employee, django_assert_num_queries, count
):
    for _number in range(count):
        RefresherCardFactory(employee=employee)

    with django_assert_num_queries(6):
        learner.get(URL)


def test_learn_offers_what_is_due_and_says_what_stays(learner, employee):
    RefresherCardFactory(
        employee=employee, skills=[SkillFactory(name={"en": "Listening"})]
    )

    page = learner.get("/learn/").text

    assert "1 minute to keep it fresh" in page
    assert re.search(r"Listening<small>1 question or scene</small></span>", page)


def test_learn_says_nothing_of_refreshers_where_there_are_none(learner):
    RefresherCardFactory(employee=EmployeeFactory())

    page = learner.get("/learn/").text

    assert "keep it fresh" not in page
    assert "What stays with you" not in page
