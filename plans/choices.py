"""What things are called in plans."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ConflictKind(models.TextChoices):
    """Why somebody cannot simply be given a module."""

    LEARNING_ALREADY = "learning_already", _("Learning it already")
    FINISHED_BEFORE = "finished_before", _("Finished it before")
    PREREQUISITE_MISSING = "prerequisite_missing", _("Lacks what comes before it")
    HARMFUL = "harmful", _("Judged harmful")
    LEAVING = "leaving", _("No longer works here")


class WayOut(models.TextChoices):
    """What to do about a conflict."""

    LEAVE_OUT = "leave_out", _("Leave out")
    ASSIGN_AGAIN = "assign_again", _("Assign it again")
    ADD_BEFORE = "add_before", _("Add what comes before it")
    ASSIGN_ALL_THE_SAME = "assign_all_the_same", _("Assign it all the same")


WAYS_OUT = {
    ConflictKind.LEARNING_ALREADY: (WayOut.LEAVE_OUT,),
    ConflictKind.FINISHED_BEFORE: (WayOut.LEAVE_OUT, WayOut.ASSIGN_AGAIN),
    ConflictKind.PREREQUISITE_MISSING: (WayOut.ADD_BEFORE, WayOut.LEAVE_OUT),
    ConflictKind.LEAVING: (WayOut.LEAVE_OUT,),
    ConflictKind.HARMFUL: (WayOut.LEAVE_OUT, WayOut.ASSIGN_ALL_THE_SAME),
}


class PlanStatus(models.TextChoices):
    """Where a development plan stands, from first draft to its end."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("Waiting for a yes")
    ACTIVE = "active", _("Agreed")
    COMPLETE = "complete", _("Complete")
    CANCELLED = "cancelled", _("Ended early")


OPEN_PLAN_STATUSES = (PlanStatus.DRAFT, PlanStatus.IN_REVIEW, PlanStatus.ACTIVE)
ENDED_PLAN_STATUSES = (PlanStatus.COMPLETE, PlanStatus.CANCELLED)


class Coverage(models.TextChoices):
    """How somebody stands with a plan; everybody stands at exactly one of these."""

    ACTIVE = "active", _("Agreed plan")
    PAST = "past", _("Plan has run out")
    WAITS_FOR_MANAGER = "waits_for_manager", _("Waits for the manager’s yes")
    WAITS_FOR_PERSON = "waits_for_person", _("Waits for the person’s yes")
    DRAFT = "draft", _("Being written")
    NONE = "none", _("No plan")


class Side(models.TextChoices):
    """Who has to agree to a plan."""

    PERSON = "person", _("The person")
    MANAGER = "manager", _("The manager")


class ItemKind(models.TextChoices):
    MODULE = "module", _("Module")
    PRACTICE = "practice", _("Practice on the job")
    COACHING = "coaching", _("Coaching")
    TEXT = "text", _("Something else")
