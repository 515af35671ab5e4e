"""Where people work: a tree of teams, and who manages which of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from staff.models.period import Period


class TeamQuerySet(MP_NodeQuerySet):
    def within(self, reach):
        """Keep the teams that ``reach``, a staff.rules.Reach, holds."""
        if reach.is_everybody:
            return self.all()
        below = models.Q(pk__in=[])
        for path in reach.team_paths:
            below |= models.Q(path__startswith=path)
        return self.filter(below)


class TeamTreeManager(MP_NodeManager.from_queryset(TeamQuerySet)):
    """Treebeard's manager, with our questions."""

    def get_queryset(self):
        return TeamQuerySet(self.model, using=self._db).order_by("path")


class Team(MP_Node):
    """A company, region, site or shift team; the root is the organisation itself.

    The tree is a materialised path: everything below a team starts with its ``path``.
    Read a team again after the tree around it has changed.
    """

    code = models.CharField(
        _("code"),
        max_length=60,
        unique=True,
        error_messages={"unique": _("Another team has this code already.")},
    )
    name = models.CharField(_("name"), max_length=200)
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")

    objects = TeamTreeManager()

    def __str__(self):
        return self.name


class Organisation(models.Model):
    """The one row that says the house has been set up; it is never taken away.

    Name and time zone are those of the root of the team tree.
    """

    set_up_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1), name="organisation_is_one"
            ),
        ]

    def __str__(self):
        return f"{self.set_up_at:%Y-%m-%d}"


class TeamManager(Period):
    """One person manages one team, and everything below it, for a stretch of days."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="managers")
    employee = models.ForeignKey(
        "staff.Employee", models.CASCADE, related_name="managed_teams"
    )

    class Meta(Period.Meta):
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["team", "employee"],
                condition=models.Q(valid_to=None),
                name="teammanager_once_at_a_time",
                violation_error_message=_("This person manages the team already."),
            ),
        ]

    def __str__(self):
        return f"{self.employee} – {self.team}"
