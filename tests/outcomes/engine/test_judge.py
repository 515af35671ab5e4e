"""The whole engine against straight least squares, and on panels of odd shape."""

import json
from dataclasses import replace

import numpy as np
import pytest

from outcomes.engine.finding import (
    BEFORE_WINDOW,
    FEW_AFTER,
    FEW_BEFORE,
    FEW_WAITED,
    NO_ASSIGNMENT,
    NOBODY_TO_COMPARE,
    finding_from_stored,
)
from outcomes.engine.judge import judge_module, judge_panel
from outcomes.engine.panel import LONG_AGO, NEVER, UNKNOWN, Panel, Training
from outcomes.engine.settings import LOWER, Settings
from outcomes.engine.verdict import NOT_ENOUGH_DATA, PAYS_OFF, strike_verdicts
from tests.outcomes.engine.organisation import organisation, slow_effect

SETTINGS = Settings()


def used_cells(panel, training, finding, first=0, last=12):
    """The cells of the used people in a span of weeks after completion."""
    since = np.arange(panel.weeks) - training.completed[:, None].astype(float)
    is_used = np.isin(np.arange(panel.employees), finding.used)
    return (since >= first) & (since <= last) & is_used[:, None]


def without_team(panel, trainings, team):
    """The panel and trainings of everyone whose one team is another."""
    home = panel.team.max(axis=1)
    stay = home != team
    grids = ("weight", "total", "responses", "team", "hired", "left")
    some = Panel(**{name: getattr(panel, name)[stay] for name in grids})
    return some, {
        name: Training(training.completed[stay], training.assigned[stay])
        for name, training in trainings.items()
    }


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_judge_module_agrees_with_straight_least_squares(seed):
    panel, trainings = organisation(seed, effect=0.2, kind=np.float64)
    training = trainings["m0"]

    finding = judge_module(panel, trainings, "m0", settings=SETTINGS)

    cells = used_cells(panel, training, finding)
    strict = slow_effect(panel, trainings, "m0", cut=training.assigned - 4, cells=cells)
    generous = slow_effect(
        panel, trainings, "m0", cut=training.completed - 4, cells=cells
    )
    assert finding.strict.effect == pytest.approx(strict, abs=1e-9)
    assert finding.generous.effect == pytest.approx(generous, abs=1e-9)
    assert finding.effect == pytest.approx((strict + generous) / 2, abs=1e-9)


def test_judge_module_agrees_with_straight_least_squares_bin_by_bin():
    panel, trainings = organisation(4, effect=0.2, kind=np.float64)
    training = trainings["m0"]

    finding = judge_module(panel, trainings, "m0", settings=SETTINGS)

    for point in finding.curve:
        cells = used_cells(panel, training, finding, point.first, point.last)
        strict = slow_effect(
            panel, trainings, "m0", cut=training.assigned - 4, cells=cells
        )
        assert point.strict == pytest.approx(strict, abs=1e-9)


def test_judge_module_loses_little_in_single_precision():
    exact, trainings = organisation(5, effect=0.2, kind=np.float64)
    rounded, _ = organisation(5, effect=0.2, kind=np.float32)

    first = judge_module(exact, trainings, "m0", settings=SETTINGS)
    second = judge_module(rounded, trainings, "m0", settings=SETTINGS)

    assert second.effect == pytest.approx(first.effect, abs=1e-6)
    assert second.se == pytest.approx(first.se, rel=1e-5)


def test_judge_module_leaves_each_team_out_of_fit_and_average():
    panel, trainings = organisation(6, people=60, effect=0.2, kind=np.float64)

    finding = judge_module(panel, trainings, "m0", settings=SETTINGS)

    used = np.isin(np.arange(panel.employees), finding.used)
    home = panel.team.max(axis=1)
    without = []
    for team in np.unique(home):
        some, others = without_team(panel, trainings, team)
        since = np.arange(some.weeks) - others["m0"].completed[:, None].astype(float)
        cells = (since >= 0) & (since <= 12) & used[home != team][:, None]
        cut = others["m0"].assigned - 4
        without.append(slow_effect(some, others, "m0", cut=cut, cells=cells))
    off = np.array(without) - finding.strict.effect
    count = len(off)
    expected = np.sqrt((count - 1) / count * (off**2).sum())
    assert finding.strict.se == pytest.approx(expected, rel=1e-6)


