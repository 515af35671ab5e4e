"""What things are called in the API."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a key may do."""

    PEOPLE_READ = "people:read", _("Read people and teams")
    TRAINING_READ = "training:read", _("Read modules and enrolments")
    TRAINING_ASSIGN = "training:assign", _("Assign training")
