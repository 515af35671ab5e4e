"""How a complaint was put right."""

import uuid

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from feedback.models.interaction import Customer, Interaction

LONGEST_DID = 1_000


class Recovery(models.Model):
    """A complaint was put right: what was done, by the day on which it was.

    A complaint itself is no row: feedback.queries.complaints finds it by what the customer
    said. ``by`` and ``recorded_at``: who said so, and when, the last time. ``did``: in
    their own words. ``cost``: in the currency of the house; None where nobody said.
    ``skill``: the one that was missing, the root cause. ``customer``: who it was, where
    the answer does not tell and somebody here knows.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    interaction = models.OneToOneField(
        Interaction, models.CASCADE, related_name="recovery"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField()
    put_right_on = models.DateField()
    apologised = models.BooleanField()
    did = models.CharField(max_length=LONGEST_DID)
    cost = models.DecimalField(
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    skill = models.ForeignKey(
        "training.Skill",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    customer = models.ForeignKey(
        Customer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(cost=None) | Q(cost__gte=0),
                name="recovery_cost_is_no_gain",
            ),
            models.CheckConstraint(
                condition=~Q(did=""),
                name="recovery_says_what_was_done",
            ),
        ]

    def __str__(self):
        return str(self.uuid)

    @property
    def known_customer_id(self):
        """The id of whoever complained; None where nobody knows. Reads the service."""
        return self.customer_id or self.interaction.customer_id
