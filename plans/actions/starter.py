"""Loading the templates that come with Encore, and what each skill should move."""

from django.db import transaction

from events.models import Event
from events.record import record
from feedback.models import Metric, SkillMetric
from plans.actions.templates import add_template, set_template_goal
from plans.models import PlanTemplate
from plans.starter import SKILL_METRICS, TEMPLATES
from staff.models import JobRole
from training.models import Module, Skill

LOADED = "plan_template.loaded"


@transaction.atomic
def load_plan_templates(*, at):
    """Load what plans/starter.py holds; return how many templates are new.

    For each job role that a template knows, once: what somebody here has edited, made or
    removed since stays so. Skills and modules that are not in the catalogue are left out;
    a template of which nothing is left waits until they are there.
    """
    _load_skill_metrics()
    return sum(
        _load(starter, job_role, at)
        for starter in TEMPLATES
        for job_role in _job_roles_of(starter)
    )


def _job_roles_of(starter):
    if not starter.job_roles:
        return [None]
    return [
        role
        for role in JobRole.objects.order_by("pk")
        if {role.code.casefold(), role.name.casefold()} & starter.job_roles
    ]


def _load(starter, job_role, at):
    """Make the template for ``job_role``; return whether it was not there before."""
    # The journal remembers what a house has been given, also when it was removed.
    given = Event.objects.filter(kind=LOADED, subject_id=job_role and job_role.pk)
    known = PlanTemplate.objects.filter(job_role=job_role)
    skills = Skill.objects.in_bulk(
        [goal[0] for goal in starter.goals], field_name="slug"
    )
    if given.exists() or known.exists() or not skills:
        return False
    name = f"{starter.name}: {job_role}" if job_role else starter.name
    template = add_template(
        name=name[:200], job_role=job_role, weeks=starter.weeks, by=None, at=at
    )
    for slug, level_from, level_to, modules in starter.goals:
        if skill := skills.get(slug):
            set_template_goal(
                template=template,
                skill=skill,
                level_from=level_from,
                level_to=level_to,
                metric=None,
                modules=Module.objects.on_offer().filter(slug__in=modules),
                by=None,
                at=at,
            )
    record(LOADED, at=at, subject=job_role)
    return True


def _load_skill_metrics():
    """Link each skill with its metric, where nobody has said otherwise."""
    metrics = {metric.key: metric for metric in Metric.objects.all()}
    linked = SkillMetric.objects.values("skill")
    for skill in Skill.objects.filter(slug__in=SKILL_METRICS).exclude(pk__in=linked):
        SkillMetric.objects.create(
            skill=skill, metric=metrics[SKILL_METRICS[skill.slug]]
        )
