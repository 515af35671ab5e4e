"""Cases from the floor: the page of those who tell, and the inbox of those who write."""

import re
from uuid import uuid4

import pytest

from staff.choices import Role
from studio.choices import SuggestionState
from studio.models import Draft, Suggestion
from tests.factories.staff import EmployeeFactory, moment
from tests.factories.suggestions import SuggestionFactory
from tests.factories.training import ScenarioVersionFactory, SkillFactory
from tests.training.scenario.documents import late_table

TELL = "/learn/suggest/"
INBOX = "/studio/suggestions/"


@pytest.fixture
def author(company):
    return EmployeeFactory(team=company, roles=[Role.AUTHOR])


@pytest.fixture
def client_of_author(client, author):
    client.force_login(author, backend="staff.backends.EmployeeBackend")
    return client


@pytest.fixture
def suggestion(employee):
    return SuggestionFactory(employee=employee)


def words(**fields):
    told = {"happened": "Two waited.", "said": "Are you open?", "did": "I looked up."}
    return {"uuid": str(uuid4()), **told, **fields}


def do(client, suggestion, act, **sent):
    return client.post(f"{suggestion.get_absolute_url()}{act}/", sent)


def test_suggestion_add_keeps_the_case_and_shows_it(sign_in, employee):
    skill = SkillFactory(slug="empathy")

    response = sign_in(employee).post(TELL, words(skill=skill.pk), follow=True)

    suggestion = Suggestion.objects.get()
    assert (suggestion.employee, suggestion.skill) == (employee, skill)
    assert not suggestion.is_named
    assert f'id="told-{suggestion.uuid}"' in response.text
    assert "You read the answer here." in response.text


def test_suggestion_add_with_nothing_written_marks_what_is_missing(sign_in, employee):
    response = sign_in(employee).post(TELL, words(happened="", said="", did=""))

    assert response.status_code == 200
    assert response.text.count("This field is required.") == 3
    assert not Suggestion.objects.exists()


def test_suggestion_add_with_a_telephone_number_keeps_what_was_written(
    sign_in, employee
):
    response = sign_in(employee).post(TELL, words(said="Call 0171 2345678."))

    assert "Please leave it out." in response.text
    assert "Call 0171 2345678." in response.text
    assert not Suggestion.objects.exists()


def test_suggestion_add_shows_ones_own_cases_with_their_answers(
    sign_in, employee, suggestion, author
):
    SuggestionFactory(happened="Somebody else’s case")
    Suggestion.objects.filter(pk=suggestion.pk).update(
        state="declined", answer="Too <close>.", answered_at=moment()
    )

    response = sign_in(employee).get(TELL)

    assert "Not taken up" in response.text
    assert "Too &lt;close&gt;." in response.text
    assert "Somebody else’s case" not in response.text


def test_suggestion_withdraw_deletes_ones_own(sign_in, employee, suggestion):
    other = SuggestionFactory()
    client = sign_in(employee)

    mine = client.post(f"{TELL}{suggestion.uuid}/withdraw/")
    others = client.post(f"{TELL}{other.uuid}/withdraw/")

    assert (mine.status_code, others.status_code) == (302, 404)
    assert list(Suggestion.objects.all()) == [other]


@pytest.mark.parametrize("path", ["/learn/", "/today/"])
def test_learn_and_today_offer_to_tell(sign_in, employee, path):
    assert TELL in sign_in(employee).get(path).text


def test_suggestion_list_begins_with_what_is_new(client_of_author):
    old = SuggestionFactory(made_at=moment(8))
    new = SuggestionFactory(made_at=moment(9))
    SuggestionFactory(state="taken_up", answered_at=moment())

    response = client_of_author.get(INBOX)

    assert "2 new cases from the floor" in response.text
    shown = re.findall(r'id="suggestion-([\w-]+)"', response.text)
    assert shown == [str(old.uuid), str(new.uuid)]


def test_suggestion_list_of_an_unknown_state_is_that_of_the_new(client_of_author):
    response = client_of_author.get(f"{INBOX}?state=lost")

    assert response.context["state"] == SuggestionState.NEW


