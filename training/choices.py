"""What things are called in training."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from training import memory

# Told when another device, or another window, was first.
FIRST_ANSWER_STANDS = _("You had answered this before; that answer stands.")


class StepKind(models.TextChoices):
    READING = "reading", _("Reading")
    QUIZ = "quiz", _("Quiz")
    SCENARIO = "scenario", _("Scenario")
    PRACTICE = "practice", _("Practice on the job")
    VIDEO = "video", _("Video")


class Seen(models.TextChoices):
    """What an observer says of one item of a checklist."""

    OBSERVED = "observed", _("Observed")
    NOT_YET = "not_yet", _("Not yet")


class ObserverKind(models.TextChoices):
    """Who may observe a practice step: whoever leads the person, or only who is named."""

    MANAGER = "manager", _("A manager")
    NAMED = "named", _("Somebody who is named")


class EnrolmentStatus(models.TextChoices):
    ASSIGNED = "assigned", _("Assigned")
    IN_PROGRESS = "in_progress", _("In progress")
    COMPLETED = "completed", _("Completed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    WAIVED = "waived", _("Waived")


class EnrolmentSource(models.TextChoices):
    PERSON = "person", _("A person")
    RULE = "rule", _("A rule")
    ROLLOUT = "rollout", _("A rollout")
    SELF = "self", _("The learner")
    IMPORT = "import", _("A file")


OPEN_STATUSES = (EnrolmentStatus.ASSIGNED, EnrolmentStatus.IN_PROGRESS)


class RefresherRating(models.IntegerChoices):
    """How well something was remembered; as in training.memory."""

    AGAIN = memory.AGAIN, _("Forgotten")
    HARD = memory.HARD, _("Came close")
    GOOD = memory.GOOD, _("Remembered")


class Stars(models.IntegerChoices):
    """Whether a module would help at work, in the words one chooses from."""

    NOT_AT_ALL = 1, _("Not at all")
    HARDLY = 2, _("Hardly")
    SOMEWHAT = 3, _("Somewhat")
    WELL = 4, _("Well")
    VERY_MUCH = 5, _("Very much")


class CountsFrom(models.TextChoices):
    """From when on a certificate counts, and up to when."""

    COMPLETION = "completion", _("From the day of completing")
    EXPIRY = "expiry", _("A renewal is joined to what one has")
    CALENDAR = "calendar", _("To a fixed day of the year")


class CertificationSource(models.TextChoices):
    COMPLETION = "completion", _("By completing")
    IMPORT = "import", _("A file")
    COVER = "cover", _("Temporary cover")


class CertificationState(models.TextChoices):
    """How a certificate stands on a day; asked, never kept."""

    NOT_YET = "not_yet", _("Not valid yet")
    VALID = "valid", _("Valid")
    RENEWAL_DUE = "renewal_due", _("To be renewed")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", pgettext_lazy("certificate", "Revoked")


class Standing(models.TextChoices):
    """How one person stands in one module that certifies, over all their periods."""

    VALID = "valid", _("Certified")
    RENEWAL_DUE = "renewal_due", _("To be renewed")
    COVERED = "covered", _("Covered for a time")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", pgettext_lazy("certificate", "Revoked")


class ImportState(models.TextChoices):
    """What becomes of one content file that is imported."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    SAME = "same", _("Same as here")
    KEPT = "kept", _("Kept as it is here")
