"""Giving roles in the browser."""

import pytest

from staff.choices import Role
from staff.models import RoleGrant
from tests.factories.staff import EmployeeFactory


def roles_of(employee):
    return set(
        RoleGrant.objects.filter(employee=employee).values_list("role", flat=True)
    )


def post(client, employee, act, role):
    return client.post(f"/people/{employee.pk}/roles/{act}/", {"role": role})


def test_role_grant_and_role_revoke_lead_back_to_the_person(
    administrator, waiter, sign_in
):
    client = sign_in(administrator)

    given = post(client, waiter, "grant", Role.HR)
    assert roles_of(waiter) == {Role.HR}
    taken = post(client, waiter, "revoke", Role.HR)

    assert given.url == taken.url == f"/people/{waiter.pk}/"
    assert roles_of(waiter) == set()


@pytest.mark.parametrize("who", ["hr", "manager", "waiter"])
def test_role_grant_is_for_administrators(request, waiter, sign_in, who):
    client = sign_in(request.getfixturevalue(who))

    assert post(client, waiter, "grant", Role.ADMINISTRATOR).status_code == 403
    assert roles_of(waiter) == set()


def test_role_grant_is_not_for_oneself(administrator, sign_in):
    assert (
        post(sign_in(administrator), administrator, "grant", Role.HR).status_code == 403
    )


def test_role_revoke_lets_an_administrator_take_the_role_of_another(
    administrator, house, sign_in
):
    other = EmployeeFactory(team=house, roles=[Role.ADMINISTRATOR])

    post(sign_in(administrator), other, "revoke", Role.ADMINISTRATOR)

    assert roles_of(other) == set()


@pytest.mark.parametrize("role", ["king", ""])
def test_role_grant_knows_its_roles(administrator, waiter, sign_in, role):
    assert post(sign_in(administrator), waiter, "grant", role).status_code == 404


def test_role_grant_takes_a_post_only(administrator, waiter, sign_in):
    response = sign_in(administrator).get(f"/people/{waiter.pk}/roles/grant/")

    assert response.status_code == 405
