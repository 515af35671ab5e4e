"""Practice on the job: who may observe it, and what was observed."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.record import record
from training.actions.learning import complete_step
from training.choices import EnrolmentStatus, Seen
from training.models import Enrolment, NamedObserver, Observation
from training.queries.learning import next_step, path_of


@transaction.atomic
def record_observation(
    *, enrolment, step, uuid, observer, items, at, today, comment=""
):
    """Record what ``observer`` saw at ``step``, a practice step; return the Observation.

    uuid: drawn with the page; there already, the observation it stands for is returned.
    items: {key of the checklist: Seen}, every key of it. at, today: the moment, and the
    date where the learner works. With every item observed the step is done, with the
    share observed as its score; that may complete the enrolment.
    Whoever may observe is found by training.queries.observing.observable_by.
    Raises ValidationError, code "not_reached" when the step is not the next one, or
    "unanswered" when an item is missing or unknown; ValueError for somebody who would
    observe themselves.
    """
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("employee", "version")
        .get(pk=enrolment.pk)
    )
    if observer.pk == enrolment.employee_id:
        raise ValueError(f"{observer!r} observes themselves")
    if known := enrolment.observations.filter(uuid=uuid, step=step).first():
        return known
    _demand_next(enrolment, step)
    _demand_all_items(step, items)
    observation = Observation.objects.create(
        uuid=uuid,
        enrolment=enrolment,
        step=step,
        observer=observer,
        at=at,
        items=items,
        comment=comment,
    )
    record(
        "practice.observed",
        at=at,
        by=observer,
        employee=enrolment.employee,
        subject=observation,
    )
    if observation.is_all:
        complete_step(
            enrolment=enrolment,
            step=step,
            at=at,
            today=today,
            score_percent=observation.share_percent,
        )
    return observation


@transaction.atomic
def name_observer(*, enrolment, employee, by, at):
    """Let ``employee`` observe the practice of ``enrolment``; return the NamedObserver.

    Named before: the same one. Raises ValidationError, code "own" for the learner, and
    "has_left" for somebody who does not work here on the date ``at`` is for them.
    """
    if employee.pk == enrolment.employee_id:
        raise ValidationError(
            _("Somebody else has to look: nobody observes themselves."), code="own"
        )
    if not employee.works_here():
        raise ValidationError(_("This person does not work here."), code="has_left")
    named, is_new = NamedObserver.objects.get_or_create(
        enrolment=enrolment,
        employee=employee,
        defaults={"named_by": by, "named_at": at},
    )
    if is_new:
        record(
            "observer.named",
            at=at,
            by=by,
            employee=enrolment.employee,
            subject=enrolment,
        )
    return named


@transaction.atomic
def remove_observer(*, named, by, at):
    """Take from somebody that they may observe; what they observed stays."""
    enrolment = named.enrolment
    deleted, _rows = NamedObserver.objects.filter(pk=named.pk).delete()
    if deleted:
        record(
            "observer.removed",
            at=at,
            by=by,
            employee=enrolment.employee,
            subject=enrolment,
        )


def _demand_next(enrolment, step):
    is_open = enrolment.status == EnrolmentStatus.IN_PROGRESS
    if not is_open or next_step(path_of(enrolment)) != step:
        raise ValidationError(
            _("This practice is not what comes next for this person."),
            code="not_reached",
        )


def _demand_all_items(step, items):
    keys = {item["key"] for item in step.document["checklist"]}
    if items.keys() != keys or not set(items.values()) <= set(Seen.values):
        raise ValidationError(
            _("Say of every point whether you observed it."), code="unanswered"
        )
