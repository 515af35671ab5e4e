"""What things are called in the studio."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Plays(models.TextChoices):
    """Each person counts once, by one of their finished plays of a scenario."""

    FIRST = "first", _("First play of each person")
    LATEST = "latest", _("Latest play of those who played again")


class Period(models.TextChoices):
    """How far back; from the first of a month on."""

    ALL = "all", _("All time")
    YEAR = "year", _("This month and 11 before it")
    QUARTER = "quarter", _("This month and 2 before it")


MONTHS = {Period.ALL: None, Period.YEAR: 12, Period.QUARTER: 3}


class SuggestionState(models.TextChoices):
    """How far what somebody told has come."""

    NEW = "new", _("New")
    TAKEN_UP = "taken_up", _("Being written")
    DECLINED = "declined", _("Not taken up")
    DONE = "done", _("Now a scenario")


OPEN_STATES = (SuggestionState.NEW, SuggestionState.TAKEN_UP)