def test_judge_module_takes_the_larger_standard_error_for_the_interval():
    panel, trainings = organisation(7)

    finding = judge_module(panel, trainings, "m0", settings=SETTINGS)

    assert finding.se == max(finding.strict.se, finding.generous.se)
    middle = (finding.low + finding.high) / 2
    assert middle == pytest.approx(finding.effect)
    assert finding.df == finding.clusters - 1 == 9


def test_judge_module_finds_a_large_effect():
    panel, trainings = organisation(
        8, people=160, teams=16, weeks=80, answers=3, effect=0.4
    )

    findings = judge_panel(panel, trainings, settings=SETTINGS)

    verdicts = strike_verdicts(findings, SETTINGS)
    assert verdicts["m0"].verdict == PAYS_OFF
    assert findings["m0"].low < 0.4 < findings["m0"].high


def test_judge_module_of_a_metric_that_is_better_lower_turns_the_sign_of_the_verdict():
    panel, trainings = organisation(
        8, people=160, teams=16, weeks=80, answers=3, effect=-0.4
    )
    settings = Settings(better=LOWER)

    findings = judge_panel(panel, trainings, settings=settings, modules=["m0"])

    assert findings["m0"].effect < 0
    assert strike_verdicts(findings, settings)["m0"].verdict == PAYS_OFF


def test_judge_panel_gives_the_same_bits_again_and_with_workers():
    panel, trainings = organisation(9)

    first = judge_panel(panel, trainings, settings=SETTINGS)
    second = judge_panel(panel, trainings, settings=SETTINGS, workers=2)

    assert first == second


def test_judge_panel_judges_the_modules_named_and_holds_the_others_fixed():
    panel, trainings = organisation(10)

    some = judge_panel(panel, trainings, settings=SETTINGS, modules=["m1"])

    whole = judge_panel(panel, trainings, settings=SETTINGS)
    assert some == {"m1": whole["m1"]}


def test_finding_survives_json():
    panel, trainings = organisation(11)
    finding = judge_module(panel, trainings, "m0", settings=SETTINGS)

    stored = json.loads(json.dumps(finding.as_stored()))

    assert finding_from_stored(stored) == finding


def test_judge_module_moves_with_the_outcome_and_not_with_its_level():
    panel, trainings = organisation(12, kind=np.float64)
    base = judge_module(panel, trainings, "m0", settings=SETTINGS)

    raised = replace(panel, total=panel.total + 1e6 * panel.weight)
    finding = judge_module(raised, trainings, "m0", settings=SETTINGS)

    assert finding.effect == pytest.approx(base.effect, abs=1e-6)
    assert finding.se == pytest.approx(base.se, rel=1e-5)


def test_judge_module_uses_everybody_whose_answers_are_shared_by_three():
    panel, trainings = organisation(26, effect=0.3)
    panel = replace(panel, weight=panel.responses.astype(np.float32))
    shared = replace(panel, weight=panel.weight / 3, total=panel.total / 3)

    whole = judge_module(panel, trainings, "m0", settings=SETTINGS)
    thirds = judge_module(shared, trainings, "m0", settings=SETTINGS)

    assert (thirds.used, thirds.left_out) == (whole.used, whole.left_out)
    for name in ("responses_before", "responses_after"):
        # A little more: where nobody else had answers that week, a third is one.
        third = getattr(whole, name) // 3
        assert third <= getattr(thirds, name) < 1.1 * third
    by_key = {gate.key: gate for gate in thirds.gates}
    assert by_key["people"] == {gate.key: gate for gate in whole.gates}["people"]
    assert by_key["answers"].have == thirds.responses_after
    third = whole.curve[0].responses // 3
    assert third <= thirds.curve[0].responses < 1.2 * third


