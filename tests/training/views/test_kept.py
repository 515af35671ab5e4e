"""Answers that a page kept, sent by script: what it is told."""

import datetime as dt

import pytest
import time_machine

from tests.factories.staff import EmployeeFactory, moment
from tests.factories.training import RefresherCardFactory
from tests.training.catalogue import latest_attempt
from training.actions.learning import complete_step
from training.models import ChoiceTaken, Enrolment, RefresherReview, StepCompletion

PIECE = {"HX-Request": "true"}


@pytest.fixture
def read(enrolment):
    return f"/learn/{enrolment.uuid}/steps/read/"


@pytest.fixture
def play(enrolment):
    """Where the scenario is, the page before it being read."""
    step = enrolment.version.steps.get(key="read")
    complete_step(enrolment=enrolment, step=step, at=moment(), today=moment().date())
    return f"/learn/{enrolment.uuid}/steps/play/"


@pytest.fixture
def send(sign_in, employee):
    """A function that sends what a page of the employee's kept."""
    client = sign_in(employee)

    def sent(url, fields=(), owner=employee, **headers):
        headers |= {"Encore-Person": owner.device_key}
        return client.post(url, dict(fields), headers=headers)

    return sent


def begin(send, play):
    return send(play, {"act": "begin", "number": 1})


def take(send, play, enrolment, choice, position=0, **headers):
    attempt = latest_attempt(enrolment).uuid
    fields = {"attempt": attempt, "position": position, "choice": choice}
    return send(play, fields, **headers)


def test_kept_answer_is_told_where_one_stands(send, enrolment, read):
    response = send(read)

    place = f"/learn/{enrolment.uuid}/steps/play/"
    assert response.json() == {"place": place, "words": "", "page": ""}


def test_kept_answer_sent_twice_counts_once_and_is_told_the_same(send, read):
    assert send(read).json() == send(read).json()

    assert StepCompletion.objects.count() == 1


def test_kept_choice_brings_its_scene_where_one_is_shown(send, enrolment, play):
    begin(send, play)

    told = take(send, play, enrolment, "own-it", **PIECE).json()

    assert told["page"].strip().startswith('<div id="scene"')
    assert "Four minutes. Four I can do." in told["page"]
    assert told["place"] == f"{play}?after=0"


def test_kept_choice_that_came_late_is_told_so(send, enrolment, play):
    begin(send, play)
    take(send, play, enrolment, "own-it")
    take(send, play, enrolment, "serve", position=1)

    told = take(send, play, enrolment, "excuse").json()

    assert told == {
        "place": play,
        "words": "You had answered this before; that answer stands.",
        "page": "",
    }
    assert list(ChoiceTaken.objects.values_list("choice", flat=True)) == [
        "own-it",
        "serve",
    ]


def test_kept_choice_that_is_not_offered_is_told_why(send, enrolment, play):
    begin(send, play)

    told = take(send, play, enrolment, "nonsense", **PIECE).json()

    assert told["words"].startswith("This choice is no longer offered.")
    assert told["place"] == play


def test_kept_answer_to_what_was_taken_back_leads_to_its_page(send, enrolment, read):
    Enrolment.objects.update(status="withdrawn", withdrawn_at=moment())

    assert send(read).json()["place"] == enrolment.get_absolute_url()


def test_kept_answer_waits_for_a_sign_in(client, employee, read):
    response = client.post(read, headers={"Encore-Person": employee.device_key})

    assert response.status_code == 401
    assert not StepCompletion.objects.exists()


def test_kept_answer_of_somebody_else_is_not_taken(send, company, read):
    other = EmployeeFactory(team=company)

    response = send(read, owner=other)

    assert response.status_code == 409
    assert not StepCompletion.objects.exists()


@pytest.mark.parametrize("answer", ["a", "b"])
def test_kept_refresher_counts_once_over_midnight(send, employee, answer):
    with time_machine.travel(moment(), tick=False) as clock:
        card = RefresherCardFactory(employee=employee)
        fields = {"card": card.uuid, "since": card.reviewed_on, "options": "b"}
        send("/learn/refresh/", fields)
        clock.shift(dt.timedelta(days=9))

        told = send("/learn/refresh/", fields | {"options": answer}).json()

    assert RefresherReview.objects.count() == 1
    assert bool(told["words"]) == (answer != "b")


def test_a_key_of_a_device_is_ones_own_and_tells_nobody_who(company):
    people = EmployeeFactory.create_batch(3, team=company)

    keys = {person.device_key for person in people}

    assert len(keys) == 3
    assert {len(key) for key in keys} == {24}
