"""Templates of plans: what a plan for a job role begins with."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max

from events.record import record
from plans.models import PlanTemplate, TemplateGoal
from plans.refusals import refusal
from plans.rules import MOST_WEEKS
from staff.access import keeps_people


@transaction.atomic
def add_template(*, name, job_role, weeks, by, at):
    """Make a PlanTemplate without goals and return it.

    job_role: whom it is for; None = everybody whose role has none of its own. weeks: how
    long a plan from it lasts. by: HR or an administrator, None for Encore itself.
    Raises PermissionDenied; ValidationError, code "no_weeks" or "role_twice".
    """
    _refuse_others(by)
    template = PlanTemplate(name=name, job_role=job_role, weeks=weeks)
    _saved(template)
    record("plan_template.added", at=at, by=by, subject=template)
    return template


@transaction.atomic
def change_template(*, template, name, job_role, weeks, by, at):
    """Change what add_template set, and return the template. Plans stay as they are."""
    template = _locked(template, by)
    wanted = {"name": name, "job_role": job_role, "weeks": weeks}
    changed = [field for field in wanted if getattr(template, field) != wanted[field]]
    if changed:
        for field in changed:
            setattr(template, field, wanted[field])
        _saved(template)
        _record_change(template, changed, by, at)
    return template


@transaction.atomic
def remove_template(*, template, by, at):
    """Delete ``template``; the plans that came from it stay. Raises PermissionDenied."""
    template = _locked(template, by)
    record("plan_template.removed", at=at, by=by, subject=template)
    template.delete()


@transaction.atomic
def set_template_goal(
    *, template, skill, level_from, level_to, metric, modules, by, at, goal=None
):
    """Add a goal to ``template``, or change ``goal`` of it; return the TemplateGoal.

    metric: None = the one the skill should move. modules: those by which it is learned.
    Raises PermissionDenied, and ValidationError, code "template_skill_twice" or
    "not_upwards".
    """
    template = _locked(template, by)
    if goal is None:
        last = template.goals.aggregate(last=Max("position"))["last"] or 0
        goal = TemplateGoal(template=template, position=last + 1)
    if template.goals.filter(skill=skill).exclude(pk=goal.pk).exists():
        raise refusal("template_skill_twice")
    if not 0 <= level_from < level_to <= 5:
        raise refusal("not_upwards")
    goal.skill, goal.metric = skill, metric
    goal.level_from, goal.level_to = level_from, level_to
    goal.save()
    goal.modules.set(modules)
    _record_change(template, ["goals"], by, at)
    return goal


@transaction.atomic
def remove_template_goal(*, template, goal, by, at):
    """Take ``goal`` out of ``template``; return the template. Raises PermissionDenied."""
    template = _locked(template, by)
    template.goals.filter(pk=goal.pk).delete()
    _record_change(template, ["goals"], by, at)
    return template


def _refuse_others(by):
    if by is not None and not keeps_people(by):
        raise PermissionDenied


def _locked(template, by):
    _refuse_others(by)
    return PlanTemplate.objects.select_for_update().get(pk=template.pk)


def _saved(template):
    if not 1 <= template.weeks <= MOST_WEEKS:
        raise refusal("no_weeks")
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError as twice:
        raise refusal("role_twice") from twice


def _record_change(template, fields, by, at):
    record("plan_template.changed", at=at, by=by, subject=template, fields=fields)
