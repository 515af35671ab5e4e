"""Practice on the job: what somebody who stood beside it saw."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property

from events.frozen import FrozenModel
from training.choices import Seen
from training.models.enrolment import Enrolment
from training.models.module import Step
from training.rules import share_percent


class Observation(FrozenModel):
    """One look at a practice step, item by item: a fact, added and never edited.

    ``items``: {key of the checklist: a Seen value}, every key of it. ``uuid`` is drawn
    with the page, so that a second tap adds nothing.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="observations"
    )
    step = models.ForeignKey(Step, models.PROTECT, related_name="observations")
    observer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="observations_made"
    )
    at = models.DateTimeField()
    items = models.JSONField()
    comment = models.CharField(max_length=1000, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["enrolment", "step", "-at"], name="observation_newest_first"
            ),
        ]

    def __str__(self):
        return f"{self.enrolment_id}, {self.step_id}, {self.at}"

    @cached_property
    def observed(self):
        """How many items were observed."""
        return sum(seen == Seen.OBSERVED for seen in self.items.values())

    @property
    def is_all(self):
        """Whether every item was observed."""
        return self.observed == len(self.items)

    @property
    def share_percent(self):
        """The share observed, 0-100."""
        return share_percent(self.observed, len(self.items))


class NamedObserver(models.Model):
    """Somebody who may observe the practice of one enrolment, and who said so."""

    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="named_observers"
    )
    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="observes"
    )
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    named_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "employee"], name="namedobserver_once_an_enrolment"
            ),
        ]

    def __str__(self):
        return f"{self.enrolment_id}: {self.employee}"
