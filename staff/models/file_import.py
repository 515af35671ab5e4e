"""Files of answers, visits and past training on their way in, in small chunks."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class FileImport(models.Model):
    """One file, from upload to the last row, taken in chunk by chunk.

    ``kind`` names what its rows are; the app that knows such rows reads them
    (importing/kind.py). ``mapping`` says which column of ``header`` means what and how
    dates, scales and decimals are written. Each chunk writes its rows, its RejectedRows
    and the counts in one transaction: whoever goes on after a crash or a pause begins at
    ``place``. ``claimed_at``: when the worker that writes it last wrote; each chunk asks
    for it, so that of two workers one stops. ``begun_at``, ``begun_place``: when and where
    that worker began. The file is deleted when it has ended. ``note``: why it failed.
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
    header = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    rows_total = models.PositiveIntegerField(null=True)
    rows_read = models.PositiveIntegerField(default=0)
    rows_new = models.PositiveIntegerField(default=0)
    rows_changed = models.PositiveIntegerField(default=0)
    rows_known = models.PositiveIntegerField(default=0)
    rows_rejected = models.PositiveIntegerField(default=0)
    rows_skipped = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)
    begun_place = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "waiting", "running", "paused"])
                | Q(finished_at__isnull=False),
                name="fileimport_ended_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(
                    rows_read=F("rows_new")
                    + F("rows_changed")
                    + F("rows_known")
                    + F("rows_rejected")
                ),
                name="fileimport_counts_add_up",
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

    @property
    def place(self):
        """How many lines below the header are behind it, blank and final ones too."""
        return self.rows_read + self.rows_skipped


class RejectedRow(models.Model):
    """A row of a file that was set aside: its line, its cells, and why.

    ``code`` names the reason in the words of the file's kind, ``column`` the header of the
    cell it is about. The cells are kept for a while so that the row can be mended and sent
    again; what is personal of customers stands in them hashed. ``mark``: what the row is
    known by then, where nothing in it says that.
    """

    file_import = models.ForeignKey(
        FileImport, models.CASCADE, related_name="rejected_rows"
    )
    line = models.PositiveIntegerField()
    code = models.CharField(max_length=40)
    column = models.CharField(max_length=200, blank=True)
    cells = models.JSONField(default=list)
    mark = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["file_import", "line"], name="rejectedrow_once_a_line"
            ),
        ]

    def __str__(self):
        return f"{self.file_import_id}: {self.line}"
