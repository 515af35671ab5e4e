"""People and teams for tests. TODAY is the day on which tests happen."""

import datetime as dt

import factory
from django.utils import timezone

from staff.models import (
    Employee,
    Employment,
    JobRole,
    Posting,
    RoleGrant,
    Team,
    TeamManager,
)

TODAY = dt.date(2026, 11, 23)
HIRED = dt.date(2025, 1, 1)


class TeamFactory(factory.django.DjangoModelFactory):
    """A team; ``parent`` hangs it below another."""

    class Meta:
        model = Team

    code = factory.Sequence(lambda n: f"team-{n}")
    name = factory.LazyAttribute(lambda team: team.code.title())
    time_zone = "UTC"

    @classmethod
    def _create(cls, model_class, *args, parent=None, **fields):
        if parent is None:
            return Team.objects.add_root(fields)
        # Read again: treebeard counts children on the row it is given.
        return Team.objects.add_child(Team.objects.get(pk=parent.pk), fields)


class JobRoleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = JobRole

    code = factory.Sequence(lambda n: f"role-{n}")
    name = factory.LazyAttribute(lambda role: role.code.title())


class EmployeeFactory(factory.django.DjangoModelFactory):
    """Somebody employed since HIRED; ``team`` posts them, ``roles`` grants roles.

    ``left_on`` ends employment and posting; ``hired_on`` moves their beginning.
    """

    class Meta:
        model = Employee
        skip_postgeneration_save = True

    employee_number = factory.Sequence(lambda n: f"E{n:05}")
    first_name = factory.Sequence(lambda n: f"First{n}")
    last_name = factory.Sequence(lambda n: f"Last{n}")
    language = "en"

    @classmethod
    def _create(
        cls,
        model_class,
        *args,
        team=None,
        job_role=None,
        roles=(),
        manages=(),
        hired_on=HIRED,
        left_on=None,
        **fields,
    ):
        employee = super()._create(model_class, *args, **fields)
        Employment.objects.create(employee=employee, hired_on=hired_on, left_on=left_on)
        if team:
            Posting.objects.create(
                employee=employee,
                team=team,
                job_role=job_role,
                valid_from=hired_on,
                valid_to=left_on,
            )
        for role in roles:
            RoleGrant.objects.create(employee=employee, role=role, granted_on=hired_on)
        for managed in manages:
            TeamManager.objects.create(
                employee=employee, team=managed, valid_from=hired_on, valid_to=left_on
            )
        return employee


def moment(hour=12, day=TODAY):
    """Return an aware moment on ``day``, TODAY unless told."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))
