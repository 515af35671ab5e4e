"""The connection drops in the middle: nothing is lost, nothing counts twice, and the
person is told how it stands.
"""

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from playwright.sync_api import expect

from staff.models import Organisation
from tests.factories.staff import EmployeeFactory
from tests.factories.training import (
    EnrolmentFactory,
    RefresherCardFactory,
    SkillFactory,
)
from tests.journeys.camera import Watch
from tests.journeys.conftest import session_cookie
from tests.training.catalogue import (
    a_module_document,
    a_play,
    a_question,
    a_quiz,
    a_reading,
    a_short,
    an_ordering,
)
from tests.training.scenario.documents import late_table
from training.actions.learning import start_enrolment
from training.actions.publishing import publish_module, publish_scenario
from training.models import (
    Attempt,
    ChoiceTaken,
    QuizAnswer,
    RefresherReview,
    StepCompletion,
)

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

KEPT = "Kept on this phone. It is sent when there is a connection."
PASSWORD = "a-long-word"


@pytest.fixture
def amal(company):
    Organisation.objects.create(pk=1, set_up_at=timezone.now())
    return EmployeeFactory(
        first_name="Amal",
        last_name="Haddad",
        team=company,
        password=make_password(PASSWORD),
    )


@pytest.fixture
def learn(amal, skills):
    """A function that starts Amal on a module of the steps given; returns the address
    of the first.
    """

    def started(*steps):
        publish_scenario(document=late_table(), at=timezone.now())
        document = a_module_document(*steps)
        module = publish_module(document=document, at=timezone.now()).module
        enrolment = EnrolmentFactory(
            employee=amal, module=module, assigned_on=timezone.localdate()
        )
        start_enrolment(enrolment=enrolment, at=timezone.now())
        return f"/learn/{enrolment.uuid}/steps/{steps[0]['key']}/"

    return started


@pytest.fixture
def skills(db):
    for slug in ("apologising", "promising-well"):
        SkillFactory(slug=slug)


@pytest.fixture
def phone(open_page, amal):
    page = open_page(amal, on_phone=True)
    page.wait_for_load_state()
    return page


@pytest.fixture(autouse=True)
def console(monkeypatch):
    """The browser tells its console of every request that was lost, as it should."""
    heard = Watch.on_console

    def on_console(watch, message):
        if not message.text.startswith("Failed to load resource"):
            heard(watch, message)

    monkeypatch.setattr(Watch, "on_console", on_console)


def line(page):
    return page.locator("#keeping")


def cut(page):
    page.context.set_offline(True)


def mend(page):
    page.context.set_offline(False)


def leave(page):
    """Close what is open. The browser mends an emulated cut a moment before a page is
    gone, and the page would use it.
    """
    page.evaluate("() => { window.fetch = () => Promise.reject(new Error('cut')); }")
    page.goto("about:blank")


def lose_the_answer(page, url, times=1):
    """Let what ``page`` sends reach us, and lose what we say to it."""

    def lost(route):
        if route.request.method != "POST":
            return route.fallback()
        route.fetch()
        return route.abort()

    page.route(f"**{url}*", lost, times=times)


def taken():
    return list(
        ChoiceTaken.objects.order_by("position").values_list("choice", flat=True)
    )


def begin(page, url):
    page.goto(url)
    page.get_by_role("button", name="Begin").click()
    expect(choice(page, "own-it")).to_be_visible()


def choice(page, key):
    return page.locator(f"button[name=choice][value={key}]")


# Scenario -----------------------------------------------------------------------------


def test_a_choice_is_kept_and_goes_on_by_itself(phone, camera, learn):
    url = learn(a_play(), a_reading())
    begin(phone, url)
    cut(phone)

    choice(phone, "own-it").click()
    expect(line(phone)).to_have_text(KEPT)
    expect(choice(phone, "own-it")).to_have_attribute("aria-pressed", "true")
    camera.take(phone, "scenario-kept")
    assert taken() == []
    mend(phone)

    expect(phone.get_by_text("Four minutes. Four I can do.")).to_be_visible()
    expect(line(phone)).to_have_text("Sent.")
    expect(phone.locator("section.after")).to_be_focused()
    assert taken() == ["own-it"]
    phone.get_by_role("link", name="Next moment").click()
    expect(choice(phone, "serve")).to_be_visible()


def test_a_choice_whose_answer_was_lost_counts_once(phone, learn):
    url = learn(a_play(), a_reading())
    begin(phone, url)
    lose_the_answer(phone, url)

    choice(phone, "own-it").click()

    expect(phone.get_by_text("Four minutes. Four I can do.")).to_be_visible()
    assert taken() == ["own-it"]


def test_a_choice_kept_when_the_page_was_closed_is_sent_by_the_next(phone, learn):
    url = learn(a_play(), a_reading())
    begin(phone, url)
    cut(phone)
    choice(phone, "own-it").click()
    expect(line(phone)).to_have_text(KEPT)
    leave(phone)
    mend(phone)

    with phone.expect_response(lambda response: response.request.method == "POST"):
        phone.goto("/today/")

    phone.goto(url)
    expect(choice(phone, "serve")).to_be_visible()
    assert taken() == ["own-it"]


