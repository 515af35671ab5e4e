"""Somebody learns on a phone, between two customers."""

import datetime as dt
import re

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from tests.factories.staff import EmployeeFactory, TeamFactory
from tests.factories.training import EnrolmentFactory
from tests.starter import load_part_of_starter
from training.actions.enrolments import withdraw
from training.actions.learning import complete_step, start_enrolment
from training.actions.publishing import publish_path
from training.choices import EnrolmentStatus, StepKind
from training.models import Enrolment

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def amal(company):
    harbour_street = TeamFactory(
        parent=company, code="harbour", name="Harbour Street", time_zone="Europe/Berlin"
    )
    return EmployeeFactory(first_name="Amal", last_name="Haddad", team=harbour_street)


@pytest.fixture
def starter(db):
    """Three modules of the starter catalogue, by slug."""
    return load_part_of_starter(
        "not-rushing-a-customer",
        "a-caller-nobody-recognises",
        "putting-a-complaint-right",
    )


@pytest.fixture
def complaint(db):
    slug = "putting-a-complaint-right"
    return load_part_of_starter(slug)[slug]


def assigned(employee, module, due_in=3):
    today = timezone.localdate()
    return EnrolmentFactory(
        employee=employee,
        module=module,
        assigned_on=today - dt.timedelta(days=4),
        due_on=today + dt.timedelta(days=due_in),
        assigned_by=EmployeeFactory(first_name="Mona", last_name="Lindqvist"),
        reason="Two tables left without a word last week.",
    )


def wrong_and_right(step, number):
    """Return the texts of the options to tick in one question: (wrong, right)."""
    options = step.document["questions"][number]["options"]
    right = [o["text"]["en"] for o in options if o["is_right"]]
    wrong = [o["text"]["en"] for o in options if not o["is_right"]]
    return wrong[:1], right


def answer(page, texts):
    for text in texts:
        page.get_by_label(text).check()
    page.get_by_role("button", name="Check my answer").click()


def answer_quiz(page, step, *, is_right, from_number=0):
    questions = step.document["questions"]
    for number in range(from_number, len(questions)):
        answer(page, wrong_and_right(step, number)[is_right])
        page.locator(".enc-dock a").click()


def test_today_leads_a_newcomer_to_the_catalogue(open_page, camera, amal):
    call_command("load_starter", verbosity=0)
    page = open_page(amal, on_phone=True)
    page.goto("/today/")
    camera.take(page, "today-empty")

    page.get_by_role("link", name="Look around").click()
    expect(page.get_by_role("heading", name="Learn", exact=True)).to_be_visible()
    camera.take(page, "learn")
    page.get_by_role("link", name="Not rushing a customer").click()
    expect(page.get_by_role("heading", name="What is in it")).to_be_visible()
    camera.take(page, "module")
    page.get_by_role("button", name="Start").click()

    expect(page.get_by_role("button", name="I have read it")).to_be_visible()
    enrolment = Enrolment.objects.get()
    assert enrolment.status == EnrolmentStatus.IN_PROGRESS
    page.goto("/learn/modules/not-rushing-a-customer/")
    camera.take(page, "module-begun")


def test_a_path_leads_from_module_to_module(open_page, camera, amal, starter):
    document = {
        "slug": "first-week",
        "title": {"en": "Your first week at the counter"},
        "summary": {"en": "Three modules that help on the first Saturday."},
        "modules": [
            "not-rushing-a-customer",
            "a-caller-nobody-recognises",
            "putting-a-complaint-right",
        ],
    }
    publish_path(document=document, at=timezone.now())
    EnrolmentFactory(
        employee=amal,
        module=starter["not-rushing-a-customer"],
        status=EnrolmentStatus.COMPLETED,
        completed_on=timezone.localdate(),
        progress_percent=100,
    )
    page = open_page(amal, on_phone=True)
    page.goto("/learn/")
    expect(page.get_by_text("1 of 3 modules done")).to_be_visible()
    camera.take(page, "learn-path")

    page.get_by_role("link", name="Your first week at the counter").click()
    expect(page.get_by_role("heading", name="In this order")).to_be_visible()
    camera.take(page, "path")
    page.get_by_role("link", name="Go on with").click()

    expect(page).to_have_url(re.compile("a-caller-nobody-recognises"))


