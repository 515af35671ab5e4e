"""Saying whether a module helps."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.record import record
from training.models import Enrolment, ModuleRating
from training.queries.ratings import may_rate


@transaction.atomic
def rate_module(*, enrolment, stars, comment, at):
    """Record what the learner of ``enrolment`` says of its module; return the rating.

    stars: 1 to 5. comment: may be empty. Said before, the answer is changed. Raises
    ValidationError, code "not_completed", unless it was completed here.
    """
    # All cycles at once: which of them is the latest is decided here.
    cycles = {
        each.pk: each
        for each in Enrolment.objects.filter(
            employee=enrolment.employee_id, module=enrolment.module_id
        )
        .order_by("pk")
        .select_for_update(of=("self",))
        .select_related("employee")
    }
    enrolment = cycles[enrolment.pk]
    if not may_rate(enrolment):
        raise ValidationError(
            _("You can say this once you have completed the module."),
            code="not_completed",
        )
    known = ModuleRating.objects.filter(enrolment=enrolment).first()
    rating = known or _first(enrolment, at)
    said = {"stars": stars, "comment": comment}
    changed = [name for name, value in said.items() if getattr(rating, name) != value]
    if known and not changed:
        return known
    rating.stars, rating.comment, rating.changed_at = stars, comment, at
    rating.full_clean()
    rating.save()
    record(
        "rating.changed" if known else "rating.given",
        at=at,
        by=enrolment.employee,
        employee=enrolment.employee,
        subject=rating,
        fields=changed if known else (),
    )
    return rating


def _first(enrolment, at):
    """Return a rating that is not saved yet; those of earlier cycles count no more."""
    told = ModuleRating.objects.filter(
        enrolment__employee=enrolment.employee_id, module=enrolment.module_id
    )
    told.filter(enrolment__cycle__lt=enrolment.cycle).update(is_latest=False)
    return ModuleRating(
        enrolment=enrolment,
        module_id=enrolment.module_id,
        is_latest=not told.filter(enrolment__cycle__gt=enrolment.cycle).exists(),
        given_at=at,
    )
