"""Weeks summed: what the evidence and every chart is made of."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from feedback.models.response import Metric


class WeeklyOutcomeQuerySet(models.QuerySet):
    def within(self, reach):
        """Keep the cells that ``reach``, a staff.rules.Reach, holds: those of its teams,
        and the person's own anywhere."""
        if reach.is_everybody:
            return self.all()
        inside = Q(pk__in=[])
        if reach.employee_id is not None:
            inside |= Q(employee=reach.employee_id)
        for path in reach.team_paths:
            inside |= Q(team__path__startswith=path)
        return self.filter(inside)

    def between(self, first, end):
        """Keep the weeks from the Monday ``first`` up to, without, the Monday ``end``."""
        return self.filter(week__gte=first, week__lt=end)


class WeeklyOutcome(models.Model):
    """What was measured of one person (or a team alone) in one team and ISO week.

    ``week`` is its Monday, in the zone of the team at service time. ``responses``:
    distinct answers, or interactions where a metric is observed; ``weight``: sum of credit
    weights, in ten-thousandths; ``total`` and ``squares``: sums of weight × value and
    weight × value², weights as shares of one. Answers about a recovery are not in it. Never
    counted up: summed anew from rows when something in its team and week has changed.
    """

    # One index by team and week for everything; the rest would slow summing.
    team = models.ForeignKey(
        "staff.Team", models.PROTECT, related_name="+", db_index=False
    )
    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    metric = models.ForeignKey(Metric, models.PROTECT, related_name="+", db_index=False)
    week = models.DateField()
    responses = models.PositiveIntegerField()
    weight = models.BigIntegerField()
    total = models.FloatField()
    squares = models.FloatField()

    objects = WeeklyOutcomeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "week", "metric", "employee"],
                name="weeklyoutcome_one_a_person",
            ),
            models.UniqueConstraint(
                fields=["team", "week", "metric"],
                condition=Q(employee=None),
                name="weeklyoutcome_one_a_team_alone",
            ),
        ]
        indexes = [
            models.Index(
                fields=["metric", "employee", "week"], name="weeklyoutcome_by_person"
            ),
        ]

    def __str__(self):
        return f"{self.team_id} {self.employee_id} {self.metric_id} {self.week}"


class DirtyWeek(models.Model):
    """Something changed in this team and week since its cells were summed.

    Every transaction that changes a row adds marks of its own and touches no other's:
    whoever sums reads the marks, sums, and deletes just those, so that a change that
    commits meanwhile keeps its mark.
    """

    team = models.ForeignKey("staff.Team", models.CASCADE, related_name="+")
    week = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["team", "week"], name="dirtyweek_by_place")]

    def __str__(self):
        return f"{self.team_id} {self.week}"


class Summing(models.Model):
    """The one row that is locked while cells are summed: one summer at a time."""

    last_summed_at = models.DateTimeField(null=True)

    def __str__(self):
        return str(self.last_summed_at)
