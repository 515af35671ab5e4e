"""The key in front of the API: who is let in, and what is told to who is not."""

import datetime as dt

import pytest
from django.test import Client
from django.utils.timezone import now

from api.actions import revoke_key
from api.choices import Scope
from api.models import ApiKey
from tests.api.conftest import Caller
from tests.factories.api import ApiKeyFactory
from tests.factories.staff import EmployeeFactory

PEOPLE = "/api/v1/people"

pytestmark = pytest.mark.django_db


def test_a_key_opens_what_its_scopes_name(caller_for):
    caller = caller_for(scopes=[Scope.PEOPLE_READ])

    assert caller.get(PEOPLE).status_code == 200
    assert caller.get("/api/v1/teams").status_code == 200
    assert caller.get("/api/v1/enrolments").status_code == 403
    assert caller.post("/api/v1/assignments").status_code == 403


def refusals(caller):
    answer = caller.get(PEOPLE)
    return answer.status_code, answer.headers["WWW-Authenticate"], answer.json()


def test_unknown_revoked_and_expired_keys_read_alike(company, time_machine):
    key, old = ApiKeyFactory(), ApiKeyFactory(at=now() - dt.timedelta(days=366))
    revoke_key(key=key, by=key.created_by, at=now())
    unknown, wrong = ApiKeyFactory.build(), ApiKeyFactory()
    unknown.text = f"enc_0123456789_{'x' * 43}"
    wrong.text = wrong.text[:-1] + ("a" if wrong.text[-1] != "a" else "b")

    answers = [refusals(Caller(each)) for each in (key, old, unknown, wrong)]

    assert answers == [answers[0]] * 4
    status, header, problem = answers[0]
    assert (status, header) == (401, 'Bearer realm="Encore"')
    assert problem["type"] == "urn:encore:problem:authentication_failed"


@pytest.mark.parametrize(
    "header",
    ["Bearer", "Bearer ", "Bearer enc_", "Bearer \xff", "Basic eDp5", "x" * 5000],
)
def test_a_header_that_is_no_key_is_refused(company, header):
    answer = Client(headers={"Authorization": header}).get(PEOPLE)

    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_signed_in_person_reads_what_is_in_their_reach(sign_in, employee):
    EmployeeFactory()

    answer = sign_in(employee).get(PEOPLE)

    numbers = [row["employee_number"] for row in answer.json()["results"]]
    assert numbers == [employee.employee_number]


def test_a_person_without_a_team_to_manage_cannot_assign(sign_in, employee):
    answer = sign_in(employee).post("/api/v1/assignments")

    assert answer.status_code == 403
    assert answer.json()["type"] == "urn:encore:problem:scope_missing"


def test_a_session_needs_its_csrf_token_to_write(employee):
    client = Client(enforce_csrf_checks=True)
    client.force_login(employee, backend="staff.backends.EmployeeBackend")

    answer = client.post("/api/v1/assignments")

    assert answer.status_code == 403
    assert answer.json()["detail"].startswith("This did not come from a page of ours.")


def test_use_of_a_key_is_written_down_once_a_day(caller, django_assert_num_queries):
    caller.get(PEOPLE)
    first = ApiKey.objects.get(pk=caller.key.pk).last_used_on

    with django_assert_num_queries(4):
        caller.get(PEOPLE)

    assert first == now().date()


def test_a_key_of_a_team_keeps_that_teams_calendar(company, time_machine):
    ApiKey.objects.all().delete()
    company.time_zone = "Pacific/Auckland"
    company.save()
    key = ApiKeyFactory(team=company)
    time_machine.move_to(dt.datetime(2026, 11, 23, 20, tzinfo=dt.UTC))

    assert key.today() == dt.date(2026, 11, 24)
    whole = ApiKey.objects.with_time_zone().get(pk=ApiKeyFactory().pk)
    assert whole.today() == dt.date(2026, 11, 24)
