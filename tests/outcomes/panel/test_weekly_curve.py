"""The curve between two verdicts: drawn by the same engine, and never a verdict."""

import datetime as dt

import pytest
from django.core.files.storage import default_storage

from events.models import Event
from outcomes.actions.analysis import ask_for_analysis, ask_for_curve, strike
from outcomes.choices import AnalysisKind, AnalysisState
from outcomes.models import Analysis, Estimate, EstimatePerson
from outcomes.panel.running import compare, work_out
from outcomes.queries.payoff import later_curve, latest_analysis, runs
from tests.factories.outcomes import LAST_WEEK, AnalysisFactory, EstimateFactory
from tests.factories.staff import TODAY, moment
from tests.outcomes.organisation import Organisation, asked

A_WEEK = dt.timedelta(weeks=1)
SMALL = {"teams": 8, "size": 4, "weeks": 40}

pytestmark = pytest.mark.django_db


@pytest.fixture
def struck():
    """A run with verdicts, two weeks before the last that is over."""
    Organisation(modules={"good": 0.5, "nothing": 0.0}, **SMALL)
    return work_out(asked(through=LAST_WEEK - 2 * A_WEEK), clock=moment)


def drawn(today=TODAY):
    return work_out(ask_for_curve(at=moment(), today=today), clock=moment)


def test_curve_is_what_a_run_through_that_week_would_draw(struck):
    curve = drawn()

    verdicts = work_out(asked(through=LAST_WEEK), clock=moment)
    for module in ("good", "nothing"):
        found, judged = (
            Estimate.objects.get(analysis=run, module__slug=module, metric__key="csat")
            for run in (curve, verdicts)
        )
        assert (found.effect, found.low, found.high) == (
            judged.effect,
            judged.low,
            judged.high,
        )
        assert found.findings == {
            name: judged.findings[name] for name in ("curve", "leads", "zone")
        }


def test_curve_holds_nothing_to_judge_by_and_leaves_the_verdicts(struck):
    before = list(Estimate.objects.filter(analysis=struck).order_by("pk").values())

    curve = drawn()

    assert (curve.state, curve.kind) == (AnalysisState.DONE, AnalysisKind.CURVE)
    found = Estimate.objects.filter(analysis=curve)
    assert [each.metric.key for each in found] == ["csat", "csat"]
    assert {
        (each.verdict, each.p_value, each.smallest_detectable) for each in found
    } == {("", None, None)}
    people = EstimatePerson.objects.filter(estimate__analysis=curve)
    assert set(people.values_list("place", flat=True)) == {"used"}
    after = Estimate.objects.filter(analysis=struck).order_by("pk")
    assert list(after.values()) == before
    assert latest_analysis() == struck
    assert runs().done == struck
    assert set(Event.objects.values_list("subject_id", flat=True)) == {struck.pk}
    with pytest.raises(ValueError, match="No verdict"):
        strike(analysis=curve, at=moment())


def test_curve_run_again_gives_the_same_bits(struck):
    curve = drawn()

    assert compare(curve) == []

    found = Estimate.objects.filter(analysis=curve).first()
    found.findings["curve"][0]["effect"] += 1e-12
    found.save()
    assert compare(curve) == [f"module {found.module_id}, csat: findings"]


def test_curve_goes_by_what_the_verdicts_went_by(struck):
    struck.parameters["settings"]["exclude"] = 6
    struck.save()

    curve = ask_for_curve(at=moment(), today=TODAY)

    assert curve.parameters["settings"] == struck.parameters["settings"]
    assert [each["key"] for each in curve.parameters["metrics"]] == ["csat"]
    assert curve.through_week == LAST_WEEK
    assert ask_for_curve(at=moment(), today=TODAY) == curve


def test_curve_gives_way_to_that_of_the_next_week(struck):
    first = drawn(TODAY - 7 * dt.timedelta(days=1))
    panel = first.panel.name

    second = drawn()

    assert list(Analysis.objects.drawn()) == [second]
    assert not default_storage.exists(panel)
    assert default_storage.exists(second.panel.name)


def test_curve_and_verdicts_of_one_week_may_be_on_their_way_together(struck):
    curve = ask_for_curve(at=moment(), today=TODAY)

    analysis, is_new = ask_for_analysis(
        by=None, at=moment(), today=TODAY, through=LAST_WEEK
    )

    assert is_new
    assert analysis != curve
    assert runs().open == analysis


def test_later_curve_is_that_of_weeks_after_the_verdict_alone():
    run = AnalysisFactory(through_week=LAST_WEEK - A_WEEK)
    estimate = EstimateFactory(analysis=run)
    module = estimate.module
    same = AnalysisFactory(kind="curve", through_week=run.through_week)
    EstimateFactory(analysis=same, module=module, verdict="")
    assert later_curve(run, module) is None

    later = AnalysisFactory(kind="curve", through_week=LAST_WEEK)
    of_later = EstimateFactory(analysis=later, module=module, verdict="")

    assert later_curve(run, module) == of_later
    later.state, later.finished_at = AnalysisState.RUNNING, None
    later.save()
    assert later_curve(run, module) is None
