"""What good service is made of."""

from django.db import models

from training.models.texts import DocumentField, in_language


class Skill(models.Model):
    """One service skill, with a sentence for each level from 1 to 5.

    ``name`` and ``summary`` are {language: text}; ``levels`` is {"1": {language: text}}.
    """

    slug = models.SlugField(max_length=80, unique=True)
    name = DocumentField()
    summary = DocumentField(default=dict)
    levels = DocumentField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self):
        return in_language(self.name)
