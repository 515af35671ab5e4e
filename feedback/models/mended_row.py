"""What became of rows that were set aside."""

from django.db import models

from feedback.models.source import Source


class MendedRow(models.Model):
    """A row that was set aside and came back mended, saying something else.

    ``identity`` is still that of the row it was, so that it takes no other row's place.
    ``said``: fingerprint of all that it says now. A later file in which the row stands as
    it was mended is known by it to bring nothing new.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="+", db_index=False)
    identity = models.CharField(max_length=220)
    said = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "identity"], name="mendedrow_once_a_source"
            ),
        ]

    def __str__(self):
        return self.identity
