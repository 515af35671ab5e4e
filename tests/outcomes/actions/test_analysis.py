"""Asking for runs, going on with them, ending them."""

import datetime as dt
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from events.models import Event
from feedback.models import DirtyWeek, Metric, WeeklyOutcome
from outcomes.actions.analysis import (
    ask_for_analysis,
    begin_analysis,
    claim_left_lying,
    fail_analysis,
    keep_estimate,
    keep_panel,
    settings_of,
    strike,
)
from outcomes.choices import AnalysisState, Place
from outcomes.engine.settings import Settings
from outcomes.models import (
    Analysis,
    Estimate,
    EstimateGap,
    EstimatePerson,
    Judging,
)
from outcomes.queries.payoff import latest_analysis
from staff.models import FileImport
from tests.concurrency import Together, database_in_a_file
from tests.factories.outcomes import LAST_WEEK, AnalysisFactory
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment
from tests.factories.training import ModuleFactory

A_WEEK = dt.timedelta(weeks=1)


def measure_something():
    team = TeamFactory()
    WeeklyOutcome.objects.create(
        employee=EmployeeFactory(team=team),
        team=team,
        metric=Metric.objects.get(key="csat"),
        week=LAST_WEEK - 4 * A_WEEK,
        responses=1,
        weight=10_000,
        total=4,
        squares=16,
    )


@pytest.fixture
def measured(db):
    measure_something()


def ask(**facts):
    return ask_for_analysis(**{"by": None, "at": moment(), "today": TODAY, **facts})


def begin(analysis, code="1-a"):
    return begin_analysis(
        analysis=analysis, code_version=code, made_with={}, at=moment()
    )


def test_ask_for_analysis_freezes_what_the_run_goes_by(measured):
    asker = EmployeeFactory()

    analysis, is_new = ask(by=asker)

    assert is_new
    assert analysis.state == AnalysisState.WAITING
    assert analysis.through_week == LAST_WEEK
    assert analysis.asked_by == asker
    assert [each["key"] for each in analysis.parameters["metrics"]] == [
        "csat",
        "low_score",
        "nps",
        "complaint",
        "returned",
    ]
    event = Event.objects.get(kind="analysis.asked")
    assert (event.actor_id, event.subject_id) == (asker.pk, analysis.pk)


def test_ask_for_analysis_twice_is_one_run(measured):
    first, _is_new = ask()

    again, is_new = ask()

    assert (again.pk, is_new) == (first.pk, False)
    assert Analysis.objects.count() == 1


def test_ask_for_analysis_keeps_its_week_for_the_rest_of_the_month(measured):
    AnalysisFactory(through_week=LAST_WEEK - A_WEEK)

    analysis, _is_new = ask()

    assert analysis.through_week == LAST_WEEK - A_WEEK


def test_ask_for_analysis_judges_by_the_metric_that_was_chosen(measured):
    Judging.objects.update(primary_metric=Metric.objects.get(key="nps"))

    analysis, _is_new = ask()

    assert analysis.primary_metric.key == "nps"
    assert analysis.parameters["metrics"][0]["key"] == "nps"


@pytest.mark.parametrize("day", [TODAY, TODAY + dt.timedelta(days=6)])
def test_ask_for_analysis_refuses_a_week_that_is_not_over(measured, day):
    with pytest.raises(ValidationError) as refusal:
        ask(through=day)

    assert refusal.value.code == "week_not_over"


def test_ask_for_analysis_refuses_a_metric_that_is_context(measured):
    Judging.objects.update(primary_metric=Metric.objects.get(key="handling_time"))

    with pytest.raises(ValidationError) as refusal:
        ask()

    assert refusal.value.code == "primary_is_context"


def test_ask_for_analysis_refuses_where_nothing_was_measured(company):
    with pytest.raises(ValidationError) as refusal:
        ask()

    assert refusal.value.code == "nothing_measured"
    assert not Analysis.objects.exists()


def test_ask_for_analysis_waits_for_weeks_that_are_to_be_summed(company):
    DirtyWeek.objects.create(team=company, week=LAST_WEEK)

    _analysis, is_new = ask()

    assert is_new


@pytest.mark.django_db(transaction=True)
def test_ask_for_analysis_at_once_is_one_run(tmp_path):
    """Several people press the button at the same moment."""
    start = threading.Barrier(4)
    with database_in_a_file(tmp_path / "asked.sqlite3"):
        measure_something()
        asked = []

        def press():
            connection.ensure_connection()
            start.wait(20)
            asked.append(ask())

        with Together() as together:
            for _ in range(4):
                together.start(press)

        assert sorted(is_new for _analysis, is_new in asked) == [
            False,
            False,
            False,
            True,
        ]
        assert Analysis.objects.count() == 1


