"""Assigning training, and taking it back."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.record import record
from plans.models import AssignmentBatch
from plans.queries.assigning import assignment_preview, known_batch
from plans.rules import counts_seen, digest
from staff.models import Employee
from training.actions.enrolments import enrol, lock_and_date, withdraw
from training.choices import EnrolmentSource
from training.models import Enrolment

UNDO_FOR = timedelta(minutes=30)


@transaction.atomic
def confirm_assignment(
    *,
    batch_uuid,
    employees,
    modules,
    answers,
    reach,
    by,
    at,
    today,
    due_on=None,
    reason="",
    asked=None,
    seen=None,
):
    """Assign ``modules`` to ``employees`` as one batch; return the AssignmentBatch.

    batch_uuid: drawn by the asker; sent again with the same ``asked``, plain values that
    say what was sent, it returns the batch that is there. answers: as
    plans.queries.assignment_preview takes them; conflicts are looked for again here.
    seen: AssignmentPreview.seen of what the asker was shown, None where nothing is
    shown. reach: the asker's staff.rules.Reach. by: the employee or API key that
    assigns. Prerequisites that were added come before.
    Raises PermissionDenied when somebody lies outside the reach; ValidationError, code
    "due_in_past", "too_many", "changed", "nothing_to_assign", "conflicts_open", or
    "batch_differs" when the uuid stands for another request. Then nothing is saved.
    """
    if batch := known_batch(batch_uuid=batch_uuid, asked=asked, by=by):
        return batch
    employees = list(employees)
    _refuse_strangers(employees, reach, today)
    if due_on and due_on < today:
        raise ValidationError(
            {"due_on": ValidationError(_("This day is past."), code="due_in_past")}
        )
    is_person = isinstance(by, Employee)
    try:
        with transaction.atomic():
            batch = AssignmentBatch.objects.create(
                uuid=batch_uuid,
                request_digest=digest(asked),
                created_by=by if is_person else None,
                created_by_key_id=None if is_person else by.pk,
                confirmed_at=at,
                due_on=due_on,
                reason=reason,
            )
    except IntegrityError:
        # The same button, pressed twice at once: the other press has made the batch.
        return known_batch(batch_uuid=batch_uuid, asked=asked, by=by)
    days = lock_and_date(employees, at)
    preview = assignment_preview(
        employees=employees, modules=modules, answers=answers, today=today
    )
    _refuse_unsettled(preview)
    _refuse_unseen(preview, seen)
    enrol(
        preview.pairs,
        source=EnrolmentSource.PERSON,
        at=at,
        days=days,
        by=by,
        due_on=due_on,
        reason=reason,
        batch_uuid=batch.uuid,
    )
    batch.left_out = [
        [conflict.employee.pk, conflict.module.pk, conflict.kind]
        for conflict in preview.left_out
    ]
    batch.in_spite = [module.pk for module in preview.in_spite]
    batch.save(update_fields=["left_out", "in_spite"])
    record(
        "assignment_batch.confirmed",
        at=at,
        by=by,
        subject=batch,
        fields=["in_spite"] if batch.in_spite else [],
        batch=batch.uuid,
    )
    return batch


@transaction.atomic
def undo_assignment(*, batch, reach, by, at, today):
    """Take ``batch`` back; return (taken back, kept), lists of enrolments.

    Taken back is what lies within ``reach``, the staff.rules.Reach of ``by`` on
    ``today``, as at confirming. Kept are those that somebody has started, and what
    somebody else asked of ``by`` themselves. A batch taken back before stays as it is.
    Raises ValidationError, code "too_late", more than half an hour after confirming,
    and "out_of_reach" when none of its people is in reach any more.
    """
    batch = AssignmentBatch.objects.select_for_update().get(pk=batch.pk)
    enrolments = Enrolment.objects.filter(batch_uuid=batch.uuid)
    people = Employee.objects.within(reach, today)
    reached = enrolments.filter(employee__in=people)
    if enrolments.exists() and not reached.exists():
        raise ValidationError(
            _("None of these people is in one of your teams any more."),
            code="out_of_reach",
        )
    if batch.undone_at is None:
        if at > batch.confirmed_at + UNDO_FOR:
            raise ValidationError(
                _(
                    "This could be taken back for 30 minutes. Withdraw people one by one."
                ),
                code="too_late",
            )
        batch.undone_at = at
        batch.save(update_fields=["undone_at"])
        record("assignment_batch.undone", at=at, by=by, subject=batch, batch=batch.uuid)
    own = _asked_of(by)
    taken, kept = withdraw(reached.exclude(own), at=at, by=by, batch_uuid=batch.uuid)
    return taken, [*kept, *reached.filter(own)]


def withdraw_one(*, enrolment, by, at):
    """Take back one enrolment that nobody has started; return it as it stands.

    by: an Employee. Raises ValidationError, code "own" for what somebody else has asked
    of ``by`` themselves, "started" when the learner has begun or settled it.
    """
    if Enrolment.objects.filter(_asked_of(by), pk=enrolment.pk).exists():
        raise ValidationError(
            _("This was asked of you, so somebody else has to take it back."),
            code="own",
        )
    _taken, kept = withdraw(Enrolment.objects.filter(pk=enrolment.pk), at=at, by=by)
    if kept:
        raise ValidationError(
            _("%(person)s has started this already."),
            code="started",
            params={"person": enrolment.employee},
        )
    enrolment.refresh_from_db()
    return enrolment


@transaction.atomic
def withdraw_several(*, enrolments, by, at):
    """Take back those of ``enrolments``, a queryset within reach, that nobody has begun.

    by: an Employee. Returns (taken back, kept), lists: kept are those that were begun,
    and what somebody else asked of ``by`` themselves.
    """
    own = _asked_of(by)
    mine = list(enrolments.filter(own))
    taken, kept = withdraw(enrolments.exclude(own), at=at, by=by)
    return taken, [*kept, *mine]


def _refuse_strangers(employees, reach, today):
    ids = {employee.pk for employee in employees}
    within = Employee.objects.within(reach, today).filter(pk__in=ids).count()
    if within != len(ids):
        raise PermissionDenied


def _asked_of(person):
    """Keep, in a filter of enrolments, what others asked of ``person``: theirs alone to
    take back. A key is nobody, so nothing is asked of it.
    """
    if not isinstance(person, Employee):
        return Q(pk__in=[])
    return Q(employee=person) & ~Q(assigned_by=person)


def _refuse_unseen(preview, seen):
    """Refuse to do anything but what the asker has seen, and say what is new."""
    if seen is None or seen == preview.seen:
        return
    people, enrolments = counts_seen(seen) or (0, 0)
    if enrolments == 0:
        message = _("This is what will happen. Confirm once more, and it does.")
    elif (people, enrolments) == (len(preview.employees), len(preview.pairs)):
        message = _(
            "This has changed since you looked, though not in number: other people, "
            "modules or answers. Look through it, then confirm once more."
        )
    else:
        message = _(
            "This has changed since you looked. People: %(people)s, before "
            "%(people_before)s. Enrolments: %(enrolments)s, before "
            "%(enrolments_before)s. Look through it, then confirm once more."
        )
    raise ValidationError(
        message,
        code="changed",
        params={
            "people": len(preview.employees),
            "people_before": people,
            "enrolments": len(preview.pairs),
            "enrolments_before": enrolments,
        },
    )


def _refuse_unsettled(preview):
    if still_open := len(preview.open_conflicts):
        raise ValidationError(
            ngettext(
                "%(count)s conflict is still to be settled.",
                "%(count)s conflicts are still to be settled.",
                still_open,
            ),
            code="conflicts_open",
            params={"count": still_open},
        )
    if not preview.pairs:
        raise ValidationError(
            _("Nobody is left to assign anything to."), code="nothing_to_assign"
        )
