"""Cases from the floor: told, taken back, taken up, answered."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from events.models import Event
from studio.actions.suggesting import (
    decline,
    finish,
    suggest_scenario,
    take_up,
    withdraw_suggestion,
)
from studio.choices import SuggestionState
from studio.models import Suggestion
from tests.factories.staff import EmployeeFactory, moment
from tests.factories.suggestions import SuggestionFactory
from tests.factories.training import ScenarioVersionFactory
from tests.training.scenario.documents import late_table

WORDS = {
    "happened": "Two tables wanted to pay at once.",
    "said": "Are you open?",
    "did": "I looked away.",
    "otherwise": "",
}


@pytest.fixture
def author(db):
    return EmployeeFactory()


@pytest.fixture
def suggestion(employee):
    return SuggestionFactory(employee=employee)


@pytest.fixture
def scenario(db):
    return ScenarioVersionFactory(document=late_table()).scenario


def told(employee, uuid=None, **fields):
    words = WORDS | fields
    return suggest_scenario(uuid=uuid or uuid4(), by=employee, at=moment(), **words)


def kinds():
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def test_suggest_scenario_waits_for_an_author_and_hides_who_told_it(employee):
    suggestion = told(employee)

    assert suggestion.state == SuggestionState.NEW
    assert not suggestion.is_named


def test_suggest_scenario_twice_with_one_page_is_one(employee):
    uuid = uuid4()
    first, second = told(employee, uuid), told(employee, uuid)

    assert first == second
    assert kinds() == ["suggestion.made"]


def test_suggest_scenario_with_the_page_of_somebody_else_is_refused(employee):
    uuid = told(EmployeeFactory()).uuid

    with pytest.raises(ValidationError) as refused:
        told(employee, uuid)

    assert refused.value.code == "foreign"


@pytest.mark.parametrize("field", ["happened", "said", "did", "otherwise"])
def test_suggest_scenario_refuses_what_a_customer_could_be_found_by(employee, field):
    with pytest.raises(ValidationError) as refused:
        told(employee, **{field: "Her number is 0171 2345678."})

    assert list(refused.value.error_dict) == [field]
    assert not Suggestion.objects.exists()


def test_the_journal_holds_no_text_of_a_case(employee, author):
    suggestion = told(employee)
    decline(suggestion=suggestion, by=author, at=moment(), answer="Too close.")

    events = Event.objects.order_by("pk").values_list("kind", "fields")
    assert list(events) == [
        ("suggestion.made", []),
        ("suggestion.declined", ["answer", "state"]),
    ]


def test_withdraw_suggestion_leaves_nothing(employee, suggestion):
    withdraw_suggestion(suggestion=suggestion, by=employee, at=moment())
    withdraw_suggestion(suggestion=suggestion, by=employee, at=moment())

    assert not Suggestion.objects.exists()
    assert kinds() == ["suggestion.withdrawn"]


def test_withdraw_suggestion_is_too_late_once_an_author_writes(
    employee, suggestion, author
):
    take_up(suggestion=suggestion, by=author, at=moment())

    with pytest.raises(ValidationError) as refused:
        withdraw_suggestion(suggestion=suggestion, by=employee, at=moment())

    assert refused.value.code == "not_new"


def test_take_up_twice_is_once(suggestion, author):
    take_up(suggestion=suggestion, by=author, at=moment(9))
    again = take_up(suggestion=suggestion, by=EmployeeFactory(), at=moment(10))

    assert again.state == SuggestionState.TAKEN_UP
    assert (again.answered_by, again.answered_at) == (author, moment(9))
    assert kinds() == ["suggestion.taken_up"]


def test_finish_keeps_the_scenario_it_became(suggestion, author, scenario):
    take_up(suggestion=suggestion, by=author, at=moment())
    finish(suggestion=suggestion, by=author, at=moment(), scenario=scenario)

    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.scenario) == (SuggestionState.DONE, scenario)


def test_decline_wants_an_answer(suggestion, author):
    with pytest.raises(ValidationError):
        decline(suggestion=suggestion, by=author, at=moment(), answer="")


@pytest.mark.parametrize("act", [take_up, decline, finish])
def test_what_was_answered_stays_so(suggestion, author, scenario, act):
    decline(suggestion=suggestion, by=author, at=moment(), answer="Too close.")
    more = {decline: {"answer": "No."}, finish: {"scenario": scenario}}.get(act, {})

    with pytest.raises(ValidationError) as refused:
        act(suggestion=suggestion, by=author, at=moment(), **more)

    assert refused.value.code == "closed"


def test_a_case_goes_with_the_person(suggestion):
    suggestion.employee.delete()

    assert not Suggestion.objects.exists()
