"""The templates that come with Encore: loaded once, kept as they were edited."""

from io import StringIO

import pytest
from django.core.management import call_command

from feedback.models import Metric, SkillMetric
from plans.actions.templates import remove_template
from plans.models import PlanTemplate, TemplateGoal
from plans.starter import SKILL_METRICS, TEMPLATES
from tests.factories.staff import JobRoleFactory, moment
from tests.starter import load_part_of_starter
from training.models import Module, Skill

pytestmark = pytest.mark.django_db

GOALS = [goal for template in TEMPLATES for goal in template.goals]
NAMED = {slug for goal in GOALS for slug in goal[3]}


@pytest.fixture
def starter():
    """What the starter templates name of the starter catalogue."""
    load_part_of_starter(*NAMED)


def load():
    told = StringIO()
    call_command("load_plan_templates", stdout=told)
    return told.getvalue().strip()


def test_load_plan_templates_for_everybody_and_for_known_job_roles(starter):
    floor, other = JobRoleFactory(code="F1", name="Floor"), JobRoleFactory()

    assert load() == "2 templates made."
    assert set(PlanTemplate.objects.values_list("job_role", flat=True)) == {
        None,
        floor.pk,
    }
    assert not PlanTemplate.objects.filter(job_role=other).exists()
    goal = TemplateGoal.objects.filter(template__job_role=floor).first()
    assert [module.slug for module in goal.modules.all()] == ["not-rushing-a-customer"]


def test_load_plan_templates_again_changes_nothing(starter):
    load()
    PlanTemplate.objects.update(name="Ours now")

    assert load() == "0 templates made."
    assert PlanTemplate.objects.get().name == "Ours now"


def test_load_plan_templates_does_not_bring_back_what_was_removed(starter):
    load()
    remove_template(template=PlanTemplate.objects.get(), by=None, at=moment())

    assert load() == "0 templates made."


def test_load_plan_templates_for_a_job_role_that_came_later(starter):
    load()
    JobRoleFactory(code="till")

    assert load() == "1 templates made."


def test_load_plan_templates_links_skills_and_keeps_other_links(starter):
    empathy = Skill.objects.get(slug="empathy")
    SkillMetric.objects.create(skill=empathy, metric=Metric.objects.get(key="nps"))

    load()

    linked = dict(SkillMetric.objects.values_list("skill__slug", "metric__key"))
    assert linked == SKILL_METRICS | {"empathy": "nps"}


def test_starter_templates_name_what_is_in_the_starter_catalogue(starter):
    skills = set(Skill.objects.values_list("slug", flat=True))
    modules = set(Module.objects.values_list("slug", flat=True))

    assert set(SKILL_METRICS) == skills
    assert {goal[0] for goal in GOALS} <= skills
    assert modules == NAMED


def test_load_plan_templates_waits_for_the_catalogue():
    assert load() == "0 templates made."

    load_part_of_starter(*NAMED)

    assert load() == "1 templates made."
    assert TemplateGoal.objects.count() == 2