def test_learn_without_a_catalogue_says_so(open_page, camera, amal):
    page = open_page(amal, on_phone=True)

    page.goto("/learn/")

    camera.take(page, "learn-empty")


def test_somebody_learns_a_module_from_the_first_page_to_the_last(
    open_page, camera, amal, starter
):
    complaint = starter["putting-a-complaint-right"]
    enrolment = assigned(amal, complaint, due_in=-2)
    assigned(amal, starter["a-caller-nobody-recognises"])
    assigned(amal, starter["not-rushing-a-customer"], due_in=30)
    page = open_page(amal, on_phone=True)
    page.goto("/today/")
    camera.take(page, "today-full")
    page.goto(enrolment.get_absolute_url())
    camera.take(page, "enrolment-assigned")
    page.goto("/today/")
    page.get_by_role("button", name="Start").click()
    steps = list(complaint.versions.get().steps.order_by("position"))
    for step in steps:
        WALK[step.kind](page, camera, step)

    expect(page.get_by_text("Completed on")).to_be_visible()
    camera.take(page, "enrolment-completed")
    enrolment.refresh_from_db()
    assert enrolment.status == EnrolmentStatus.COMPLETED
    page.get_by_role("link", name="Back to Today").click()
    expect(page.get_by_role("heading", name="Learned lately")).to_be_visible()
    camera.take(page, "today-learned")


def test_a_play_is_taken_again_and_set_beside_the_one_before(
    open_page, camera, amal, complaint
):
    enrolment = half_learned(amal, complaint)
    step = enrolment.version.steps.get(kind=StepKind.SCENARIO)
    page = open_page(amal, on_phone=True)
    page.goto(f"/learn/{enrolment.uuid}/steps/{step.key}/")
    page.get_by_role("button", name="Begin").click()
    play_on(page, "a")
    page.get_by_role("link", name="Look back at it").click()
    page.get_by_role("link", name="Back to the module").click()

    page.get_by_role("link", name="When the wait is your fault").click()
    expect(page.get_by_role("heading", name="Your latest runs")).to_be_visible()
    camera.take(page, "scenario-setting-again")
    page.get_by_role("button", name="Play again").click()
    play_on(page, "c")
    page.get_by_role("link", name="Look back at it").click()

    expect(page.get_by_text("Run 2")).to_be_visible()
    expect(page.get_by_text(", was ").first).to_be_visible()
    camera.take(page, "scenario-debrief-again")


def test_a_play_needs_no_script(open_page, amal, complaint):
    enrolment = half_learned(amal, complaint)
    step = enrolment.version.steps.get(kind=StepKind.SCENARIO)
    page = open_page(amal, on_phone=True, java_script_enabled=False)
    here = f"/learn/{enrolment.uuid}/steps/{step.key}/"
    page.goto(here)

    page.get_by_role("button", name="Begin").click()
    onward = page.get_by_role("link", name="Next moment")
    ending = page.get_by_role("link", name="Look back at it")
    while True:
        page.locator(".enc-choice").first.click()
        expect(page).to_have_url(re.compile(r"\?after=\d+$"))
        page.go_back()
        page.go_forward()
        expect(onward.or_(ending)).to_be_visible()
        if ending.is_visible():
            break
        onward.click()
        expect(page).to_have_url(here)
    ending.click()

    expect(page.get_by_role("heading", name="What it showed")).to_be_visible()


def test_a_tap_on_what_is_no_longer_offered_leads_to_the_present_scene(
    open_page, camera, amal, complaint
):
    enrolment = half_learned(amal, complaint)
    page = open_page(amal, on_phone=True)
    page.goto(f"/learn/{enrolment.uuid}/steps/table-six/")
    page.get_by_role("button", name="Begin").click()
    page.locator("[data-key=a]").evaluate("button => { button.value = 'gone' }")
    page.wait_for_load_state()  # the keys need script

    page.keyboard.press("a")

    expect(page.get_by_text("This choice is no longer offered.")).to_be_visible()
    camera.take(page, "scenario-not-offered")


