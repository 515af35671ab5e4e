"""From rows to verdicts, through the frozen panel."""

import pytest

from outcomes.choices import AnalysisState, Verdict
from outcomes.models import Estimate
from outcomes.panel.running import compare, work_out
from tests.factories.staff import moment
from tests.outcomes.organisation import Organisation, asked


@pytest.fixture
def house(db):
    return Organisation(modules={"good": 0.5, "nothing": 0.0, "bad": -0.7})


def verdicts(analysis, key):
    found = Estimate.objects.filter(analysis=analysis, metric__key=key)
    return dict(found.values_list("module__slug", "verdict"))


def test_work_out_strikes_the_right_verdicts_whichever_way_is_good(house):
    analysis = work_out(asked(), clock=moment)

    assert analysis.state == AnalysisState.DONE
    assert verdicts(analysis, "csat") == {
        "good": Verdict.PAYS_OFF,
        "nothing": Verdict.NO_EVIDENCE,
        "bad": Verdict.HARMFUL,
    }
    complaints = verdicts(analysis, "complaint")
    assert (complaints["good"], complaints["bad"]) == (
        Verdict.PAYS_OFF,
        Verdict.HARMFUL,
    )
    fewer = Estimate.objects.get(metric__key="complaint", module__slug="good")
    assert fewer.high < 0


def test_work_out_again_from_the_panel_gives_the_same_bits(house):
    analysis = work_out(asked(), clock=moment)

    assert compare(analysis) == []


def test_work_out_again_strikes_again_and_names_a_verdict_that_was_changed(house):
    analysis = work_out(asked(), clock=moment)
    found = Estimate.objects.filter(analysis=analysis)
    found.update(verdict=Verdict.HARMFUL)
    bad = found.get(module__slug="bad", metric__key="csat")
    bad.is_fragile = not bad.is_fragile
    bad.findings["p_adjusted"] = 1.0
    bad.findings["reason"] = "gates"
    bad.save()

    differences = compare(analysis)

    nothing = found.get(module__slug="nothing", metric__key="csat").module_id
    assert f"module {nothing}, csat: verdict" in differences
    of_bad = f"module {bad.module_id}, csat: "
    assert {each for each in differences if each.startswith(of_bad)} == {
        f"{of_bad}{name}" for name in ("is_fragile", "p_adjusted", "reason")
    }


def test_work_out_again_before_the_verdicts_compares_what_there_is(house):
    analysis = work_out(asked(), clock=moment)
    Estimate.objects.filter(analysis=analysis).update(verdict="")
    analysis.state, analysis.finished_at = AnalysisState.RUNNING, None
    analysis.save()

    assert compare(analysis) == []
