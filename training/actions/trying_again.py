"""Letting somebody try a quiz again who has used all the tries it gives."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.record import record
from training.choices import EnrolmentStatus
from training.models import Enrolment, FurtherAttempt
from training.queries.quizzes import attempts_left


@transaction.atomic
def grant_attempt(*, enrolment, step, by, at):
    """Let the learner of ``enrolment`` try ``step``, a quiz, once more.

    Returns the FurtherAttempt; None while there is a try left, so that a second tap
    grants nothing. Raises ValidationError, code "not_open", when the enrolment is not
    under way, and ValueError for somebody who would let themselves.
    """
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("employee")
        .get(pk=enrolment.pk)
    )
    if by.pk == enrolment.employee_id:
        raise ValueError(f"{by!r} grants themselves a try")
    if enrolment.status != EnrolmentStatus.IN_PROGRESS:
        raise ValidationError(_("This training is not under way."), code="not_open")
    begun = enrolment.attempts.filter(step=step).count()
    if attempts_left(enrolment, step, begun) != 0:
        return None
    granted = FurtherAttempt.objects.create(
        enrolment=enrolment, step=step, granted_by=by, granted_at=at
    )
    record(
        "attempt.granted", at=at, by=by, employee=enrolment.employee, subject=enrolment
    )
    return granted
