"""Practice on the job: one looks on with a phone in the hand, both see what was seen."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.factories.staff import EmployeeFactory, TeamFactory
from tests.factories.training import EnrolmentFactory, SkillFactory
from tests.training.catalogue import a_module_document
from training.actions.learning import start_enrolment
from training.actions.publishing import publish_module

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PRACTICE = {
    "key": "at-the-door",
    "kind": "practice",
    "minutes": 10,
    "title": {"en": "Three greetings at the door"},
    "body": {"en": "Greet the next **three customers** before you finish what you do."},
    "observer": "manager",
    "checklist": [
        {
            "key": "looks-up",
            "text": {"en": "Looks up within three seconds"},
            "hint": {"en": "Also with a tray in the hand."},
        },
        {"key": "greets-first", "text": {"en": "Greets before the customer does"}},
        {
            "key": "no-script",
            "text": {"en": "Says something meant for this customer, not for everyone"},
        },
    ],
}


@pytest.fixture
def site(company):
    return TeamFactory(parent=company, code="harbour", name="Harbour Street")


@pytest.fixture
def amal(site):
    return EmployeeFactory(first_name="Amal", last_name="Haddad", team=site)


@pytest.fixture
def mona(company, site):
    return EmployeeFactory(
        first_name="Mona", last_name="Lindqvist", team=company, manages=[site]
    )


@pytest.fixture
def enrolment(amal, mona):
    SkillFactory(slug="apologising")
    document = a_module_document(PRACTICE, title={"en": "Seen at the door"})
    module = publish_module(document=document, at=timezone.now()).module
    enrolment = EnrolmentFactory(
        employee=amal, module=module, assigned_on=timezone.localdate()
    )
    return start_enrolment(enrolment=enrolment, at=timezone.now())


def observe(page, *seen):
    for place, label in enumerate(seen):
        page.locator("fieldset").nth(place).get_by_label(label).check()
    page.get_by_role("button", name="Save what I saw").click()


def test_a_manager_observes_twice_and_the_step_is_done(
    open_page, camera, amal, mona, enrolment
):
    hers = open_page(amal, on_phone=True)
    hers.goto(f"/learn/{enrolment.uuid}/steps/at-the-door/")
    expect(hers.get_by_text("You can be observed by Mona Lindqvist.")).to_be_visible()
    camera.take(hers, "practice")
    page = open_page(mona, on_phone=True)
    page.goto("/my-team/")
    page.get_by_role("link", name="Observe 1 person at work").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 person is ready")
    camera.take(page, "to-observe")
    page.get_by_role("link", name="Amal Haddad").click()
    expect(page.get_by_role("button", name="Save what I saw")).to_be_visible()
    camera.take(page, "observe")
    page.get_by_role("button", name="Save what I saw").click()
    expect(page.get_by_text("Say whether you observed it.").first).to_be_visible()
    camera.take(page, "observe-missing")

    page.get_by_label("What you would tell them").fill("Warm at once. Now look up.")
    observe(page, "Not yet", "Observed", "Observed")
    expect(page.get_by_text("sees what to practise")).to_be_visible()
    hers.reload()
    expect(hers.get_by_text("Warm at once. Now look up.")).to_be_visible()
    camera.take(hers, "practice-not-yet")

    page.get_by_role("link", name="Amal Haddad").click()
    expect(page.get_by_text("Last time: not yet")).to_be_visible()
    observe(page, "Observed", "Observed", "Observed")
    expect(page.get_by_text("This step is done for Amal Haddad.")).to_be_visible()
    camera.take(page, "to-observe-none")
    hers.reload()
    expect(hers.get_by_role("button", name="Go on")).to_be_visible()
    camera.take(hers, "practice-done")
    page.goto(f"/people/{amal.pk}/learning/")
    expect(page.get_by_role("heading", name="Practice on the job")).to_be_visible()
    camera.take(page, "person-learning-practice")


def test_a_colleague_who_is_named_observes_without_script(
    open_page, camera, amal, mona, site, enrolment
):
    ben = EmployeeFactory(first_name="Ben", last_name="Okafor", team=site)
    page = open_page(mona, java_script_enabled=False)
    page.goto(f"/learn/observe/{enrolment.uuid}/at-the-door/")
    page.get_by_label("Somebody of the same team").select_option("Ben Okafor")
    page.get_by_role("button", name="Let them observe").click()
    expect(page.get_by_role("button", name="Take back that Ben")).to_be_visible()
    his = open_page(ben, on_phone=True)
    his.goto("/today/")
    camera.take(his, "today-to-observe")
    his.get_by_role("link", name="1 person is ready to be observed").click()
    his.get_by_role("link", name="Amal Haddad").click()
    observe(his, "Observed", "Observed", "Observed")

    expect(his.get_by_text("This step is done for Amal Haddad.")).to_be_visible()
