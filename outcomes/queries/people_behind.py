"""The people behind a figure, as far as somebody may see them."""

from dataclasses import replace

from django.db.models import Count

from outcomes.models import EstimatePerson
from outcomes.queries.payoff import people_in
from staff.models import Employee, Posting, TeamManager
from staff.rules import SMALLEST_GROUP


def people_behind(estimate, place, user, today):
    """Return the PeopleThere at ``place``, a Place, of ``estimate`` for ``user``.

    Where fewer than SMALLEST_GROUP stand, only their direct manager sees who they are.
    """
    there = people_in(estimate, place, user, today)
    if there.total >= SMALLEST_GROUP:
        return there
    return replace(there, people=there.people.filter(pk__in=_led_by(user, today)))


def _led_by(user, today):
    """Return the ids of whom ``user`` manages directly on ``today``."""
    teams = TeamManager.objects.valid_on(today).filter(employee=user).values("team")
    return Posting.objects.valid_on(today).filter(team__in=teams).values("employee")


def is_direct_manager(user, team, today):
    """Return whether ``user`` manages ``team`` itself on ``today``, not one above it."""
    managed = TeamManager.objects.valid_on(today)
    return managed.filter(employee=user, team=team).exists()


def people_posted(team, today):
    """Return how many people work in ``team`` or below on ``today``."""
    posted = Posting.objects.valid_on(today).below([team.path])
    return posted.values("employee").distinct().count()


def gone(people, named, today):
    """Return (left, moved): how many of ``people`` are not among those ``named``.

    people, named: ids of employees. left: they no longer work here on ``today``; moved:
    they do, where the reader does not look after them.
    """
    unnamed = set(people) - set(named)
    here = Employee.objects.not_left_by(today).filter(pk__in=unnamed).count()
    return len(unnamed) - here, here


def left_since(estimates, today):
    """Return {id of an estimate: how many of those who completed it have left by
    ``today``}: one statement for any number of ``estimates``.
    """
    behind = EstimatePerson.objects.filter(estimate__in=[each.pk for each in estimates])
    here = Employee.objects.not_left_by(today)
    left = behind.exclude(employee__in=here.values("pk"))
    counted = left.values("estimate").annotate(people=Count("pk"))
    return dict(counted.values_list("estimate", "people"))
