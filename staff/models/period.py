"""Stretches of days, half-open: a period counts from its first day up to, and without,
its last. So a person who leaves today has no access today, and a move leaves no gap."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PeriodQuerySet(models.QuerySet):
    """Rows with ``valid_from`` and ``valid_to``."""

    def current_or_future_on(self, day):
        """Keep the rows that count on ``day``, a date, or will from a later one."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day)).exclude(
            valid_to=models.F("valid_from")
        )

    def valid_on(self, day):
        """Keep the rows that count on ``day``, a date."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


class Period(models.Model):
    """A row that counts from ``valid_from`` up to, and without, ``valid_to``."""

    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(
        _("until"), null=True, blank=True, help_text=_("First day it no longer counts.")
    )

    objects = PeriodQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
                name="%(class)s_ends_after_it_begins",
                violation_error_message=_("It ends before it begins."),
            ),
        ]

    @property
    def last_day_on(self):
        """The last day that counts, as people say it; None while that is open."""
        return self.valid_to and self.valid_to - timedelta(days=1)
