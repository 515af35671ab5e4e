"""What the house has said about judging: the metric that counts, and what an hour costs."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Judging(models.Model):
    """One row: the primary metric, chosen in advance, and the wage of a learner's hour."""

    primary_metric = models.ForeignKey(
        "feedback.Metric", models.PROTECT, related_name="+"
    )
    wage_per_hour = models.DecimalField(
        _("what an hour of work costs, with everything on top"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
    )
    currency = models.CharField(_("currency"), max_length=3, default="EUR")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(wage_per_hour=None) | Q(wage_per_hour__gt=0),
                name="judging_wage_is_positive",
                violation_error_message=_("An hour costs more than nothing."),
            ),
        ]

    def __str__(self):
        return str(self.primary_metric_id)
