"""A customer in a hurry: it is felt, and it costs nobody anything."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.factories.staff import EmployeeFactory
from tests.factories.training import SkillFactory
from tests.journeys.test_learning import assigned
from tests.training.catalogue import a_module_document, a_play
from tests.training.scenario.documents import english, late_table
from training.actions.learning import start_enrolment
from training.actions.publishing import publish_module, publish_scenario

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

TOLD = "In a hurry. Take the time you need: nothing is lost."
LATE = "She looks at her watch."
# Nobody waits for two minutes: what is animated is told that it is over.
TIME_IS_UP = "document.getAnimations().forEach((each) => each.finish())"
UNDER_WAY = "document.getAnimations().filter((each) => each.playState === 'running')"


@pytest.fixture
def amal(company):
    return EmployeeFactory(first_name="Amal", last_name="Haddad", team=company)


@pytest.fixture
def here(amal):
    """The address of a scenario in which two scenes running are hurried."""
    document = late_table()
    for key in ("waves", "ready"):
        hurry = {"seconds": 120, "does": english(LATE), "says": english("Well?")}
        document["scenes"][key]["hurry"] = hurry
    for slug in document["skills"]:
        SkillFactory(slug=slug)
    publish_scenario(document=document, at=timezone.now())
    version = publish_module(document=a_module_document(a_play()), at=timezone.now())
    enrolment = assigned(amal, version.module)
    start_enrolment(enrolment=enrolment, at=timezone.now())
    return f"/learn/{enrolment.uuid}/steps/play/"


def test_a_hurry_is_felt_costs_nothing_and_begins_anew(open_page, amal, here):
    page = open_page(amal, on_phone=True)
    page.emulate_media(reduced_motion="no-preference")
    page.goto(here)
    page.get_by_role("button", name="Begin").press("Enter")
    told = page.locator("section[data-focus]")

    expect(told).to_contain_text(TOLD)
    expect(page.locator(".hurry i")).to_be_visible()
    assert LATE not in told.aria_snapshot()
    choices = page.locator(".enc-choice")
    stood = choices.first.bounding_box()
    page.evaluate(TIME_IS_UP)
    expect(page.get_by_text(LATE)).to_be_visible()
    assert LATE in told.aria_snapshot()
    assert choices.first.bounding_box() == stood
    expect(choices).to_have_count(2)

    page.keyboard.press("a")
    expect(page.locator("section.after")).to_be_focused()
    expect(page.get_by_text(TOLD)).to_have_count(0)
    page.get_by_role("link", name="Next moment").press("Enter")
    expect(told).to_be_focused()
    expect(page.get_by_text(LATE)).to_be_hidden()
    assert page.evaluate(f"{UNDER_WAY}.length") == 2


def test_a_hurry_moves_nothing_for_whoever_wants_no_motion(
    open_page, camera, amal, here
):
    page = open_page(amal, on_phone=True)
    page.goto(here)
    page.get_by_role("button", name="Begin").click()

    expect(page.get_by_text(TOLD)).to_be_visible()
    expect(page.locator(".hurry i")).to_be_hidden()
    expect(page.get_by_text(LATE)).to_be_hidden()
    page.evaluate(TIME_IS_UP)
    expect(page.get_by_text(LATE)).to_be_visible()
    camera.take(page, "scenario-hurry-over")


def test_a_hurry_needs_no_script(open_page, amal, here):
    page = open_page(amal, java_script_enabled=False)
    page.goto(here)
    page.get_by_role("button", name="Begin").click()

    expect(page.get_by_text(TOLD)).to_be_visible()
    page.evaluate(TIME_IS_UP)
    expect(page.get_by_text(LATE)).to_be_visible()
