"""What the worker and the keeper do."""

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command

from feedback.models import DirtyWeek
from outcomes.choices import AnalysisState
from outcomes.models import Analysis, PlanAhead
from outcomes.panel.running import work_out
from outcomes.tasks import (
    order_analysis,
    order_monthly_analysis,
    order_weekly_curve,
    run_analysis,
)
from tests.factories.feedback import answers
from tests.factories.outcomes import LAST_WEEK, AnalysisFactory, PlanAheadFactory
from tests.factories.staff import TODAY, EmployeeFactory, moment
from tests.factories.training import EnrolmentFactory
from tests.outcomes.organisation import Organisation, asked
from training.choices import EnrolmentStatus

A_MONTH_AGO = TODAY - dt.timedelta(days=40)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(moment(), tick=False):
        yield


@pytest.fixture
def person(company):
    """Somebody with an answer, not summed yet, and a completed module."""
    person = EmployeeFactory(team=company)
    answers(person, [4, 5], A_MONTH_AGO)
    EnrolmentFactory(
        employee=person,
        status=EnrolmentStatus.COMPLETED,
        completed_on=A_MONTH_AGO,
        progress_percent=100,
    )
    return person


def test_order_analysis_has_it_worked_out(person):
    order_analysis(by=None, at=moment(), today=TODAY)

    analysis = Analysis.objects.get()
    assert (analysis.state, analysis.failure) == (AnalysisState.DONE, "")
    [csat] = analysis.estimates.filter(metric__key="csat")
    assert (csat.verdict, csat.completed_count) == ("not_enough_data", 1)
    assert csat.findings["counts"]["few_before"] == 1
    assert not DirtyWeek.objects.exists()


def test_run_analysis_again_changes_nothing(person):
    order_analysis(by=None, at=moment(), today=TODAY)
    before = list(Analysis.objects.values())

    run_analysis.call(Analysis.objects.get().pk)

    assert list(Analysis.objects.values()) == before


def test_order_monthly_analysis_orders_once_a_month(person):
    call_command("keep_figures")
    call_command("keep_figures")

    analysis = Analysis.objects.get()
    assert (analysis.state, analysis.asked_by) == (AnalysisState.DONE, None)
    a_month_later = TODAY + dt.timedelta(days=30)
    december = order_monthly_analysis(at=moment(day=a_month_later), today=a_month_later)
    assert december.through_week == dt.date(2026, 11, 23)


@pytest.mark.parametrize(("hours", "is_ordered"), [(23, False), (25, True)])
def test_order_monthly_analysis_tries_again_the_next_day(person, hours, is_ordered):
    call_command("keep_figures")
    Analysis.objects.all().delete()
    AnalysisFactory(
        state=AnalysisState.FAILED,
        finished_at=moment() - dt.timedelta(hours=hours),
        failure="MemoryError",
    )

    ordered = order_monthly_analysis(at=moment(), today=TODAY)

    assert (ordered is not None) == is_ordered


def test_keep_figures_draws_the_curve_once_a_week_and_strikes_nothing(db, capsys):
    Organisation(modules={"good": 0.5}, teams=8, size=4, weeks=30)
    a_week_ago = LAST_WEEK - dt.timedelta(weeks=1)
    work_out(asked(through=a_week_ago), clock=moment)
    PlanAheadFactory(analysis=Analysis.objects.get())

    call_command("keep_figures")
    call_command("keep_figures")

    judged, drawn = Analysis.objects.order_by("pk")
    assert (judged.kind, judged.through_week) == ("verdict", a_week_ago)
    assert (drawn.kind, drawn.through_week) == ("curve", LAST_WEEK)
    assert (drawn.state, drawn.asked_by) == (AnalysisState.DONE, None)
    assert set(drawn.estimates.values_list("verdict", flat=True)) == {""}
    assert capsys.readouterr().out.count("Analyses ordered: 1.") == 1


@pytest.mark.parametrize("state", ["waiting", "running"])
def test_order_weekly_curve_waits_for_verdicts_on_their_way(db, state):
    AnalysisFactory(through_week=LAST_WEEK - dt.timedelta(weeks=1))
    AnalysisFactory(state=state)

    assert order_weekly_curve(at=moment(), today=TODAY) is None


def test_order_weekly_curve_before_the_first_verdicts_is_none(company):
    assert order_weekly_curve(at=moment(), today=TODAY) is None


def test_keep_figures_plans_ahead_of_the_latest_run_one_step_at_a_time(db, capsys):
    Organisation(modules={"good": 0.5}, teams=8, size=6, weeks=40)
    analysis = asked()
    analysis.parameters["settings"]["tries"] = 5
    analysis.parameters["metrics"][0]["worthwhile"] = 0.001
    analysis.save()
    work_out(analysis, clock=moment)
    steps = []
    for _minute in range(4):
        call_command("keep_figures")
        steps.append(len(PlanAhead.objects.get().steps))

    assert steps == [1, 2, 2, 2]
    assert PlanAhead.objects.get().finished_at == moment()
    assert capsys.readouterr().out.count("Steps planned ahead: 1.") == 2


def test_keep_figures_orders_nothing_in_an_empty_house(company, capsys):
    call_command("keep_figures")

    assert not Analysis.objects.exists()
    assert capsys.readouterr().out == ""


def test_keep_figures_has_a_run_gone_on_with_whose_worker_was_killed(person, capsys):
    killed = AnalysisFactory(
        state=AnalysisState.WAITING,
        asked_at=moment() - dt.timedelta(minutes=11),
        parameters={"metrics": [], "most_weeks": 156, "trusts_same_day_imports": False},
    )

    call_command("keep_figures")

    killed.refresh_from_db()
    assert killed.failure.startswith("Nothing is known yet")
    assert "Gone on with: 1" in capsys.readouterr().out