# Who is left out -------------------------------------------------------------------


def test_judge_module_says_who_is_left_out_and_why():
    panel, trainings = organisation(13, has_hires=False)
    training = trainings["m0"]
    completed, assigned = training.completed.copy(), training.assigned.copy()
    trained = np.flatnonzero(completed < NEVER)
    early, unknown, quiet, gone = trained[:4]
    completed[early], assigned[early] = -3, -8
    assigned[unknown] = UNKNOWN
    weight, responses = panel.weight.copy(), panel.responses.copy()
    weight[quiet, : assigned[quiet] - 4] = 0
    weight[gone, completed[gone] :] = 0
    panel = replace(panel, weight=weight, responses=responses)
    trainings["m0"] = Training(completed, assigned)

    finding = judge_module(panel, trainings, "m0", settings=SETTINGS)

    assert finding.completed == len(trained)
    assert early in finding.left_out[BEFORE_WINDOW]
    assert finding.left_out[NO_ASSIGNMENT] == (unknown,)
    assert quiet in finding.left_out[FEW_BEFORE]
    assert gone in finding.left_out[FEW_AFTER]
    everyone = sorted([*finding.used, *sum(finding.left_out.values(), ())])
    assert everyone == trained.tolist()


def test_judge_module_counts_people_without_any_answer():
    panel, trainings = organisation(14, has_hires=False)
    silent = np.flatnonzero(trainings["m0"].completed < NEVER)[0]
    weight = panel.weight.copy()
    weight[silent] = 0

    finding = judge_module(
        replace(panel, weight=weight), trainings, "m0", settings=SETTINGS
    )

    assert silent in finding.left_out[FEW_BEFORE]


def test_judge_module_leaves_unknown_assignments_out_of_the_strict_fit_alone():
    panel, trainings = organisation(15, has_hires=False)
    known = judge_module(panel, trainings, "m0", settings=SETTINGS)
    assigned = trainings["m0"].assigned.copy()
    unknown = known.used[0]
    assigned[unknown] = UNKNOWN
    trainings["m0"] = replace(trainings["m0"], assigned=assigned)

    finding = judge_module(panel, trainings, "m0", settings=SETTINGS)

    assert finding.strict.people == known.strict.people - 1
    assert finding.generous.people == known.generous.people
    assert finding.generous.effect == pytest.approx(known.generous.effect, abs=1e-9)
    assert finding.left_out[NO_ASSIGNMENT] == (unknown,)


def test_judge_module_without_any_assignment_draws_the_generous_fit_alone():
    panel, trainings = organisation(16, has_hires=False)
    completed = trainings["m0"].completed
    assigned = np.where(completed < NEVER, UNKNOWN, NEVER).astype(np.int32)
    trainings["m0"] = Training(completed, assigned)

    finding = judge_module(panel, trainings, "m0", settings=SETTINGS)

    assert finding.strict is None
    assert finding.effect is None
    assert finding.curve[0].effect == finding.curve[0].generous
    verdict = strike_verdicts({"m0": finding}, SETTINGS)["m0"]
    assert verdict.verdict == NOT_ENOUGH_DATA


def test_judge_module_leaves_out_weeks_without_anybody_to_compare_with():
    panel, trainings = organisation(17, trained=1.0, has_hires=False, modules=1)
    last = np.sort(trainings["m0"].assigned)[-1]
    late = np.flatnonzero(trainings["m0"].completed >= last - 3)

    finding = judge_module(panel, trainings, "m0", settings=SETTINGS)

    left_out = finding.left_out[NOBODY_TO_COMPARE]
    assert set(late) <= {*left_out, *finding.left_out.get(FEW_AFTER, ())}
    assert finding.effect is not None


