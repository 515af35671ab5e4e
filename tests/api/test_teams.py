"""Teams over the API."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.teams import TeamSerializer
from staff.actions.people import appoint_manager
from staff.actions.teams import create_team, move_team
from staff.models import Team
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment

TEAMS = "/api/v1/teams"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(moment(), tick=True)


@pytest.fixture
def region(company):
    return TeamFactory(code="north", name="North", parent=company)


@pytest.fixture
def site(region):
    return TeamFactory(code="harbour", name="Harbour", parent=region)


def codes(rows):
    return [row.get("code", row["id"]) for row in rows]


def test_row_says_the_same_alone_and_in_a_list(caller, company, region, site):
    second = EmployeeFactory(employee_number="B2", team=company, manages=[site])
    EmployeeFactory(employee_number="A1", team=company, manages=[site])
    EmployeeFactory(team=company, manages=[site], left_on=TODAY)

    rows, _end = caller.pull(TEAMS)

    assert codes(rows) == ["company", "north", "harbour"]
    assert rows[2] == caller.get(f"{TEAMS}/harbour").json()
    assert list(rows[2]) == list(TeamSerializer().fields)
    assert rows[2] == {
        "id": site.pk,
        "code": "harbour",
        "name": "Harbour",
        "parent": "north",
        "path": ["Company", "North", "Harbour"],
        "time_zone": "UTC",
        "managers": ["A1", second.employee_number],
    }
    assert rows[0]["parent"] is None


def test_list_follows_the_tree(caller, company, region, site):
    start = caller.pull(TEAMS)[1]
    person = EmployeeFactory(team=company)
    create_team(name="South", parent=company, by=None, at=moment())
    south = Team.objects.get(name="South")
    created, second = caller.pull(TEAMS, after=start["sequence"])
    move_team(team=region, parent=south, by=None, at=moment())
    moved, third = caller.pull(TEAMS, after=second["sequence"])
    appoint_manager(employee=person, team=south, valid_from=TODAY, by=None, at=moment())
    appointed, _end = caller.pull(TEAMS, updated_since=third["as_of"])

    assert codes(created) == [south.code]
    assert [row["path"][1:] for row in moved] == [
        ["South", "North"],
        ["South", "North", "Harbour"],
    ]
    assert [row["managers"] for row in appointed] == [[person.employee_number]]


def test_list_holds_only_the_teams_a_key_is_for(caller_for, company, region, site):
    other = TeamFactory(code="south", parent=company)
    caller = caller_for(team=region)

    rows, end = caller.pull(TEAMS)
    move_team(team=site, parent=other, by=None, at=moment())
    changes, _end = caller.pull(TEAMS, after=end["sequence"])

    assert codes(rows) == ["north", "harbour"]
    assert changes == [{"id": site.pk, "is_removed": True}]
    assert caller.get(f"{TEAMS}/south").status_code == 404


def test_somebody_without_a_team_to_manage_sees_their_own(sign_in, company, site):
    client = sign_in(EmployeeFactory(team=site))

    assert codes(client.get(TEAMS).json()["results"]) == ["harbour"]


@pytest.mark.parametrize("count", [3, 300])
def test_list_costs_six_statements_at_any_length(caller, company, count):
    for number in range(count):
        team = TeamFactory(parent=company, code=f"T{number}")
        EmployeeFactory(team=team, manages=[team])
    caller.get(TEAMS)

    with CaptureQueriesContext(connection) as statements:
        answer = caller.get(TEAMS)

    assert len(answer.json()["results"]) == count + 1
    assert len(statements) == 6


def test_a_team_moved_while_the_tree_is_read_is_told_where_it_is_then(
    caller, company, region, site
):
    south = TeamFactory(parent=company, name="South")
    moves = [lambda: move_team(team=site, parent=south, by=None, at=moment())]

    def move_in_between(execute, sql, params, many, context):
        if moves and '"staff_team"."path" IN' in sql:
            moves.pop()()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(move_in_between):
        rows, _end = caller.pull(TEAMS)

    assert moves == []
    [told] = [row for row in rows if row["id"] == site.pk]
    assert told["path"] == ["Company", "South", "Harbour"]
