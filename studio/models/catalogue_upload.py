"""Files that somebody looks at before they are taken into the catalogue."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse


def _kept_as(upload, name):
    return f"exchange/{upload.uuid}"


class CatalogueUpload(models.Model):
    """One file of content that waits for somebody to say yes; gone once it is taken in.

    ``preview``: what it would do, as it stood when somebody looked: {"taken": [{name,
    kind, state, places}], "passed_over": [name], "faults": [text]}.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to=_kept_as)
    preview = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("studio:exchange-detail", args=[self.uuid])
