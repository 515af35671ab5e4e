"""What goes wrong under /api/v1/ is told as problem details."""

import pytest
from django.test import Client

from api import people
from staff.choices import Role
from tests.factories.staff import EmployeeFactory, TeamFactory

pytestmark = pytest.mark.django_db

FIELDS = ["type", "title", "status", "detail", "instance"]


def problem(answer, status, kind):
    """Check that ``answer`` is a problem as told, and return its errors."""
    body = answer.json()
    assert answer.status_code == body["status"] == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert body["type"] == f"urn:encore:problem:{kind}"
    assert list(body)[:5] == FIELDS
    assert body["instance"] == answer.wsgi_request.path
    return body.get("errors")


@pytest.mark.parametrize(
    "path", ["", "nothing", "people/", "people/x/y", "enrolments/12", "schema/x"]
)
@pytest.mark.parametrize("method", ["get", "post", "delete", "options"])
def test_unknown_paths(caller, path, method):
    problem(getattr(caller, method)(f"/api/v1/{path}"), 404, "not_found")


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_api_itself_without_its_slash(caller, method):
    problem(getattr(caller, method)("/api/v1"), 404, "not_found")


def test_nobody(company):
    problem(Client().get("/api/v1/people"), 401, "not_authenticated")


def test_wrong_method(caller):
    problem(caller.delete("/api/v1/people"), 405, "method_not_allowed")
    problem(caller.options("/api/v1/people"), 405, "method_not_allowed")


def test_wrong_media_type(caller):
    header = {"Idempotency-Key": "a"}
    answer = caller.post(
        "/api/v1/assignments", "x", content_type="text/csv", headers=header
    )

    problem(answer, 415, "unsupported_media_type")


def test_wrong_accept(caller):
    answer = caller.get("/api/v1/people", headers={"Accept": "text/csv"})

    problem(answer, 406, "not_acceptable")


@pytest.mark.parametrize("body", ["{", "\xff", "[1", '{"people": NaN}'])
def test_broken_json(caller, body):
    answer = caller.post(
        "/api/v1/assignments",
        body.encode("latin-1"),
        content_type="application/json",
        headers={"Idempotency-Key": "a"},
    )

    problem(answer, 400, "parse_error")


@pytest.mark.parametrize("path", ["assignments", "responses"])
@pytest.mark.parametrize("body", ["[" * 100_000, '{"a":' * 100_000])
def test_json_that_nests_without_end(caller, path, body):
    answer = caller.post(
        f"/api/v1/{path}",
        body,
        content_type="application/json",
        headers={"Idempotency-Key": "a"},
    )

    problem(answer, 400, "parse_error")
    assert answer.json()["detail"] == "This is nested too deeply."


def test_too_large_a_body(caller, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    answer = caller.post(
        "/api/v1/assignments",
        {"people": ["x" * 200]},
        content_type="application/json",
        headers={"Idempotency-Key": "a"},
    )

    problem(answer, 413, "too_large")


def test_what_nobody_foresaw_tells_nothing(caller, monkeypatch, caplog):
    def broken(resource):
        raise RuntimeError("the password is swordfish")

    monkeypatch.setattr(people.PersonResource, "within", broken)
    caller.raise_request_exception = False

    answer = caller.get("/api/v1/people")

    problem(answer, 500, "error")
    assert "swordfish" not in answer.text
    assert "swordfish" in caplog.text


@pytest.mark.parametrize(
    ("path", "query", "code"),
    [
        ("people", {"colour": "red"}, "unknown"),
        ("people", {"limit": "0"}, "min_value"),
        ("people", {"limit": "5001"}, "max_value"),
        ("people", {"limit": ["1", "2"]}, "given_twice"),
        ("people", {"limit": ""}, "invalid"),
        ("people", {"team": "elsewhere"}, "unknown"),
        ("people", {"team": "a\0b"}, "null_characters_not_allowed"),
        ("people", {"is_employed": "maybe"}, "invalid"),
        ("people", {"cursor": "made-up"}, "invalid"),
        ("people", {"after": "-1"}, "min_value"),
        ("people", {"after": "999"}, "beyond_end"),
        ("people", {"after": str(2**63)}, "max_value"),
        ("people", {"updated_since": "yesterday"}, "invalid"),
        ("people", {"updated_since": "2026-11-23T12:00:00"}, "naive"),
        ("people", {"updated_since": "0001-01-01T00:00:00+10:00"}, "overflow"),
        ("enrolments", {"status": "asleep"}, "invalid_choice"),
        ("enrolments", {"module": "juggling"}, "unknown"),
        ("enrolments", {"due_before": "soon"}, "invalid"),
        ("enrolments", {"employee_number": "a\0b"}, "null_characters_not_allowed"),
    ],
)
def test_wrong_parameters_are_named(caller, path, query, code):
    answer = caller.get(f"/api/v1/{path}", query)

    [reason] = problem(answer, 400, "invalid")
    assert (reason["field"], reason["code"]) == (list(query)[0], code)
    assert reason["message"]


def test_parameters_that_exclude_each_other(caller):
    query = {"after": 0, "updated_since": "2026-11-23T12:00:00Z"}

    [reason] = problem(caller.get("/api/v1/people", query), 400, "invalid")

    assert (reason["field"], reason["code"]) == ("updated_since", "not_together")


def test_a_cursor_belongs_to_the_list_it_came_from(company, caller, caller_for):
    EmployeeFactory.create_batch(3, team=company)
    onward = caller.get("/api/v1/people", {"limit": 1}).json()["next"]

    assert caller.get(onward).status_code == 200
    assert caller.get(onward.replace("limit=1", "limit=2")).status_code == 200
    for other in (
        caller.get(onward.replace("/people", "/teams")),
        caller.get(f"{onward}&team=company"),
        caller_for().get(onward),
    ):
        [reason] = problem(other, 400, "invalid")
        assert (reason["field"], reason["code"]) == ("cursor", "other_list")


def test_a_team_outside_the_reach_reads_like_none(company, sign_in):
    mine, other = TeamFactory(parent=company), TeamFactory(parent=company)
    client = sign_in(EmployeeFactory(team=mine, manages=[mine], roles=[Role.AUTHOR]))

    unseen = problem(client.get("/api/v1/people", {"team": other.code}), 400, "invalid")
    unknown = problem(client.get("/api/v1/people", {"team": "nowhere"}), 400, "invalid")

    assert unseen == unknown
    assert client.get("/api/v1/people", {"team": mine.code}).status_code == 200
