"""What is being written, before it is published."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse

from studio.choices import DraftKind
from training.models.texts import DocumentField, in_language


class Draft(models.Model):
    """One thing that is being written, shared by everybody who writes here.

    ``document``: as it would be published; it may be unfinished and wrong, yet its parts
    can be told (training/scenario/parts.py). ``revision``: how often it was saved.
    ``suggestion``: the case that it is written from, shown beside it; only its first
    words are offered as a title.
    ``base_number``: the published version it began from, None for something new.
    ``finding_count``: what stood in the way of publishing when it was saved.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=DraftKind)
    slug = models.SlugField(max_length=80)
    document = DocumentField()
    revision = models.PositiveIntegerField(default=1)
    suggestion = models.ForeignKey(
        "studio.Suggestion",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="drafts",
    )
    base_number = models.PositiveIntegerField(null=True)
    finding_count = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "slug"], name="draft_is_one_a_thing"
            ),
        ]

    def __str__(self):
        return in_language(self.document.get("title", {})) or self.slug

    def get_absolute_url(self):
        return reverse(f"studio:{self.kind}-edit", args=[self.uuid])

    @property
    def versions_url(self):
        """Where the versions of what it is of are listed, once there are any."""
        return reverse(f"studio:{self.kind}-versions", args=[self.slug])
