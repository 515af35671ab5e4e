"""Branching service scenarios, as frozen versions of one validated document."""

from django.conf import settings
from django.db import models

from events.frozen import FrozenModel
from training.models.texts import DocumentField, in_language


class Scenario(models.Model):
    """A scenario through all its versions."""

    slug = models.SlugField(max_length=80, unique=True)

    def __str__(self):
        return self.slug


class ScenarioVersion(FrozenModel):
    """One published document of a scenario, never edited again.

    ``document``: see training/scenario/schema.json. ``bounds``: best and worst score,
    overall and by skill, computed once when it was published.
    """

    scenario = models.ForeignKey(Scenario, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    document = DocumentField()
    bounds = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "number"], name="scenarioversion_number_is_unique"
            ),
        ]

    def __str__(self):
        return f"{self.title} ({self.number})"

    @property
    def title(self):
        return in_language(self.document["title"])
