"""The assign desk in the browser."""

import re
import uuid

import pytest
from django.urls import reverse

from plans.models import AssignmentBatch
from tests.factories.outcomes import EstimateFactory
from tests.factories.staff import EmployeeFactory, TeamFactory, moment
from tests.factories.training import EnrolmentFactory, ModuleFactory
from tests.training.catalogue import a_path_document
from training.actions.publishing import publish_path
from training.models import Enrolment

URL = "/assign/"


@pytest.fixture
def manager(company):
    return EmployeeFactory(team=company, manages=[company])


FINISHED = {
    "status": "completed",
    "completed_on": "2026-10-02",
    "progress_percent": 100,
}


def asked(people, modules, **more):
    return {
        "batch": str(uuid.uuid4()),
        "people": [person.pk for person in people],
        "modules": [module.pk for module in modules],
    } | more


def confirm(browser, desk):
    """Look at the desk, then confirm what it shows."""
    shown = browser.post(URL, desk)
    seen = re.search(r'name="seen" value="([^"]+)"', shown.text)[1]
    return browser.post(URL, desk | {"seen": seen, "act": "confirm"})


def total(response):
    return int(re.search(r'enc-total".*?<b>(\d+)</b>', response.text, re.DOTALL)[1])


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


def test_batch_add_shows_conflicts_with_their_ways_out(employee, manager, sign_in):
    enrolment = EnrolmentFactory(employee=employee, **FINISHED)

    response = sign_in(manager).post(
        URL, asked([employee], [enrolment.module], act="confirm")
    )

    assert "on 2 Oct 2026" in response.text
    assert (
        f"answer:finished_before:{employee.pk}:{enrolment.module_id}" in response.text
    )
    assert "Settle 1 first" in response.text
    assert not AssignmentBatch.objects.exists()


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


def test_batch_add_settles_all_of_a_kind_at_once_but_for_one(company, manager, sign_in):
    people, module = EmployeeFactory.create_batch(30, team=company), ModuleFactory()
    for person in people:
        finished(person, module)
    desk = asked(people, [module])
    browser = sign_in(manager)

    shown = browser.post(URL, desk)
    desk["answer:finished_before"] = "assign_again"
    desk[f"answer:finished_before:{people[0].pk}:{module.pk}"] = "leave_out"
    desk[f"answer:finished_before:{people[1].pk}:{module.pk}"] = ""
    confirm(browser, desk)

    assert "For all 30:" in shown.text
    assert shown.text.count('<fieldset class="enc-conflict') == 1 + 20
    assert "10 more go as all do." in shown.text
    given = Enrolment.objects.filter(cycle=2).values_list("employee", flat=True)
    assert set(given) == {person.pk for person in people[1:]}


def test_batch_add_keeps_a_single_answer_apart_from_that_to_all(
    company, manager, sign_in
):
    people, module = EmployeeFactory.create_batch(2, team=company), ModuleFactory()
    for person in people:
        finished(person, module)
    alone = [f"finished_before:{person.pk}:{module.pk}" for person in people]
    answers = {
        "answer:finished_before": "leave_out",
        f"answer:{alone[0]}": "assign_again",
    }

    response = sign_in(manager).post(URL, asked(people, [module], **answers))

    ticked = re.findall(r'id="([^"]+)" name="answer:[^>]* checked', response.text)
    assert ticked == [
        "finished_before:leave_out",
        f"{alone[0]}:assign_again",
        f"{alone[1]}:",
    ]


def test_batch_add_folds_away_what_has_only_one_way_out(company, manager, sign_in):
    people, module = EmployeeFactory.create_batch(3, team=company), ModuleFactory()
    for person in people:
        EnrolmentFactory(employee=person, module=module)

    response = sign_in(manager).post(URL, asked(people, [module]))

    assert "3 enrolments left out: under way already" in response.text
    assert "<fieldset" not in response.text


