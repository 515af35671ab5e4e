"""Planning ahead of a run: from its panel, step by step, whoever is killed on the way."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from outcomes.actions.plan_ahead import begin_plan_ahead, claim_plan_ahead, keep_tries
from outcomes.choices import AnalysisState, Verdict
from outcomes.models import Analysis, Estimate, PlanAhead
from outcomes.panel import plan_ahead as planning
from outcomes.panel.plan_ahead import plan_ahead
from outcomes.panel.running import work_out
from outcomes.panel.version import code_version
from tests.factories.outcomes import AnalysisFactory
from tests.factories.staff import moment
from tests.outcomes.organisation import Organisation, asked

TRIES = 45
SMALL = {"teams": 8, "size": 6, "weeks": 40}
LATER = moment() + dt.timedelta(minutes=11)


def a_run(*, tries=TRIES, worthwhile=0.001, **house):
    """Return a run that is done, to be planned ahead of with few tries."""
    Organisation(modules={"good": 0.5}, **{**SMALL, **house})
    analysis = asked()
    analysis.parameters["settings"]["tries"] = tries
    analysis.parameters["metrics"][0]["worthwhile"] = worthwhile
    analysis.save()
    return work_out(analysis, clock=moment)


@pytest.mark.django_db
def test_plan_ahead_tries_more_people_until_there_are_no_more():
    analysis = a_run()
    verdicts = list(Estimate.objects.order_by("pk").values())

    ahead = plan_ahead(analysis, clock=moment)

    assert [step["people"] for step in ahead.steps] == [20, 40]
    assert {step["tries"] for step in ahead.steps} == {TRIES}
    few, many = (step["error"] for step in ahead.steps)
    assert 0 < many < few < 0.5
    assert (ahead.finished_at, ahead.failure, ahead.tries) == (moment(), "", [])
    assert list(Estimate.objects.order_by("pk").values()) == verdicts


@pytest.mark.django_db
def test_plan_ahead_stops_where_an_effect_worth_having_shows():
    ahead = plan_ahead(a_run(worthwhile=2.0, size=10), clock=moment)

    *before, last = [step["shows_from"] for step in ahead.steps]
    assert last <= 2.0
    assert before in ([], [None])
    assert ahead.finished_at == moment()


@pytest.mark.django_db
def test_plan_ahead_broken_off_anywhere_ends_with_the_same_figures(monkeypatch):
    analysis = a_run()
    undisturbed = plan_ahead(analysis, clock=moment).steps
    PlanAhead.objects.all().delete()

    class Killed(BaseException):
        pass

    calls = 0

    def until_killed(*words):
        nonlocal calls
        calls += 1
        if calls in (10, 47, 70):
            raise Killed
        return planning_try(*words)

    planning_try = planning.try_once
    monkeypatch.setattr(planning, "try_once", until_killed)
    kept = []
    for _kill in range(3):
        with pytest.raises(Killed):
            plan_ahead(analysis, clock=moment)
        ahead = PlanAhead.objects.get()
        kept.append((len(ahead.steps), len(ahead.tries)))

    assert plan_ahead(analysis, clock=moment).steps == undisturbed
    assert kept == [(0, 0), (0, 20), (0, 40)]


@pytest.mark.django_db
def test_plan_ahead_step_by_step_comes_to_the_same():
    analysis = a_run()
    once = plan_ahead(analysis, clock=moment).steps
    PlanAhead.objects.all().delete()

    first = plan_ahead(analysis, clock=moment, most=1)
    second = plan_ahead(analysis, clock=moment, most=1)

    assert (first.steps, first.finished_at) == (once[:1], None)
    assert (second.steps, second.finished_at) == (once, moment())


@pytest.mark.django_db
def test_plan_ahead_of_a_past_too_short_ends_without_a_step():
    ahead = plan_ahead(a_run(weeks=20), clock=moment)

    assert (ahead.steps, ahead.finished_at) == ([], moment())


@pytest.mark.django_db
def test_plan_ahead_says_why_it_did_not_work_and_tries_again_when_asked():
    analysis = a_run()
    digest = analysis.panel_digest
    Analysis.objects.update(panel_digest="another")
    analysis.refresh_from_db()

    with pytest.raises(ValidationError):
        plan_ahead(analysis, clock=moment)

    assert "has changed" in PlanAhead.objects.get().failure
    assert claim_plan_ahead(at=LATER) is None
    analysis.panel_digest = digest
    assert len(plan_ahead(analysis, clock=moment).steps) == 2


@pytest.mark.django_db
def test_plan_ahead_waits_for_the_verdicts():
    run = AnalysisFactory(state=AnalysisState.RUNNING)

    with pytest.raises(ValidationError) as refusal:
        plan_ahead(run, clock=moment)

    assert refusal.value.code == "not_done"
    assert not PlanAhead.objects.exists()


@pytest.mark.django_db
def test_plan_ahead_leaves_alone_a_run_from_before_there_was_a_seed():
    run = AnalysisFactory()
    del run.parameters["seed"]
    run.save()

    with pytest.raises(ValidationError) as refusal:
        plan_ahead(run, clock=moment)

    assert refusal.value.code == "no_seed"
    assert claim_plan_ahead(at=moment()) is None


@pytest.mark.django_db
def test_begin_plan_ahead_goes_on_with_the_same_arithmetic_alone():
    analysis = a_run()
    plan_ahead(analysis, clock=moment, most=1)

    same = begin_plan_ahead(analysis=analysis, code_version=code_version(), at=LATER)
    other = begin_plan_ahead(analysis=analysis, code_version="1-other", at=LATER)

    assert (len(same.steps), same.claimed_at) == (1, LATER)
    assert (other.steps, other.code_version) == ([], "1-other")
    late = keep_tries(ahead=same, first=0, tries=[[0.1, 0.2, False]], at=LATER)
    assert late.tries == []


@pytest.mark.django_db
def test_keep_tries_of_two_workers_keeps_them_once():
    begun = begin_plan_ahead(analysis=AnalysisFactory(), code_version="1", at=moment())
    tries = [[0.1, 0.2, False], [0.0, None, False]]

    keep_tries(ahead=begun, first=0, tries=tries, at=moment())
    kept = keep_tries(ahead=begun, first=0, tries=tries, at=moment())

    assert kept.tries == tries


@pytest.mark.django_db
def test_claim_plan_ahead_claims_the_latest_run_while_nobody_is_at_it():
    AnalysisFactory(through_week="2026-10-05")
    latest = AnalysisFactory()

    assert claim_plan_ahead(at=moment()) == latest
    assert claim_plan_ahead(at=moment()) is None
    assert claim_plan_ahead(at=LATER) == latest
    PlanAhead.objects.update(finished_at=moment())
    assert claim_plan_ahead(at=LATER + dt.timedelta(hours=1)) is None


@pytest.mark.django_db
def test_verdicts_are_struck_without_a_look_at_what_was_planned_ahead():
    """Whatever stands there, the run says the same when it is struck and run again."""
    analysis = a_run()
    ahead = plan_ahead(analysis, clock=moment)
    wild = {"people": 20, "tries": 1, "judged": 1, "called": 1, "error": 9.0}
    ahead.steps = [{**wild, "shows_from": 1e-9}]
    ahead.save()

    again = work_out(asked(), clock=moment)

    found = Estimate.objects.filter(metric__key="csat").order_by("pk")
    assert [each.verdict for each in found] == [Verdict.PAYS_OFF] * 2
    assert not hasattr(again, "plan_ahead")
