"""Choosing people and modules at the assign desk, and confirming."""

import re

import pytest

from plans.models import AssignmentBatch
from tests.factories.staff import EmployeeFactory, TeamFactory, moment
from tests.factories.training import EnrolmentFactory, ModuleFactory
from tests.plans.views.desk import FINISHED, URL, asked, confirm, total
from tests.training.catalogue import a_path_document
from training.actions.publishing import publish_path
from training.models import Enrolment


def test_batch_add_is_closed_to_those_who_lead_nobody(employee, sign_in):
    assert sign_in(employee).get(URL).status_code == 403


def test_batch_add_counts_as_people_are_chosen(company, manager, sign_in):
    people = EmployeeFactory.create_batch(2, team=company)

    response = sign_in(manager).post(
        URL,
        asked(people, [ModuleFactory()]),
        headers={"HX-Request": "true"},
    )

    assert total(response) == 2
    assert "<h1>" not in response.text


def test_batch_add_confirm_assigns_and_leads_to_the_batch(company, manager, sign_in):
    people = EmployeeFactory.create_batch(2, team=company)

    response = confirm(sign_in(manager), asked(people, [ModuleFactory()]))

    batch = AssignmentBatch.objects.get()
    assert response.url == batch.get_absolute_url()
    assert Enrolment.objects.count() == 2


def test_batch_add_takes_pasted_numbers_in_any_case(company, manager, sign_in):
    person = EmployeeFactory(team=company, employee_number="Ab-12")

    response = sign_in(manager).post(
        URL, asked([], [ModuleFactory()], numbers="aB-12;\n")
    )

    assert total(response) == 1
    assert person.full_name in response.text


@pytest.mark.parametrize("pasted", ["äé-1", "ÄÉ-1"])
@pytest.mark.parametrize("stored", ["äé-1", "ÄÉ-1"])
def test_batch_add_takes_pasted_letters_beyond_a_to_z_in_any_case(
    company, manager, sign_in, stored, pasted
):
    EmployeeFactory(team=company, employee_number=stored)

    response = sign_in(manager).post(URL, asked([], [ModuleFactory()], numbers=pasted))

    assert total(response) == 1


@pytest.mark.parametrize("word", ["özil", "ÖZIL", "müller", "MÜLL", "ä-17", "Ä-17"])
def test_batch_add_finds_letters_beyond_a_to_z_in_any_case(
    company, manager, sign_in, word
):
    EmployeeFactory(
        team=company, first_name="Müller", last_name="ÖZIL", employee_number="ä-17"
    )
    EmployeeFactory(team=company, last_name="Ozil", employee_number="a-17")

    response = sign_in(manager).post(
        URL, asked([], [ModuleFactory()], q=word, everybody="on")
    )

    assert total(response) == 1


@pytest.mark.parametrize(
    "pasted",
    [
        "A 12\n4711",
        "a  12; 4711",
        "4711\tA 12",
        "４７１１，Ａ　１２",
        "A 12,4711 ö-1",
    ],
)
def test_batch_add_takes_pasted_numbers_as_the_import_does(
    company, manager, sign_in, pasted
):
    for number in ("A 12", "4711", "ö-1"):
        EmployeeFactory(team=company, employee_number=number)
    pasted += "\nö-1"

    response = sign_in(manager).post(URL, asked([], [ModuleFactory()], numbers=pasted))

    assert total(response) == 3


@pytest.mark.parametrize(
    ("pasted", "named"),
    [("A 13", "this number: A 13."), ("4711 A 13", "these numbers: 13, A.")],
)
def test_batch_add_names_a_pasted_number_as_it_was_meant(
    company, manager, sign_in, pasted, named
):
    EmployeeFactory(team=company, employee_number="4711")

    response = sign_in(manager).post(URL, asked([], [ModuleFactory()], numbers=pasted))

    assert f"Nobody you can assign to has {named}" in response.text


def test_batch_add_names_pasted_numbers_nobody_in_reach_has(company, manager, sign_in):
    elsewhere = EmployeeFactory(
        team=TeamFactory(), employee_number="X1", first_name="Hidden"
    )

    response = sign_in(manager).post(
        URL, asked([], [ModuleFactory()], numbers="X1, X2", act="confirm")
    )

    assert "Nobody you can assign to has these numbers: X1, X2." in response.text
    assert elsewhere.first_name not in response.text
    assert not Enrolment.objects.exists()


def test_batch_add_does_not_offer_people_of_other_teams(company, manager, sign_in):
    EmployeeFactory(team=TeamFactory(), first_name="Elsewhere")
    EmployeeFactory(team=company, first_name="Nearby")

    response = sign_in(manager).get(URL)

    assert ("Nearby" in response.text, "Elsewhere" in response.text) == (True, False)


def test_batch_add_confirm_unseen_shows_first_what_will_happen(
    employee, manager, sign_in
):
    response = sign_in(manager).post(
        URL, asked([employee], [ModuleFactory()], act="confirm")
    )

    assert "This is what will happen. Confirm once more" in response.text
    assert total(response) == 1
    assert not AssignmentBatch.objects.exists()