def test_settings_of_come_back_as_they_were_frozen(measured):
    analysis, _is_new = ask()
    Metric.objects.update(smallest_effect=9)
    analysis.refresh_from_db()

    csat, complaint = (settings_of(analysis, key) for key in ("csat", "complaint"))

    assert csat == Settings()
    assert (complaint.sign, complaint.worthwhile) == (-1, 0.01)


@pytest.mark.parametrize(("state", "rows"), [("running", 0), ("waiting", 7)])
def test_begin_analysis_waits_while_a_file_is_being_taken_in(measured, state, rows):
    analysis, _is_new = ask()
    FileImport.objects.create(
        kind="answers",
        file_name="answers.csv",
        state=state,
        rows_read=rows,
        rows_known=rows,
        created_at=moment(),
    )

    with pytest.raises(ValidationError) as refusal:
        begin(analysis)

    analysis.refresh_from_db()
    assert refusal.value.code == "file_on_its_way"
    assert analysis.state == AnalysisState.WAITING


def test_begin_analysis_does_not_wait_for_a_file_that_has_not_begun(measured):
    analysis, _is_new = ask()
    FileImport.objects.create(
        kind="answers", file_name="a.csv", state="waiting", created_at=moment()
    )

    assert begin(analysis).state == AnalysisState.RUNNING


def test_begin_analysis_goes_on_with_the_same_code_alone(measured):
    analysis, _is_new = ask()
    begin(analysis)

    assert begin(analysis).state == AnalysisState.RUNNING
    with pytest.raises(ValidationError) as refusal:
        begin(analysis, code="1-b")

    assert refusal.value.code == "other_code"


def test_begin_analysis_refuses_a_run_that_has_ended(db):
    with pytest.raises(ValidationError) as refusal:
        begin(AnalysisFactory())

    assert refusal.value.code == "ended"


def test_keep_panel_keeps_the_first(measured):
    analysis = begin(ask()[0])
    other = Analysis.objects.get(pk=analysis.pk)
    facts = {"estimates_expected": 2, "at": moment()}

    keep_panel(analysis=analysis, content=b"one", digest="d1", **facts)
    kept = keep_panel(analysis=other, content=b"two", digest="d2", **facts)

    assert (kept.panel_digest, kept.panel.read()) == ("d1", b"one")


def test_keep_estimate_twice_keeps_one(measured):
    analysis, module = begin(ask()[0]), ModuleFactory()
    person = EmployeeFactory()
    facts = {
        "analysis": analysis,
        "module_id": module.pk,
        "metric_id": analysis.primary_metric_id,
        "people": {Place.USED: [person.pk]},
        "weeks": {person.pk: (LAST_WEEK - A_WEEK, None)},
        "gaps": [(person.pk, LAST_WEEK, LAST_WEEK)],
        "at": moment(),
    }

    assert keep_estimate(values={"effect": 1.0}, **facts)
    assert keep_estimate(values={"effect": 2.0}, **facts)

    assert Estimate.objects.get().effect == 1.0
    stands = EstimatePerson.objects.get()
    assert (stands.employee, stands.completed_week) == (person, LAST_WEEK - A_WEEK)
    assert stands.assigned_week is None
    assert EstimateGap.objects.get().first_week == LAST_WEEK


def test_keep_estimate_says_when_the_run_has_ended(db):
    analysis, module = AnalysisFactory(), ModuleFactory()

    goes_on = keep_estimate(
        analysis=analysis,
        module_id=module.pk,
        metric_id=analysis.primary_metric_id,
        values={},
        people={},
        weeks={},
        gaps=[],
        at=moment(),
    )

    assert not goes_on
    assert not Estimate.objects.exists()


def test_strike_leaves_a_run_that_has_ended_as_it_is(db):
    analysis = AnalysisFactory(finished_at=moment(hour=8))

    assert strike(analysis=analysis, at=moment()).finished_at == moment(hour=8)


def test_fail_analysis_says_why_and_leaves_the_last_good_one(measured):
    good = AnalysisFactory(through_week=LAST_WEEK - A_WEEK)
    analysis = begin(ask(through=LAST_WEEK)[0])

    failed = fail_analysis(analysis=analysis, failure="MemoryError: ", at=moment())

    assert (failed.state, failed.failure) == (AnalysisState.FAILED, "MemoryError: ")
    assert failed.finished_at == moment()
    assert latest_analysis() == good


def test_claim_left_lying_claims_once_whose_worker_is_silent(measured):
    analysis = begin(ask()[0])
    late = moment() + dt.timedelta(minutes=11)

    assert claim_left_lying(at=moment() + dt.timedelta(minutes=9)) == []
    assert claim_left_lying(at=late) == [analysis]
    assert claim_left_lying(at=late) == []
