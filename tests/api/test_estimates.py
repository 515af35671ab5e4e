"""Estimates over the API: those of the latest run that is done, or of one named."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.choices import Scope
from api.estimates import EstimateSerializer
from outcomes.choices import Verdict
from tests.factories.outcomes import LAST_WEEK, AnalysisFactory, EstimateFactory, metric
from tests.factories.staff import EmployeeFactory, TeamFactory, moment
from tests.factories.training import ModuleFactory

ESTIMATES = "/api/v1/estimates"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(moment(), tick=True)


def ids(rows):
    return [row["id"] for row in rows]


def test_row_says_the_same_alone_and_in_a_list(caller):
    run = AnalysisFactory()
    estimate = EstimateFactory(
        analysis=run,
        module=ModuleFactory(slug="smile"),
        verdict=Verdict.PAYS_OFF,
        effect=0.15,
        low=0.09,
        high=0.21,
        smallest_detectable=0.09,
        is_fragile=True,
    )
    other = EstimateFactory(analysis=run, metric=metric("nps"), size=10, verdict="")

    rows, end = caller.pull(ESTIMATES)

    assert rows == [
        caller.get(f"{ESTIMATES}/{each.pk}").json() for each in (estimate, other)
    ]
    assert list(rows[0]) == list(EstimateSerializer().fields)
    assert list(end) == ["sequence", "as_of", "next", "results"]
    assert rows[0] == {
        "id": estimate.pk,
        "analysis": str(run.uuid),
        "through_week": str(LAST_WEEK),
        "finished_at": "2026-11-23T12:00:00.000000Z",
        "module": "smile",
        "metric": "csat",
        "is_primary": True,
        "effect": 0.15,
        "low": 0.09,
        "high": 0.21,
        "strict": 0.13,
        "generous": 0.17,
        "smallest_detectable": 0.09,
        "verdict": "pays_off",
        "is_fragile": True,
        "completed_count": 148,
        "used_count": 131,
        "responses_before": 5240,
        "responses_after": 3144,
    }
    assert (rows[1]["is_primary"], rows[1]["verdict"]) == (False, "")


def test_row_keeps_to_itself_what_fewer_than_five_people_are_behind(caller):
    run = AnalysisFactory()
    few, enough = (EstimateFactory(analysis=run, used_count=n) for n in (4, 5))

    hidden, shown = caller.pull(ESTIMATES)[0]

    figures = ("effect", "low", "high", "strict", "generous", "smallest_detectable")
    assert [hidden[name] for name in figures] == [None] * 6
    assert None not in [shown[name] for name in figures]
    assert (hidden["used_count"], hidden["id"]) == (4, few.pk)
    assert caller.get(f"{ESTIMATES}/{few.pk}").json() == hidden
    assert caller.get(f"{ESTIMATES}/{enough.pk}").json() == shown


def test_list_is_of_the_latest_run_unless_another_is_named(caller):
    old = EstimateFactory(
        analysis=AnalysisFactory(through_week=LAST_WEEK - dt.timedelta(weeks=4))
    )
    new = EstimateFactory()
    begun = EstimateFactory(
        analysis=AnalysisFactory(
            state="running", through_week=LAST_WEEK + dt.timedelta(weeks=1)
        )
    )

    def asked(**query):
        return ids(caller.pull(ESTIMATES, **query)[0])

    assert asked() == asked(analysis=new.analysis.uuid) == [new.pk]
    assert asked(analysis=old.analysis.uuid) == [old.pk]
    assert caller.get(f"{ESTIMATES}/{old.pk}").status_code == 200
    assert caller.get(f"{ESTIMATES}/{begun.pk}").status_code == 404
    for odd in (begun.analysis.uuid, "0f3e3a3e-46a5-4a30-9d3f-0c1a2b3c4d5e"):
        [reason] = caller.get(ESTIMATES, {"analysis": odd}).json()["errors"]
        assert (reason["field"], reason["code"]) == ("analysis", "unknown")


def test_list_is_empty_before_the_first_run(caller):
    assert caller.pull(ESTIMATES)[0] == []


def test_list_has_pages_and_nothing_to_follow(caller):
    run = AnalysisFactory()
    estimates = [EstimateFactory(analysis=run) for _n in range(5)]

    for limit in (1, 2, 5):
        rows, _end = caller.pull(ESTIMATES, limit=limit)
        assert ids(rows) == [estimate.pk for estimate in estimates]
    for name in ("after", "updated_since"):
        [reason] = caller.get(ESTIMATES, {name: 1}).json()["errors"]
        assert (reason["field"], reason["code"]) == (name, "unknown")


def test_pages_are_never_of_two_runs(caller):
    run = AnalysisFactory()
    EstimateFactory(analysis=run)
    EstimateFactory(analysis=run)
    onward = caller.get(ESTIMATES, {"limit": 1}).json()["next"]
    EstimateFactory(
        analysis=AnalysisFactory(through_week=LAST_WEEK + dt.timedelta(weeks=1))
    )

    [reason] = caller.get(onward).json()["errors"]

    assert (reason["field"], reason["code"]) == ("cursor", "other_list")


def test_whoever_leads_reads_all_of_it(company, caller_for, sign_in):
    team = TeamFactory(parent=company)
    estimate = EstimateFactory()
    manager = EmployeeFactory(team=team, manages=[team])

    for client in (caller_for(team=team), sign_in(manager)):
        assert ids(client.get(ESTIMATES).json()["results"]) == [estimate.pk]
    for client in (
        sign_in(EmployeeFactory(team=team)),
        caller_for(scopes=[Scope.FEEDBACK_READ]),
    ):
        assert client.get(ESTIMATES).status_code == 403
        assert client.get(f"{ESTIMATES}/{estimate.pk}").status_code == 403


@pytest.mark.parametrize("count", [3, 300])
def test_list_costs_five_statements_at_any_length(caller, count):
    run = AnalysisFactory()
    for _n in range(count):
        EstimateFactory(analysis=run)
    caller.get(ESTIMATES)

    with CaptureQueriesContext(connection) as statements:
        page = caller.get(ESTIMATES, {"limit": 500}).json()

    assert len(page["results"]) == count
    assert len(statements) == 5
