"""What things are called in training."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from training import memory


class StepKind(models.TextChoices):
    READING = "reading", _("Reading")
    QUIZ = "quiz", _("Quiz")
    SCENARIO = "scenario", _("Scenario")


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
