"""What things are called in feedback."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MetricKey(models.TextChoices):
    """What is measured of a service; the words are those of every page."""

    CSAT = "csat", _("Satisfaction")
    LOW_SCORE = "low_score", _("Low scores")
    NPS = "nps", _("Recommendation (NPS)")
    CES = "ces", _("Effort")
    STARS = "stars", _("Stars")
    COMPLAINT = "complaint", _("Complaints")
    RESOLVED_FIRST = "resolved_first", _("Resolved at first contact")
    BETTER_THAN_EXPECTED = "better_than_expected", _("Better than expected")
    RECOMMENDED_BY = "recommended_by", _("Came by recommendation")
    HANDLING_TIME = "handling_time", _("Handling time")
    RETURNED = "returned", _("Came back")


class MetricKind(models.TextChoices):
    MEAN = "mean", _("A mean")
    RATE = "rate", _("A share")


class Better(models.TextChoices):
    """Which way is good; what is only context is never judged."""

    HIGHER = "higher", _("Higher is better")
    LOWER = "lower", _("Lower is better")
    CONTEXT = "context", _("Neither: context")


class SourceKind(models.TextChoices):
    """What a source sends: answers of customers, or the visits themselves."""

    ANSWERS = "answers", _("What customers said")
    VISITS = "visits", _("When customers came")


class ResponseKind(models.TextChoices):
    ORIGINAL = "original", _("About the service")
    RECOVERY = "recovery", _("About how a complaint was put right")


class CreditReason(models.TextChoices):
    """Why it is said anew who served."""

    WRONG_PERSON = "wrong_person", _("Somebody else served")
    WRONG_TEAM = "wrong_team", _("It was another team")
    SHARED = "shared", _("Several served together")


class DeletionReason(models.TextChoices):
    """Why a service is deleted with all that was said of it."""

    TWICE = "twice", _("It is here twice")
    NOT_OURS = "not_ours", _("It is not about a service of ours")
    TRIED_OUT = "tried_out", _("Somebody only tried something out")
    WISHED = "wished", _("The customer wishes it")


class ComplaintState(models.TextChoices):
    """Which complaints a list shows."""

    WAITING = "waiting", _("Waiting")
    PUT_RIGHT = "put_right", _("Already put right")
    ALL = "all", _("All, the waiting first")


class CameBack(models.TextChoices):
    """Whether a customer came back after a complaint was put right."""

    YES = "yes", _("The customer came back")
    NO = "no", _("The customer did not come back")
    WAITS = "waits", _("Whether the customer comes back is not known yet")
    NOBODY = "nobody", _("Whether the customer came back is not known")
