"""Who may do what to whom. The table is docs/access.md; this module carries it out.

Which rows somebody reaches is asked of the rows: ``Employee.objects.visible_to``. A row
outside one's reach does not exist for that person and answers 404; an act one is not
trusted with is refused with PermissionDenied.
"""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q

from staff.choices import Role
from staff.models import Employee, TeamManager

PEOPLE_KEEPERS = frozenset({Role.HR, Role.ADMINISTRATOR})
CATALOGUE_EDITORS = frozenset({Role.AUTHOR, Role.ADMINISTRATOR})


def keeps_people(user):
    """Return whether ``user`` may do everything about people: HR and administrators."""
    return bool(user.roles & PEOPLE_KEEPERS)


def is_administrator(user):
    """Return whether ``user`` may also configure: grant roles, set up the house."""
    return Role.ADMINISTRATOR in user.roles


def edits_catalogue(user):
    """Return whether ``user`` may write what can be learned: authors, administrators."""
    return bool(user.roles & CATALOGUE_EDITORS)


def leads(user):
    """Return whether ``user`` looks after other people: managers, HR, administrators."""
    return user.reach.is_beyond_self


def may_hand_code(user, employee):
    """Return whether ``user`` may hand ``employee`` a new sign-in code."""
    receivers = code_receivers(user, user.today())
    return receivers.filter(pk=employee.pk).exists()


def code_receivers(user, today):
    """Return the people to whom ``user`` may hand a sign-in code on ``today``.

    Whoever holds a code can become that person, so nobody may hand one to somebody who
    is trusted with more than they are: a manager only to people of their own without a
    role and without a team beyond theirs, HR to everybody but administrators. Nobody
    hands one to themselves, and nobody to a person who has left for good.
    """
    people = Employee.objects.visible_to(user, today).not_left_by(today)
    people = people.exclude(pk=user.pk)
    if is_administrator(user):
        return people
    if keeps_people(user):
        return people.exclude(role_grants__role=Role.ADMINISTRATOR)
    leads_beyond = TeamManager.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=today), employee=OuterRef("pk")
    )
    for path in user.reach_on(today).team_paths:
        leads_beyond = leads_beyond.exclude(team__path__startswith=path)
    return people.filter(~Exists(leads_beyond), role_grants=None)


def only(may):
    """Return a decorator that lets a signed-in person in when ``may(user)`` is true.

    Others are refused with PermissionDenied; visitors are led to the sign-in page.
    """

    def decorate(view):
        @wraps(view)
        @login_required
        def guarded(request, *args, **kwargs):
            if not may(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.may = may
        return guarded

    return decorate
