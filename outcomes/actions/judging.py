"""Changing what the house has said about judging."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.record import record
from feedback.actions.metrics import change_smallest_effect
from feedback.choices import Better
from outcomes.models import Judging


@transaction.atomic
def change_judging(
    *, primary_metric, wage_per_hour, currency, smallest_effects, by, at
):
    """Keep what modules are judged by and what an hour costs; return the Judging.

    primary_metric: a feedback Metric. wage_per_hour: Decimal in ``currency``, three
    letters, with everything on top; None = not told. smallest_effects: {Metric: smallest
    effect worth having on its scale}. Runs that were asked for before keep what they go
    by. What stays as it is is not journaled.
    Raises ValidationError, code "primary_is_context", or "not_positive" for a wage or an
    effect of nothing.
    """
    if primary_metric.better == Better.CONTEXT:
        raise ValidationError(
            _("This is neither good nor bad; choose another metric to judge by."),
            code="primary_is_context",
        )
    if wage_per_hour is not None and wage_per_hour <= 0:
        raise ValidationError(
            _("An hour costs more than nothing."), code="not_positive"
        )
    judging = Judging.objects.select_for_update().get(pk=1)
    told = {
        "primary_metric": primary_metric,
        "wage_per_hour": wage_per_hour,
        "currency": currency,
    }
    changed = [name for name, value in told.items() if getattr(judging, name) != value]
    for name in changed:
        setattr(judging, name, told[name])
    if changed:
        judging.save(update_fields=changed)
        record("judging.changed", at=at, by=by, subject=judging, fields=changed)
    for metric, smallest_effect in smallest_effects.items():
        change_smallest_effect(
            metric=metric, smallest_effect=smallest_effect, by=by, at=at
        )
    return judging
