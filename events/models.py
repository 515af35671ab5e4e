"""What happened: one append-only journal, which everybody who follows changes reads.

An event is written in the transaction of the fact it tells of. Its number is given
later, after that transaction has committed, by one numberer at a time (numbering.py):
numbers given earlier would let a slow transaction publish 100 after a reader had
already gone past 101.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.frozen import FrozenModel


class ActorKind(models.TextChoices):
    """Whose id ``actor_id`` is; the system itself has none."""

    EMPLOYEE = "employee", _("A person")
    KEY = "key", _("A key")
    SYSTEM = "system", _("Encore")


class Event(FrozenModel):
    """Something that happened, once. Holds ids and names of fields, never their values.

    Only the numberer writes to it again, in SQL of its own: its place in the journal.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=8, choices=ActorKind)
    actor_id = models.BigIntegerField(null=True)
    employee_id = models.BigIntegerField(null=True)
    subject = models.CharField(max_length=30, blank=True)
    subject_id = models.BigIntegerField(null=True)
    fields = models.JSONField(default=list)
    batch = models.UUIDField(
        null=True, help_text=_("What was done at one go: an import, an assignment.")
    )
    sequence = models.BigIntegerField(
        null=True,
        unique=True,
        help_text=_("Place in the journal, without gaps; given after commit."),
    )
    numbered_at = models.DateTimeField(
        null=True, help_text=_("When the number was given; what updated_since asks.")
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(sequence=None),
                name="event_not_yet_numbered",
            ),
            models.Index(
                fields=["subject", "subject_id", "sequence"], name="event_by_subject"
            ),
            models.Index(fields=["employee_id", "sequence"], name="event_by_employee"),
            models.Index(fields=["numbered_at"], name="event_by_numbered_at"),
            models.Index(
                fields=["batch"],
                condition=models.Q(batch__isnull=False),
                name="event_by_batch",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sequence=None, numbered_at=None)
                | models.Q(sequence__gt=0, numbered_at__isnull=False),
                name="event_is_numbered_with_its_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(actor_kind=ActorKind.SYSTEM, actor_id=None)
                | models.Q(
                    actor_kind__in=[ActorKind.EMPLOYEE, ActorKind.KEY],
                    actor_id__isnull=False,
                ),
                name="event_actor_is_named",
            ),
        ]

    def __str__(self):
        return f"{self.sequence or '–'} {self.kind}"


class Numberer(models.Model):
    """The one row that is locked while numbers are given; the last number, and when."""

    last_sequence = models.BigIntegerField(default=0)
    last_numbered_at = models.DateTimeField(null=True)

    def __str__(self):
        return str(self.last_sequence)