def test_judge_module_does_not_pass_where_most_weeks_have_no_comparison():
    panel, trainings = organisation(17, trained=1.0, has_hires=False, modules=1)
    # Everybody has done it by week 40 of 60.
    completed = 20 + trainings["m0"].completed % 20
    training = Training(completed, completed - 2)

    finding = judge_module(panel, {"m0": training}, "m0", settings=SETTINGS)
    beside = judge_module(*organisation(17, modules=1), "m0", settings=SETTINGS)

    gate, fair = (
        next(gate for gate in each.gates if gate.key == "controls")
        for each in (finding, beside)
    )
    since = np.arange(panel.weeks) - completed[:, None]
    answered = (since >= 0) & (since <= 12) & (panel.weight > 0)
    left_out = [who for why in (FEW_BEFORE, FEW_AFTER) for who in why_out(finding, why)]
    answered[left_out] = False
    assert not gate.is_passed
    assert 0 < gate.have < gate.need < gate.of == answered.sum()
    assert fair.is_passed


def why_out(finding, reason):
    return finding.left_out.get(reason, ())


def test_judge_module_does_not_use_the_zone_before_a_completion():
    panel, trainings = organisation(18, has_hires=False, modules=1)
    base = judge_module(panel, trainings, "m0", settings=SETTINGS)
    week = np.arange(panel.weeks)
    training = trainings["m0"]
    zone = (week >= training.assigned[:, None] - 4) & (
        week < training.completed[:, None]
    )
    worse = replace(panel, total=panel.total - zone * panel.weight)

    finding = judge_module(worse, trainings, "m0", settings=SETTINGS)

    # The overall mean that values are taken less moves, and rounding with it.
    assert finding.strict.effect == pytest.approx(base.strict.effect, abs=1e-5)
    assert finding.zone[0].effect == pytest.approx(base.zone[0].effect - 1, abs=1e-5)
    assert finding.zone[1].effect == pytest.approx(base.zone[1].effect - 1, abs=1e-5)
    assert finding.generous.effect > base.generous.effect


def test_judge_module_tests_the_weeks_before_assignment():
    panel, trainings = organisation(19, has_hires=False, modules=1, answers=4)
    week = np.arange(panel.weeks)
    before = week - trainings["m0"].assigned[:, None].astype(float)
    dip = 0.5 * ((before >= -8) & (before <= -5))
    sagging = replace(panel, total=panel.total - dip * panel.weight)

    straight = judge_module(panel, trainings, "m0", settings=SETTINGS)
    finding = judge_module(sagging, trainings, "m0", settings=SETTINGS)

    assert straight.pretrend_p > 0.01
    assert finding.pretrend_p < 0.01
    assert finding.fragile_reasons[0] == "pretrend"
    shift = finding.leads[2].effect - straight.leads[2].effect
    assert shift == pytest.approx(-0.5, abs=1e-5)


# Robustness lines ------------------------------------------------------------------


def test_wait_list_line_needs_people_who_waited():
    panel, trainings = organisation(20)

    finding = judge_module(panel, trainings, "m0", settings=SETTINGS)

    assert finding.wait_list.reason == FEW_WAITED
    assert finding.wait_list.people < 30


def test_robustness_lines_find_a_large_effect_too():
    panel, trainings = organisation(
        21, people=200, teams=20, weeks=80, answers=3, effect=0.5
    )

    finding = judge_module(panel, trainings, "m0", settings=SETTINGS)

    assert finding.wait_list.low < 0.5 < finding.wait_list.high
    assert finding.wait_list.low > 0
    assert finding.lagged.low < 0.5 < finding.lagged.high
    assert finding.lagged.low > 0
    assert finding.drawn.reason == "not_drawn"


def test_judge_module_draws_nothing_beside_the_headline_when_not_asked():
    panel, trainings = organisation(21)
    whole = judge_module(panel, trainings, "m0", settings=SETTINGS)

    finding = judge_module(panel, trainings, "m0", settings=Settings(side_people=0))

    assert (finding.leads, finding.pretrend_p) == ((), None)
    assert finding.wait_list.reason == finding.lagged.reason == "not_asked"
    assert (finding.effect, finding.se) == (whole.effect, whole.se)


