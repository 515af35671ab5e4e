"""Templates of plans: who makes them, and one a job role."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from events.models import Event
from plans.actions.templates import (
    add_template,
    change_template,
    remove_template,
    remove_template_goal,
    set_template_goal,
)
from plans.models import PlanTemplate
from tests.factories.plans import PlanTemplateFactory, TemplateGoalFactory
from tests.factories.staff import EmployeeFactory, JobRoleFactory, moment
from tests.factories.training import ModuleFactory, SkillFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def hr():
    return EmployeeFactory(roles=["hr"])


def facts(**other):
    return {"name": "On the floor", "job_role": None, "weeks": 13} | other


def code_of(refused):
    return refused.value.code


@pytest.mark.parametrize("has_role", [True, False])
def test_add_template_is_once_a_role_and_once_for_everybody(hr, has_role):
    role = JobRoleFactory() if has_role else None
    add_template(**facts(job_role=role), by=hr, at=moment())

    with pytest.raises(ValidationError) as refused:
        add_template(**facts(job_role=role), by=hr, at=moment())

    assert code_of(refused) == "role_twice"
    assert PlanTemplate.objects.count() == 1


@pytest.mark.parametrize("weeks", [0, 105])
def test_add_template_lasts_a_sensible_time(hr, weeks):
    with pytest.raises(ValidationError) as refused:
        add_template(**facts(weeks=weeks), by=hr, at=moment())

    assert code_of(refused) == "no_weeks"


def test_templates_are_for_those_who_keep_the_people():
    manager, template = EmployeeFactory(roles=["author"]), PlanTemplateFactory()

    with pytest.raises(PermissionDenied):
        add_template(**facts(), by=manager, at=moment())
    with pytest.raises(PermissionDenied):
        remove_template(template=template, by=manager, at=moment())


def test_change_template_tells_the_journal_what(hr):
    template = PlanTemplateFactory(name="Old", weeks=13)

    change_template(template=template, **facts(weeks=8), by=hr, at=moment())
    change_template(template=template, **facts(weeks=8), by=hr, at=moment())

    [event] = Event.objects.all()
    assert (event.kind, event.fields) == ("plan_template.changed", ["name", "weeks"])


def test_set_template_goal_adds_and_changes(hr):
    template, skill, module = PlanTemplateFactory(), SkillFactory(), ModuleFactory()
    wanted = {"skill": skill, "level_from": 1, "metric": None, "modules": [module]}
    by = {"by": hr, "at": moment()}

    goal = set_template_goal(template=template, **wanted, level_to=2, **by)
    set_template_goal(template=template, goal=goal, **wanted, level_to=4, **by)

    goal = template.goals.get()
    assert (goal.level_to, list(goal.modules.all())) == (4, [module])


@pytest.mark.parametrize(
    ("is_same_skill", "level_to", "code"),
    [(True, 3, "template_skill_twice"), (False, 2, "not_upwards")],
)
def test_set_template_goal_refuses(hr, is_same_skill, level_to, code):
    known = TemplateGoalFactory()

    with pytest.raises(ValidationError) as refused:
        set_template_goal(
            template=known.template,
            skill=known.skill if is_same_skill else SkillFactory(),
            level_from=2,
            level_to=level_to,
            metric=None,
            modules=[],
            by=hr,
            at=moment(),
        )

    assert code_of(refused) == code


def test_remove_template_goal_and_template(hr):
    goal = TemplateGoalFactory()
    by = {"by": hr, "at": moment()}

    remove_template_goal(template=goal.template, goal=goal, **by)
    assert not goal.template.goals.exists()
    remove_template(template=goal.template, **by)

    assert not PlanTemplate.objects.exists()
    kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["plan_template.changed", "plan_template.removed"]
