"""How the acts of “Plans” are asked."""

from tests.access.questions.asking import Asked, asks
from tests.access.table import WHOM
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
)
from tests.factories.training import (
    SkillFactory,
)


def plan_of(asker, whom, **fields):
    return PlanFactory(employee=asker.person(whom), **fields)


@asks("See what a plan would begin with", "Start a plan", rows=WHOM)
def plan_add(asker, whom):
    days = {"starts_on": TODAY.isoformat(), "ends_on": "2027-02-01"}
    return Asked({"pk": asker.person(whom).pk}, days)


@asks("See a plan", "See the page for a plan's days", "Change a plan's days", rows=WHOM)
def plan(asker, whom):
    days = {"starts_on": TODAY.isoformat(), "ends_on": "2027-02-01"}
    return Asked({"uuid": plan_of(asker, whom).uuid}, days)


@asks("See the page for a new goal", "Add a goal", rows=WHOM)
def goal_add(asker, whom):
    sent = {"skill": SkillFactory().pk, "level_from": 2, "level_to": 3}
    return Asked({"uuid": plan_of(asker, whom).uuid}, sent)


@asks("See the page for a goal", "Change a goal", "Take a goal out", rows=WHOM)
def goal_edit(asker, whom):
    goal = GoalFactory(plan=plan_of(asker, whom))
    sent = {"skill": goal.skill_id, "level_from": 2, "level_to": 5}
    return Asked({"uuid": goal.plan.uuid, "pk": goal.pk}, sent)


@asks("See the page for a new step", "Add a step", rows=WHOM)
def item_add(asker, whom):
    sent = {"kind": "practice", "text": "Greet first"}
    return Asked({"uuid": plan_of(asker, whom).uuid}, sent)


@asks("See the page for a step", "Change a step", "Take a step out", rows=WHOM)
def item_edit(asker, whom):
    item = ItemFactory(plan=plan_of(asker, whom), text="Greet first")
    sent = {"kind": "practice", "text": "Greet first, always"}
    return Asked({"uuid": item.plan.uuid, "pk": item.pk}, sent)


def agreed_plan_of(asker, whom):
    somebody_else = EmployeeFactory()
    return plan_of(asker, whom, agreed_by=somebody_else)


@asks("Tick practice as done", rows=WHOM)
def item_mark(asker, whom):
    item = ItemFactory(plan=agreed_plan_of(asker, whom), text="Greet first")
    return Asked({"uuid": item.plan.uuid, "pk": item.pk}, {"is_done": "yes"})


@asks("Propose a plan", rows=WHOM)
def plan_propose(asker, whom):
    return Asked({"uuid": GoalFactory(plan=plan_of(asker, whom)).plan.uuid}, {})


@asks("Agree to a plan", rows=WHOM)
def plan_agree(asker, whom):
    plan = plan_of(asker, whom, status="in_review")
    return Asked({"uuid": plan.uuid}, {"revision": plan.revision})


@asks("Close a plan as complete", rows=WHOM)
def plan_complete(asker, whom):
    return Asked({"uuid": agreed_plan_of(asker, whom).uuid}, {})


@asks("See the page to end a plan early", "End a plan early", rows=WHOM)
def plan_cancel(asker, whom):
    return Asked({"uuid": plan_of(asker, whom).uuid}, {"reason": "Moves"})


@asks("Make a template")
def template_add(asker, whom):
    return Asked(sent={"name": "On the floor", "weeks": 13})


@asks("See a template", "Change a template", "Remove a template")
def template_edit(asker, whom):
    template = PlanTemplateFactory()
    return Asked({"pk": template.pk}, {"name": "Renamed", "weeks": 8})


@asks("See the page for a template's new goal", "Add a goal to a template")
def template_goal_add(asker, whom):
    sent = {"skill": SkillFactory().pk, "level_from": 2, "level_to": 3}
    return Asked({"pk": PlanTemplateFactory().pk}, sent)


@asks(
    "See the page for a template's goal",
    "Change a template's goal",
    "Take a goal out of a template",
)
def template_goal_edit(asker, whom):
    goal = TemplateGoalFactory()
    sent = {"skill": goal.skill_id, "level_from": 2, "level_to": 5}
    return Asked({"pk": goal.template_id, "goal_pk": goal.pk}, sent)
