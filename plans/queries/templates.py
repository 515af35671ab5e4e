"""What a plan begins with."""

from dataclasses import dataclass

from django.db.models import Count, F

from feedback.models import SkillMetric
from plans.judged import harmful_ids
from plans.models import PlanTemplate, TemplateGoal
from plans.queries.measures import Measure, measure_of
from training.choices import OPEN_STATUSES, EnrolmentStatus
from training.models import Enrolment, Skill


@dataclass(frozen=True)
class ProposedGoal:
    """One goal of a plan that could be started: ``modules`` are those still to learn.

    harmful: those of the template that are left out, as customers are less happy after
    them.
    """

    skill: Skill
    level_from: int
    level_to: int
    measure: Measure
    modules: tuple
    harmful: tuple = ()

    @property
    def is_reached(self):
        """Whether customers have nothing left to notice: the scale ends here."""
        return self.measure.target is not None and (
            self.measure.target == round(self.measure.baseline, 2)
        )


@dataclass(frozen=True)
class ProposedPlan:
    """What a plan would begin with; ``template`` is None where there is none.

    goals: ProposedGoals. reached: those of the template that are left out, as their
    figure is at the best end of its scale already.
    """

    template: PlanTemplate | None
    weeks: int
    goals: tuple
    reached: tuple = ()


# Without any template.
WEEKS = 13


def template_for(employee, today):
    """Return the PlanTemplate for ``employee`` on ``today``, or None.

    That of the job role of their posting, else the one for everybody.
    """
    posting = employee.postings.current_or_next_on(today).first()
    for_all = PlanTemplate.objects.filter(job_role=None)
    if posting and posting.job_role_id:
        own = PlanTemplate.objects.filter(job_role=posting.job_role_id)
        return own.first() or for_all.first()
    return for_all.first()


def proposed_plan(employee, today):
    """Return the ProposedPlan from the template for ``employee`` on ``today``.

    A module they have behind them is left out, and so is a harmful one; one they are
    learning is in it. Each goal has the metric of the template, or else the one its skill
    should move, with the baseline of the weeks before ``today`` and a target.
    """
    template = template_for(employee, today)
    if template is None:
        return ProposedPlan(None, WEEKS, ())
    goals = (
        TemplateGoal.objects.filter(template=template)
        .select_related("skill", "metric")
        .prefetch_related("modules")
        .order_by("position", "pk")
    )
    finished = set(
        Enrolment.objects.filter(
            employee=employee, status=EnrolmentStatus.COMPLETED
        ).values_list("module", flat=True)
    ) - set(
        Enrolment.objects.filter(
            employee=employee, status__in=OPEN_STATUSES
        ).values_list("module", flat=True)
    )
    seen, proposed, reached, harmful = set(finished), [], [], harmful_ids()
    for goal in goals:
        metric = goal.metric or metric_of(goal.skill)
        left = [
            module
            for module in sorted(goal.modules.all(), key=lambda module: module.slug)
            if module.pk not in seen and not module.is_archived
        ]
        wanted = ProposedGoal(
            skill=goal.skill,
            level_from=goal.level_from,
            level_to=goal.level_to,
            measure=measure_of(employee, metric, today),
            modules=tuple(each for each in left if each.pk not in harmful),
            harmful=tuple(each for each in left if each.pk in harmful),
        )
        if wanted.is_reached:
            reached.append(wanted)
            continue
        seen |= {module.pk for module in left}
        proposed.append(wanted)
    return ProposedPlan(template, template.weeks, tuple(proposed), tuple(reached))


def metric_of(skill):
    """Return the Metric that getting better at ``skill`` should move, or None."""
    link = SkillMetric.objects.filter(skill=skill).select_related("metric").first()
    return link and link.metric


def templates_in_order():
    """Return the PlanTemplates, the one for everybody first, with ``goal_count``."""
    return (
        PlanTemplate.objects.select_related("job_role")
        .annotate(goal_count=Count("goals"))
        .order_by(F("job_role__name").asc(nulls_first=True), "pk")
    )


def template_goals(template):
    """Return the goals of ``template`` in order, each with what its page shows."""
    return (
        template.goals.select_related("skill", "skill__skill_metric__metric", "metric")
        .prefetch_related("modules")
        .order_by("position", "pk")
    )
