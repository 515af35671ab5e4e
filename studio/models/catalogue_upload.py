"""Files that somebody looks at before they are taken into the catalogue."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse


def _kept_as(upload, name):
    return f"exchange/{upload.uuid}"


class CatalogueUploadQuerySet(models.QuerySet):
    def of_content(self):
        """Keep content files, which are taken in as the catalogue is."""
        return self.filter(asked__isnull=True)

    def of_questions(self):
        """Keep files of questions, which go into the draft of a bank."""
        return self.filter(asked__isnull=False)


class CatalogueUpload(models.Model):
    """One file of content that waits for somebody to say yes; gone once it is taken in.

    ``preview``: what it would do, as it stood when somebody looked: {"taken": [{name,
    kind, state, places}], "passed_over": [name], "faults": [text]}.
    ``asked``: with a file of questions {bank, title, language, why}, and ``preview`` then
    is {"rows": [{key, kind, text, state}], "faults": [text]}; None with content.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to=_kept_as)
    preview = models.JSONField(default=dict)
    asked = models.JSONField(null=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )

    objects = CatalogueUploadQuerySet.as_manager()

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        page = "exchange-detail" if self.asked is None else "question-file-detail"
        return reverse(f"studio:{page}", args=[self.uuid])
