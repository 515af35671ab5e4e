"""Files that steps show: videos, their captions, and pictures."""

from django.conf import settings
from django.db import models

from events.frozen import FrozenModel


class MediaFile(FrozenModel):
    """One file by what is in it: the same content twice is one row and one file.

    ``digest``: SHA-256 of the content, 64 hexadecimal digits; documents name the file by
    it. ``name``: what it was called where it came from. The content lies in the default
    storage under ``path`` and is served by views alone, never by its address.
    """

    digest = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=10)
    content_type = models.CharField(max_length=60)
    size = models.PositiveBigIntegerField()
    name = models.CharField(max_length=200)
    stored_at = models.DateTimeField()
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    def __str__(self):
        return self.name

    @property
    def short_digest(self):
        """The beginning of the digest: enough to tell the files on a page apart."""
        return self.digest[:12]

    @property
    def path(self):
        return path_of(self.digest)


def path_of(digest):
    """Return where the content with ``digest`` lies in the default storage."""
    return f"media/{digest[:2]}/{digest}"