@pytest.mark.parametrize(
    ("elsewhere", "is_told"), [("excuse", True), ("own-it", False)]
)
def test_another_device_that_is_further_is_not_overwritten(
    open_page, amal, phone, learn, elsewhere, is_told
):
    url = learn(a_play(), a_reading())
    begin(phone, url)
    cut(phone)
    choice(phone, "own-it").click()
    expect(line(phone)).to_have_text(KEPT)
    other = open_page(amal)
    other.goto(url)
    choice(other, elsewhere).click()
    other.get_by_role("link", name="Next moment").click()
    choice(other, "hide").click()
    expect(other.locator("section.after")).to_be_focused()

    mend(phone)

    words = "You had answered this before; that answer stands." if is_told else "Sent."
    expect(line(phone)).to_contain_text(words)
    expect(choice(phone, "nod")).to_be_visible()
    assert taken() == [elsewhere, "hide"]
    assert Attempt.objects.count() == 1


def test_the_same_place_is_found_on_another_device_and_by_going_back(
    open_page, amal, phone, learn
):
    url = learn(a_play(), a_reading())
    phone.goto("/today/")
    begin(phone, url)
    choice(phone, "own-it").click()
    expect(phone.locator("section.after")).to_be_focused()
    phone.get_by_role("link", name="Next moment").click()
    expect(choice(phone, "serve")).to_be_visible()

    other = open_page(amal)
    other.goto(url)
    expect(choice(other, "serve")).to_be_visible()
    phone.go_back()
    expect(phone.get_by_text("Hello, Amal")).to_be_visible()
    phone.go_forward()
    expect(choice(phone, "serve")).to_be_visible()


# Quiz ---------------------------------------------------------------------------------


def check(page, text):
    page.get_by_label(text, exact=True).check()
    page.get_by_role("button", name="Check my answer").click()


def test_an_answer_is_kept_over_a_closed_page_and_counts_once(
    open_page, camera, amal, phone, learn
):
    url = learn(a_quiz())
    phone.goto(url)
    phone.wait_for_load_state()
    cut(phone)
    check(phone, "option a")
    expect(line(phone)).to_have_text(KEPT)
    camera.take(phone, "quiz-kept")
    leave(phone)
    other = open_page(amal)
    other.goto(url)
    expect(other.get_by_text("Question 1 of 2")).to_be_visible()
    assert not QuizAnswer.objects.exists()

    mend(phone)
    phone.goto(url)

    expect(phone.get_by_role("heading", name="Right.")).to_be_focused()
    other.reload()
    expect(other.get_by_text("Question 2 of 2")).to_be_visible()
    assert QuizAnswer.objects.get().options == ["a"]


def test_an_answer_given_elsewhere_meanwhile_stands(open_page, amal, phone, learn):
    url = learn(a_quiz())
    phone.goto(url)
    phone.wait_for_load_state()
    cut(phone)
    check(phone, "option a")
    other = open_page(amal)
    other.goto(url)
    check(other, "option b")
    expect(other.get_by_role("heading", name="Not quite.")).to_be_visible()

    mend(phone)

    expect(phone.get_by_role("heading", name="Not quite.")).to_be_visible()
    expect(line(phone)).to_have_text(
        "Could not be applied: You had answered this before; that answer stands."
    )
    assert QuizAnswer.objects.get().options == ["b"]


def test_a_last_answer_that_was_lost_on_the_way_back_finishes_once(phone, learn):
    url = learn(a_quiz(questions=[a_question("only")]), a_reading())
    phone.goto(url)
    phone.wait_for_load_state()
    lose_the_answer(phone, url)

    check(phone, "option a")

    expect(phone.get_by_role("heading", name="Right.")).to_be_visible()
    assert StepCompletion.objects.count() == QuizAnswer.objects.count() == 1
    phone.get_by_role("link", name="See how it went").click()
    expect(phone.get_by_role("heading", name="1 of 1 right")).to_be_focused()
    phone.go_back()
    phone.go_forward()
    expect(phone.get_by_role("heading", name="1 of 1 right")).to_be_visible()


# Reading and refreshers ---------------------------------------------------------------


def test_a_page_that_was_read_is_kept_and_goes_on(phone, learn):
    url = learn(a_reading(), a_quiz())
    phone.goto(url)
    phone.wait_for_load_state()
    cut(phone)
    phone.get_by_role("button", name="I have read it").click()
    expect(line(phone)).to_have_text(KEPT)

    mend(phone)

    expect(phone.get_by_text("Question 1 of 2")).to_be_visible()
    assert StepCompletion.objects.count() == 1


