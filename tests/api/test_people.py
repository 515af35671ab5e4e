"""People over the API."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.people import PersonSerializer
from staff.actions.people import correct_person, hire, move, record_leaving
from tests.factories.staff import (
    HIRED,
    TODAY,
    EmployeeFactory,
    JobRoleFactory,
    TeamFactory,
    moment,
)

PEOPLE = "/api/v1/people"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(moment(), tick=True)


@pytest.fixture
def people(company, caller):
    """A function that returns {employee number: row} of what a query brings."""
    maker = caller.key.created_by.employee_number

    def asked(**query):
        rows, _end = caller.pull(PEOPLE, **query)
        numbers = {row["employee_number"]: row for row in rows}
        numbers.pop(maker, None)
        return numbers

    return asked


def test_row_says_the_same_alone_and_in_a_list(company, caller, people):
    person = EmployeeFactory(team=company, job_role=JobRoleFactory(code="waiter"))
    leaver = EmployeeFactory(
        team=company, email="lea@example.com", left_on=TODAY + dt.timedelta(days=1)
    )

    rows = people()

    for each in (person, leaver):
        row = caller.get(f"{PEOPLE}/{each.employee_number}").json()
        assert rows[each.employee_number] == row
        assert list(row) == list(PersonSerializer().fields)
    assert rows[leaver.employee_number] == {
        "id": leaver.pk,
        "employee_number": leaver.employee_number,
        "first_name": leaver.first_name,
        "last_name": leaver.last_name,
        "email": "lea@example.com",
        "language": "en",
        "team": "company",
        "job_role": None,
        "hired_on": "2025-01-01",
        "last_day_on": "2026-11-23",
        "is_employed": True,
    }
    assert rows[person.employee_number]["job_role"] == "waiter"


def test_row_tells_of_the_stay_under_way_or_else_of_the_latest(company, people):
    back = EmployeeFactory(team=company, left_on=HIRED + dt.timedelta(days=10))
    back.employments.create(hired_on=TODAY)
    gone = EmployeeFactory(team=company, left_on=TODAY)

    rows = people()

    assert rows[back.employee_number]["hired_on"] == "2026-11-23"
    assert rows[back.employee_number]["last_day_on"] is None
    assert rows[gone.employee_number]["is_employed"] is False
    assert rows[gone.employee_number]["team"] is None


def test_list_filters(company, people):
    site = TeamFactory(parent=company)
    above, below = EmployeeFactory(team=company), EmployeeFactory(team=site)
    gone = EmployeeFactory(team=site, left_on=TODAY)

    assert list(people(team=site.code)) == [below.employee_number]
    assert list(people(is_employed="false")) == [gone.employee_number]
    assert list(people(team="company", is_employed="true")) == [
        above.employee_number,
        below.employee_number,
    ]
    assert list(people(employee_number=gone.employee_number)) == [gone.employee_number]


def test_list_follows_each_act_about_a_person(company, caller, people):
    site = TeamFactory(parent=company)
    number = "N1"

    def act(deed, **facts):
        before = caller.pull(PEOPLE, limit=500)[1]["sequence"]
        deed(by=None, at=moment(), **facts)
        return people(after=before)[number]

    from_hire = act(
        hire,
        employee_number=number,
        first_name="Nora",
        hired_on=TODAY,
        team=company,
    )
    person = company.postings.get(employee__employee_number=number).employee
    from_rename = act(correct_person, employee=person, last_name="Berg")
    from_move = act(move, employee=person, team=site, job_role=None, valid_from=TODAY)
    from_leaving = act(
        record_leaving, employee=person, left_on=TODAY + dt.timedelta(days=5)
    )

    assert from_hire["team"] == "company"
    assert from_rename["last_name"] == "Berg"
    assert from_move["team"] == site.code
    assert from_leaving["last_day_on"] == "2026-11-27"


def test_list_holds_only_the_teams_a_key_is_for(company, caller_for):
    site = TeamFactory(parent=company)
    inside, outside = EmployeeFactory(team=site), EmployeeFactory(team=company)
    caller = caller_for(team=site)

    rows, end = caller.pull(PEOPLE)
    move(
        employee=inside,
        team=company,
        job_role=None,
        valid_from=TODAY,
        by=None,
        at=moment(),
    )
    changes, _end = caller.pull(PEOPLE, after=end["sequence"])

    assert [row["id"] for row in rows] == [inside.pk]
    assert changes == [{"id": inside.pk, "is_removed": True}]
    assert caller.get(f"{PEOPLE}/{outside.employee_number}").status_code == 404
    assert caller.get(f"{PEOPLE}/nobody").status_code == 404
    assert caller.get(f"{PEOPLE}/a%00b").status_code == 404


@pytest.mark.parametrize("count", [3, 300])
def test_list_costs_five_statements_at_any_length(company, caller_for, count):
    team = TeamFactory(parent=company)
    EmployeeFactory.create_batch(count, team=team)
    caller = caller_for(team=team)
    caller.get(PEOPLE)

    with CaptureQueriesContext(connection) as statements:
        answer = caller.get(PEOPLE)

    assert len(answer.json()["results"]) == count
    assert len(statements) == 5
