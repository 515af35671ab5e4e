"""What those who completed a module say of it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from training.choices import Stars
from training.models.enrolment import Enrolment
from training.models.module import Module


class ModuleRatingQuerySet(models.QuerySet):
    def latest_of_each(self):
        """Keep, of somebody who rated a module in several cycles, what they said last."""
        return self.filter(is_latest=True)


class ModuleRating(models.Model):
    """Whether one completed module would help one person at work: their answer today.

    ``stars``: 1 to 5. It is of the version that the enrolment was completed in. Nobody
    is told whose it is, and nobody anything below SMALLEST_GROUP people who rated.
    ``module`` is the enrolment's, and ``is_latest`` says that the person rated it in no
    later cycle: kept here, because the catalogue counts all ratings each time it opens.
    """

    enrolment = models.OneToOneField(Enrolment, models.CASCADE, related_name="rating")
    module = models.ForeignKey(
        Module, models.PROTECT, related_name="ratings", db_index=False
    )
    is_latest = models.BooleanField(default=True)
    stars = models.PositiveSmallIntegerField(choices=Stars)
    comment = models.CharField(max_length=1000, blank=True)
    given_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = ModuleRatingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stars__gte=1, stars__lte=5),
                name="modulerating_has_one_to_five_stars",
                violation_error_message=_("A module has one to five stars."),
            ),
            models.CheckConstraint(
                condition=Q(changed_at__gte=F("given_at")),
                name="modulerating_is_changed_after_it_was_given",
            ),
        ]
        indexes = [
            models.Index(
                fields=["module", "stars"],
                condition=Q(is_latest=True),
                name="modulerating_latest_by_module",
            ),
        ]

    def __str__(self):
        return f"{self.enrolment_id}: {self.stars}"
