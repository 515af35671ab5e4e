"""Files of answers, visits and past training on their way in, in small chunks."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class FileImport(models.Model):
    """One file, from upload to the last row, taken in chunk by chunk.

    ``kind`` names what its rows are; the app that knows such rows reads them
    (importing/kind.py). Each chunk writes its rows, its RejectedRows, the counts and
    ``rows_read``, the place reached, in one transaction: whoever goes on after a crash or
    a pause begins there. ``mapping`` says which column means what and how dates, scales
    and decimals are written. ``claimed_at``: when the worker that writes it last wrote.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Not confirmed yet")
        WAITING = "waiting", _("Waiting for its turn")
        RUNNING = "running", _("Being taken in")
        PAUSED = "paused", _("Paused")
        CANCELLED = "cancelled", _("Stopped")
        DONE = "done", _("Done")
        FAILED = "failed", _("Did not work")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20)
    file = models.FileField(upload_to="imports/", max_length=300, blank=True)
    file_name = models.CharField(max_length=255)
    source_key = models.CharField(max_length=60, blank=True)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    rows_total = models.PositiveIntegerField(null=True)
    rows_read = models.PositiveIntegerField(default=0)
    rows_new = models.PositiveIntegerField(default=0)
    rows_changed = models.PositiveIntegerField(default=0)
    rows_known = models.PositiveIntegerField(default=0)
    rows_rejected = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "waiting", "running", "paused"])
                | Q(finished_at__isnull=False),
                name="fileimport_ended_has_its_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "-created_at"], name="fileimport_by_kind"),
        ]

    def __str__(self):
        return self.file_name

    @property
    def is_ended(self):
        return self.finished_at is not None


class RejectedRow(models.Model):
    """A row of a file that was set aside: its line, its cells, and why.

    ``code`` names the reason in the words of the file's kind, ``column`` the header of the
    cell it is about. The cells are kept so that the row can be mended and sent again.
    """

    file_import = models.ForeignKey(
        FileImport, models.CASCADE, related_name="rejected_rows"
    )
    line = models.PositiveIntegerField()
    code = models.CharField(max_length=40)
    column = models.CharField(max_length=200, blank=True)
    cells = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["file_import", "line"], name="rejectedrow_once_a_line"
            ),
        ]

    def __str__(self):
        return f"{self.file_import_id}: {self.line}"