@pytest.mark.parametrize("is_named", [True, False])
def test_suggestion_detail_names_who_told_it_only_as_they_wish(
    client_of_author, employee, company, is_named
):
    suggestion = SuggestionFactory(employee=employee, is_named=is_named)

    response = client_of_author.get(suggestion.get_absolute_url())

    assert (employee.full_name in response.text) == is_named
    assert (f", {company.name}" in response.text) == is_named


def test_suggestion_take_up_leads_to_where_scenarios_are_written(
    client_of_author, author, suggestion
):
    response = do(client_of_author, suggestion, "take-up")

    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.answered_by) == ("taken_up", author)
    assert response.url == f"/studio/scenarios/new/?case={suggestion.uuid}"


def test_a_scenario_begins_with_the_case_it_is_written_from(client_of_author):
    skill = SkillFactory()
    suggestion = SuggestionFactory(
        happened="A guest waited for his card, and it was late in the night.",
        skill=skill,
    )
    address = do(client_of_author, suggestion, "take-up").url

    begun = client_of_author.get(address)
    client_of_author.post(address, {"title": "The late card", "language": "en"})
    draft = Draft.objects.get()
    written = client_of_author.get(draft.get_absolute_url())

    assert 'value="A guest waited for his card, and it"' in begun.text
    assert suggestion.said in begun.text
    assert suggestion.said in written.text
    assert draft.document["skills"] == [skill.slug]
    assert suggestion.said not in str(draft.document)
    suggestion.employee.delete()
    assert suggestion.said not in client_of_author.get(draft.get_absolute_url()).text


@pytest.mark.parametrize("case", ["", "none", "6f1c6dd5-0f2b-4a58-9d2c-1b3f6b6d7f10"])
def test_a_scenario_begins_without_a_case_that_is_not_there(client_of_author, case):
    page = client_of_author.get("/studio/scenarios/new/", {"case": case})

    assert page.status_code == 200
    assert "The case it is written from" not in page.text


def test_a_scenario_is_not_begun_from_a_case_that_waits(client_of_author, suggestion):
    page = client_of_author.get("/studio/scenarios/new/", {"case": suggestion.uuid})

    assert suggestion.said not in page.text


def test_suggestion_decline_wants_words_for_the_person(client_of_author, suggestion):
    empty = do(client_of_author, suggestion, "decline", answer="")
    told = do(client_of_author, suggestion, "decline", answer="We have one like it.")

    assert (empty.status_code, told.status_code) == (200, 302)
    assert "This field is required." in empty.text
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.answer) == ("declined", "We have one like it.")


def test_suggestion_finish_tells_the_person_which_scenario_it_became(
    client_of_author, sign_in, employee, suggestion
):
    scenario = ScenarioVersionFactory(document=late_table()).scenario
    do(client_of_author, suggestion, "take-up")
    missing = do(client_of_author, suggestion, "finish", scenario="")
    do(client_of_author, suggestion, "finish", scenario=scenario.pk)

    assert "This field is required." in missing.text
    assert "It became the scenario “A scenario”" in sign_in(employee).get(TELL).text


@pytest.mark.parametrize("act", ["take-up", "decline"])
def test_a_case_answered_meanwhile_says_so(client_of_author, suggestion, act):
    do(client_of_author, suggestion, "decline", answer="We have one like it.")

    response = do(client_of_author, suggestion, act, answer="Again.")

    assert response.url == suggestion.get_absolute_url()
    page = client_of_author.get(response.url)
    assert "This was answered meanwhile." in page.text


@pytest.mark.parametrize("count", [1, 3, 15])
def test_suggestion_pages_cost_the_same_for_any_number(
    client_of_author, author, django_assert_num_queries, count
):
    scenario = ScenarioVersionFactory(document=late_table()).scenario
    SuggestionFactory.create_batch(count, employee=author, skill=SkillFactory())
    SuggestionFactory.create_batch(
        count,
        employee=author,
        skill=SkillFactory(),
        state="done",
        scenario=scenario,
        answered_at=moment(),
    )

    with django_assert_num_queries(8):
        client_of_author.get(TELL)
    with django_assert_num_queries(8):
        client_of_author.get(INBOX)
