"""What things are called in the API."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a key may do."""

    PEOPLE_READ = "people:read", _("Read people and teams")
    TRAINING_READ = "training:read", _("Read modules, enrolments and certificates")
    TRAINING_ASSIGN = "training:assign", _("Assign training")
    FEEDBACK_READ = "feedback:read", _("Read what customers said")
    FEEDBACK_WRITE = "feedback:write", _("Send what customers said")
    PLANS_READ = "plans:read", _("Read plans and goals")
    OUTCOMES_READ = "outcomes:read", _("Read what training pays off")


class RowStatus(models.TextChoices):
    """What came of one row that a program sent."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    KNOWN = "known", _("Known already")
    REFUSED = "refused", _("Refused")
