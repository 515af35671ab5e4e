"""Who worked where, as what, and when: dated history, one posting at a time."""

from datetime import timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from staff.models.period import Period, PeriodQuerySet
from staff.rules import NEWCOMER_DAYS


class JobRole(models.Model):
    """A kind of work: waiter, cashier, agent. Not a right; rights are RoleGrant."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)

    def __str__(self):
        return self.name


class PostingQuerySet(PeriodQuerySet):
    def below(self, paths):
        """Keep the postings to teams whose tree path starts with one of ``paths``."""
        below = Q(pk__in=[])
        for path in paths:
            below |= Q(team__path__startswith=path)
        return self.filter(below)

    def current_or_next_on(self, day):
        """Keep each person's posting on ``day``, else the one that begins soon after."""
        current = Posting.objects.valid_on(day).filter(employee=OuterRef("employee"))
        soon = day + timedelta(days=NEWCOMER_DAYS)
        begins_soon = Q(valid_from__gt=day, valid_from__lte=soon) & ~Exists(current)
        return self.filter(
            Q(valid_to=None) | Q(valid_to__gt=day),
            Q(valid_from__lte=day) | begins_soon,
        )


class Posting(Period):
    """One person works in one team for a stretch of days, one stretch at a time.

    ``is_assumed``: the first day was taken from the hire date, nobody stated it.
    """

    employee = models.ForeignKey(
        "staff.Employee", models.CASCADE, related_name="postings"
    )
    team = models.ForeignKey("staff.Team", models.PROTECT, related_name="postings")
    job_role = models.ForeignKey(
        JobRole, models.PROTECT, null=True, blank=True, related_name="postings"
    )
    is_assumed = models.BooleanField(default=False)

    objects = PostingQuerySet.as_manager()

    class Meta(Period.Meta):
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["employee"],
                condition=models.Q(valid_to=None),
                name="posting_one_open_at_a_time",
                violation_error_message=_("This person is posted somewhere already."),
            ),
            models.UniqueConstraint(
                fields=["employee", "valid_from"],
                condition=models.Q(valid_to=None)
                | models.Q(valid_to__gt=models.F("valid_from")),
                name="posting_one_begins_a_day",
                violation_error_message=_("Another posting begins that day."),
            ),
        ]
        indexes = [
            models.Index(fields=["team", "valid_to"], name="posting_by_team"),
        ]

    def __str__(self):
        return f"{self.employee} – {self.team}"
