"""Changing what a house says about a metric."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.record import record
from feedback.models import Metric


@transaction.atomic
def change_smallest_effect(*, metric, smallest_effect, by, at):
    """Keep the smallest effect of ``metric`` worth having; return the Metric.

    smallest_effect: on the metric's own scale, above zero. What it is already is not
    journaled.
    Raises ValidationError, code "not_positive".
    """
    if smallest_effect <= 0:
        raise ValidationError(
            _("An effect worth having is more than nothing."), code="not_positive"
        )
    metric = Metric.objects.select_for_update().get(pk=metric.pk)
    if metric.smallest_effect != smallest_effect:
        metric.smallest_effect = smallest_effect
        metric.save(update_fields=["smallest_effect"])
        record(
            "metric.changed", at=at, by=by, subject=metric, fields=["smallest_effect"]
        )
    return metric
