"""The times customers were served, and who served them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from feedback.models.source import Source

WHOLE = 10_000


class Customer(models.Model):
    """Somebody who is served, known by a keyed hash and by nothing personal."""

    key_hash = models.CharField(max_length=64, unique=True)
    segment = models.CharField(max_length=60, blank=True)

    def __str__(self):
        return self.key_hash[:8]


class Interaction(models.Model):
    """One time a customer was served.

    ``identity`` makes it one of its source: ``id:`` and the source's own id, or ``fp:``
    and a fingerprint with ordinal where the source has none. ``served_on`` is the date of
    ``occurred_at`` where it happened: in the time zone of the credited team, frozen.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source = models.ForeignKey(Source, models.PROTECT, related_name="interactions")
    identity = models.CharField(max_length=220)
    occurred_at = models.DateTimeField()
    served_on = models.DateField()
    channel = models.CharField(max_length=40, blank=True)
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, related_name="interactions"
    )
    spend = models.DecimalField(max_digits=12, decimal_places=2, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "identity"], name="interaction_once_a_source"
            ),
        ]
        indexes = [
            models.Index(
                fields=["customer", "served_on"],
                condition=Q(customer__isnull=False),
                name="interaction_by_customer",
            ),
        ]

    def __str__(self):
        return self.identity

    @property
    def external_id(self):
        """What the source calls it; "" where the source has no id."""
        return self.identity[3:] if self.identity.startswith("id:") else ""


class Credit(models.Model):
    """Who served: one person, or only a team, with the team and role of that day.

    The weights of an interaction sum to WHOLE. ``week`` is the Monday of the ISO week of
    ``served_on`` in the zone of ``team``. Frozen at service time; a correction is an act
    with a reason in the journal (feedback.actions).
    """

    interaction = models.ForeignKey(Interaction, models.CASCADE, related_name="credits")
    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="credits"
    )
    team = models.ForeignKey("staff.Team", models.PROTECT, related_name="credits")
    job_role = models.ForeignKey(
        "staff.JobRole", models.PROTECT, null=True, related_name="+"
    )
    weight = models.PositiveSmallIntegerField(default=WHOLE)
    week = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(weight__gt=0, weight__lte=WHOLE),
                name="credit_weight_is_a_part",
            ),
            models.UniqueConstraint(
                fields=["interaction", "employee"],
                condition=Q(employee__isnull=False),
                name="credit_once_a_person",
            ),
            models.UniqueConstraint(
                fields=["interaction", "team"],
                condition=Q(employee=None),
                name="credit_once_a_team_alone",
            ),
        ]
        indexes = [
            models.Index(fields=["team", "week"], name="credit_by_team_and_week"),
            models.Index(fields=["employee", "week"], name="credit_by_employee"),
        ]

    def __str__(self):
        return f"{self.interaction}: {self.employee_id or self.team_id}"
