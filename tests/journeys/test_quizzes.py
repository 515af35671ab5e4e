"""Quizzes with things to put in order and short answers, by thumb and by keys."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.factories.staff import EmployeeFactory, TeamFactory
from tests.factories.training import EnrolmentFactory, SkillFactory
from tests.training.catalogue import a_module_document
from training.actions.learning import start_enrolment
from training.actions.publishing import publish_module

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

QUIZ = {
    "key": "check",
    "kind": "quiz",
    "minutes": 3,
    "title": {"en": "Putting it right"},
    "pass_percent": 100,
    "attempts": 1,
    "questions": [
        {
            "key": "steps",
            "kind": "ordering",
            "text": {"en": "A guest complains about a cold soup. What comes first?"},
            "why": {"en": "Whoever is heard first can hear what you offer next."},
            "items": [
                {"key": "listen", "text": {"en": "Listen to the end"}},
                {"key": "sorry", "text": {"en": "Say sorry for what it was like"}},
                {"key": "offer", "text": {"en": "Offer a way out, and a time"}},
                {"key": "check", "text": {"en": "Come back and ask"}},
            ],
        },
        {
            "key": "time",
            "kind": "short",
            "text": {"en": "After how many minutes do you come back?"},
            "why": {"en": "At two minutes a first spoon has been tried."},
            "accepted": {"en": ["2", "two"], "de": ["2", "zwei"]},
        },
    ],
}
RIGHT = [item["text"]["en"] for item in QUIZ["questions"][0]["items"]]


@pytest.fixture
def amal(company):
    site = TeamFactory(parent=company, code="harbour", name="Harbour Street")
    return EmployeeFactory(first_name="Amal", last_name="Haddad", team=site)


@pytest.fixture
def mona(company):
    return EmployeeFactory(
        first_name="Mona", last_name="Lindqvist", team=company, manages=[company]
    )


@pytest.fixture
def enrolment(amal, mona):
    SkillFactory(slug="apologising")
    document = a_module_document(QUIZ, title={"en": "Cold soup"})
    module = publish_module(document=document, at=timezone.now()).module
    enrolment = EnrolmentFactory(
        employee=amal, module=module, assigned_on=timezone.localdate()
    )
    return start_enrolment(enrolment=enrolment, at=timezone.now())


def in_order(page):
    return page.locator(".enc-order li > span:first-of-type").all_inner_texts()


def put_in_order(page, press):
    """Move every item up to where it belongs; press(button) presses it."""
    for place, text in enumerate(RIGHT):
        while in_order(page).index(text) > place:
            item = page.locator(".enc-order li").filter(has_text=text)
            before = in_order(page)
            press(item.get_by_role("button", name="Further up"))
            expect(page.locator(".enc-order li > span:first-of-type")).not_to_have_text(
                before
            )


def test_an_order_and_a_short_answer_by_keys(open_page, camera, amal, enrolment):
    page = open_page(amal, on_phone=True)
    page.goto(f"/learn/{enrolment.uuid}/steps/check/")
    expect(page.get_by_text("Put them in order")).to_be_visible()
    page.wait_for_load_state()
    camera.take(page, "quiz-ordering")
    put_in_order(page, lambda button: button.press("Enter"))
    assert in_order(page) == RIGHT
    page.get_by_role("button", name="Check my answer").press("Enter")
    expect(page.get_by_role("heading", name="Right.")).to_be_visible()
    camera.take(page, "quiz-ordering-right")
    page.get_by_role("link", name="Next question").press("Enter")
    page.get_by_label("Your answer").fill(" Two ")
    camera.take(page, "quiz-short")

    page.get_by_label("Your answer").press("Enter")

    expect(page.get_by_role("heading", name="Right.")).to_be_visible()


def test_tries_that_are_used_up_are_no_dead_end(
    open_page, camera, amal, mona, enrolment
):
    page = open_page(amal, on_phone=True, java_script_enabled=False)
    page.goto(f"/learn/{enrolment.uuid}/steps/check/")
    put_in_order(page, lambda button: button.tap())
    page.locator(".enc-order li").first.get_by_role("button", name="Further down").tap()
    page.get_by_role("button", name="Check my answer").tap()
    expect(page.get_by_text("belongs in place 2")).to_be_visible()
    page.get_by_role("link", name="Next question").tap()
    page.get_by_label("Your answer").fill("ten")
    page.get_by_role("button", name="Check my answer").tap()
    expect(page.get_by_role("heading", name="Not quite.")).to_be_visible()
    page.get_by_role("link", name="See how it went").tap()
    expect(page.get_by_text("talk it over with Mona Lindqvist")).to_be_visible()

    hers = open_page(mona)
    hers.goto("/my-team/")
    camera.take(hers, "my-team-another-try")
    hers.get_by_role("link", name="Putting it right").click()
    expect(hers.get_by_role("button", name="Let them try again")).to_be_visible()
    camera.take(hers, "person-learning-another-try")
    hers.get_by_role("button", name="Let them try again").click()
    expect(hers.get_by_text("Amal Haddad can try once more.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Try once more")).to_be_visible()


def test_wrong_answers_say_where_it_broke(open_page, camera, amal, enrolment):
    page = open_page(amal, on_phone=True)
    page.goto(f"/learn/{enrolment.uuid}/steps/check/")
    put_in_order(page, lambda button: button.tap())
    page.locator(".enc-order li").last.get_by_role("button", name="Further up").tap()
    page.get_by_role("button", name="Check my answer").tap()
    expect(page.get_by_text("belongs in place 4")).to_be_visible()
    camera.take(page, "quiz-ordering-wrong")
    page.get_by_role("link", name="Next question").tap()
    page.get_by_label("Your answer").fill("ten")
    page.get_by_role("button", name="Check my answer").tap()
    expect(page.get_by_role("heading", name="Not quite.")).to_be_visible()
    camera.take(page, "quiz-short-wrong")
    page.get_by_role("link", name="See how it went").tap()
    expect(page.get_by_text("the tries for this quiz are used")).to_be_visible()
    camera.take(page, "quiz-used-up")
