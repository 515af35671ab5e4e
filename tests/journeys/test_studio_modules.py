"""An author builds a module by keyboard, is stopped for a fault, publishes it, and an
employee learns it.
"""

import base64
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from studio.actions.drafts import change_draft, open_draft
from studio.choices import DraftKind
from studio.rules import content_editing as editing
from tests.factories.staff import EmployeeFactory
from tests.factories.studio_content import a_module_draft
from tests.factories.training import EnrolmentFactory, SkillFactory
from tests.journeys.test_studio import Keys
from tests.journeys.test_video import RECORD
from tests.training.catalogue import (
    BEST_PLAY,
    a_bank_document,
    a_drawn_quiz,
    a_module_document,
    a_play,
    a_practice,
    a_quiz,
    a_reading,
    a_short,
    an_ordering,
)
from tests.training.films import CAPTIONS
from tests.training.scenario.documents import late_table
from training.actions.learning import start_enrolment
from training.actions.publishing import publish_bank, publish_module, publish_scenario
from training.choices import EnrolmentStatus
from training.models import Module

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

SAVED_TWICE = """() => performance.getEntriesByType("resource")
  .filter(({ initiatorType }) => initiatorType === "xmlhttprequest").length >= 2"""
IS_LOADED = """video => video.readyState || new Promise((resolve) => {
  video.addEventListener("loadedmetadata", () => resolve(1));
})"""


@pytest.fixture
def skills(db):
    SkillFactory(slug="apologising", name={"en": "Apologising"})
    SkillFactory(slug="promising-well", name={"en": "Promising well"})


@pytest.fixture
def asta(company, skills):
    return EmployeeFactory(
        first_name="Asta", last_name="Nyberg", team=company, roles=["author"]
    )


def add(keys, act, kind, title):
    """Add a step or a question of a kind by keyboard, and stand at it."""
    page = keys.page
    keys.reach(page.locator(f"#{act}-kind"), "Shift+Tab")
    page.keyboard.type(kind)
    label = "Title of the step" if act == "add-step" else "The question in words"
    keys.reach(page.get_by_label(label))
    page.keyboard.type(title)
    page.keyboard.press("Enter")
    keys.stands_at(title)


def tick(keys, target):
    keys.reach(target)
    keys.page.keyboard.press("Space")


def test_an_author_builds_a_module_by_keyboard(open_page, camera, asta, company):
    publish_scenario(document=late_table(), at=timezone.now())
    page = open_page(asta)
    keys = Keys(page)
    page.goto("/studio/")
    keys.press("Write a module", "link")
    expect(page).to_have_url(re.compile("modules/new"))
    camera.take(page, "studio-module-add")
    keys.write("Title", "When they wait")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="The frame")).to_be_visible()

    keys.write("What one learns, in two sentences", "What to say while they wait.")
    tick(keys, page.get_by_label("Apologising"))
    keys.saved()
    add(keys, "add-step", "Reading", "Say how long")
    keys.write("Text", "## Ten minutes\n\nSay it *before* they ask.")
    expect(page.locator("#sight em")).to_have_text("before")
    a_quiz_with_two_kinds_of_question(keys)
    add(keys, "add-step", "Scenario", "A late table")
    expect(page.locator("#findings")).to_contain_text("2 things to put right")

    keys.press("Publish", "link")
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 things stand")
    camera.take(page, "studio-module-stopped")
    put_right(keys)
    camera.take(page, "studio-module-scenario")
    keys.press("Publish", "link")
    expect(page.get_by_role("heading", name="Ready")).to_be_visible()
    camera.take(page, "studio-module-publish-first")
    keys.write("What has changed, and why", "A first try.")
    keys.press("Publish version 1")
    expect(page.get_by_text("Published: version 1 of When they wait.")).to_be_visible()
    somebody_learns_it(open_page, company)


def a_quiz_with_two_kinds_of_question(keys):
    page = keys.page
    add(keys, "add-step", "Quiz", "Two questions")
    add(keys, "add-question", "One", "When do you say it?")
    answers = (
        page.get_by_role("group", name="Answer 1"),
        page.get_by_role("group", name="Answer 2"),
    )
    for place, words in enumerate(["Before they ask", "When they ask"]):
        keys.reach(answers[place].get_by_label("Words"))
        page.keyboard.type(words)
        # The fault: nobody says why the second is wrong.
        if place == 0:
            keys.reach(answers[place].get_by_label("Why it is right or not"))
            page.keyboard.type("Then it is a promise.")
            tick(keys, answers[place].get_by_label("This is right"))
    keys.saved()
    add(keys, "add-question", "Type", "How many minutes?")
    keys.write("Answers that are right", "10\nten")
    keys.write("Explanation", "Ten, and not a few.")
    keys.saved()


