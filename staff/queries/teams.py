"""The tree of teams as a page shows it."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q

from staff.models import Employee, Posting, Team, TeamManager
from staff.rules import Reach


@dataclass(frozen=True)
class TeamRow:
    """One team in the tree.

    level: 0 for the highest team shown. managers: its own. here: people in it on the
    day, or soon to begin; with_below: in it and in all teams below it.
    """

    team: Team
    level: int
    managers: tuple[Employee, ...]
    here: int
    with_below: int


def team_rows(reach: Reach, today) -> list[TeamRow]:
    """Return TeamRows of the teams ``reach`` holds on ``today``, a date, as a tree.

    Three statements for any number of teams. Two subtrees that somebody manages stand
    one below the other, each beginning at level 0.
    """
    teams = list(Team.objects.within(reach).order_by("path"))
    managers = managers_by_team(reach, today)
    here = Counter(dict(headcounts(reach, today)))
    with_below = Counter()
    for team in teams:
        for end in range(Team.steplen, len(team.path) + 1, Team.steplen):
            with_below[team.path[:end]] += here[team.pk]
    shown = {team.path for team in teams}
    level = {}
    for team in teams:
        above = team.path[: -Team.steplen]
        level[team.path] = level[above] + 1 if above in shown else 0
    return [
        TeamRow(
            team=team,
            level=level[team.path],
            managers=tuple(managers.get(team.pk, ())),
            here=here[team.pk],
            with_below=with_below[team.path],
        )
        for team in teams
    ]


def managers_by_team(reach, today):
    """Return {team id: [Employee]} of who manages what within ``reach`` on ``today``."""
    charges = TeamManager.objects.valid_on(today).select_related("employee")
    charges = charges.filter(team__in=Team.objects.within(reach).order_by())
    managers = {}
    for charge in charges.order_by("employee__last_name", "employee__first_name"):
        managers.setdefault(charge.team_id, []).append(charge.employee)
    return managers


def charges_of(team, today):
    """Return the TeamManagers of ``team`` that run on ``today`` or will, oldest first."""
    charges = team.managers.filter(Q(valid_to=None) | Q(valid_to__gt=today))
    return charges.select_related("employee").order_by("valid_from", "pk")


def headcounts(reach, today):
    """Return pairs of team id and how many people a list of it holds on ``today``.

    reach: whose teams are counted.
    Counted as the list counts: whoever begins soon is in it, see PostingQuerySet.
    """
    postings = Posting.objects.current_or_next_on(today)
    inside = postings.filter(team__in=Team.objects.within(reach).order_by())
    counted = inside.values("team")
    return counted.annotate(people=Count("pk")).values_list("team", "people")