def test_batch_add_confirm_of_all_who_match_stops_when_more_match_by_now(
    company, employee, manager, sign_in
):
    browser, desk = sign_in(manager), asked([], [ModuleFactory()], everybody="on")
    seen = re.search(r'name="seen" value="([^"]+)"', browser.post(URL, desk).text)[1]
    EmployeeFactory.create_batch(5, team=company)

    response = browser.post(URL, desk | {"seen": seen, "act": "confirm"})

    assert "People: 7, before 2. Enrolments: 7, before 2." in response.text
    assert not AssignmentBatch.objects.exists()


def test_batch_add_second_tap_leads_to_the_batch_whoever_was_hired_meanwhile(
    company, employee, manager, sign_in
):
    browser, desk = sign_in(manager), asked([], [ModuleFactory()], everybody="on")
    desk["seen"] = re.search(
        r'name="seen" value="([^"]+)"', browser.post(URL, desk).text
    )[1]
    desk["act"] = "confirm"
    first = browser.post(URL, desk)
    EmployeeFactory(team=company)

    second = browser.post(URL, desk)

    assert second.url == first.url
    assert Enrolment.objects.count() == 2


def test_batch_add_gone_back_to_assigns_something_else_after_a_second_look(
    company, employee, manager, sign_in
):
    browser, desk = sign_in(manager), asked([employee], [ModuleFactory()])
    confirm(browser, desk)
    desk["modules"] = [ModuleFactory().pk]

    refused = confirm(browser, desk)
    desk["batch"] = re.search(r'name="batch" value="([^"]+)"', refused.text)[1]
    confirm(browser, desk)

    assert "This was sent before" in refused.text
    assert AssignmentBatch.objects.count() == 2


def test_batch_add_says_when_too_many_match(company, manager, sign_in, monkeypatch):
    monkeypatch.setattr("plans.forms.batch.MOST_ENROLMENTS", 2)
    EmployeeFactory.create_batch(3, team=company)
    browser = sign_in(manager)

    offered = browser.get(URL)
    refused = browser.post(
        URL, asked([], [ModuleFactory()], everybody="on", act="confirm")
    )

    assert "4 match, and 2 is the most at one go." in offered.text
    assert 'name="everybody"' not in offered.text
    assert "4 people match, and 2 is the most at one go." in refused.text
    assert not AssignmentBatch.objects.exists()


def test_batch_add_says_when_people_times_modules_are_too_many(
    company, manager, sign_in, monkeypatch
):
    monkeypatch.setattr("plans.queries.assigning.MOST_ENROLMENTS", 3)
    people, modules = EmployeeFactory.create_batch(2), ModuleFactory.create_batch(2)
    for person in people:
        person.postings.create(team=company, valid_from="2026-01-01")

    response = sign_in(manager).post(
        URL, asked(people, modules), headers={"HX-Request": "true"}
    )

    assert "These are 4 enrolments, and 3 is the most at one go." in response.text


@pytest.mark.parametrize("people", [3, 300])
def test_batch_add_costs_the_same_queries_at_any_length(
    company, manager, sign_in, django_assert_num_queries, people
):
    EmployeeFactory.create_batch(people, team=company)
    ModuleFactory.create_batch(people)
    browser = sign_in(manager)

    with django_assert_num_queries(17):
        browser.get(URL)


@pytest.mark.parametrize("people", [3, 300])
@pytest.mark.parametrize(
    ("headers", "queries"), [({}, 25), ({"HX-Request": "true"}, 18)]
)
def test_batch_add_previews_any_number_at_the_same_cost(
    company, manager, sign_in, django_assert_num_queries, people, headers, queries
):
    """A third learns the module already, a third had it before, all lack what is first."""
    crew = EmployeeFactory.create_batch(people, team=company)
    module, first = ModuleFactory.create_batch(2)
    module.prerequisites.add(first)
    for person in crew[::3]:
        EnrolmentFactory(employee=person, module=module)
    for person in crew[1::3]:
        EnrolmentFactory(employee=person, module=module, **FINISHED)
    browser = sign_in(manager)

    with django_assert_num_queries(queries):
        page = browser.post(URL, asked(crew, [module]), headers=headers).text

    assert len(re.findall(r'name="people" value="\d+" checked', page)) == people
    assert 'name="answer:finished_before' in page


def test_batch_add_offers_teams_as_deep_as_they_hang(company, sign_in):
    bar = TeamFactory(parent=company, name="Bar")
    TeamFactory(parent=bar, name="Late shift")
    manager = EmployeeFactory(team=company, manages=[company])

    page = sign_in(manager).get("/assign/").text

    assert ">\u2007\u2007Bar</option>" in page
    assert ">\u2007\u2007\u2007\u2007Late shift</option>" in page


def test_batch_add_of_a_path_assigns_its_modules_in_order(company, manager, sign_in):
    person = EmployeeFactory(team=company)
    one, two, more = (ModuleFactory(slug=slug) for slug in ("one", "two", "more"))
    path = publish_path(document=a_path_document("two", "one"), at=moment())
    browser = sign_in(manager)

    confirm(browser, asked([person], [one, more], paths=[path.pk]))

    given = Enrolment.objects.filter(employee=person).order_by("pk")
    assert [enrolment.module for enrolment in given] == [two, one, more]
