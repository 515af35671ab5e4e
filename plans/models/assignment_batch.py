"""Who is asked to learn what: acts of assigning that can be taken back whole."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from staff.models import Employee


class AssignmentBatchQuerySet(models.QuerySet):
    def made_by(self, actor):
        """Keep the batches that ``actor``, an employee or an API key, confirmed."""
        if isinstance(actor, Employee):
            return self.filter(created_by=actor)
        return self.filter(created_by_key_id=actor.pk)

    def open_to(self, actor):
        """Keep the batches ``actor`` may see and undo: their own, and every one when
        they reach everybody.
        """
        return self.all() if actor.reach.is_everybody else self.made_by(actor)


class AssignmentBatch(models.Model):
    """One confirmed act of assigning; its enrolments carry its ``uuid`` as batch_uuid.

    ``uuid`` is drawn when the desk is opened (or comes from the API's Idempotency-Key),
    so confirming twice makes one batch. ``request_digest``: of what was sent, so the
    same key with another request is told apart from a repeat. ``created_by_key_id``: of
    the API key that made it, which lies in an app above. ``left_out``: a list of
    [employee id, module id, ConflictKind], so that a repeat is answered in full.
    ``in_spite``: a list of module ids that were assigned although judged harmful.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    request_digest = models.CharField(max_length=64)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_by_key_id = models.BigIntegerField(null=True)
    left_out = models.JSONField(default=list)
    in_spite = models.JSONField(default=list)
    confirmed_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = AssignmentBatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(created_by=None) | Q(created_by_key_id=None),
                name="assignmentbatch_has_one_maker",
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None)
                | Q(undone_at__gte=models.F("confirmed_at")),
                name="assignmentbatch_undone_after_confirmed",
            ),
        ]

    def __str__(self):
        return f"{self.confirmed_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self):
        return reverse("plans:batch-detail", args=[self.uuid])
