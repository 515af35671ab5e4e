"""A manager assigns training, settles what stands against it, and takes it back."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.factories.staff import EmployeeFactory, TeamFactory
from tests.factories.training import EnrolmentFactory, ModuleFactory
from tests.training.catalogue import a_path_document
from training.actions.publishing import publish_path
from training.models import Enrolment

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def harbour_street(company):
    return TeamFactory(parent=company, code="harbour", name="Harbour Street")


@pytest.fixture
def mona(harbour_street):
    return EmployeeFactory(
        first_name="Mona",
        last_name="Lindqvist",
        team=harbour_street,
        manages=[harbour_street],
    )


@pytest.fixture
def crew(harbour_street):
    names = ["Amal Haddad", "Ben Okafor", "Jonas Weber"]
    return [
        EmployeeFactory(
            first_name=name.split()[0], last_name=name.split()[1], team=harbour_street
        )
        for name in names
    ]


def test_a_manager_assigns_and_takes_back(open_page, camera, mona, crew):
    apologise = ModuleFactory(title={"en": "Apologise once, then fix it"})
    EnrolmentFactory(
        employee=crew[1],
        module=apologise,
        status="completed",
        completed_on="2026-10-02",
        progress_percent=100,
    )
    page = open_page(mona)
    page.goto("/my-team/")
    camera.take(page, "my-team-without-training")

    page.get_by_role("link", name="Assign training").click()
    page.get_by_role("heading", name="Assign training").wait_for()
    camera.take(page, "assign-empty")
    page.get_by_label("Amal Haddad").check()
    page.get_by_label("Ben Okafor").check()
    page.get_by_label("Apologise once").check()
    page.get_by_role("button", name="Settle 1 first").first.wait_for()
    camera.take(page, "assign-conflict")
    page.get_by_label("Assign it again").check()
    page.get_by_role("button", name="Assign 2").first.wait_for()
    page.get_by_label("Why, in a sentence").fill("Two complaints about late dishes")
    camera.take(page, "assign-settled")
    press_while_the_desk_answers(
        page, page.get_by_role("button", name="Assign 2").first
    )

    page.get_by_role("heading", name="2 enrolments assigned").wait_for()
    camera.take(page, "assigned")
    assert Enrolment.objects.filter(status="assigned").count() == 2

    page.get_by_role("button", name="Undo").click()
    page.get_by_text("2 enrolments taken back.").wait_for()
    assert not Enrolment.objects.filter(status="assigned").exists()


@pytest.fixture
def many(harbour_street):
    """Two dozen who finished a module before, and three who are learning it."""
    module = ModuleFactory(title={"en": "Apologise once, then fix it"})
    for number in range(27):
        person = EmployeeFactory(
            first_name="Ines", last_name=f"Almeida {number:02}", team=harbour_street
        )
        finished = {
            "status": "completed",
            "completed_on": "2026-10-02",
            "progress_percent": 100,
        }
        EnrolmentFactory(
            employee=person, module=module, **(finished if number < 24 else {})
        )
    return module


def test_many_conflicts_are_settled_with_one_answer_and_an_exception(
    open_page, camera, mona, many
):
    page = open_page(mona)
    page.goto("/assign/")
    page.get_by_label("All 28 who match").check()
    page.get_by_label("Apologise once").check()

    for_all = page.get_by_role(
        "group", name="24 enrolments finished before. For all 24:"
    )
    for_all.wait_for()
    camera.take(page, "assign-many-conflicts")
    for_all.get_by_label("Assign it again").check()
    page.get_by_role("button", name="Assign 25").first.wait_for()
    page.get_by_text("One by one").click()
    first = page.get_by_role("group", name="Ines Almeida 00 finished")
    first.get_by_label("Leave out").check()
    page.get_by_role("button", name="Assign 24").first.wait_for()
    camera.take(page, "assign-many-settled")
    page.get_by_role("button", name="Assign 24").first.click()

    page.get_by_role("heading", name="24 enrolments assigned").wait_for()


def test_many_conflicts_are_settled_without_script(open_page, mona, many):
    page = open_page(mona, java_script_enabled=False)
    page.goto("/assign/")
    page.get_by_label("All 28 who match").check()
    page.get_by_label("Apologise once").check()
    page.get_by_role("button", name="Choose people and modules").first.click()

    for_all = page.get_by_role(
        "group", name="24 enrolments finished before. For all 24:"
    )
    for_all.get_by_label("Leave out").check()
    page.get_by_role("button", name="Settle 24 first").first.click()
    page.get_by_text("Confirm once more").wait_for()
    page.get_by_role("button", name="Assign 1", exact=True).first.click()

    page.get_by_role("heading", name="1 enrolment assigned").wait_for()


def test_somebody_hired_while_one_looks_is_shown_before_anything_happens(
    open_page, camera, harbour_street, mona, crew
):
    ModuleFactory(title={"en": "Know who is calling"})
    page = open_page(mona)
    page.goto("/assign/")
    page.get_by_label("All 4 who match").check()
    page.get_by_label("Know who is calling").check()
    page.get_by_role("button", name="Assign 4").first.wait_for()
    EmployeeFactory(first_name="New", last_name="Comer", team=harbour_street)

    page.get_by_role("button", name="Assign 4").first.click()

    page.get_by_text("People: 5, before 4. Enrolments: 5, before 4.").first.wait_for()
    camera.take(page, "assign-changed")
    page.get_by_role("button", name="Assign 5").first.click()
    page.get_by_role("heading", name="5 enrolments assigned").wait_for()


def test_filters_narrow_the_list_and_lose_nobody_who_was_chosen(open_page, mona, crew):
    ModuleFactory(title={"en": "Know who is calling"})
    page = open_page(mona)
    page.goto("/assign/")
    page.get_by_label("Amal Haddad").check()

    page.get_by_label("Name or number").press_sequentially("weber")
    page.get_by_label("Ben Okafor").wait_for(state="detached")
    page.get_by_label("Jonas Weber").check()
    page.get_by_label("Know who is calling").check()

    page.get_by_role("button", name="Assign 2").first.wait_for()
    page.get_by_text("1 more chosen before").wait_for()


def test_wrong_numbers_are_named_on_the_desk(open_page, camera, mona, crew):
    ModuleFactory(title={"en": "Know who is calling"})
    page = open_page(mona)
    page.goto("/assign/")

    page.get_by_text("Or paste employee numbers", exact=True).click()
    page.get_by_role("textbox", name="Or paste employee numbers").fill("4711, 4712")
    page.get_by_label("Know who is calling").check()
    page.get_by_text("has these numbers: 4711, 4712").first.wait_for()

    expect(page.locator("#people[aria-busy]")).to_have_count(0)
    camera.take(page, "assign-wrong-numbers")


def test_the_desk_works_without_script(open_page, mona, crew):
    ModuleFactory(title={"en": "Know who is calling"})
    page = open_page(mona, java_script_enabled=False)
    page.goto("/assign/")

    page.get_by_label("Amal Haddad").check()
    page.get_by_label("Know who is calling").check()
    page.get_by_role("button", name="Choose people and modules").first.click()
    page.get_by_text("This is what will happen.").wait_for()
    assert not Enrolment.objects.exists()
    page.get_by_role("button", name="Assign 1").first.click()

    page.get_by_role("heading", name="1 enrolment assigned").wait_for()
    assert Enrolment.objects.get().employee == crew[0]


def test_my_team_shows_what_presses_and_opens_its_rows(open_page, camera, mona, crew):
    late = EnrolmentFactory(employee=crew[0], due_on="2026-01-02")
    EnrolmentFactory(
        employee=crew[1],
        module=late.module,
        status="completed",
        completed_on="2026-01-05",
        progress_percent=100,
        score_percent=85,
    )
    page = open_page(mona)
    page.goto("/my-team/")
    camera.take(page, "my-team")

    page.get_by_role("link", name="Overdue: 1").click()
    page.get_by_role("heading", name="Overdue", exact=True, level=1).wait_for()
    camera.take(page, "my-team-overdue")
    page.go_back()
    page.get_by_role("link", name="To do, Amal Haddad: 1").click()
    page.get_by_role("heading", name="To do", exact=True, level=1).wait_for()
    camera.take(page, "my-team-of-person")
    page.get_by_role("link", name="Amal Haddad").click()
    page.get_by_role("heading", name="Amal Haddad").wait_for()
    camera.take(page, "person-learning")


def test_my_team_of_nobody_says_when_there_will_be_somebody(open_page, camera, company):
    page = open_page(EmployeeFactory(roles=["hr"], left_on=None))
    page.goto("/my-team/")

    camera.take(page, "my-team-of-one")


def press_while_the_desk_answers(page, button):
    """Press ``button`` so slowly that the answer to a field just left comes before."""
    button.hover()
    with page.expect_response(lambda answer: answer.request.headers.get("hx-request")):
        page.mouse.down()
    expect(page.locator("#people[aria-busy]")).to_have_count(0)
    page.mouse.up()


def test_a_path_is_assigned_as_its_modules(open_page, camera, mona, crew):
    ModuleFactory(slug="greet", title={"en": "Greet first"})
    ModuleFactory(slug="listen", title={"en": "Listen to the end"})
    publish_path(document=a_path_document("listen", "greet"), at=timezone.now())
    page = open_page(mona, on_phone=True)
    page.goto("/assign/")
    page.get_by_label("Amal Haddad").check()
    page.get_by_label("The first week").check()

    page.get_by_role("button", name="Assign 2").last.wait_for()
    camera.take(page, "assign-path")
    page.get_by_role("button", name="Assign 2").last.click()

    expect(page.get_by_text("Listen to the end")).to_be_visible()
    assert Enrolment.objects.filter(employee=crew[0]).count() == 2
