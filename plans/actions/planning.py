"""Writing a plan: starting it, its goals, its steps, its days."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from events.record import record
from plans.actions.locking import lock_for_manager, lock_plan
from plans.choices import ItemKind, PlanStatus, Side
from plans.models import DevelopmentPlan, Goal, PlanItem
from plans.queries.measures import measure_of
from plans.queries.plans import side_of
from plans.queries.templates import proposed_plan
from plans.refusals import refusal
from plans.rules import last_day
from staff.models import Employee
from training.actions.enrolments import withdraw
from training.models import Enrolment


@transaction.atomic
def start_plan(*, employee, by, at, today, starts_on=None, ends_on=None):
    """Begin a draft for ``employee`` from the template of their job role; return it.

    Without a template it is empty. starts_on: today when None; ends_on: after the weeks
    of the template when None. Goals get the baselines of the weeks before ``today``.
    by: somebody on the manager's side.
    Raises PermissionDenied for others; ValidationError, code "left", "open_already" or
    "ends_before".
    """
    [employee] = Employee.objects.filter(pk=employee.pk).locked_in_order()
    if side_of(by, employee, today) != Side.MANAGER:
        raise PermissionDenied
    if not Employee.objects.not_left_by(today).filter(pk=employee.pk).exists():
        raise refusal("left", person=employee)
    if DevelopmentPlan.objects.open().of([employee]).exists():
        raise refusal("open_already", person=employee)
    proposed = proposed_plan(employee, today)
    starts_on = starts_on or today
    ends_on = ends_on or last_day(starts_on, proposed.weeks)
    _refuse_period(starts_on, ends_on)
    plan = DevelopmentPlan.objects.create(
        employee=employee,
        starts_on=starts_on,
        ends_on=ends_on,
        created_at=at,
        created_by=by,
    )
    for place, wanted in enumerate(proposed.goals):
        goal = Goal.objects.create(
            plan=plan,
            skill=wanted.skill,
            level_from=wanted.level_from,
            level_to=wanted.level_to,
            position=place,
            **_measured(wanted.measure, today),
            target=wanted.measure.target,
        )
        PlanItem.objects.bulk_create(
            PlanItem(
                plan=plan,
                goal=goal,
                kind=ItemKind.MODULE,
                module=module,
                position=number,
            )
            for number, module in enumerate(wanted.modules)
        )
    record("plan.started", at=at, by=by, employee=employee, subject=plan)
    return plan


@transaction.atomic
def change_period(*, plan, starts_on, ends_on, by, at, today):
    """Let ``plan`` run from ``starts_on`` to ``ends_on``, both counted; return it.

    A change takes both agreements back. Raises PermissionDenied, and ValidationError,
    code "ended" or "ends_before".
    """
    plan = lock_for_manager(plan, by=by, today=today)
    _refuse_period(starts_on, ends_on)
    wanted = {"starts_on": starts_on, "ends_on": ends_on}
    if changed := _set(plan, wanted):
        plan.save(update_fields=changed)
        _take_agreements_back(plan, changed, by=by, at=at)
    return plan


@transaction.atomic
def set_goal(
    *,
    plan,
    skill,
    level_from,
    level_to,
    metric,
    target,
    by,
    at,
    today,
    why="",
    goal=None,
):
    """Add a goal to ``plan``, or change ``goal`` of it; return the Goal.

    metric: the one customers should move, or None. target: on its scale; None = the one
    we propose, when the metric is new to the goal. A new metric gets a new baseline. A
    change takes both agreements back.
    Raises PermissionDenied, and ValidationError, code "ended", "other_plan",
    "skill_twice", "not_upwards" or "off_scale".
    """
    plan = lock_for_manager(plan, by=by, today=today)
    goal = _part_of(plan, Goal, goal) or Goal(plan=plan, position=_next(plan.goals))
    if plan.goals.filter(skill=skill).exclude(pk=goal.pk).exists():
        raise refusal("skill_twice")
    if not (0 <= level_from < level_to <= 5):
        raise refusal("not_upwards")
    _refuse_off_scale(metric, target)
    wanted = {
        "skill": skill,
        "level_from": level_from,
        "level_to": level_to,
        "metric": metric,
        "target": target if metric else None,
        "why": why,
    }
    if goal.pk is None or goal.metric_id != (metric and metric.pk):
        measure = measure_of(plan.employee, metric, today)
        wanted |= _measured(measure, today)
        if target is None:
            wanted["target"] = measure.target
    if _set(goal, wanted):
        goal.save()
        _take_agreements_back(plan, ["goals"], by=by, at=at)
    return goal


@transaction.atomic
def remove_goal(*, plan, goal, by, at, today):
    """Take ``goal`` and its steps out of ``plan``; return the plan.

    What it had assigned and nobody has started is withdrawn. Both agreements are taken
    back. Raises PermissionDenied, and ValidationError, code "ended" or "other_plan".
    """
    plan = lock_for_manager(plan, by=by, today=today)
    goal = _part_of(plan, Goal, goal)
    withdraw_items(goal.items.all(), by=by, at=at)
    record("goal.removed", at=at, by=by, employee=plan.employee, subject=goal)
    goal.delete()
    _take_agreements_back(plan, ["goals"], by=by, at=at)
    return plan


@transaction.atomic
def set_item(
    *,
    plan,
    kind,
    by,
    at,
    today,
    goal=None,
    module=None,
    text="",
    due_on=None,
    item=None,
):
    """Add a step to ``plan``, or change ``item`` of it; return the PlanItem.

    kind: an ItemKind. goal: the goal it serves, or None. module: for a module; text: for
    all others. The module is assigned once both have agreed; its day stays the one it
    was assigned with. A change takes both agreements back.
    Raises PermissionDenied, and ValidationError, code "ended", "other_plan",
    "no_module", "module_twice", "no_text" or "day_is_given".
    """
    plan = lock_for_manager(plan, by=by, today=today)
    item = _part_of(plan, PlanItem, item) or PlanItem(
        plan=plan, position=_next(plan.items)
    )
    goal = _part_of(plan, Goal, goal)
    is_module = kind == ItemKind.MODULE
    if is_module and module is None:
        raise refusal("no_module")
    if not is_module and not text:
        raise refusal("no_text")
    others = plan.items.exclude(pk=item.pk)
    if is_module and others.filter(module=module).exists():
        raise refusal("module_twice")
    wanted = {
        "kind": kind,
        "goal": goal,
        "module": module if is_module else None,
        "text": text if not is_module else "",
        "due_on": due_on,
    }
    is_other = item.module_id != (wanted["module"] and wanted["module"].pk)
    if item.enrolment_id and not is_other and item.due_on != due_on:
        raise refusal("day_is_given")
    if item.pk and is_other:
        withdraw_items(plan.items.filter(pk=item.pk), by=by, at=at)
        wanted |= {"enrolment": None, "is_assigned_here": False, "done_on": None}
    if _set(item, wanted):
        item.save()
        _take_agreements_back(plan, ["items"], by=by, at=at)
    return item


@transaction.atomic
def remove_item(*, plan, item, by, at, today):
    """Take the step ``item`` out of ``plan``; return the plan.

    What it had assigned and nobody has started is withdrawn. Both agreements are taken
    back. Raises PermissionDenied, and ValidationError, code "ended" or "other_plan".
    """
    plan = lock_for_manager(plan, by=by, today=today)
    item = _part_of(plan, PlanItem, item)
    withdraw_items(plan.items.filter(pk=item.pk), by=by, at=at)
    item.delete()
    _take_agreements_back(plan, ["items"], by=by, at=at)
    return plan


@transaction.atomic
def mark_item(*, plan, item, is_done, by, at, today):
    """Note that the step ``item`` has been done, or has not; return the PlanItem.

    Either side may. It is no change of what was agreed.
    Raises PermissionDenied, and ValidationError, code "ended", "other_plan",
    "not_active" or "module_by_learning".
    """
    plan, _side = lock_plan(plan, by=by, today=today)
    item = _part_of(plan, PlanItem, item)
    if plan.status != PlanStatus.ACTIVE:
        raise refusal("not_active")
    if item.kind == ItemKind.MODULE:
        raise refusal("module_by_learning")
    if is_done != (item.done_on is not None):
        item.done_on = today if is_done else None
        item.save(update_fields=["done_on"])
        kind = "plan_item.done" if is_done else "plan_item.undone"
        record(
            kind,
            at=at,
            by=by,
            employee=plan.employee,
            subject=item,
            fields=["done_on"],
        )
    return item


def withdraw_items(items, *, by, at):
    """Withdraw what ``items``, a queryset, had assigned and nobody has started."""
    own = items.filter(is_assigned_here=True, enrolment__isnull=False)
    withdraw(Enrolment.objects.filter(pk__in=own.values("enrolment")), at=at, by=by)


def _take_agreements_back(plan, fields, *, by, at):
    """Ask both anew after a change of ``fields``, names; a draft stays a draft."""
    plan.revision += 1
    plan.agreed_on = plan.manager_agreed_on = plan.agreed_by = None
    if plan.status == PlanStatus.ACTIVE:
        plan.status = PlanStatus.IN_REVIEW
    plan.save(
        update_fields=[
            "revision",
            "agreed_on",
            "manager_agreed_on",
            "agreed_by",
            "status",
        ]
    )
    record(
        "plan.changed",
        at=at,
        by=by,
        employee=plan.employee,
        subject=plan,
        fields=fields,
    )


def _refuse_period(starts_on, ends_on):
    if ends_on < starts_on:
        raise refusal("ends_before")


def _refuse_off_scale(metric, target):
    if metric and target is not None and not metric.low <= target <= metric.high:
        raise refusal(
            "off_scale", metric=metric, low=f"{metric.low:g}", high=f"{metric.high:g}"
        )


def _part_of(plan, model, part):
    """Return ``part``, a goal or an item, as it is now; None for None."""
    if part is None:
        return None
    if part.plan_id != plan.pk:
        raise refusal("other_plan")
    return model.objects.get(pk=part.pk)


def _next(parts):
    return (parts.aggregate(last=Max("position"))["last"] or 0) + 1


def _measured(measure, today):
    return {
        "metric": measure.metric,
        "baseline": measure.baseline,
        "baseline_responses": measure.responses,
        "baseline_on": today if measure.metric else None,
    }


def _set(row, wanted):
    """Set ``wanted``, {field: value}, on ``row``; return the names that differ."""
    changed = [name for name, value in wanted.items() if _value(row, name) != value]
    for name in changed:
        setattr(row, name, wanted[name])
    return changed if row.pk else list(wanted)


def _value(row, name):
    # A new row has no skill or metric yet, and asking for it would raise.
    return getattr(row, name, None)