def test_batch_add_says_that_it_counts_enrolments_and_how_many_are_left_out(
    company, manager, sign_in
):
    """Whoever has both modules done or open is not chosen; of the others one has one
    open, and one has one done."""
    modules = ModuleFactory.create_batch(2)
    first, second, _third, settled = EmployeeFactory.create_batch(4, team=company)
    EnrolmentFactory(employee=first, module=modules[0])
    finished(first, modules[1])
    EnrolmentFactory(employee=second, module=modules[0])
    for module in modules:
        EnrolmentFactory(employee=settled, module=module)
    finished(manager, modules[0])
    answers = {"answer:finished_before": "leave_out"}

    page = sign_in(manager).post(
        URL, asked([], modules, everybody="on", lacking="on", **answers)
    )

    assert total(page) == 4
    assert "3 people × 2 modules" in " ".join(page.text.split())
    assert "2 of the 6 asked for are not among them: see below" in page.text
    assert "1 enrolment left out: under way already" in page.text
    assert "Only of the people chosen here" in page.text


def finished(person, module):
    return EnrolmentFactory(
        employee=person,
        module=module,
        status="completed",
        completed_on="2026-10-02",
        progress_percent=100,
    )


def test_batch_add_says_before_all_start_at_once_that_an_order_was_to_be_drawn(
    company, manager, sign_in
):
    EmployeeFactory.create_batch(5, team=company)
    module = EstimateFactory(verdict="pays_off").module
    browser = sign_in(manager)
    order = browser.get(f"/payoff/modules/{module.slug}/order/?first=2")

    at_once = browser.post(URL, asked([], [module], everybody="on")).text
    in_turn = browser.get(order.context["assign_url"]).text

    assert "Let people start in drawn order" in at_once
    assert f'href="/payoff/modules/{module.slug}/order/"' in at_once
    assert "Let people start in drawn order" not in in_turn


def test_batch_add_says_nothing_of_an_order_once_it_is_settled(
    company, manager, sign_in
):
    EmployeeFactory.create_batch(5, team=company)
    module = EstimateFactory(verdict="works").module

    page = sign_in(manager).post(URL, asked([], [module], everybody="on")).text

    assert "Let people start in drawn order" not in page


def test_batch_undo_takes_the_batch_back(employee, manager, sign_in):
    browser = sign_in(manager)
    confirm(browser, asked([employee], [ModuleFactory()]))
    batch = AssignmentBatch.objects.get()

    browser.post(reverse("plans:batch-undo", args=[batch.uuid]))

    assert Enrolment.objects.get().status == "withdrawn"


def test_batch_undo_is_only_for_whoever_assigned(employee, company, manager, sign_in):
    confirm(sign_in(manager), asked([employee], [ModuleFactory()]))
    batch = AssignmentBatch.objects.get()
    other = EmployeeFactory(team=company, manages=[company])

    response = sign_in(other).post(reverse("plans:batch-undo", args=[batch.uuid]))

    assert response.status_code == 404
    assert Enrolment.objects.get().status == "assigned"


def test_enrolment_withdraw_of_another_team_does_not_exist(manager, sign_in):
    enrolment = EnrolmentFactory(employee=EmployeeFactory(team=TeamFactory()))

    response = sign_in(manager).post(
        reverse("plans:enrolment-withdraw", args=[enrolment.uuid])
    )

    assert response.status_code == 404


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


@pytest.mark.parametrize("people", [3, 300])
def test_batch_detail_costs_the_same_queries_at_any_length(
    company, manager, sign_in, django_assert_num_queries, people
):
    browser = sign_in(manager)
    crew = EmployeeFactory.create_batch(people, team=company)
    batch = AssignmentBatch.objects.create(
        created_by=manager, confirmed_at=moment(), request_digest="-"
    )
    module = ModuleFactory()
    for person in crew:
        EnrolmentFactory(employee=person, module=module, batch_uuid=batch.uuid)

    with django_assert_num_queries(10):
        page = browser.get(batch.get_absolute_url()).text

    assert f"{people} enrolments assigned" in page
    assert page.count('<li id="enrolment-') == min(people, 50)


