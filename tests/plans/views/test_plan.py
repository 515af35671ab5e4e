"""Plans in the browser: what each side reads and may press, and what comes of it."""

import re

import pytest
import time_machine

from feedback.actions.summing import sum_dirty_weeks
from feedback.models import Metric
from plans.choices import PlanStatus
from plans.models import DevelopmentPlan, PlanTemplate
from tests.factories.feedback import answers
from tests.factories.outcomes import EstimateFactory
from tests.factories.plans import (
    GoalFactory,
    ItemFactory,
    PlanFactory,
    PlanTemplateFactory,
    TemplateGoalFactory,
)
from tests.factories.staff import (
    TODAY,
    EmployeeFactory,
    JobRoleFactory,
    TeamFactory,
    moment,
)
from tests.factories.training import ModuleFactory, SkillFactory
from training.models import Enrolment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(moment(), tick=False):
        yield


@pytest.fixture
def harbour(company):
    return TeamFactory(parent=company, name="Harbour Street")


@pytest.fixture
def mona(harbour):
    return EmployeeFactory(first_name="Mona", team=harbour, manages=[harbour])


@pytest.fixture
def amal(harbour):
    return EmployeeFactory(first_name="Amal", team=harbour)


def buttons(page):
    """Return the words of the filled buttons in the page's main part."""
    main = page.split("<main", 1)[1].split("</main>")[0]
    found = re.findall(r"btn btn-primary[^>]*>(.*?)</(?:button|a)>", main, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", words).split()) for words in found]


@pytest.mark.parametrize(
    ("who", "facts", "verbs"),
    [
        ("mona", {}, ["Propose it to Amal"]),
        ("amal", {}, []),
        ("mona", {"status": "in_review"}, ["Agree to this plan"]),
        ("amal", {"status": "in_review"}, ["Agree to this plan"]),
        ("amal", {"status": "in_review", "agreed_on": TODAY}, []),
    ],
)
def test_plan_detail_has_one_verb_for_each(amal, mona, sign_in, who, facts, verbs):
    plan = PlanFactory(employee=amal, **facts)

    page = sign_in({"mona": mona, "amal": amal}[who]).get(plan.get_absolute_url()).text

    assert buttons(page) == verbs


def test_plan_detail_of_an_active_plan_is_closed_when_all_is_done(amal, mona, sign_in):
    plan = PlanFactory(employee=amal, agreed_by=mona)
    item = ItemFactory(plan=plan, text="Greet first")
    browser = sign_in(mona)

    before = buttons(browser.get(plan.get_absolute_url()).text)
    item.done_on = TODAY
    item.save()
    after = buttons(browser.get(plan.get_absolute_url()).text)

    assert (before, after) == ([], ["Close it as complete"])


@pytest.mark.parametrize(
    ("who", "words", "link"),
    [
        ("mona", "Tell Amal, and choose together what comes next.", "goals/"),
        ("amal", "Talk with your manager about the next one.", "/learn/"),
    ],
)
def test_plan_detail_says_what_comes_after_a_goal_that_is_reached(
    amal, mona, sign_in, who, words, link
):
    plan = PlanFactory(employee=amal, agreed_by=mona)
    item = ItemFactory(plan=plan, goal=GoalFactory(plan=plan), text="Greet first")
    browser = sign_in({"mona": mona, "amal": amal}[who])

    before = browser.get(plan.get_absolute_url()).text
    item.done_on = TODAY
    item.save()
    after = browser.get(plan.get_absolute_url()).text

    assert "This goal is reached." not in before
    note = after.split("This goal is reached.")[1].split("</div></div>")[0]
    assert words in note
    assert f'{link}"' in note
    assert "Steps that are still open" not in note


def test_plan_detail_takes_a_target_for_reached_by_what_customers_say(
    amal, mona, sign_in
):
    plan = PlanFactory(employee=amal, agreed_by=mona)
    goal = GoalFactory(
        plan=plan,
        metric=Metric.objects.get(key="csat"),
        baseline=3.6,
        baseline_responses=14,
        baseline_on=TODAY,
        target=4.5,
    )
    ItemFactory(plan=plan, goal=goal, text="Greet first", done_on=TODAY)
    ItemFactory(plan=plan, goal=goal, text="Say goodbye")
    browser = sign_in(mona)

    before = browser.get(plan.get_absolute_url()).text
    answers(amal, [5, 5, 5, 5, 5], TODAY)
    sum_dirty_weeks(at=moment())
    after = browser.get(plan.get_absolute_url()).text

    assert "This goal is reached." not in before
    assert "This goal is reached." in after
    assert "Steps that are still open stay in the plan." in after


@pytest.mark.parametrize(
    ("who", "facts", "words"),
    [
        ("mona", {}, "You may propose the plan all the same."),
        ("mona", {"status": "in_review"}, "Better: add a step first; then both"),
        ("amal", {"status": "in_review"}, "Or ask your manager first"),
    ],
)
def test_plan_detail_names_the_goals_without_a_step_before_anybody_agrees(
    amal, mona, sign_in, who, facts, words
):
    plan = PlanFactory(employee=amal, **facts)
    bare = GoalFactory(plan=plan, skill=SkillFactory(name={"en": "Listening"}))
    ItemFactory(plan=plan, goal=GoalFactory(plan=plan), text="Greet first")
    browser = sign_in({"mona": mona, "amal": amal}[who])

    before = browser.get(plan.get_absolute_url()).text
    ItemFactory(plan=plan, goal=bare, text="Ask once more")
    after = browser.get(plan.get_absolute_url()).text

    named = f'One goal has no step yet: <a href="#goal-{bare.pk}">Listening</a>.'
    assert words in before.split(named)[1].split("</p>")[0]
    assert "no step yet" not in after


def test_plan_add_starts_the_plan_it_has_shown(amal, mona, sign_in):
    skill = SkillFactory(name={"en": "Special attention"})
    TemplateGoalFactory(template=PlanTemplateFactory(weeks=8), skill=skill)
    browser = sign_in(mona)

    page = browser.get(f"/people/{amal.pk}/plan/").text
    response = browser.post(
        f"/people/{amal.pk}/plan/",
        {"starts_on": "2026-11-23", "ends_on": "2027-01-17"},
    )

    assert "Special attention" in page
    assert 'value="2027-01-17"' in page
    plan = DevelopmentPlan.objects.get()
    assert response.url == plan.get_absolute_url()
    assert [goal.skill for goal in plan.goals.all()] == [skill]


def test_plan_add_leads_to_the_plan_there_is(amal, mona, sign_in):
    plan = PlanFactory(employee=amal)

    response = sign_in(mona).get(f"/people/{amal.pk}/plan/")

    assert response.url == plan.get_absolute_url()


def test_plan_agree_by_both_assigns_and_begins(amal, mona, sign_in):
    plan = PlanFactory(employee=amal, status=PlanStatus.IN_REVIEW)
    ItemFactory(plan=plan)

    for person in (amal, mona):
        sign_in(person).post(f"/plans/{plan.uuid}/agree/", {"revision": plan.revision})

    plan.refresh_from_db()
    assert plan.status == PlanStatus.ACTIVE
    assert Enrolment.objects.get().employee == amal


@pytest.mark.parametrize("revision", ["", "0", "7", "x"])
def test_plan_agree_to_something_else_says_so(amal, sign_in, revision):
    plan = PlanFactory(employee=amal, status=PlanStatus.IN_REVIEW)

    response = sign_in(amal).post(
        f"/plans/{plan.uuid}/agree/", {"revision": revision}, follow=True
    )

    plan.refresh_from_db()
    assert plan.agreed_on is None
    assert "This plan has changed since you looked." in response.text


def test_plan_edit_shows_what_is_wrong(amal, mona, sign_in):
    plan = PlanFactory(employee=amal)

    response = sign_in(mona).post(
        f"/plans/{plan.uuid}/days/",
        {"starts_on": "2026-11-23", "ends_on": "2026-11-22"},
    )

    assert "The plan ends before it begins." in response.text


def test_goal_add_takes_a_share_in_per_cent(amal, mona, sign_in):
    plan = PlanFactory(employee=amal)
    skill = SkillFactory()
    browser = sign_in(mona)
    page = browser.get(f"/plans/{plan.uuid}/goals/").text
    metric = re.search(r'value="(\d+)"\s*>Low scores', page)[1]

    browser.post(
        f"/plans/{plan.uuid}/goals/",
        {
            "skill": skill.pk,
            "level_from": 2,
            "level_to": 3,
            "metric": metric,
            "target": "8",
        },
    )

    goal = plan.goals.get()
    assert goal.target == 0.08
    page = browser.get(f"/plans/{plan.uuid}/goals/{goal.pk}/").text
    assert 'name="target" value="8.0"' in page
    assert "8 %" in browser.get(plan.get_absolute_url()).text


def test_goal_edit_of_a_goal_in_another_plan_does_not_exist(amal, mona, sign_in):
    plan, other = PlanFactory(employee=amal), GoalFactory()

    response = sign_in(mona).get(f"/plans/{plan.uuid}/goals/{other.pk}/")

    assert response.status_code == 404


def test_item_add_offers_goals_of_this_plan_alone(amal, mona, sign_in):
    goal = GoalFactory(plan=PlanFactory(employee=amal))
    other = GoalFactory(skill=SkillFactory(name={"en": "Elsewhere"}))
    browser = sign_in(mona)

    page = browser.get(f"/plans/{goal.plan.uuid}/steps/?goal={goal.pk}").text
    refused = browser.post(
        f"/plans/{goal.plan.uuid}/steps/",
        {"kind": "practice", "text": "x", "goal": other.pk},
    )

    assert "Elsewhere" not in page
    assert re.search(rf'<option value="{goal.pk}"\s+selected', page)
    assert refused.status_code == 200
    assert not goal.plan.items.exists()


def test_item_edit_keeps_the_module(amal, mona, sign_in):
    item = ItemFactory(plan=PlanFactory(employee=amal))

    sign_in(mona).post(
        f"/plans/{item.plan.uuid}/steps/{item.pk}/",
        {"kind": "module", "module": item.module_id, "due_on": "2026-12-04"},
    )

    item.refresh_from_db()
    assert (item.kind, item.due_on.isoformat()) == ("module", "2026-12-04")


def test_item_mark_ticks_and_unticks(amal, mona, sign_in):
    item = ItemFactory(
        plan=PlanFactory(employee=amal, agreed_by=mona), text="Greet first"
    )
    url = f"/plans/{item.plan.uuid}/steps/{item.pk}/done/"
    browser = sign_in(amal)

    browser.post(url, {"is_done": "yes"})
    item.refresh_from_db()
    assert item.done_on == TODAY
    page = browser.get(item.plan.get_absolute_url()).text
    assert 'aria-label="Take the tick back: Greet first"' in page
    browser.post(url)

    item.refresh_from_db()
    assert item.done_on is None


def test_plan_cancel_asks_why_and_shows_it(amal, mona, sign_in):
    plan = PlanFactory(employee=amal)
    browser = sign_in(mona)

    empty = browser.post(f"/plans/{plan.uuid}/cancel/", {"reason": " "})
    browser.post(f"/plans/{plan.uuid}/cancel/", {"reason": "Moves to the till"})

    assert empty.status_code == 200
    assert "Moves to the till" in browser.get(plan.get_absolute_url()).text


def test_template_add_twice_for_everybody_says_so(company, sign_in):
    browser = sign_in(EmployeeFactory(team=company, roles=["hr"]))

    for _press in range(2):
        response = browser.post(
            "/plans/templates/add/", {"name": "The first season", "weeks": 13}
        )

    assert "There is a template for these people." in response.text
    assert PlanTemplate.objects.count() == 1


def test_template_goal_edit_changes_its_modules(company, sign_in):
    goal, module = TemplateGoalFactory(), ModuleFactory()
    browser = sign_in(EmployeeFactory(team=company, roles=["hr"]))

    browser.post(
        f"/plans/templates/{goal.template_id}/goals/{goal.pk}/",
        {
            "skill": goal.skill_id,
            "level_from": 2,
            "level_to": 4,
            "modules": [module.pk],
        },
    )

    goal.refresh_from_db()
    assert (goal.level_to, list(goal.modules.all())) == (4, [module])


@pytest.mark.parametrize("count", [3, 300])
def test_plan_detail_costs_the_same_queries_at_any_length(
    amal, mona, sign_in, django_assert_num_queries, count
):
    plan = PlanFactory(employee=amal)
    for _number in range(count):
        ItemFactory(plan=plan, goal=GoalFactory(plan=plan), text="Greet first")
    browser = sign_in(mona)

    with django_assert_num_queries(10):
        browser.get(plan.get_absolute_url())


@pytest.mark.parametrize("count", [3, 300])
def test_template_list_costs_the_same_queries_at_any_length(
    company, sign_in, django_assert_num_queries, count
):
    from_roles = [
        TemplateGoalFactory(template__job_role=JobRoleFactory()) for _n in range(count)
    ]
    browser = sign_in(EmployeeFactory(team=company, roles=["hr"]))

    with django_assert_num_queries(5):
        page = browser.get("/plans/templates/").text

    assert page.count('<tr id="template-') == len(from_roles)


def test_plan_detail_tells_the_manager_the_verdict_and_not_the_person(
    amal, mona, sign_in
):
    harmful = EstimateFactory(verdict="harmful").module
    plan = PlanFactory(employee=amal)
    ItemFactory(plan=plan, module=harmful)

    managers = sign_in(mona).get(plan.get_absolute_url()).text
    persons = sign_in(amal).get(plan.get_absolute_url()).text

    assert 'data-v="harm"' in managers
    assert 'data-v="harm"' not in persons


def test_plan_add_says_what_it_leaves_out(amal, mona, sign_in):
    harmful = EstimateFactory(verdict="harmful", module__title={"en": "Fill up"})
    silent = EstimateFactory(analysis=harmful.analysis, verdict="no_evidence")
    TemplateGoalFactory(modules=[harmful.module, silent.module])

    page = sign_in(mona).get(f"/people/{amal.pk}/plan/").text

    assert "Left out: “Fill up”." in page
    assert 'data-v="none"' in page


def test_item_add_names_each_module_with_its_verdict(amal, mona, sign_in):
    EstimateFactory(verdict="harmful", module__title={"en": "Fill up"})
    plan = PlanFactory(employee=amal)

    page = sign_in(mona).get(f"/plans/{plan.uuid}/steps/").text

    assert "Fill up · Harmful</option>" in page
