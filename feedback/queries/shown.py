"""Which figures somebody is told: the one place where small groups are hidden."""

from dataclasses import dataclass

from django.db.models import Q

from staff.models import Team, TeamManager
from staff.rules import SMALLEST_GROUP, Reach


@dataclass(frozen=True)
class Viewer:
    """Who looks. managed: tree paths of the teams the person manages. led_by_others:
    paths of all teams below those that somebody else manages."""

    employee_id: int | None
    reach: Reach
    managed: tuple[str, ...] = ()
    led_by_others: tuple[str, ...] = ()

    def leads_directly(self, path):
        """Return whether nobody stands between this person and the team at ``path``."""
        for own in self.managed:
            if path.startswith(own) and not any(
                path.startswith(other) and len(other) > len(own)
                for other in self.led_by_others
            ):
                return True
        return False

    def sees_team(self, path):
        """Return whether the team at ``path``, with all below it, is within reach."""
        reach = self.reach
        return reach.is_everybody or path.startswith(tuple(reach.team_paths))

    def is_told_of_team(self, path, *, answers, people):
        """Return whether the figures of a team, or all below it, are shown.

        path: the team's. answers: how many are behind the figure. people: how many
        served, 0 where only teams are known. Fewer than SMALLEST_GROUP of either are
        hidden from everybody above the direct manager.
        """
        return self.leads_directly(path) or is_large(answers, people)


def viewer_of(user, today):
    """Return the Viewer that ``user``, an Employee, is on ``today``: three statements."""
    reach = user.reach_on(today)
    managed = _paths(TeamManager.objects.valid_on(today).filter(employee=user))
    others = ()
    if managed:
        below = Team.objects.within(Reach(None, team_paths=managed)).order_by()
        charges = TeamManager.objects.valid_on(today).exclude(employee=user)
        others = _paths(charges.filter(team__in=below))
    return Viewer(user.pk, reach, managed, others)


def viewer_of_reach(reach):
    """Return the Viewer of an API key with ``reach``: nobody's direct manager."""
    return Viewer(None, reach)


def is_told_of_person(answers):
    """Return whether a score of one person is shown, to whomever: from SMALLEST_GROUP
    answers on, since fewer say more about the customers than about the person."""
    return answers >= SMALLEST_GROUP


def is_large(answers, people):
    """Return whether so many are told of to everybody; people 0: only teams are known."""
    return answers >= SMALLEST_GROUP and (people == 0 or people >= SMALLEST_GROUP)


def led_directly(credits, viewer):
    """Keep the Credits of teams of which ``viewer`` is the direct manager."""
    inside = Q(pk__in=[])
    for own in viewer.managed:
        mine = Q(team__path__startswith=own)
        for other in viewer.led_by_others:
            if len(other) > len(own):
                mine &= ~Q(team__path__startswith=other)
        inside |= mine
    return credits.filter(inside)


def hidden_together(parts):
    """Return the places of ``parts`` that are hidden beside their sum.

    parts: [(answers, people, is_told)] of the parts of one sum that is itself told. What
    is left when the told ones are taken from the sum has to be large enough itself, or
    a hidden part could be had by subtraction: the smallest told ones are hidden with it.
    """
    hidden = [place for place, (*_counts, is_told) in enumerate(parts) if not is_told]
    told = [place for place, (*_counts, is_told) in enumerate(parts) if is_told]
    told.sort(key=lambda place: parts[place][:2])
    while told and any(parts[place][0] for place in hidden):
        answers = sum(parts[place][0] for place in hidden)
        people = sum(parts[place][1] for place in hidden)
        if is_large(answers, people):
            break
        hidden.append(told.pop(0))
    return set(hidden)


def _paths(charges):
    paths = charges.order_by("team__path").values_list("team__path", flat=True)
    return tuple(paths.distinct())
