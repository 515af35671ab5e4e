"""Where answers and visits come from, and for which days a source is complete."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from feedback.choices import SourceKind


class Source(models.Model):
    """One survey tool, till or list that answers or visits come from.

    ``key`` names it in files and in the API. ``record_url``: a link into the source with
    ``{external_id}`` in it, or empty. ``ended_on``: for visits, the last day it will ever
    tell of; empty while it goes on.
    """

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(max_length=10, choices=SourceKind)
    record_url = models.CharField(max_length=300, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=SourceKind.values), name="source_kind_is_known"
            ),
        ]

    def __str__(self):
        return self.name


class CompletePeriod(models.Model):
    """Every visit of ``source`` on these days has arrived; both days count.

    Stretches of one source neither overlap nor touch: they are joined when written.
    Days between two stretches are a gap, on which nobody can be said not to have come.
    """

    source = models.ForeignKey(
        Source, models.CASCADE, related_name="complete_periods", db_index=False
    )
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="completeperiod_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["source", "first_day"], name="completeperiod_begins_once"
            ),
        ]

    def __str__(self):
        return f"{self.source}: {self.first_day} – {self.last_day}"
