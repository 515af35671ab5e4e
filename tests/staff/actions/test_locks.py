"""Two people act on each other, or on one person, and neither waits for ever."""

from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction

from events.models import Event
from staff.actions.roles import grant_role, revoke_role
from staff.actions.sign_in_codes import issue_codes
from staff.choices import Role
from staff.models import RoleGrant, SignInCode
from tests.concurrency import Together, database_in_a_file
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment

pytestmark = pytest.mark.django_db(transaction=True)

NOW = {"at": moment(), "today": TODAY}


@pytest.fixture
def company(transactional_db):
    return TeamFactory(code="company", name="Company")


def crossed(act, pair):
    """Let each of ``pair`` do ``act`` to the other, and commit at the same moment."""
    if connection.vendor == "sqlite":
        pytest.skip("Here the second transaction begins when the first is over.")
    meeting = Barrier(2, timeout=60)

    def commit_together(by, employee):
        # "Given by" is looked up at the commit, and wants to see that row kept.
        with transaction.atomic():
            act(by, employee)
            meeting.wait()

    with Together() as together:
        together.start(commit_together, *pair)
        together.start(commit_together, *reversed(pair))


def test_two_who_hand_each_other_a_code_both_get_one(company):
    pair = EmployeeFactory.create_batch(2, team=company, roles=[Role.HR])

    crossed(
        lambda by, employee: issue_codes(employees=[employee], by=by, at=moment()),
        pair,
    )

    assert SignInCode.objects.filter(employee__in=pair).count() == 2


def test_two_who_give_each_other_a_role_both_get_it(company):
    pair = EmployeeFactory.create_batch(2, team=company, roles=[Role.ADMINISTRATOR])

    crossed(
        lambda by, employee: grant_role(
            employee=employee, role=Role.AUTHOR, by=by, **NOW
        ),
        pair,
    )

    assert RoleGrant.objects.filter(role=Role.AUTHOR).count() == 2


def test_a_role_taken_by_two_at_once_is_told_once(company, tmp_path):
    first, second = EmployeeFactory.create_batch(
        2, team=company, roles=[Role.ADMINISTRATOR]
    )
    author = EmployeeFactory(team=company, roles=[Role.AUTHOR])
    start = Barrier(2, timeout=60)

    def revoke(by):
        start.wait()
        with transaction.atomic():
            revoke_role(employee=author, role=Role.AUTHOR, by=by, **NOW)

    with database_in_a_file(tmp_path / "encore.sqlite3"):
        with Together() as together:
            together.start(revoke, first)
            together.start(revoke, second)

        assert not author.role_grants.exists()
        assert Event.objects.filter(kind="role.revoked").count() == 1


def test_two_administrators_cannot_take_the_role_from_each_other(company, tmp_path):
    pair = EmployeeFactory.create_batch(2, team=company, roles=[Role.ADMINISTRATOR])
    start, told = Barrier(2, timeout=60), []

    def revoke(by, employee):
        start.wait()
        try:
            revoke_role(employee=employee, role=Role.ADMINISTRATOR, by=by, **NOW)
        except (ValidationError, PermissionDenied) as refusal:
            # Who comes second is the last one, or no administrator any more.
            told.append(refusal)

    with database_in_a_file(tmp_path / "encore.sqlite3"):
        with Together() as together:
            together.start(revoke, *pair)
            together.start(revoke, *reversed(pair))

        assert len(told) == 1
        assert RoleGrant.objects.filter(role=Role.ADMINISTRATOR).count() == 1