def test_batch_detail_has_pages_and_withdrawing_comes_back_to_the_same(
    company, manager, sign_in
):
    browser = sign_in(manager)
    batch = AssignmentBatch.objects.create(
        created_by=manager, confirmed_at=moment(), request_digest="-"
    )
    first, second = sorted(
        ModuleFactory.create_batch(2), key=lambda module: module.slug
    )
    for person in EmployeeFactory.create_batch(40, team=company):
        for module in (first, second):
            EnrolmentFactory(employee=person, module=module, batch_uuid=batch.uuid)

    page = browser.get(batch.get_absolute_url(), {"page": 2})
    withdrawing = re.search(r'action="([^"]+withdraw/[^"]*)"', page.text)[1]
    answer = browser.post(withdrawing)

    assert page.text.count('<li id="enrolment-') == 30
    heads = re.findall(r"<h2>(.*?)</h2><span[^>]*>(.*?)</span>", page.text)
    assert heads == [(str(second), "40")]
    assert "51 to 80 of 80" in page.text
    assert answer.url == f"{batch.get_absolute_url()}?page=2"


def test_batch_add_of_a_path_assigns_its_modules_in_order(company, manager, sign_in):
    person = EmployeeFactory(team=company)
    one, two, more = (ModuleFactory(slug=slug) for slug in ("one", "two", "more"))
    path = publish_path(document=a_path_document("two", "one"), at=moment())
    browser = sign_in(manager)

    confirm(browser, asked([person], [one, more], paths=[path.pk]))

    given = Enrolment.objects.filter(employee=person).order_by("pk")
    assert [enrolment.module for enrolment in given] == [two, one, more]


def test_batch_add_of_a_path_asks_for_what_its_modules_need(company, manager, sign_in):
    person, first = EmployeeFactory(team=company), ModuleFactory(slug="first")
    second = ModuleFactory(slug="second")
    second.prerequisites.add(first)
    path = publish_path(document=a_path_document("second"), at=moment())

    page = sign_in(manager).post(URL, asked([person], [], paths=[path.pk])).text

    assert "1 to settle" in page


def test_batch_add_asks_what_to_do_about_a_harmful_module(employee, manager, sign_in):
    module = EstimateFactory(verdict="harmful").module
    browser = sign_in(manager)

    refused = browser.post(URL, asked([employee], [module], act="confirm"))
    answer = {f"answer:harmful:{employee.pk}:{module.pk}": "assign_all_the_same"}
    batch = confirm(browser, asked([employee], [module], **answer))
    given = browser.get(batch.url)

    assert "customers are less happy after it" in refused.text
    assert 'class="enc-verdict" data-v="harm"' in refused.text
    assert "was judged harmful and was assigned all the same" in given.text


def test_batch_add_ticks_whoever_lacks_something_with_nothing_to_settle(
    company, manager, sign_in
):
    one, two = ModuleFactory.create_batch(2)
    lacks_both, lacks_one, has_both = EmployeeFactory.create_batch(3, team=company)
    EnrolmentFactory(employee=lacks_one, module=one, **FINISHED)
    EnrolmentFactory(employee=has_both, module=one, **FINISHED)
    EnrolmentFactory(employee=has_both, module=two)
    EnrolmentFactory(employee=manager, module=one)
    EnrolmentFactory(employee=manager, module=two)

    page = sign_in(manager).get(
        URL,
        {
            "modules": [one.pk, two.pk],
            "lacking": "on",
            "everybody": "on",
            "answer:finished_before": "leave_out",
        },
    )

    ticked = re.findall(r'name="people" value="(\d+)" checked', page.text)
    assert {int(pk) for pk in ticked} == {lacks_both.pk, lacks_one.pk}
    assert total(page) == 3
    assert "Assign 3" in page.text
