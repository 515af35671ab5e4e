"""What things are called in training."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
