"""A plan from its template to both yeses, and one person as everybody sees them."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from feedback.actions.summing import sum_dirty_weeks
from feedback.models import Metric, SkillMetric
from plans.models import DevelopmentPlan
from tests.factories.feedback import answer, answers
from tests.factories.plans import (
    GoalFactory,
    ItemFactory,
    PlanFactory,
    PlanTemplateFactory,
    TemplateGoalFactory,
)
from tests.factories.staff import EmployeeFactory, JobRoleFactory, TeamFactory
from tests.factories.training import EnrolmentFactory, ModuleFactory, SkillFactory
from training.models import Enrolment

# The metrics come with a migration; a journey before this one has emptied the tables.
pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
]

WEEK = dt.timedelta(weeks=1)
LEVELS = {
    "3": {"en": "Stops what they are doing, greets first and lets the customer end."}
}


@pytest.fixture
def harbour(company):
    return TeamFactory(parent=company, name="Harbour Street")


@pytest.fixture
def mona(harbour):
    return EmployeeFactory(
        first_name="Mona", last_name="Lindqvist", team=harbour, manages=[harbour]
    )


@pytest.fixture
def floor():
    return JobRoleFactory(code="floor", name="Floor")


@pytest.fixture
def amal(harbour, floor):
    return EmployeeFactory(
        first_name="Amal", last_name="Haddad", team=harbour, job_role=floor
    )


@pytest.fixture
def heard(amal):
    """Half a year of answers about Amal, some of them in words."""
    today = amal.today()
    for weeks in range(1, 24, 2):
        answers(amal, [3, 4, 5], today - weeks * WEEK)
    for weeks, words in [
        (1, "She remembered my mother’s chair by the window."),
        (3, "Quick, kind, and she checked twice that the soup had no celery in it."),
        (6, "Came back to ask whether everything was as we had hoped."),
    ]:
        answer(amal, today - weeks * WEEK, score=5, comment=words, language="en")
    answer(amal, today - WEEK, score=2, comment="We waited forty minutes.")
    sum_dirty_weeks(at=dt.datetime.now(dt.UTC))


@pytest.fixture
def template(floor):
    """What a plan on the floor begins with: two skills, three modules."""
    template = PlanTemplateFactory(name="On the floor", job_role=floor)
    attention = SkillFactory(name={"en": "Special attention"}, levels=LEVELS)
    apology = SkillFactory(name={"en": "Apologising"}, levels=LEVELS)
    for skill, key in [(attention, "csat"), (apology, "low_score")]:
        SkillMetric.objects.create(skill=skill, metric=Metric.objects.get(key=key))
    rush = ModuleFactory(slug="a", title={"en": "Not rushing a customer"})
    right = ModuleFactory(slug="b", title={"en": "Putting a complaint right"})
    TemplateGoalFactory(template=template, skill=attention, modules=[rush])
    TemplateGoalFactory(template=template, skill=apology, modules=[right])
    return template


def test_a_plan_is_made_by_the_manager_and_agreed_to_on_a_phone(
    open_page, camera, mona, amal, heard, template
):
    desk = open_page(mona)
    desk.goto("/my-team/")
    camera.take(desk, "my-team-plans-figure")
    desk.get_by_role("link", name="No plan: 2").click()
    desk.get_by_role("heading", name="No plan", level=1).wait_for()
    camera.take(desk, "my-team-plans")
    desk.get_by_role("link", name="Start a plan for Amal Haddad").click()
    desk.get_by_role("heading", name="A plan for Amal Haddad").wait_for()
    camera.take(desk, "plan-add")
    desk.get_by_role("button", name="Start this plan").click()

    desk.get_by_role("heading", name="Still being written").wait_for()
    camera.take(desk, "plan-draft")
    desk.get_by_role("link", name="Add a step to Special attention").click()
    desk.get_by_label("Practice on the job").check()
    desk.get_by_label("Or what, in words").fill("Greet before the tray is down")
    camera.take(desk, "plan-step")
    desk.get_by_role("button", name="Add the step").click()
    desk.get_by_text("Greet before the tray is down").wait_for()
    desk.get_by_role("link", name="Change the goal Special attention").click()
    desk.get_by_role("textbox", name="Why").fill("Saturdays are rushed")
    camera.take(desk, "plan-goal")
    desk.get_by_role("button", name="Save the goal").click()
    desk.get_by_text("Saturdays are rushed").wait_for()
    desk.get_by_role("button", name="Propose it to Amal").click()
    desk.get_by_role("heading", name="Waits for your yes").wait_for()
    plan = desk.url
    desk.goto("/today/")
    camera.take(desk, "today-to-agree")
    desk.get_by_role("link", name="Read and agree").click()
    desk.get_by_role("heading", name="Waits for your yes").wait_for()
    camera.take(desk, "my-team-plans-to-agree")
    desk.goto(plan)
    desk.get_by_role("button", name="Agree to this plan").click()
    desk.get_by_role("heading", name="Waits for the other’s yes").wait_for()

    phone = open_page(amal, on_phone=True)
    phone.goto("/today/")
    camera.take(phone, "today-plan-waits")
    phone.get_by_role("link", name="Read it and agree").click()
    phone.get_by_role("heading", name="Your plan until").wait_for()
    camera.take(phone, "plan-waits")
    assert not Enrolment.objects.exists()
    phone.get_by_role("button", name="Agree to this plan").click()
    phone.get_by_role("heading", name="Agreed by both").wait_for()
    camera.take(phone, "plan-agreed")
    phone.get_by_role("button", name="Mark as done: Greet before").click()
    phone.get_by_text("1 of 2").wait_for()
    camera.take(phone, "plan-ticked")

    plan = DevelopmentPlan.objects.get()
    assert (plan.status, plan.agreed_by) == ("active", mona)
    assert Enrolment.objects.filter(employee=amal, assigned_by=mona).count() == 2
    phone.goto("/today/")
    expect(phone.get_by_role("img", name="Plan: 1 of 3 steps done")).to_be_visible()
    camera.take(phone, "today-plan")


def test_a_change_asks_both_anew_and_a_stale_yes_is_refused(
    open_page, camera, mona, amal
):
    plan = PlanFactory(employee=amal, status="in_review")
    GoalFactory(plan=plan, skill=SkillFactory(name={"en": "Special attention"}))
    ItemFactory(plan=plan, text="Greet first")
    phone = open_page(amal, on_phone=True)
    phone.goto(plan.get_absolute_url())
    desk = open_page(mona)
    desk.goto(plan.get_absolute_url())
    desk.get_by_role("button", name="Take out Greet first").click()
    desk.get_by_text("The step is out of the plan.").wait_for()

    phone.get_by_role("button", name="Agree to this plan").click()

    phone.get_by_text("This plan has changed since you looked.").wait_for()
    expect(phone.get_by_text("One goal has no step yet")).to_be_visible()
    camera.take(phone, "plan-changed")
    plan.refresh_from_db()
    assert plan.agreed_on is None


def test_a_person_with_everything_reads_the_same_as_their_manager(
    open_page, camera, mona, amal, heard
):
    plan = PlanFactory(employee=amal, agreed_by=mona, starts_on=amal.today() - 8 * WEEK)
    csat = Metric.objects.get(key="csat")
    skill = SkillFactory(name={"en": "Special attention"}, levels=LEVELS)
    goal = GoalFactory(
        plan=plan,
        skill=skill,
        metric=csat,
        baseline=3.6,
        baseline_responses=14,
        baseline_on=amal.today() - 8 * WEEK,
        target=3.9,
    )
    item = ItemFactory(plan=plan, goal=goal)
    item.enrolment = EnrolmentFactory(
        employee=amal,
        module=item.module,
        status="completed",
        completed_on=amal.today(),
        assigned_on=amal.today(),
        progress_percent=100,
        score_percent=88,
    )
    item.save()
    ItemFactory(plan=plan, goal=goal, text="Sit in with Ines", kind="coaching")
    desk, phone = open_page(mona), open_page(amal, on_phone=True)

    desk.goto("/my-team/")
    desk.get_by_role("link", name="Amal Haddad").first.click()
    desk.get_by_role("heading", name="What customers said").wait_for()
    camera.take(desk, "person-overview")
    phone.goto("/today/")
    phone.get_by_role("link", name="What your manager sees about you").click()
    phone.get_by_role("heading", name="What customers said about you").wait_for()
    camera.take(phone, "person-overview-own")

    for page in (desk, phone):
        expect(page.locator(".enc-course dd").first).to_contain_text("spread")
        expect(page.get_by_text("my mother’s chair")).to_be_visible()
    phone.get_by_role("link", name="Read all").click()
    phone.get_by_role("heading", name="What customers said about you").wait_for()
    camera.take(phone, "person-heard")
    phone.get_by_role("link", name="Everything").click()
    expect(phone.get_by_text("We waited forty minutes.")).to_be_visible()
    camera.take(phone, "person-heard-all")
    desk.goto(plan.get_absolute_url())
    camera.take(desk, "plan-with-course")


def test_a_person_of_whom_little_is_known_has_no_score(open_page, camera, mona, amal):
    answers(amal, [1, 2, 1, 1], amal.today() - WEEK)
    sum_dirty_weeks(at=dt.datetime.now(dt.UTC))
    page = open_page(mona)

    page.goto(f"/people/{amal.pk}/overview/")

    expect(page.get_by_text("too little to say").first).to_be_visible()
    camera.take(page, "person-overview-little")


def test_a_new_person_has_an_empty_page(open_page, camera, mona, amal):
    page = open_page(mona)

    page.goto(f"/people/{amal.pk}/overview/")

    camera.take(page, "person-overview-empty")
    page.get_by_role("link", name="Start a plan").click()
    page.get_by_label("Last day").fill("2020-01-01")
    page.get_by_role("button", name="Start this plan").click()
    page.get_by_text("The plan ends before it begins.").wait_for()
    camera.take(page, "plan-add-wrong")


def test_a_manager_opens_what_a_plan_is_made_of(
    open_page, camera, mona, amal, template
):
    plan = PlanFactory(employee=amal)
    item = ItemFactory(plan=plan, text="Greet first")
    page = open_page(mona)
    for path, heading, name in [
        ("days/", "Change the days", "plan-days"),
        ("goals/", "Add a goal", "plan-goal-add"),
        (f"steps/{item.pk}/", "Change a step", "plan-step-edit"),
    ]:
        page.goto(plan.get_absolute_url() + path)
        page.get_by_role("heading", name=heading, level=1).wait_for()
        camera.take(page, name)


def test_hr_makes_a_template_and_ends_a_plan_early(
    open_page, camera, company, amal, template
):
    SkillFactory(name={"en": "Promising well"})
    page = open_page(EmployeeFactory(team=company, roles=["hr"]))
    page.goto("/plans/templates/")
    camera.take(page, "plan-templates")
    page.get_by_role("link", name="Make a template").click()
    page.get_by_label("Name").fill("The first season")
    camera.take(page, "plan-template-add")
    page.get_by_role("button", name="Make it, then add goals").click()
    page.get_by_role("link", name="Add a goal").click()
    page.get_by_label("Skill").select_option(label="Promising well")
    page.get_by_label("Not rushing a customer").check()
    camera.take(page, "plan-template-goal")
    page.get_by_role("button", name="Add the goal").click()
    page.get_by_text("Promising well").wait_for()
    camera.take(page, "plan-template")
    page.get_by_role("link", name="Promising well").click()
    page.get_by_role("button", name="Save the goal").wait_for()
    camera.take(page, "plan-template-goal-edit")

    plan = PlanFactory(employee=amal)
    page.goto(plan.get_absolute_url())
    camera.take(page, "plan-empty")
    page.get_by_role("link", name="End it early").click()
    page.get_by_label("Why").fill("Moves to the till")
    camera.take(page, "plan-cancel")
    page.get_by_role("button", name="End it early").click()
    page.get_by_role("heading", name="Ended early on").wait_for()
    camera.take(page, "plan-ended")
