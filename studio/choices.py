"""What things are called in the studio."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DraftKind(models.TextChoices):
    SCENARIO = "scenario", _("Scenario")
    MODULE = "module", _("Module")
    BANK = "bank", _("Question bank")
