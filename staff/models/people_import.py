"""Files of people on their way in."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ColumnMapping(models.Model):
    """Which column of a file means what, remembered for files with the same header."""

    purpose = models.CharField(max_length=30)
    header_digest = models.CharField(max_length=64)
    columns = models.JSONField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "header_digest"], name="columnmapping_once_a_header"
            ),
        ]

    def __str__(self):
        return f"{self.purpose} {self.header_digest[:8]}"


class PeopleImport(models.Model):
    """One file of people, from upload to confirmation.

    ``table`` holds the file's rows as texts, header first, each behind the number of its
    line, until the import is done or dropped; then only its counts remain. ``columns``
    says which column means what. ``plan_digest`` is what the person saw who confirmed,
    ``note`` why it has to be looked at once more.
    """

    class Note(models.TextChoices):
        PLAN_CHANGED = (
            "plan_changed",
            _(
                "Meanwhile something here has changed, so nothing was written. This is "
                "what the file would do now."
            ),
        )
        FAILED = (
            "failed",
            _("Writing did not work, and nothing was written. Please try again."),
        )

    class State(models.TextChoices):
        DRAFT = "draft", _("Not confirmed yet")
        WAITING = "waiting", _("Waiting to be written")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file_name = models.CharField(max_length=255)
    table = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    plan_digest = models.CharField(max_length=64, blank=True)
    leaves_rows_out = models.BooleanField(default=False)
    note = models.CharField(max_length=20, choices=Note, blank=True)
    finished_at = models.DateTimeField(null=True)

    def __str__(self):
        return self.file_name
