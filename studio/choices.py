"""What things are called in the studio."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SuggestionState(models.TextChoices):
    """How far what somebody told has come."""

    NEW = "new", _("New")
    TAKEN_UP = "taken_up", _("Being written")
    DECLINED = "declined", _("Not taken up")
    DONE = "done", _("Now a scenario")


OPEN_STATES = (SuggestionState.NEW, SuggestionState.TAKEN_UP)