def test_judge_module_takes_rounding_for_no_effect():
    panel, trainings = organisation(26, people=160, teams=16, weeks=80, answers=3)
    flat_panel = replace(panel, total=np.float32(4.1) * panel.weight)

    findings = judge_panel(flat_panel, trainings, settings=SETTINGS)

    assert [finding.p for finding in findings.values()] == [1, 1, 1]


# Odd panels ------------------------------------------------------------------------


def empty(panel):
    return replace(panel, weight=panel.weight * 0, total=panel.total * 0)


def one_team(panel):
    return replace(panel, team=np.where(panel.team >= 0, 0, -1))


def no_team(panel):
    return replace(panel, team=np.full_like(panel.team, -1))


def silent_weeks(panel):
    weight = panel.weight.copy()
    weight[:, ::3] = 0
    return replace(panel, weight=weight)


def flat(panel):
    return replace(panel, total=4 * panel.weight)


@pytest.mark.parametrize("odd", [empty, one_team, no_team, flat])
def test_judge_module_of_an_odd_panel_has_not_enough_data(odd):
    panel, trainings = organisation(22, people=30, teams=5)

    findings = judge_panel(odd(panel), trainings, settings=SETTINGS)

    verdicts = strike_verdicts(findings, SETTINGS)
    assert {verdict.verdict for verdict in verdicts.values()} == {NOT_ENOUGH_DATA}
    assert all(verdict.reason for verdict in verdicts.values())
    json.dumps(findings["m0"].as_stored(), allow_nan=False)


def test_judge_module_of_silent_weeks_still_estimates():
    panel, trainings = organisation(23)

    finding = judge_module(silent_weeks(panel), trainings, "m0", settings=SETTINGS)

    assert finding.effect is not None


@pytest.mark.parametrize(
    ("completed", "assigned"),
    [
        (NEVER, NEVER),
        (NEVER, 20),
        (-5, -9),
        (0, 0),
        (0, UNKNOWN),
        (30, 25),
        (59, 58),
        (10, 30),
        (-5, UNKNOWN),
        (NEVER, UNKNOWN),
    ],
)
def test_judge_module_of_everybody_at_once_has_not_enough_data(completed, assigned):
    panel, trainings = organisation(24, people=30, teams=5, modules=2)
    people = panel.employees
    trainings["m0"] = Training(
        np.full(people, completed, np.int32), np.full(people, assigned, np.int32)
    )

    finding = judge_module(panel, trainings, "m0", settings=SETTINGS)

    verdict = strike_verdicts({"m0": finding}, SETTINGS)["m0"]
    assert verdict.verdict == NOT_ENOUGH_DATA
    assert finding.effect is None
    json.dumps(finding.as_stored(), allow_nan=False)


@pytest.mark.parametrize("shape", [(0, 10), (5, 0), (1, 1), (3, 1)])
def test_judge_module_of_a_tiny_panel_has_not_enough_data(shape):
    people, weeks = shape
    panel = Panel(
        weight=np.ones(shape, np.float32),
        total=np.ones(shape, np.float32),
        responses=np.ones(shape, np.int32),
        team=np.zeros(shape, np.int32),
        hired=np.full(people, LONG_AGO, np.int32),
        left=np.full(people, NEVER, np.int32),
    )
    training = Training(np.zeros(people, np.int32), np.zeros(people, np.int32))

    finding = judge_module(panel, {"m": training}, "m", settings=SETTINGS)

    assert strike_verdicts({"m": finding}, SETTINGS)["m"].verdict == NOT_ENOUGH_DATA


def test_judge_module_does_not_use_cells_that_nobody_else_can_stand_for():
    panel, trainings = organisation(25, has_hires=False, modules=2)
    # The other module is completed by everybody in the very week of this one.
    trainings["m1"] = trainings["m0"]

    finding = judge_module(panel, trainings, "m0", settings=SETTINGS)

    assert finding.effect is None
    assert len(finding.left_out[NOBODY_TO_COMPARE]) > 0
