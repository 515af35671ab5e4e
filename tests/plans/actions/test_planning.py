"""Writing a plan: from a template, with baselines, and changing what was agreed."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from events.models import Event
from feedback.actions.summing import sum_dirty_weeks
from feedback.models import Metric, SkillMetric
from plans.actions.planning import (
    change_period,
    mark_item,
    remove_goal,
    remove_item,
    set_goal,
    set_item,
    start_plan,
)
from plans.choices import ItemKind, PlanStatus
from plans.models import DevelopmentPlan, PlanItem
from tests.factories.feedback import answers
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
from tests.factories.training import EnrolmentFactory, ModuleFactory, SkillFactory

WEEK = dt.timedelta(weeks=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def harbour(company):
    return TeamFactory(parent=company, name="Harbour Street")


@pytest.fixture
def mona(harbour):
    return EmployeeFactory(first_name="Mona", team=harbour, manages=[harbour])


@pytest.fixture
def floor():
    return JobRoleFactory(code="floor")


@pytest.fixture
def amal(harbour, floor):
    return EmployeeFactory(first_name="Amal", team=harbour, job_role=floor)


@pytest.fixture
def csat():
    return Metric.objects.get(key="csat")


def by(person):
    return {"by": person, "at": moment(), "today": TODAY}


def code_of(refused):
    return refused.value.code


def plan_agreed(amal, mona, **fields):
    return PlanFactory(employee=amal, agreed_by=mona, **fields)


def test_start_plan_takes_the_template_of_the_job_role(amal, mona, floor):
    attention, other = SkillFactory(slug="attention"), SkillFactory()
    module = ModuleFactory()
    template = PlanTemplateFactory(job_role=floor, weeks=8)
    TemplateGoalFactory(
        template=template, skill=attention, level_to=4, modules=[module]
    )
    TemplateGoalFactory(template=PlanTemplateFactory(), skill=other)

    plan = start_plan(employee=amal, **by(mona))

    [goal] = plan.goals.all()
    assert (goal.skill, goal.level_from, goal.level_to) == (attention, 2, 4)
    assert [item.module for item in goal.items.all()] == [module]
    assert plan.status == PlanStatus.DRAFT
    assert plan.ends_on == TODAY + 8 * WEEK - dt.timedelta(days=1)
    [event] = Event.objects.filter(kind="plan.started")
    assert (event.employee_id, event.actor_id) == (amal.pk, mona.pk)


def test_start_plan_falls_back_to_the_template_for_everybody(amal, mona):
    skill = SkillFactory()
    TemplateGoalFactory(template=PlanTemplateFactory(), skill=skill)

    plan = start_plan(employee=amal, **by(mona))

    assert [goal.skill for goal in plan.goals.all()] == [skill]


def test_start_plan_without_a_template_is_empty(amal, mona):
    plan = start_plan(employee=amal, **by(mona))

    assert not plan.goals.exists()
    assert plan.ends_on == TODAY + 13 * WEEK - dt.timedelta(days=1)


def test_start_plan_leaves_out_what_is_learned_already(amal, mona):
    known, new = ModuleFactory(), ModuleFactory()
    TemplateGoalFactory(template=PlanTemplateFactory(), modules=[known, new])
    EnrolmentFactory(
        employee=amal,
        module=known,
        status="completed",
        completed_on=TODAY,
        progress_percent=100,
    )

    plan = start_plan(employee=amal, **by(mona))

    assert [item.module for item in plan.items.all()] == [new]


def test_start_plan_takes_baselines_of_the_twelve_weeks_before(amal, mona, csat):
    skill = SkillFactory()
    SkillMetric.objects.create(skill=skill, metric=csat)
    TemplateGoalFactory(template=PlanTemplateFactory(), skill=skill)
    answers(amal, [2, 3, 4, 3, 3], TODAY - WEEK)
    answers(amal, [3], TODAY - 12 * WEEK)
    # Neither older ones nor those of the week under way.
    answers(amal, [5, 5, 5], TODAY - 13 * WEEK)
    answers(amal, [5, 5, 5], TODAY)
    sum_dirty_weeks(at=moment())

    plan = start_plan(employee=amal, **by(mona))

    goal = plan.goals.get()
    assert (goal.metric, goal.baseline, goal.baseline_responses) == (csat, 3.0, 6)
    assert goal.baseline_on == TODAY
    assert goal.target == 3.2


def test_start_plan_has_no_baseline_below_five_answers(amal, mona, csat):
    skill = SkillFactory()
    SkillMetric.objects.create(skill=skill, metric=csat)
    TemplateGoalFactory(template=PlanTemplateFactory(), skill=skill)
    answers(amal, [2, 3, 4, 3], TODAY - WEEK)
    sum_dirty_weeks(at=moment())

    plan = start_plan(employee=amal, **by(mona))

    goal = plan.goals.get()
    assert (goal.metric, goal.baseline, goal.target) == (csat, None, None)


def test_start_plan_twice_is_refused(amal, mona):
    start_plan(employee=amal, **by(mona))

    with pytest.raises(ValidationError) as refused:
        start_plan(employee=amal, **by(mona))

    assert code_of(refused) == "open_already"
    assert DevelopmentPlan.objects.count() == 1


def test_start_plan_for_oneself_or_a_stranger_is_forbidden(amal, mona, company):
    stranger = EmployeeFactory(team=TeamFactory(parent=company))

    for person, actor in [(mona, mona), (amal, amal), (stranger, mona)]:
        with pytest.raises(PermissionDenied):
            start_plan(employee=person, **by(actor))


def test_start_plan_for_who_has_left_is_refused(harbour, company):
    hr = EmployeeFactory(team=company, roles=["hr"])
    gone = EmployeeFactory(team=harbour, left_on=TODAY)

    with pytest.raises(ValidationError) as refused:
        start_plan(employee=gone, **by(hr))

    assert code_of(refused) == "left"


def test_start_plan_that_ends_before_it_begins_is_refused(amal, mona):
    with pytest.raises(ValidationError) as refused:
        start_plan(employee=amal, **by(mona), starts_on=TODAY, ends_on=TODAY - WEEK)

    assert code_of(refused) == "ends_before"


def test_set_goal_takes_both_agreements_back(amal, mona):
    plan = plan_agreed(amal, mona)
    skill = SkillFactory()

    set_goal(
        plan=plan,
        skill=skill,
        level_from=1,
        level_to=3,
        metric=None,
        target=None,
        **by(mona),
    )

    plan.refresh_from_db()
    assert plan.status == PlanStatus.IN_REVIEW
    assert (plan.agreed_on, plan.manager_agreed_on, plan.agreed_by) == (None,) * 3
    assert plan.revision == 2
    assert Event.objects.get(kind="plan.changed").fields == ["goals"]


def test_set_goal_to_what_it_is_asks_nobody_anew(amal, mona):
    plan = plan_agreed(amal, mona)
    goal = GoalFactory(plan=plan, why="For Saturdays")

    set_goal(
        plan=plan,
        goal=goal,
        skill=goal.skill,
        level_from=2,
        level_to=3,
        metric=None,
        target=None,
        why="For Saturdays",
        **by(mona),
    )

    plan.refresh_from_db()
    assert (plan.status, plan.revision) == (PlanStatus.ACTIVE, 1)


def test_set_goal_keeps_the_baseline_unless_the_metric_changes(amal, mona, csat):
    plan = PlanFactory(employee=amal)
    goal = GoalFactory(plan=plan, metric=csat, baseline=3.5, baseline_responses=9)
    nps = Metric.objects.get(key="nps")
    same = {
        "plan": plan,
        "goal": goal,
        "skill": goal.skill,
        "level_from": 2,
        "level_to": 4,
    }

    kept = set_goal(**same, metric=csat, target=4.0, **by(mona))
    changed = set_goal(**same, metric=nps, target=None, **by(mona))

    assert (kept.baseline, kept.target) == (3.5, 4.0)
    assert (changed.metric, changed.baseline, changed.target) == (nps, None, None)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"level_from": 3, "level_to": 3}, "not_upwards"),
        ({"level_from": 3, "level_to": 6}, "not_upwards"),
        ({"target": 5.5}, "off_scale"),
        ({"target": float("nan")}, "off_scale"),
    ],
)
def test_set_goal_refuses_what_makes_no_sense(amal, mona, csat, wrong, code):
    plan = PlanFactory(employee=amal)
    wanted = {"level_from": 2, "level_to": 3, "metric": csat, "target": 4.0}

    with pytest.raises(ValidationError) as refused:
        set_goal(plan=plan, skill=SkillFactory(), **wanted | wrong, **by(mona))

    assert code_of(refused) == code


def test_set_goal_refuses_a_skill_twice_and_a_goal_of_another(amal, mona):
    plan, other = PlanFactory(employee=amal), GoalFactory()
    goal = GoalFactory(plan=plan)
    wanted = {"level_from": 2, "level_to": 3, "metric": None, "target": None}

    with pytest.raises(ValidationError) as twice:
        set_goal(plan=plan, skill=goal.skill, **wanted, **by(mona))
    with pytest.raises(ValidationError) as foreign:
        set_goal(plan=plan, goal=other, skill=other.skill, **wanted, **by(mona))

    assert (code_of(twice), code_of(foreign)) == ("skill_twice", "other_plan")


def test_a_plan_is_written_by_the_manager_alone(amal, mona):
    plan = PlanFactory(employee=amal)
    goal, item = GoalFactory(plan=plan), ItemFactory(plan=plan, text="Greet first")
    acts = [
        lambda: change_period(plan=plan, starts_on=TODAY, ends_on=TODAY, **by(amal)),
        lambda: remove_goal(plan=plan, goal=goal, **by(amal)),
        lambda: remove_item(plan=plan, item=item, **by(amal)),
        lambda: set_item(plan=plan, kind=ItemKind.TEXT, text="x", **by(amal)),
    ]

    for act in acts:
        with pytest.raises(PermissionDenied):
            act()


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ({"kind": ItemKind.MODULE}, "no_module"),
        ({"kind": ItemKind.PRACTICE}, "no_text"),
    ],
)
def test_set_item_says_what_is_missing(amal, mona, step, code):
    with pytest.raises(ValidationError) as refused:
        set_item(plan=PlanFactory(employee=amal), **step, **by(mona))

    assert code_of(refused) == code


def test_set_item_refuses_a_module_twice(amal, mona):
    item = ItemFactory(plan=PlanFactory(employee=amal))

    with pytest.raises(ValidationError) as refused:
        set_item(plan=item.plan, kind=ItemKind.MODULE, module=item.module, **by(mona))

    assert code_of(refused) == "module_twice"


def test_set_item_turns_a_module_into_words(amal, mona):
    item = ItemFactory(plan=PlanFactory(employee=amal))

    set_item(
        plan=item.plan, item=item, kind=ItemKind.COACHING, text="Sit in", **by(mona)
    )

    item = PlanItem.objects.get()
    assert (item.kind, item.module, item.text) == (ItemKind.COACHING, None, "Sit in")


def test_set_item_keeps_the_day_something_was_assigned_with(amal, mona):
    plan = plan_agreed(amal, mona)
    item = ItemFactory(plan=plan)
    item.enrolment = EnrolmentFactory(employee=amal, module=item.module)
    item.save()

    with pytest.raises(ValidationError) as refused:
        set_item(
            plan=plan,
            item=item,
            kind=ItemKind.MODULE,
            module=item.module,
            due_on=TODAY,
            **by(mona),
        )

    assert code_of(refused) == "day_is_given"


@pytest.mark.parametrize(
    ("is_assigned_here", "status"), [(True, "withdrawn"), (False, "assigned")]
)
def test_remove_item_takes_back_what_the_plan_had_assigned(
    amal, mona, is_assigned_here, status
):
    plan = plan_agreed(amal, mona)
    item = ItemFactory(plan=plan, is_assigned_here=is_assigned_here)
    item.enrolment = EnrolmentFactory(employee=amal, module=item.module)
    item.save()

    remove_item(plan=plan, item=item, **by(mona))

    item.enrolment.refresh_from_db()
    assert item.enrolment.status == status
    assert not PlanItem.objects.exists()


def test_remove_goal_takes_its_steps_along(amal, mona):
    plan = PlanFactory(employee=amal)
    goal = GoalFactory(plan=plan)
    ItemFactory(plan=plan, goal=goal)
    kept = ItemFactory(plan=plan, text="Stays")

    remove_goal(plan=plan, goal=goal, **by(mona))

    assert [item.pk for item in PlanItem.objects.all()] == [kept.pk]


@pytest.mark.parametrize("actor", ["amal", "mona"])
def test_mark_item_is_for_both_and_asks_nobody_anew(amal, mona, actor):
    plan = plan_agreed(amal, mona)
    item = ItemFactory(plan=plan, text="Greet first")
    person = {"amal": amal, "mona": mona}[actor]

    mark_item(plan=plan, item=item, is_done=True, **by(person))
    mark_item(plan=plan, item=item, is_done=True, **by(person))

    item.refresh_from_db()
    plan.refresh_from_db()
    assert item.done_on == TODAY
    assert (plan.status, plan.revision) == (PlanStatus.ACTIVE, 1)
    assert Event.objects.filter(kind="plan_item.done").count() == 1


def test_mark_item_undone(amal, mona):
    plan = plan_agreed(amal, mona)
    item = ItemFactory(plan=plan, text="Greet first", done_on=TODAY)

    item = mark_item(plan=plan, item=item, is_done=False, **by(amal))

    assert item.done_on is None


def test_mark_item_waits_for_both_and_leaves_modules_to_learning(amal, mona, company):
    draft = PlanFactory(employee=amal)
    text = ItemFactory(plan=draft, text="Greet first")
    active = PlanFactory(employee=EmployeeFactory(team=company), agreed_by=mona)
    module = ItemFactory(plan=active)

    with pytest.raises(ValidationError) as early:
        mark_item(plan=draft, item=text, is_done=True, **by(amal))
    with pytest.raises(ValidationError) as learned:
        mark_item(plan=active, item=module, is_done=True, **by(active.employee))

    assert (code_of(early), code_of(learned)) == ("not_active", "module_by_learning")


def test_change_period_asks_both_anew(amal, mona):
    plan = plan_agreed(amal, mona)

    plan = change_period(
        plan=plan, starts_on=TODAY, ends_on=TODAY + 20 * WEEK, **by(mona)
    )

    assert plan.status == PlanStatus.IN_REVIEW
    assert Event.objects.get(kind="plan.changed").fields == ["ends_on"]


def test_an_ended_plan_changes_no_more(amal, mona):
    plan = PlanFactory(employee=amal, status=PlanStatus.COMPLETE, ended_on=TODAY)

    with pytest.raises(ValidationError) as refused:
        change_period(plan=plan, starts_on=TODAY, ends_on=TODAY, **by(mona))

    assert code_of(refused) == "ended"
