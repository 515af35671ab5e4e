"""Agreeing to a plan, by both, and ending it."""

import uuid
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from events.record import record
from plans.actions.assigning import confirm_assignment
from plans.actions.locking import lock_for_manager, lock_plan
from plans.actions.planning import withdraw_items
from plans.choices import ConflictKind, ItemKind, PlanStatus, Side, WayOut
from plans.queries.plans import side_of
from plans.refusals import refusal
from staff.models import Employee
from training.choices import OPEN_STATUSES, EnrolmentStatus
from training.models import Enrolment

# What to do about conflicts once both have agreed to a step: they meant it.
ANSWERS = {
    ConflictKind.FINISHED_BEFORE: WayOut.ASSIGN_AGAIN,
    ConflictKind.PREREQUISITE_MISSING: WayOut.ADD_BEFORE,
    ConflictKind.HARMFUL: WayOut.ASSIGN_ALL_THE_SAME,
}


@transaction.atomic
def propose_plan(*, plan, by, at, today):
    """Lay ``plan``, a draft, before both; return it. Proposed before, it stays as it is.

    Raises PermissionDenied, and ValidationError, code "ended" or "empty".
    """
    plan = lock_for_manager(plan, by=by, today=today)
    if plan.status != PlanStatus.DRAFT:
        return plan
    if not plan.goals.exists() and not plan.items.exists():
        raise refusal("empty")
    plan.status = PlanStatus.IN_REVIEW
    plan.save(update_fields=["status"])
    record(
        "plan.proposed",
        at=at,
        by=by,
        employee=plan.employee,
        subject=plan,
        fields=["status"],
    )
    return plan


@transaction.atomic
def agree_to_plan(*, plan, by, at, today, revision=None):
    """Agree to ``plan`` on the side ``by`` stands on, on ``today``; return the plan.

    The person agrees for themselves, somebody who looks after them as the manager, in
    either order; nobody for both. With the second yes the plan is active, and its
    modules are assigned by whoever agreed as the manager. Had they meanwhile ceased to
    look after the person, theirs no longer counts, and the plan waits for the next
    manager. Agreed to before, it stays as it is.
    revision: DevelopmentPlan.revision that was read; None where nothing is shown.
    Raises PermissionDenied; ValidationError, code "ended", "changed", "not_proposed" or
    "left", and those of plans.actions.assigning.confirm_assignment.
    """
    plan, side = lock_plan(plan, by=by, today=today)
    if revision is not None and revision != plan.revision:
        raise refusal("changed")
    if plan.status == PlanStatus.DRAFT:
        raise refusal("not_proposed")
    if not Employee.objects.not_left_by(today).filter(pk=plan.employee_id).exists():
        raise refusal("left", person=plan.employee)
    day = "agreed_on" if side == Side.PERSON else "manager_agreed_on"
    if getattr(plan, day):
        return plan
    setattr(plan, day, today)
    if side == Side.MANAGER:
        plan.agreed_by = by
    elif plan.agreed_by and not side_of(plan.agreed_by, plan.employee, today):
        plan.manager_agreed_on = plan.agreed_by = None
    is_active = bool(plan.agreed_on and plan.manager_agreed_on)
    if is_active:
        plan.status = PlanStatus.ACTIVE
    plan.save(update_fields=["agreed_on", "manager_agreed_on", "agreed_by", "status"])
    known = {"at": at, "by": by, "employee": plan.employee, "subject": plan}
    record("plan.agreed", fields=[day], **known)
    if is_active:
        _assign_modules(plan, at=at, today=today)
        record("plan.activated", fields=["status"], **known)
    return plan


@transaction.atomic
def complete_plan(*, plan, by, at, today):
    """End ``plan``, which is active, as done with; return it.

    Steps that are not done stay so. Raises PermissionDenied, and ValidationError, code
    "ended" or "not_active".
    """
    plan = lock_for_manager(plan, by=by, today=today)
    if plan.status != PlanStatus.ACTIVE:
        raise refusal("not_active")
    return _ended(plan, PlanStatus.COMPLETE, "plan.completed", "", by, at, today)


@transaction.atomic
def cancel_plan(*, plan, reason, by, at, today):
    """End ``plan`` early for ``reason``, a sentence, and return it.

    What it had assigned and nobody has started is withdrawn. The journal keeps that
    there is a reason, the plan its words.
    Raises PermissionDenied, and ValidationError, code "ended" or "no_reason".
    """
    plan = lock_for_manager(plan, by=by, today=today)
    if not reason.strip():
        raise refusal("no_reason")
    withdraw_items(plan.items.all(), by=by, at=at)
    return _ended(plan, PlanStatus.CANCELLED, "plan.cancelled", reason, by, at, today)


def _ended(plan, status, kind, reason, by, at, today):
    plan.status, plan.ended_on, plan.end_reason = status, today, reason.strip()
    fields = ["status", "ended_on", *(["end_reason"] if reason else [])]
    plan.save(update_fields=fields)
    record(kind, at=at, by=by, employee=plan.employee, subject=plan, fields=fields)
    return plan


def _assign_modules(plan, *, at, today):
    """Give the modules of ``plan`` to its person: one batch a due day and reason.

    What they are learning already, or finished since the plan was begun, counts.
    """
    # As the plan is read: what is given together stands on Today in this order.
    items = (
        plan.items.filter(kind=ItemKind.MODULE)
        .select_related("module", "enrolment", "goal")
        .order_by(F("goal__position").asc(nulls_last=True), "goal", "position", "pk")
    )
    waiting = [item for item in items if not _is_under_way(item)]
    by_day = {}
    for item in waiting:
        # A day that passed while the plan was waited for is as good as today.
        due_on = item.due_on and max(item.due_on, today)
        why = item.goal.why if item.goal else ""
        by_day.setdefault((due_on, why), []).append(item)
    # Earlier days first: what comes before another module is then given with it.
    in_order = sorted(by_day, key=lambda key: (key[0] is None, key[0] or today, key[1]))
    for due_on, why in in_order:
        to_give = [
            item for item in by_day[due_on, why] if not _link(plan, item, is_new=False)
        ]
        if not to_give:
            continue
        confirm_assignment(
            batch_uuid=uuid.uuid4(),
            employees=[plan.employee],
            modules=[item.module for item in to_give],
            answers=ANSWERS,
            reach=plan.agreed_by.reach_on(today),
            by=plan.agreed_by,
            at=at,
            today=today,
            due_on=due_on,
            reason=why,
        )
        for item in to_give:
            _link(plan, item, is_new=True)


def _is_under_way(item):
    return item.enrolment and item.enrolment.status != EnrolmentStatus.WITHDRAWN


def _link(plan, item, *, is_new):
    """Point ``item`` at what its person learns or has since learned; return whether."""
    zone = ZoneInfo(plan.employee.time_zone)
    begun_on = localdate(plan.created_at, timezone=zone)
    enrolments = Enrolment.objects.filter(employee=plan.employee, module=item.module)
    for enrolment in enrolments.order_by("-cycle"):
        is_open = enrolment.status in OPEN_STATUSES
        is_done = enrolment.status == EnrolmentStatus.COMPLETED
        if is_open or (is_done and enrolment.completed_on >= begun_on):
            item.enrolment, item.is_assigned_here = enrolment, is_new
            item.save(update_fields=["enrolment", "is_assigned_here"])
            return True
    return False
