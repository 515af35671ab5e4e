"""Real cases that people tell, for a scenario to be written from them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from studio.choices import OPEN_STATES, SuggestionState
from training.models import Scenario, Skill


class SuggestionQuerySet(models.QuerySet):
    def open(self):
        """Keep what still waits for an author: new, or being written."""
        return self.filter(state__in=OPEN_STATES)


class Suggestion(models.Model):
    """One case that one person met at work and told those who write scenarios.

    The texts are that person's own: they and whoever may edit the catalogue read them,
    nobody else, and they go with the person. ``is_named``: whether authors are shown who
    told it, and in which team. ``answer``: what the person is told by an author.
    ``uuid`` is drawn with the page, so that a second tap tells nothing twice.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="suggestions"
    )
    made_at = models.DateTimeField()
    happened = models.CharField(max_length=2000)
    said = models.CharField(max_length=1000)
    did = models.CharField(max_length=2000)
    otherwise = models.CharField(max_length=2000, blank=True)
    skill = models.ForeignKey(
        Skill, models.PROTECT, null=True, blank=True, related_name="suggestions"
    )
    is_named = models.BooleanField(default=False)
    state = models.CharField(
        max_length=10, choices=SuggestionState, default=SuggestionState.NEW
    )
    answer = models.CharField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    scenario = models.ForeignKey(
        Scenario, models.PROTECT, null=True, blank=True, related_name="suggestions"
    )

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=SuggestionState.values),
                name="suggestion_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state=SuggestionState.NEW, answered_at=None)
                | ~Q(state=SuggestionState.NEW) & Q(answered_at__isnull=False),
                name="suggestion_answered_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=SuggestionState.DECLINED) | ~Q(answer=""),
                name="suggestion_declined_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state=SuggestionState.DONE, scenario__isnull=False)
                | ~Q(state=SuggestionState.DONE) & Q(scenario=None),
                name="suggestion_done_became_a_scenario",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-made_at"], name="suggestion_by_state"),
            models.Index(fields=["employee", "-made_at"], name="suggestion_by_person"),
        ]

    def __str__(self):
        return f"{self.employee_id}, {self.made_at}"

    def get_absolute_url(self):
        return reverse("studio:suggestion-detail", args=[self.uuid])

    @property
    def is_open(self):
        """Whether an author still has something to do with it."""
        return self.state in OPEN_STATES
