"""How far plans are: counted from enrolments and items, never kept."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from plans.choices import ItemKind
from plans.models import DevelopmentPlan, Goal, PlanItem
from plans.rules import ring_arcs
from training.choices import EnrolmentStatus


@dataclass(frozen=True)
class PlanStep:
    """One item of a plan as it stands on a day; ``done_on``: None while it is not done.

    due_on: the day it was assigned with, or, before that, the one that was agreed to.
    is_overdue: due before that day, and not done. is_taken_back: its enrolment was
    withdrawn, so nobody learns it for this plan.
    """

    item: PlanItem
    due_on: date | None
    done_on: date | None
    is_overdue: bool
    is_taken_back: bool

    @property
    def is_done(self):
        return self.done_on is not None

    @property
    def is_module(self):
        return self.item.kind == ItemKind.MODULE

    @property
    def title(self):
        return str(self.item.module) if self.is_module else self.item.text


@dataclass(frozen=True)
class GoalProgress:
    """One goal with its steps; ``goal`` is None for the steps that serve no one goal."""

    goal: Goal | None
    steps: tuple

    @property
    def done(self):
        return sum(step.is_done for step in self.steps)

    @property
    def total(self):
        return len(self.steps)

    @property
    def is_done(self):
        return self.total > 0 and self.done == self.total


@dataclass(frozen=True)
class PlanProgress:
    """One plan with its goals in order, then, when there are any, its other steps."""

    plan: DevelopmentPlan
    goals: tuple

    @property
    def done(self):
        return sum(part.done for part in self.goals)

    @property
    def total(self):
        return sum(part.total for part in self.goals)

    @property
    def is_done(self):
        return self.total > 0 and self.done == self.total

    @property
    def goals_without_steps(self):
        """Its goals for which nothing is to be done, Goals in order."""
        return [part.goal for part in self.goals if part.goal and not part.steps]

    @property
    def arcs(self):
        """The arcs of its ring, one for each of ``goals``."""
        return ring_arcs([(part.done, part.total) for part in self.goals])


def progress_of_plans(plans, today):
    """Return {plan id: PlanProgress} of ``plans``, rows: two statements for any number.

    today: the day against which steps are overdue.
    """
    ids = [plan.pk for plan in plans]
    goals, steps = defaultdict(list), defaultdict(lambda: defaultdict(list))
    in_order = Goal.objects.filter(plan__in=ids).order_by("position", "pk")
    for goal in in_order.select_related("skill", "metric"):
        goals[goal.plan_id].append(goal)
    items = PlanItem.objects.filter(plan__in=ids).order_by("position", "pk")
    for item in items.select_related("module", "enrolment"):
        steps[item.plan_id][item.goal_id].append(_step(item, today))
    return {
        plan.pk: PlanProgress(plan, _parts(goals[plan.pk], steps[plan.pk]))
        for plan in plans
    }


def progress_of_plan(plan, today):
    """Return the PlanProgress of one plan."""
    return progress_of_plans([plan], today)[plan.pk]


def _parts(goals, steps):
    parts = [GoalProgress(goal, tuple(steps[goal.pk])) for goal in goals]
    if steps[None]:
        parts.append(GoalProgress(None, tuple(steps[None])))
    return tuple(parts)


def _step(item, today):
    done_on = item.done_on
    enrolment = item.enrolment
    if enrolment and enrolment.status == EnrolmentStatus.COMPLETED:
        done_on = enrolment.completed_on
    due_on = enrolment.due_on if enrolment and enrolment.is_open else item.due_on
    return PlanStep(
        item=item,
        due_on=due_on,
        done_on=done_on,
        is_overdue=done_on is None and due_on is not None and due_on < today,
        is_taken_back=enrolment is not None
        and enrolment.status == EnrolmentStatus.WITHDRAWN,
    )