def put_right(keys):
    """Follow each finding to its part, and write what is missing there."""
    page = keys.page
    findings = page.locator("#findings")
    keys.reach(findings.get_by_role("link", name="When do you say it?"))
    page.keyboard.press("Enter")
    keys.stands_at("When do you say it?")
    second = page.get_by_role("group", name="Answer 2")
    keys.reach(second.get_by_label("Why it is right or not"))
    page.keyboard.type("Then they have waited already.")
    expect(findings).to_contain_text("1 thing to put right")
    keys.reach(findings.get_by_role("link"))
    page.keyboard.press("Enter")
    keys.stands_at("A late table")
    keys.reach(page.get_by_role("combobox", name="Scenario"))
    page.keyboard.type("A scenario")
    expect(findings).to_contain_text("Nothing stands in the way")


def somebody_learns_it(open_page, company):
    """An employee reads, answers both questions and plays the scenario."""
    module = Module.objects.get()
    amal = EmployeeFactory(first_name="Amal", last_name="Haddad", team=company)
    enrolment = EnrolmentFactory(
        employee=amal, module=module, assigned_on=timezone.localdate()
    )
    start_enrolment(enrolment=enrolment, at=timezone.now())
    page = open_page(amal, on_phone=True)
    page.goto(f"/learn/{enrolment.uuid}/steps/say-how-long/")
    expect(page.locator(".enc-prose em")).to_have_text("before")
    page.get_by_role("button", name="I have read it").click()
    page.get_by_label("Before they ask").check()
    page.get_by_role("button", name="Check my answer").click()
    expect(page.get_by_text("Then it is a promise.")).to_be_visible()
    page.get_by_role("link", name="Next question").click()
    page.get_by_label("Your answer").fill("TEN")
    page.get_by_role("button", name="Check my answer").click()
    page.get_by_role("link", name="See how it went").click()
    expect(page.get_by_role("heading", name="2 of 2 right")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Begin").click()
    for choice in BEST_PLAY[:-1]:
        page.get_by_role("button", name=choice).click()
        page.get_by_role("link", name="Next moment").click()
    page.get_by_role("button", name=BEST_PLAY[-1]).click()
    expect(page.get_by_role("link", name="Look back at it")).to_be_visible()
    enrolment.refresh_from_db()
    assert enrolment.status == EnrolmentStatus.COMPLETED


def test_a_button_that_is_only_passed_by_does_nothing(open_page, asta):
    """A saving that waited for the one before goes out while a button has the focus."""
    publish_module(document=a_module_document(a_quiz()), at=timezone.now())
    facts = {"by": asta, "at": timezone.now()}
    draft = open_draft(kind=DraftKind.MODULE, slug="waiting", **facts)
    page = open_page(asta)
    keys, held = Keys(page), []

    def hold(route):
        is_first = route.request.method == "POST" and not held
        held.append(route) if is_first else route.continue_()

    page.goto(f"{draft.get_absolute_url()}?at=check/q1")
    page.route("**/studio/**", hold)
    first = page.get_by_role("group", name="Answer 1")
    keys.reach(first.get_by_label("Words"))
    with page.expect_request(lambda request: request.method == "POST"):
        page.keyboard.type("More of ")
    page.keyboard.type("it: ")
    keys.reach(first.get_by_role("button", name="take out"))
    held[0].continue_()
    page.wait_for_function(SAVED_TWICE)

    draft.refresh_from_db()
    options = draft.document["steps"][0]["questions"][0]["options"]
    assert [each["key"] for each in options] == ["a", "b", "c"]
    assert "More of it: " in options[0]["text"]["en"]


def test_an_author_publishes_a_video_by_keyboard(open_page, camera, asta):
    publish_scenario(document=late_table(), at=timezone.now())
    page = open_page(asta)
    keys = Keys(page)
    page.goto("/studio/media/")
    content = base64.b64decode(page.evaluate(RECORD))
    upload(page, "door.webm", "video/webm", content)
    upload(page, "door.vtt", "text/vtt", CAPTIONS.encode())
    draft = a_module_draft(asta, a_play())
    page.goto(f"{draft.get_absolute_url()}?at=play")
    expect(page.locator("#sight")).to_contain_text("in the studio")
    camera.take(page, "studio-module-scenario-seen")
    add(keys, "add-step", "Video", "At the door")
    expect(page.locator("#sight")).to_contain_text("There is no video to see yet.")
    keys.write("Video", "door.webm")
    keys.write("Captions", "door.vtt")
    keys.saved()

    seen = page.locator("#sight")
    expect(seen.locator("track")).to_have_attribute("srclang", "en")
    seen.locator("video").evaluate(IS_LOADED)
    keys.reach(seen.get_by_text("Read it instead"))
    page.keyboard.press("Enter")
    expect(seen.get_by_text("A table for two?")).to_be_visible()
    expect(page.locator("#findings")).to_contain_text("Nothing stands in the way")
    camera.take(page, "studio-module-video")
    keys.press("See it as learners do", "link")
    expect(page.get_by_text("Nothing you do here is kept.")).to_be_visible()
    expect(page.locator("#video-at-the-door")).to_be_visible()
    camera.take(page, "studio-module-video-preview")
    keys.press("Back to writing", "link")
    keys.press("Publish", "link")
    keys.write("What has changed, and why", "Now with a film.")
    keys.press("Publish version 1")
    expect(page.get_by_text("Published: version 1 of When they wait.")).to_be_visible()
    step = Module.objects.get().versions.get().steps.get(key="at-the-door")
    assert (step.kind, list(step.document["captions"])) == ("video", ["en"])


def upload(page, name, mime_type, content):
    """Keep a file in the studio."""
    file = {"name": name, "mimeType": mime_type, "buffer": content}
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Keep this file").click()
    expect(page.get_by_text("Kept. Copy how it is named below.")).to_be_visible()
    expect(page.get_by_text(name)).to_be_visible()


def test_pages_of_modules_and_banks(open_page, camera, asta):
    facts = {"by": asta, "at": timezone.now()}
    publish_bank(document=a_bank_document(), at=timezone.now())
    quiz = a_quiz(questions=[an_ordering(), a_short()])
    drawn = a_drawn_quiz("drawn", attempts=3)
    steps = [a_reading(), quiz, drawn, a_practice()]
    certification = {"months": 12, "from": "expiry", "window_days": 60}
    document = a_module_document(
        *steps, certification=certification, cost={"per_seat": 12.5}
    )
    publish_module(document=document, **facts)
    draft = open_draft(kind=DraftKind.MODULE, slug="waiting", **facts)
    page = open_page(asta)
    for at, name in (
        ("", "frame"),
        ("read", "reading"),
        ("drawn", "quiz"),
        ("check/order", "ordering"),
        ("check/short", "short"),
        ("watch", "practice"),
    ):
        page.goto(f"{draft.get_absolute_url()}?at={at}")
        camera.take(page, f"studio-module-{name}")
    page.goto(f"{draft.get_absolute_url()}preview/")
    camera.take(page, "studio-module-preview")
    changed = editing.remove(draft.document, "check/short")
    changed["steps"][0]["body"] = {"en": "One *good* idea."}
    change_draft(draft=draft, change=lambda _: changed, **facts)
    page.goto(f"{draft.get_absolute_url()}publish/")
    camera.take(page, "studio-module-publish")

    bank = open_draft(kind=DraftKind.BANK, slug="service", **facts)
    page.goto("/studio/banks/new/")
    camera.take(page, "studio-bank-add")
    page.goto(f"{bank.get_absolute_url()}preview/")
    camera.take(page, "studio-bank-preview")
    page.goto(f"{bank.get_absolute_url()}?at=b0")
    camera.take(page, "studio-bank-question")
    change_draft(draft=bank, change=lambda d: editing.remove(d, "b5"), **facts)
    page.goto(f"{bank.get_absolute_url()}publish/")
    camera.take(page, "studio-bank-publish")
    publish_bank(document=a_bank_document(*bank.document["questions"][1:]), **facts)
    page.goto("/studio/banks/service/versions/")
    camera.take(page, "studio-bank-versions")
    publish_module(document=changed, **facts)
    page.goto("/studio/modules/waiting/versions/")
    camera.take(page, "studio-module-versions")
    page.goto("/studio/")
    camera.take(page, "studio-all-kinds")