def test_a_refresher_whose_answer_was_lost_counts_once(phone, amal):
    RefresherCardFactory(employee=amal, due_on=timezone.localdate())
    phone.goto("/learn/refresh/")
    phone.wait_for_load_state()
    lose_the_answer(phone, "/learn/refresh/")

    check(phone, "option a")

    expect(phone.get_by_role("heading", name="Right.")).to_be_focused()
    assert RefresherReview.objects.count() == 1


def test_a_next_page_that_does_not_come_is_waited_for(phone, learn):
    url = learn(a_quiz())
    phone.goto(url)
    check(phone, "option a")
    onward = phone.get_by_role("link", name="Next question")
    expect(onward).to_be_visible()
    cut(phone)
    onward.click()
    expect(line(phone)).to_contain_text("No connection. The next page comes")

    mend(phone)

    expect(phone.get_by_text("Question 2 of 2")).to_be_visible()
    expect(line(phone)).to_have_text("")


# Who it belongs to --------------------------------------------------------------------


def stored(page):
    names = page.evaluate("Object.keys(localStorage)")
    return [name for name in names if name.startswith(("encore-kept", "encore-drafts"))]


def sign_in_at(page, employee):
    page.get_by_label("Employee number or e-mail").fill(employee.employee_number)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_what_was_kept_is_sent_after_signing_in_again(phone, camera, amal, learn):
    url = learn(a_play(), a_reading())
    begin(phone, url)
    phone.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)

    choice(phone, "own-it").click()
    expect(line(phone)).to_contain_text("It is sent when you have signed in again.")
    camera.take(phone, "scenario-signed-out")
    assert taken() == []
    phone.get_by_role("link", name="Sign in again").click()
    sign_in_at(phone, amal)

    expect(phone.get_by_text("Four minutes. Four I can do.")).to_be_visible()
    assert taken() == ["own-it"]


def test_a_window_left_open_sends_with_the_new_sign_in(phone, amal, learn):
    url = learn(a_play(), a_reading())
    begin(phone, url)
    phone.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    other = phone.context.new_page()
    other.goto("/sign-in/")
    sign_in_at(other, amal)
    expect(other.get_by_text("Hello, Amal")).to_be_visible()

    choice(phone, "own-it").click()

    expect(phone.get_by_text("Four minutes. Four I can do.")).to_be_visible()
    assert taken() == ["own-it"]


def test_nobody_sends_or_sees_what_somebody_else_left(
    phone, company, learn, live_server
):
    url = learn(a_play(), a_reading())
    begin(phone, url)
    cut(phone)
    choice(phone, "own-it").click()
    expect(line(phone)).to_have_text(KEPT)
    ben = EmployeeFactory(first_name="Ben", team=company)
    phone.context.add_cookies([session_cookie(ben, live_server.url)])
    his = phone.context.new_page()

    mend(phone)
    his.goto("/today/")

    expect(line(phone)).to_contain_text("Somebody else has signed in")
    expect(his.get_by_text("Hello, Ben")).to_be_visible()
    expect(line(his)).to_have_text("")
    assert taken() == []


def test_signing_out_says_what_is_not_sent_and_wipes_it(phone, camera, learn):
    url = learn(a_quiz(questions=[a_short(en=["tea"])]))
    phone.goto(url)
    phone.get_by_label("Your answer").fill("tea")
    cut(phone)
    phone.get_by_role("button", name="Check my answer").click()
    expect(line(phone)).to_have_text(KEPT)
    assert len(stored(phone)) == 2
    phone.route("**/steps/**", lambda route: route.abort())
    mend(phone)
    phone.goto("/today/")
    expect(line(phone)).to_have_text(KEPT)
    menu = phone.locator(".enc-menu")
    menu.locator("summary").click()

    menu.get_by_role("button", name="Sign out").click()
    expect(line(phone)).to_contain_text("Signing out deletes it from this phone.")
    camera.take(phone, "today-signing-out")
    menu.locator("summary").click()
    menu.get_by_role("button", name="Sign out").click()

    expect(phone.get_by_role("heading", name="Sign in")).to_be_visible()
    assert stored(phone) == []
    assert not QuizAnswer.objects.exists()


def test_what_is_typed_or_put_in_order_outlives_a_reload(phone, learn):
    url = learn(a_quiz(questions=[an_ordering(), a_short(en=["tea"])]))
    items = phone.locator(".enc-order li > span:first-of-type")
    phone.goto(url)
    phone.wait_for_load_state()
    before = items.all_inner_texts()
    phone.get_by_role("button", name="Further down").first.click()
    after = [before[1], before[0], before[2]]
    expect(items).to_have_text(after)

    phone.reload()
    expect(items).to_have_text(after)
    phone.get_by_role("button", name="Check my answer").click()
    phone.get_by_role("link", name="Next question").click()
    phone.get_by_label("Your answer").fill("Darjeeling")
    phone.reload()

    expect(phone.get_by_label("Your answer")).to_have_value("Darjeeling")
    phone.get_by_role("button", name="Check my answer").click()
    expect(phone.get_by_role("heading", name="Not quite.")).to_be_visible()
    assert stored(phone) == []
