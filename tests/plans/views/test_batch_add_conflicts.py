"""What stands against an assignment, and how the desk asks about it."""

import re

from plans.models import AssignmentBatch
from tests.factories.outcomes import EstimateFactory
from tests.factories.staff import EmployeeFactory, moment
from tests.factories.training import EnrolmentFactory, ModuleFactory
from tests.plans.views.desk import FINISHED, URL, asked, confirm, total
from tests.training.catalogue import a_path_document
from training.actions.publishing import publish_path
from training.models import Enrolment


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
