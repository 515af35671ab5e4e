"""The correction and the table of verdicts, row by row, on plain values."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import false_discovery_control

from outcomes.engine.finding import Finding, Fit, Gate, Line
from outcomes.engine.settings import LOWER, Settings
from outcomes.engine.verdict import (
    GATES,
    HARMFUL,
    NO_EVIDENCE,
    NO_FIT,
    NOT_ENOUGH_DATA,
    PAYS_OFF,
    TOO_WIDE,
    adjusted,
    strike_verdicts,
)

SETTINGS = Settings()
PASSED = Gate("teams", 9, 8, True, 0, "teams")
FAILED = Gate("teams", 7, 8, False, 1, "teams")


def finding(effect=0.2, p=0.001, detectable=0.05, gate=PASSED, **more):
    fit = Fit(effect, 0.02, p, 30, 9)
    values = {
        "effect": effect,
        "se": 0.02,
        "low": effect - 0.05,
        "high": effect + 0.05,
        "df": 8,
        "p": p,
        "better": "higher",
        "strict": fit,
        "generous": fit,
        "curve": (),
        "leads": (),
        "zone": (),
        "pretrend_p": 0.5,
        "wait_list": Line(),
        "lagged": Line(),
        "drawn": Line(),
        "gates": (gate,),
        "completed": 30,
        "used": tuple(range(30)),
        "left_out": {},
        "responses_before": 900,
        "responses_after": 600,
        "top_share_before": None,
        "smallest_detectable": detectable,
        "clusters": 9,
        "effective_clusters": 8.5,
        "is_interval_shown": True,
        "fragile_reasons": (),
    }
    return Finding(**{**values, **more})


@pytest.mark.parametrize(
    ("what", "settings", "verdict", "reason"),
    [
        (finding(0.2, p=0.001), SETTINGS, PAYS_OFF, ""),
        (finding(-0.2, p=0.001), SETTINGS, HARMFUL, ""),
        (finding(0.2, p=0.05), SETTINGS, PAYS_OFF, ""),
        (finding(0.2, p=0.051), SETTINGS, NO_EVIDENCE, ""),
        (finding(0.2, p=1, detectable=0.10), SETTINGS, NO_EVIDENCE, ""),
        (finding(0.2, p=1, detectable=0.11), SETTINGS, NOT_ENOUGH_DATA, TOO_WIDE),
        (finding(0.2, gate=FAILED), SETTINGS, NOT_ENOUGH_DATA, GATES),
        (finding(-0.2, gate=FAILED), SETTINGS, NOT_ENOUGH_DATA, GATES),
        (finding(se=None, p=1), SETTINGS, NOT_ENOUGH_DATA, NO_FIT),
        (finding(-0.2, p=0.001), Settings(better=LOWER), PAYS_OFF, ""),
        (finding(0.2, p=0.001), Settings(better=LOWER), HARMFUL, ""),
        (finding(0.2, p=1, detectable=2.9), Settings(worthwhile=3), NO_EVIDENCE, ""),
    ],
)
def test_strike_verdicts_row_by_row(what, settings, verdict, reason):
    struck = strike_verdicts({"module": what}, settings)["module"]

    assert (struck.verdict, struck.reason) == (verdict, reason)


@pytest.mark.parametrize("effect", [0.2, -0.2])
def test_strike_verdicts_fragile_is_a_label_and_changes_nothing(effect):
    solid = finding(effect)
    fragile = replace(solid, fragile_reasons=("pretrend",))

    struck = strike_verdicts({"a": solid, "b": fragile}, SETTINGS)

    assert struck["a"].verdict == struck["b"].verdict
    assert [struck[name].is_fragile for name in "ab"] == [False, True]


def test_strike_verdicts_corrects_for_all_modules_judged_in_one_run():
    one = {"a": finding(p=0.03)}
    many = {**one, **{f"null {i}": finding(0.01, p=0.9) for i in range(4)}}

    assert strike_verdicts(one, SETTINGS)["a"].verdict == PAYS_OFF
    assert strike_verdicts(many, SETTINGS)["a"].verdict == NO_EVIDENCE
    assert strike_verdicts(many, SETTINGS)["a"].p_adjusted == pytest.approx(0.15)


def test_strike_verdicts_does_not_count_modules_without_enough_data():
    findings = {"a": finding(p=0.03), "b": finding(p=0.9, gate=FAILED)}

    struck = strike_verdicts(findings, SETTINGS)

    assert struck["a"].p_adjusted == 0.03
    assert struck["b"].p_adjusted is None


def test_strike_verdicts_of_nothing_is_nothing():
    assert strike_verdicts({}, SETTINGS) == {}


@pytest.mark.parametrize("count", [1, 2, 5, 40])
def test_adjusted_agrees_with_scipy(count):
    chances = np.random.default_rng(count).uniform(0, 0.2, count)
    chances[count // 2] = 1.0

    assert adjusted(list(chances)) == pytest.approx(false_discovery_control(chances))


def test_adjusted_agrees_with_scipy_on_ties():
    chances = [0.02, 0.02, 0.5, 0.5, 0.0, 1.0]

    assert adjusted(chances) == pytest.approx(false_discovery_control(chances))
