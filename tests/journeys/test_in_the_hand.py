"""The player on a small phone: what a step costs, where the focus goes, how large the
targets are, and that nothing moves for those who asked for that.
"""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.factories.staff import EmployeeFactory
from tests.factories.training import EnrolmentFactory, RefresherCardFactory
from tests.starter import load_part_of_starter
from training.actions.learning import start_enrolment

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

MOST_BYTES = 20_000
SMALLEST_TARGET = 44
# Every control that is shown, with the label around a box or a button that is smaller.
SMALL_TARGETS = """(smallest) => {
  const controls = document.querySelectorAll(
    "main :is(a[href], button, summary, select, textarea, input:not([type=hidden]))");
  return [...controls].filter((control) => control.checkVisibility()).map((control) => {
    const { width, height } = (control.closest("label") ?? control).getBoundingClientRect();
    return [width, height, control.outerHTML.slice(0, 80)];
  }).filter(([width, height]) => Math.min(width, height) < smallest - 0.01);
}"""
# The customer's voice is fetched once, where the device has no such letters of its own.
VOICE = "document.fonts.load('16px \"Encore Voice\"').then(() => {})"
MOVING = """() => [...document.querySelectorAll("*")].flatMap((element) =>
  ["", "::before", "::after"].flatMap((part) => {
    const style = getComputedStyle(element, part || null);
    const { animationDuration, transitionDuration, transitionDelay } = style;
    const times = [animationDuration, transitionDuration, transitionDelay].join();
    const seconds = times.split(",").map((time) =>
      parseFloat(time) / (time.trim().endsWith("ms") ? 1000 : 1));
    return Math.max(...seconds) > 0.01 ? [element.outerHTML.slice(0, 80) + part] : [];
  }))"""


@pytest.fixture
def amal(company):
    return EmployeeFactory(first_name="Amal", last_name="Haddad", team=company)


@pytest.fixture
def enrolment(amal):
    """Amal in a module of the starter catalogue, begun."""
    starter = load_part_of_starter("putting-a-complaint-right")
    enrolment = EnrolmentFactory(
        employee=amal,
        module=starter["putting-a-complaint-right"],
        assigned_on=timezone.localdate(),
    )
    return start_enrolment(enrolment=enrolment, at=timezone.now())


@pytest.fixture
def phone(open_page, amal):
    return open_page(amal, on_phone=True)


def stands_well(page):
    """Fail when something on ``page`` moves, or is too small for a thumb."""
    assert page.evaluate(MOVING) == []
    assert page.evaluate(SMALL_TARGETS, SMALLEST_TARGET) == []


def bytes_of(page, act, arrived):
    """Return what came over the wire from ``act``, a function, until ``arrived``, a
    locator, had the focus: heads and bodies.
    """
    finished = []

    def on_finished(request):
        finished.append(request)

    page.on("requestfinished", on_finished)
    act()
    expect(arrived).to_be_focused()
    page.remove_listener("requestfinished", on_finished)
    assert finished
    sizes = [request.sizes() for request in finished]
    stands_well(page)
    return sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)


def test_every_further_step_is_small_and_leads_the_focus(phone, enrolment):
    costs = {}

    def step(name, button, arrived):
        before = costs.get(name, 0)
        taken = bytes_of(phone, lambda: button.press("Enter"), arrived)
        costs[name] = max(before, taken)

    scene = phone.locator("section[data-focus]:not(.after)")
    reaction = phone.locator("section.after[data-focus]")
    head = phone.locator("h1[data-focus]")
    question = phone.locator("fieldset[data-focus]")
    first = enrolment.version.steps.get(position=0)
    phone.goto(f"/learn/{enrolment.uuid}/steps/{first.key}/")
    phone.wait_for_load_state()
    phone.evaluate(VOICE)
    stands_well(phone)

    step("next step", phone.get_by_role("button", name="I have read it"), head)
    step("begin", phone.get_by_role("button", name="Begin"), scene)
    onward = phone.get_by_role("link", name="Next moment")
    while True:
        step("choice", phone.locator("[data-key=b]"), reaction)
        if not onward.count():
            break
        step("next moment", onward, scene)
    phone.get_by_role("link", name="Look back at it").press("Enter")
    expect(phone.get_by_role("heading", name="What it showed")).to_be_visible()
    phone.wait_for_load_state()
    stands_well(phone)
    step("go on", phone.get_by_role("button", name="Go on"), question)
    while question.count():
        for box in phone.locator("input[name=options]").all()[:1]:
            box.press("Space")
        step("answer", phone.get_by_role("button", name="Check my answer"), head)
        step("next question", phone.locator(".enc-dock a"), question.or_(head))

    assert max(costs.values()) <= MOST_BYTES, costs


def test_a_refresher_is_small_too(phone, amal):
    for _card in range(2):
        RefresherCardFactory(employee=amal, due_on=timezone.localdate())
    phone.goto("/learn/refresh/")
    phone.wait_for_load_state()
    stands_well(phone)
    phone.get_by_label("option a").check()

    answer = phone.get_by_role("button", name="Check my answer")
    answered = bytes_of(phone, answer.click, phone.locator("h1[data-focus]"))
    onward = phone.get_by_role("link", name="Next one")
    following = bytes_of(phone, onward.click, phone.locator("fieldset[data-focus]"))

    assert max(answered, following) <= MOST_BYTES


def test_whoever_uses_keys_sees_where_they_are(phone, enrolment):
    first = enrolment.version.steps.get(position=0)
    phone.goto(f"/learn/{enrolment.uuid}/steps/{first.key}/")
    phone.get_by_role("button", name="I have read it").press("Enter")
    phone.get_by_role("button", name="Begin").press("Enter")
    expect(phone.locator("section[data-focus]")).to_be_focused()

    phone.keyboard.press("Tab")

    here = phone.locator("[data-key=a]")
    expect(here).to_be_focused()
    expect(here).to_have_css("outline-style", "solid")
    expect(here).to_have_css("outline-width", "3px")
