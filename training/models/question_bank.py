"""Banks of questions that quizzes draw from, as frozen versions of one document."""

from django.conf import settings
from django.db import models

from events.frozen import FrozenModel
from training.models.texts import DocumentField, in_language


class QuestionBank(models.Model):
    """A bank through all its versions."""

    slug = models.SlugField(max_length=80, unique=True)

    def __str__(self):
        return self.slug


class QuestionBankVersion(FrozenModel):
    """One published document of a bank, never edited again.

    ``document``: see training/content/schemas/bank.json.
    """

    bank = models.ForeignKey(QuestionBank, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    document = DocumentField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bank", "number"], name="questionbankversion_number_is_unique"
            ),
        ]

    def __str__(self):
        return f"{in_language(self.document['title'])} ({self.number})"
