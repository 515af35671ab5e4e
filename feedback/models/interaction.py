"""The times customers were served, and who served them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from feedback.models.source import Source
from feedback.rules.served import WHOLE


class Customer(models.Model):
    """Somebody who is served, known by a keyed hash and by nothing personal."""

    key_hash = models.CharField(max_length=64, unique=True)
    segment = models.CharField(max_length=60, blank=True)

    def __str__(self):
        return self.key_hash[:8]


class InteractionQuerySet(models.QuerySet):
    def visible_to(self, user, today):
        """Keep the services ``user`` may see on ``today``: the one way to reach rows."""
        return self.within(user.reach_on(today))

    def within(self, reach):
        """Keep the services somebody within ``reach``, a staff.rules.Reach, gave."""
        if reach.is_everybody:
            return self.all()
        credits = Credit.objects.within(reach).filter(interaction=OuterRef("pk"))
        return self.filter(Exists(credits))


class Interaction(models.Model):
    """One time a customer was served.

    ``identity`` makes it one of its source: ``id:`` and the source's own id, or ``fp:``
    and a fingerprint with ordinal where the source has none. ``served_on`` is the date of
    ``occurred_at`` where it happened: in the time zone of the credited team, frozen.
    ``content``: digest of what the source said last, so that the same said again changes
    nothing, whatever was corrected here meanwhile. ``is_credit_corrected``: who served
    was put right by an act; the source no longer decides it. ``batch``: what touched it
    last, as in the journal; readers of changes go from an event to its rows by it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Indexes of their own would only repeat the first column of those in Meta.
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="interactions", db_index=False
    )
    identity = models.CharField(max_length=220)
    content = models.CharField(max_length=32)
    occurred_at = models.DateTimeField()
    served_on = models.DateField()
    channel = models.CharField(max_length=40, blank=True)
    customer = models.ForeignKey(
        Customer,
        models.PROTECT,
        null=True,
        related_name="interactions",
        db_index=False,
    )
    spend = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    is_credit_corrected = models.BooleanField(default=False)
    batch = models.UUIDField()

    objects = InteractionQuerySet.as_manager()

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
            models.Index(
                fields=["served_on", "customer"],
                condition=Q(customer__isnull=False),
                name="interaction_by_day",
            ),
            models.Index(fields=["batch"], name="interaction_by_batch"),
        ]

    def __str__(self):
        return self.identity

    @property
    def external_id(self):
        """What the source calls it; "" where the source has no id."""
        return self.identity[3:] if self.identity.startswith("id:") else ""


class DeletedInteraction(models.Model):
    """An interaction that was deleted by an act: its source may not bring it back.

    Holds nothing of what was said; ``uuid`` and ``response_uuid`` are what readers of
    changes knew it by.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="+", db_index=False)
    identity = models.CharField(max_length=220)
    uuid = models.UUIDField(unique=True)
    response_uuid = models.UUIDField(null=True)
    deleted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "identity"], name="deletedinteraction_once_a_source"
            ),
        ]

    def __str__(self):
        return self.identity


class CreditQuerySet(models.QuerySet):
    def within(self, reach):
        """Keep the credits that ``reach``, a staff.rules.Reach, holds.

        Those of its teams as of the day of service, and the person's own anywhere.
        """
        if reach.is_everybody:
            return self.all()
        inside = Q(pk__in=[])
        if reach.employee_id is not None:
            inside |= Q(employee=reach.employee_id)
        for path in reach.team_paths:
            inside |= Q(team__path__startswith=path)
        return self.filter(inside)


class Credit(models.Model):
    """Who served: one person, or only a team, with the team and role of that day.

    The weights of an interaction sum to WHOLE. ``week`` is the Monday of the ISO week of
    ``served_on`` in the zone of ``team``. Frozen at service time; a correction is an act
    with a reason in the journal (feedback.actions).
    """

    # Indexes of their own would only repeat the first column of those in Meta.
    interaction = models.ForeignKey(
        Interaction, models.CASCADE, related_name="credits", db_index=False
    )
    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="credits",
        db_index=False,
    )
    team = models.ForeignKey(
        "staff.Team", models.PROTECT, related_name="credits", db_index=False
    )
    job_role = models.ForeignKey(
        "staff.JobRole", models.PROTECT, null=True, related_name="+", db_index=False
    )
    weight = models.PositiveSmallIntegerField(default=WHOLE)
    week = models.DateField()

    objects = CreditQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(weight__gt=0, weight__lte=WHOLE),
                name="credit_weight_is_a_part",
            ),
            # Without a condition: it is the index by interaction too.
            models.UniqueConstraint(
                fields=["interaction", "employee"], name="credit_once_a_person"
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
