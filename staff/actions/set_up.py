"""The first set-up: from an empty database to a house with one person in it."""

from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from events.record import record
from staff.actions.passwords import change_password
from staff.actions.people import appoint_manager, hire
from staff.actions.roles import grant_role
from staff.actions.teams import create_team
from staff.choices import Role
from staff.models import Employee, Organisation


@transaction.atomic
def set_up_organisation(*, name, time_zone, person, password, at):
    """Set up the organisation and its first person; return that Employee.

    name: of the organisation, which is the root of the team tree. time_zone: a zone's
    name. person: employee_number, first_name, last_name, email and language. password:
    theirs, plain. at: an aware moment.

    The first person is hired today, manages the organisation and holds the roles of an
    administrator and of HR.

    Raises ValidationError by field, and code "set_up" when somebody was quicker.
    """
    try:
        with transaction.atomic():
            house = Organisation.objects.create(pk=1, set_up_at=at)
    except IntegrityError as taken:
        raise ValidationError(
            _("Encore has been set up already. Please sign in."), code="set_up"
        ) from taken
    root = create_team(name=name, parent=None, time_zone=time_zone, by=None, at=at)
    today = localdate(at, timezone=ZoneInfo(time_zone))
    owner = hire(**person, hired_on=today, team=root, by=None, at=at)
    change_password(employee=owner, password=password, at=at)
    appoint_manager(employee=owner, team=root, valid_from=today, by=None, at=at)
    for role in (Role.ADMINISTRATOR, Role.HR):
        grant_role(employee=owner, role=role, by=None, at=at, today=today)
    record("organisation.set_up", at=at, by=owner, subject=house)
    return Employee.objects.get(pk=owner.pk)
