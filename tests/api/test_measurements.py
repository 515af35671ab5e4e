"""Measurements over the API: what was answered, and who came back."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.measurements import MeasurementSerializer
from feedback.actions.correcting import delete_interaction
from feedback.actions.returns import measure_returns
from feedback.actions.sources import record_complete_days, withdraw_complete_days
from feedback.choices import SourceKind
from feedback.models import Metric
from tests.factories.feedback import (
    SourceFactory,
    answer,
    record_all,
    served,
    source_of,
    visit,
)
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment

MEASUREMENTS = "/api/v1/measurements"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(moment(), tick=True)


@pytest.fixture
def ann(company):
    return EmployeeFactory(team=company, employee_number="E1")


def ids(rows):
    return [row["id"] for row in rows]


def test_row_says_the_same_alone_and_in_a_list(caller, ann):
    said = answer(
        ann, values={"complaint": 0}, identity="id:r7", source=SourceFactory(key="tool")
    )
    interaction = said.interaction

    [row], _end = caller.pull(MEASUREMENTS)

    assert row == caller.get(f"{MEASUREMENTS}/{interaction.uuid}").json()
    assert list(row) == list(MeasurementSerializer().fields)
    values = row.pop("values")
    assert row == {
        "id": str(interaction.uuid),
        "source": "tool",
        "external_id": "r7",
        "occurred_at": "2026-11-23T12:00:00.000000Z",
        "served_on": "2026-11-23",
        "channel": "",
        "credits": [{"employee_number": "E1", "team": "company", "weight": 1.0}],
    }
    same = {"raw": "", "scale": "", "response": str(said.uuid), "is_recovery": False}
    assert values == [
        {"metric": "complaint", "value": 0.0} | same,
        {"metric": "csat", "value": 4.0} | same,
    ]


def test_list_leaves_out_services_of_which_nothing_was_measured(caller, ann):
    answer(ann, score=None, comment="Kind")
    visit(ann)

    assert caller.pull(MEASUREMENTS)[0] == []
    assert caller.pull(MEASUREMENTS, after=0)[0] == []


def test_list_follows_values_that_are_said_anew_or_no_more(caller, ann):
    said = answer(ann, score=4, comment="Kind", values={"stars": 4})
    _rows, end = caller.pull(MEASUREMENTS)
    identity = said.interaction.identity
    record_all([served(ann, values={"csat": 2}, identity=identity)])

    [row], end = caller.pull(MEASUREMENTS, after=end["sequence"])
    assert [(v["metric"], v["value"]) for v in row["values"]] == [("csat", 2)]

    record_all([served(ann, comment="Kind", identity=identity)])
    assert caller.pull(MEASUREMENTS, after=end["sequence"])[0] == [
        {"id": str(said.interaction.uuid), "is_removed": True}
    ]


def test_list_tells_of_a_deleted_service(caller, ann):
    said = answer(ann)
    _rows, end = caller.pull(MEASUREMENTS)
    delete_interaction(
        interaction=said.interaction, reason="twice", by=None, at=moment()
    )

    assert caller.pull(MEASUREMENTS, after=end["sequence"])[0] == [
        {"id": str(said.interaction.uuid), "is_removed": True}
    ]


@pytest.mark.django_db(transaction=True)
def test_list_follows_who_came_back_and_what_is_not_known_any_more(caller, ann):
    day = TODAY - dt.timedelta(days=200)
    first = visit(ann, day)
    visit(ann, day + dt.timedelta(days=10))
    _rows, end = caller.pull(MEASUREMENTS)
    till = source_of(SourceKind.VISITS)
    days = {
        "source": till,
        "first_day": day - dt.timedelta(days=9),
        "last_day": TODAY - dt.timedelta(days=1),
    }
    record_complete_days(**days, at=moment())
    measure_returns(at=moment())

    rows, end = caller.pull(MEASUREMENTS, after=end["sequence"])

    assert [
        [(v["metric"], v["value"], v["response"]) for v in row["values"]]
        for row in rows
    ] == [[("returned", 1.0, None)], [("returned", 0.0, None)]]
    assert rows[0]["id"] == str(first.uuid)

    withdraw_complete_days(**days, at=moment())
    measure_returns(at=moment())
    gone, _end = caller.pull(MEASUREMENTS, after=end["sequence"])
    assert gone == [{"id": row["id"], "is_removed": True} for row in rows]


def test_list_filters_by_metric(caller, ann):
    answer(ann, score=4, values={"complaint": 1})
    rated = answer(ann, score=None, values={"stars": 5})

    [row], _end = caller.pull(MEASUREMENTS, metric="stars")
    assert row["id"] == str(rated.interaction.uuid)
    [row], _end = caller.pull(MEASUREMENTS, metric="complaint")
    assert [value["metric"] for value in row["values"]] == ["complaint"]
    derived = caller.get(MEASUREMENTS, {"metric": "low_score"})
    assert derived.status_code == 400


def test_every_metric_with_measurements_can_be_asked_for(caller):
    for key in Metric.objects.filter(derived_from=None).values_list("key", flat=True):
        assert caller.get(MEASUREMENTS, {"metric": key}).status_code == 200


def test_list_keeps_to_the_reach(company, caller_for, sign_in):
    mine, other = (TeamFactory(parent=company) for _n in range(2))
    ann, ben = EmployeeFactory(team=mine), EmployeeFactory(team=other)
    of_ann, of_ben = answer(ann), answer(ben)

    for client in (caller_for(team=mine), sign_in(ann)):
        page = client.get(MEASUREMENTS).json()
        assert ids(page["results"]) == [str(of_ann.interaction.uuid)]
        hidden = client.get(f"{MEASUREMENTS}/{of_ben.interaction.uuid}")
        assert hidden.status_code == 404


@pytest.mark.parametrize("count", [3, 300])
def test_list_costs_six_statements_at_any_length(company, caller_for, count):
    team = TeamFactory(parent=company)
    person = EmployeeFactory(team=team)
    record_all([served(person, values={"csat": 4}) for _n in range(count)])
    caller = caller_for(team=team)
    caller.get(MEASUREMENTS)

    with CaptureQueriesContext(connection) as statements:
        page = caller.get(MEASUREMENTS, {"limit": 500}).json()

    assert len(page["results"]) == count
    assert len(statements) == 6