def test_what_was_taken_back_says_so_calmly(open_page, camera, amal, complaint):
    enrolment = assigned(amal, complaint)
    withdraw(
        Enrolment.objects.all(),
        at=timezone.now(),
        by=EmployeeFactory(first_name="Mona"),
    )
    page = open_page(amal, on_phone=True)

    page.goto(enrolment.get_absolute_url())

    camera.take(page, "enrolment-withdrawn")


def half_learned(employee, module):
    """Return an enrolment that stands at its second step, a scenario."""
    at, today = timezone.now(), timezone.localdate()
    enrolment = start_enrolment(enrolment=assigned(employee, module), at=at)
    first = enrolment.version.steps.get(position=0)
    return complete_step(enrolment=enrolment, step=first, at=at, today=today)


def play_on(page, wished):
    """Play to the end by keys: ``wished`` where it is offered, else the first."""
    onward = page.get_by_role("link", name="Next moment")
    expect(page.locator("[data-key=a]")).to_be_visible()
    page.wait_for_load_state()  # the keys need script
    while True:
        is_there = page.locator(f"[data-key={wished}]").count()
        page.keyboard.press(wished if is_there else "a")
        expect(page.locator("section.after")).to_be_focused()
        if not onward.count():
            break
        onward.press("Enter")
        # The reader is led to what the customer says.
        expect(page.locator("section[data-focus]:not(.after)")).to_be_focused()


def read(page, camera, step):
    expect(page.get_by_role("heading", level=1)).to_have_text(
        step.document["title"]["en"]
    )
    camera.take(page, "reading")
    page.get_by_role("button", name="I have read it").click()


def play_by_keyboard(page, camera, step):
    expect(page.get_by_role("button", name="Begin")).to_be_visible()
    camera.take(page, "scenario-setting")
    page.get_by_role("button", name="Begin").press("Enter")
    expect(page.locator("button[data-key=a]")).to_be_visible()
    camera.take(page, "scenario-scene")

    page.keyboard.press("a")
    onward = page.get_by_role("link", name="Next moment")
    expect(onward).to_be_visible()
    expect(page.locator("section.after")).to_be_focused()
    camera.take(page, "scenario-reaction")
    page.reload()
    expect(onward).to_be_visible()

    onward.press("Enter")
    expect(page.locator("section[data-focus]:not(.after)")).to_be_focused()
    play_on(page, "b")
    camera.take(page, "scenario-ending")

    page.get_by_role("link", name="Look back at it").press("Enter")
    expect(page.get_by_role("heading", name="What it showed")).to_be_visible()
    page.get_by_text("The same as a table").click()
    camera.take(page, "scenario-debrief")
    page.get_by_role("button", name="Go on").click()


def answer_wrong_then_right(page, camera, step):
    expect(page.get_by_role("button", name="Check my answer")).to_be_visible()
    camera.take(page, "quiz-question")
    page.get_by_role("button", name="Check my answer").click()
    expect(
        page.get_by_role("alert").filter(has_text="Choose an answer")
    ).to_be_visible()
    camera.take(page, "quiz-unticked")
    answer(page, wrong_and_right(step, 0)[0])
    expect(page.get_by_role("heading", name="Not quite.")).to_be_visible()
    camera.take(page, "quiz-wrong")
    page.get_by_role("link", name="Next question").click()
    answer_quiz(page, step, is_right=False, from_number=1)
    expect(page.get_by_role("heading", level=1)).to_contain_text("0 of")
    camera.take(page, "quiz-failed")

    page.get_by_role("button", name="Try once more").click()
    answer(page, wrong_and_right(step, 0)[1])
    expect(page.get_by_role("heading", name="Right.")).to_be_visible()
    camera.take(page, "quiz-right")
    page.get_by_role("link", name="Next question").click()
    answer_quiz(page, step, is_right=True, from_number=1)
    expect(page.get_by_text("That is enough; this step is done.")).to_be_visible()
    camera.take(page, "quiz-passed")
    page.get_by_role("button", name="Go on").click()


WALK = {
    StepKind.READING: read,
    StepKind.SCENARIO: play_by_keyboard,
    StepKind.QUIZ: answer_wrong_then_right,
}
