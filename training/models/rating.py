"""What those who completed a module say of it."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from training.choices import Stars
from training.models.enrolment import Enrolment


class ModuleRatingQuerySet(models.QuerySet):
    def newest_of_each(self):
        """Keep, of somebody who rated a module in several cycles, what they said last."""
        later = ModuleRating.objects.filter(
            enrolment__employee=OuterRef("enrolment__employee"),
            enrolment__module=OuterRef("enrolment__module"),
            enrolment__cycle__gt=OuterRef("enrolment__cycle"),
        )
        return self.filter(~Exists(later))


class ModuleRating(models.Model):
    """Whether one completed module would help one person at work: their answer today.

    ``stars``: 1 to 5. It is of the version that the enrolment was completed in. Nobody
    is told whose it is, and nobody anything below SMALLEST_GROUP people who rated.
    """

    enrolment = models.OneToOneField(Enrolment, models.CASCADE, related_name="rating")
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

    def __str__(self):
        return f"{self.enrolment_id}: {self.stars}"
