"""Somebody keeps fresh what they learned, and a manager sees what a team still knows."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.factories.staff import EmployeeFactory, TeamFactory
from tests.factories.training import EnrolmentFactory, RefresherCardFactory
from tests.starter import load_part_of_starter
from tests.training.catalogue import a_quiz, a_short, an_ordering, complete
from training.actions.learning import start_enrolment
from training.models import RefresherCard, Skill
from training.queries.scripts import script_of
from training.scenario import play

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def harbour(company):
    return TeamFactory(
        parent=company, code="harbour", name="Harbour Street", time_zone="Europe/Berlin"
    )


@pytest.fixture
def amal(harbour):
    """Amal completed a module nine days ago; some of it has begun to fade."""
    starter = load_part_of_starter("putting-a-complaint-right")
    amal = EmployeeFactory(first_name="Amal", last_name="Haddad", team=harbour)
    at = timezone.now() - dt.timedelta(days=9)
    enrolment = EnrolmentFactory(
        employee=amal,
        module=starter["putting-a-complaint-right"],
        assigned_on=at.date() - dt.timedelta(days=1),
    )
    enrolment = start_enrolment(enrolment=enrolment, at=at)
    complete(enrolment, play=first_choices(enrolment), at=at, today=at.date())
    return amal


def first_choices(enrolment):
    """Return the keys of the first choice on offer, all the way to an ending."""
    step = enrolment.version.steps.get(kind="scenario")
    scenario = script_of(step.scenario_version_id).scenario
    state, keys = play.start(scenario), []
    while not play.is_finished(scenario, state):
        keys.append(play.available_choices(scenario, state)[0].key)
        state = play.step(scenario, state, keys[-1])
    return keys


def ask_only(employee, *, scenes):
    """Leave for later all cards but the scenes, or but the questions."""
    later = timezone.localdate() + dt.timedelta(days=30)
    cards = RefresherCard.objects.filter(employee=employee)
    cards.exclude(mood__isnull=not scenes).update(due_on=later)


def test_three_minutes_between_two_customers(open_page, camera, amal):
    page = open_page(amal, on_phone=True)
    page.goto("/today/")
    expect(page.get_by_role("heading", name="to keep it fresh")).to_be_visible()
    camera.take(page, "today-refresh")
    page.get_by_role("link", name="of what you learned").click()

    onward = page.get_by_role("link", name="Next one")
    last = page.get_by_role("link", name="That was the last")
    seen = set()
    while True:
        expect(page.get_by_text("What it was about").or_(check(page))).to_be_visible()
        kind = "question" if check(page).is_visible() else "scene"
        if kind not in seen:
            camera.take(page, f"refresher-{kind}")
        answer_by_keyboard(page, kind)
        expect(onward.or_(last)).to_be_visible()
        if kind not in seen:
            camera.take(page, f"refresher-{kind}-answered")
        seen.add(kind)
        if last.is_visible():
            break
        onward.press("Enter")
    last.press("Enter")

    expect(page.get_by_role("heading", name="That is it for today")).to_be_visible()
    camera.take(page, "refresher-done")
    page.goto("/today/")
    expect(page.get_by_text("Hello, Amal")).to_be_visible()
    expect(page.get_by_text("to keep it fresh")).to_have_count(0)


def check(page):
    return page.get_by_role("button", name="Check my answer")


def answer_by_keyboard(page, kind):
    page.wait_for_load_state()  # the keys need script
    if kind == "scene":
        page.keyboard.press("b")
        return
    page.locator("input[name=options]").first.focus()
    page.keyboard.press("Space")
    check(page).press("Enter")


@pytest.mark.parametrize("scenes", [True, False])
def test_refreshing_needs_no_script(open_page, amal, scenes):
    ask_only(amal, scenes=scenes)
    page = open_page(amal, on_phone=True, java_script_enabled=False)
    page.goto("/learn/refresh/")

    if scenes:
        page.locator(".enc-choice").first.click()
    else:
        page.locator("input[name=options]").first.check()
        check(page).click()

    expect(page.get_by_text("You meet this again on")).to_be_visible()
    page.reload()
    expect(page.get_by_text("You meet this again on")).to_be_visible()


def test_a_question_is_not_sent_without_an_answer(open_page, camera, amal):
    ask_only(amal, scenes=False)
    page = open_page(amal, on_phone=True)
    page.goto("/learn/refresh/")

    check(page).click()

    expect(
        page.get_by_role("alert").filter(has_text="Choose an answer")
    ).to_be_visible()
    camera.take(page, "refresher-unticked")


def test_an_order_and_a_typed_answer_come_back(open_page, camera, harbour):
    amal = EmployeeFactory(first_name="Amal", last_name="Haddad", team=harbour)
    for days, question in ((9, an_ordering()), (1, a_short())):
        RefresherCardFactory(
            employee=amal,
            step__document=a_quiz(questions=[question]),
            item=question["key"],
            stability=days,
        )
    page = open_page(amal, on_phone=True)
    page.goto("/learn/refresh/")
    page.get_by_label("Your answer").press_sequentially("tea")
    camera.take(page, "refresher-short")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Not quite.")).to_be_visible()
    camera.take(page, "refresher-short-wrong")
    page.get_by_role("link", name="Next one").press("Enter")

    items = page.locator("[data-order] li")
    camera.take(page, "refresher-ordering")
    for place, words in enumerate(["item a", "item b"]):
        item = items.filter(has_text=words)
        while words not in items.nth(place).inner_text():
            item.get_by_role("button", name="Further up").press("Enter")
    check(page).press("Enter")
    expect(page.get_by_role("heading", name="Right.")).to_be_visible()
    camera.take(page, "refresher-ordering-right")


def test_what_stays_is_seen_by_the_person_and_of_a_team(
    open_page, camera, amal, harbour
):
    mona = EmployeeFactory(first_name="Mona", team=harbour, manages=[harbour])
    skills = list(Skill.objects.order_by("position")[:3])
    for number, person in enumerate(EmployeeFactory.create_batch(6, team=harbour)):
        RefresherCardFactory(
            employee=person,
            skills=skills if number < 4 else skills[:2],
            reviewed_on=timezone.localdate() - dt.timedelta(days=9 * number + 1),
            due_on=timezone.localdate() + dt.timedelta(days=1),
        )
    page = open_page(amal, on_phone=True)
    page.goto("/learn/")
    expect(page.get_by_role("heading", name="What stays with you")).to_be_visible()
    camera.take(page, "learn-retention")
    page.goto(f"/people/{amal.pk}/learning/")
    expect(page.get_by_role("heading", name="What stays with you")).to_be_visible()
    camera.take(page, "person-learning-own")

    desk = open_page(mona)
    desk.goto("/my-team/")
    desk.get_by_role("link", name="What your teams still know").click()
    expect(desk.get_by_role("heading", name="By skill")).to_be_visible()
    expect(desk.get_by_text("fewer than 5").first).to_be_visible()
    camera.take(desk, "my-team-retention")


def test_what_nobody_learned_yet_says_so(open_page, camera, harbour):
    mona = EmployeeFactory(first_name="Mona", team=harbour, manages=[harbour])
    page = open_page(mona, on_phone=True)

    page.goto("/learn/refresh/")
    expect(page.get_by_role("heading", name="Nothing to refresh today")).to_be_visible()
    camera.take(page, "refresher-nothing")
    page.goto("/my-team/retention/")
    expect(page.get_by_text("Nothing to say yet")).to_be_visible()
    camera.take(page, "my-team-retention-none")
