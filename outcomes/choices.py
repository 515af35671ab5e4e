"""What things are called in outcomes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    """What can be said of a module; the words are fixed."""

    PAYS_OFF = "pays_off", _("Pays off")
    WORKS = "works", _("Works, not yet worth its cost")
    NO_EVIDENCE = "no_evidence", _("No evidence")
    NOT_ENOUGH_DATA = "not_enough_data", _("Not enough data")
    HARMFUL = "harmful", _("Harmful")


class AnalysisState(models.TextChoices):
    WAITING = "waiting", _("Waiting for its turn")
    RUNNING = "running", _("Being worked out")
    DONE = "done", _("Done")
    FAILED = "failed", _("Did not work")


class AnalysisKind(models.TextChoices):
    """What a run is for. Verdicts are struck monthly; the curve is drawn weekly."""

    VERDICT = "verdict", _("Verdicts")
    CURVE = "curve", _("The curve alone")


OPEN_STATES = (AnalysisState.WAITING, AnalysisState.RUNNING)
ENDED_STATES = (AnalysisState.DONE, AnalysisState.FAILED)


class Place(models.TextChoices):
    """Where a person who completed a module stands in its estimate."""

    USED = "used", _("Used")
    FEW_BEFORE = "few_before", _("Fewer than 10 answers before")
    FEW_AFTER = "few_after", _("Fewer than 5 answers after")
    NO_ASSIGNED_DAY = "no_assigned_day", _("No date of assignment kept")
    NOBODY_TO_COMPARE = "nobody_to_compare", _("No one to compare with that week")
    OUTSIDE = "outside", _("Completed before the first answers")


class AnswerPart(models.TextChoices):
    """Where the answers about the people of an estimate lie; the first two are in it."""

    AFTER = "after", _("After")
    BEFORE = "before", _("Before")
    ZONE = "selection_zone", _("Selection zone")
    NOT_COMPARED = "not_compared", _("Weeks without comparison")
    LATER = "later", _("Later")
