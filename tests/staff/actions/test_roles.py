"""Giving roles and taking them away."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command

from events.models import Event
from staff.actions.people import record_leaving
from staff.actions.roles import grant_role, revoke_role
from staff.choices import Role
from staff.models import RevokedGrant, RoleGrant
from tests.factories.staff import TODAY, EmployeeFactory, moment

NOW = {"at": moment(), "today": TODAY}


def roles_of(employee):
    return set(
        RoleGrant.objects.filter(employee=employee).values_list("role", flat=True)
    )


def test_grant_role_gives_it_once_and_tells_it_once(administrator, waiter):
    first = grant_role(employee=waiter, role=Role.AUTHOR, by=administrator, **NOW)
    again = grant_role(employee=waiter, role=Role.AUTHOR, by=administrator, **NOW)

    assert again == first
    assert roles_of(waiter) == {Role.AUTHOR}
    assert Event.objects.filter(kind="role.granted", employee_id=waiter.pk).count() == 1


@pytest.mark.parametrize("who", ["hr", "manager", "waiter"])
@pytest.mark.parametrize("act", [grant_role, revoke_role])
def test_roles_are_for_administrators_to_give_and_take(
    request, waiter, house, who, act
):
    other = EmployeeFactory(team=house, roles=[Role.AUTHOR])

    with pytest.raises(PermissionDenied):
        act(employee=other, role=Role.AUTHOR, by=request.getfixturevalue(who), **NOW)

    assert roles_of(other) == {Role.AUTHOR}


@pytest.mark.parametrize("act", [grant_role, revoke_role])
def test_nobody_gives_or_takes_their_own_role(administrator, act):
    with pytest.raises(PermissionDenied):
        act(employee=administrator, role=Role.ADMINISTRATOR, by=administrator, **NOW)


def test_grant_role_refuses_somebody_who_has_left(administrator, house):
    gone = EmployeeFactory(team=house, left_on=TODAY)

    with pytest.raises(ValidationError) as caught:
        grant_role(employee=gone, role=Role.HR, by=administrator, **NOW)

    assert caught.value.code == "left"


def test_revoke_role_takes_it_and_tells_it(administrator, hr):
    revoke_role(employee=hr, role=Role.HR, by=administrator, **NOW)
    revoke_role(employee=hr, role=Role.HR, by=administrator, **NOW)

    assert roles_of(hr) == set()
    assert Event.objects.filter(kind="role.revoked", employee_id=hr.pk).count() == 1


def test_the_journal_leads_to_the_role_and_does_not_name_it(administrator, waiter):
    grant_role(employee=waiter, role=Role.AUTHOR, by=administrator, **NOW)
    revoke_role(employee=waiter, role=Role.AUTHOR, by=administrator, **NOW)

    given, taken = Event.objects.filter(subject="rolegrant").order_by("id")
    revoked = RevokedGrant.objects.get(pk=taken.subject_id)
    assert given.fields == taken.fields == ["role"]
    assert given.subject_id == taken.subject_id
    assert (revoked.role, revoked.granted_by) == (Role.AUTHOR, administrator)
    assert revoked.revoked_at == NOW["at"]


def test_revoke_role_keeps_the_last_administrator(administrator):
    with pytest.raises(ValidationError) as caught:
        revoke_role(employee=administrator, role=Role.ADMINISTRATOR, by=None, **NOW)

    assert caught.value.code == "last_administrator"
    assert roles_of(administrator) == {Role.ADMINISTRATOR}


def test_revoke_role_counts_only_administrators_who_work_here(administrator, house):
    EmployeeFactory(team=house, roles=[Role.ADMINISTRATOR], left_on=TODAY)

    with pytest.raises(ValidationError):
        revoke_role(employee=administrator, role=Role.ADMINISTRATOR, by=None, **NOW)


def test_revoke_role_does_not_count_on_who_has_a_last_day(administrator, house):
    leaver = EmployeeFactory(team=house, roles=[Role.ADMINISTRATOR])
    in_a_week = TODAY + dt.timedelta(days=7)
    record_leaving(employee=leaver, left_on=in_a_week, by=None, at=moment())

    with pytest.raises(ValidationError):
        revoke_role(employee=administrator, role=Role.ADMINISTRATOR, by=None, **NOW)


def test_record_leaving_keeps_the_last_administrator(administrator, hr):
    with pytest.raises(ValidationError) as caught:
        record_leaving(employee=administrator, left_on=TODAY, by=hr, at=moment())

    assert caught.value.code == "last_administrator"


def test_grant_role_command_gives_a_role_without_an_administrator(waiter, capsys):
    call_command("grant_role", "e17", "administrator")

    assert roles_of(waiter) == {Role.ADMINISTRATOR}
    assert capsys.readouterr().out == f"{waiter} holds the role Administrator.\n"


@pytest.mark.parametrize("words", [["nobody", "hr"], ["E17", "king"]])
def test_grant_role_command_refuses_what_it_does_not_know(waiter, words):
    with pytest.raises(CommandError):
        call_command("grant_role", *words)

    assert roles_of(waiter) == set()
