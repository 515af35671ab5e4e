"""Agreement with an independent implementation on generated panels.

What it does not do, and how it is asked all the same:

- It takes weights only as those of a survey, which have to be the same in all periods of
  a unit. Weights that vary over time are asked as rows: an answer that weighs three is
  there three times, and fit, curve and standard errors have to be those of the weights.
- The variance it gives with survey weights is that of the design: centred and times
  G / (G - 1). There only the effects are compared to the digit.
- It has no jackknife and one fit: the jackknife is held against refits without a team
  (test_bracket.py), the bracket against straight least squares.
"""

import warnings

import numpy as np
import pandas as pd
import pytest
from diff_diff import ImputationDiD, SurveyDesign

from outcomes.engine.judge import judge_module
from outcomes.engine.panel import LONG_AGO, NEVER, Panel, Training
from outcomes.engine.settings import ANALYTIC, Settings

PERIODS = 14
GENERAL = Settings(
    exclude=0,
    window=(0, None),
    bins=tuple((horizon, horizon) for horizon in range(PERIODS)),
    leads=(),
    spread=ANALYTIC,
    control_teams=1,
    leaves_out_few=False,
)


def frame(seed, *, units=90, missing=0.0, never=0.3, clusters=None):
    """Rows of units treated at different periods, with effects that grow."""
    rng = np.random.default_rng(seed)
    first = rng.integers(4, PERIODS, units)
    first[rng.random(units) < never] = 0
    unit = np.repeat(np.arange(units), PERIODS)
    time = np.tile(np.arange(PERIODS), units)
    since = np.where(first[unit] > 0, time - first[unit], -1)
    outcome = (
        rng.normal(0, 1, units)[unit]
        + rng.normal(0, 0.5, PERIODS)[time]
        + np.where(since >= 0, 0.5 + 0.1 * since, 0)
        + rng.normal(0, 0.7, len(unit))
    )
    table = pd.DataFrame(
        {"unit": unit, "time": time, "first": first[unit], "outcome": outcome}
    )
    table["weight"] = rng.uniform(0.5, 3, units)[unit]
    table["cluster"] = table.unit % (clusters or units)
    return table[rng.random(len(table)) >= missing].reset_index(drop=True)


def ours(table, weight="one"):
    """The finding of our engine about the rows."""
    table = table.assign(one=1.0)
    units = table.unit.max() + 1
    shape = (units, PERIODS)
    cell = table.unit * PERIODS + table.time

    def grid(values):
        return np.bincount(cell, values, units * PERIODS).reshape(shape)

    first = table.groupby("unit")["first"].first().reindex(range(units), fill_value=0)
    cluster = table.groupby("unit").cluster.first().reindex(range(units), fill_value=0)
    completed = np.where(first > 0, first, NEVER).astype(np.int32)
    panel = Panel(
        weight=grid(table[weight]),
        total=grid(table[weight] * table.outcome),
        responses=grid(table.one).astype(np.int32),
        team=np.repeat(cluster.to_numpy(np.int32)[:, None], PERIODS, axis=1),
        hired=np.full(units, LONG_AGO, np.int32),
        left=np.full(units, NEVER, np.int32),
    )
    trainings = {"treatment": Training(completed, completed)}
    return judge_module(panel, trainings, "treatment", settings=GENERAL)


def theirs(table, design=None, **options):
    """The overall result and the effects by horizon of the other implementation."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        names = ("outcome", "unit", "time", "first")
        fitted = ImputationDiD(**options).fit(table, *names, survey_design=design)
        study = fitted.aggregate("event_study")
    rows = zip(study.event_time, study.att, study.se, strict=True)
    return fitted, {horizon: (effect, error) for horizon, effect, error in rows}


@pytest.mark.parametrize(
    ("seed", "options"),
    [
        (1, {}),
        (2, {"missing": 0.2}),
        (3, {"never": 0.0}),
        (4, {"never": 0.0, "missing": 0.3}),
        (5, {"units": 25}),
        (6, {"units": 200, "missing": 0.5}),
    ],
)
def test_engine_agrees_with_the_oracle(seed, options):
    table = frame(seed, **options)

    assert_same(ours(table), *theirs(table))


def assert_same(finding, overall, by_horizon):
    """Compare effect, curve and all standard errors."""
    assert finding.effect == pytest.approx(overall.overall_att, abs=1e-8)
    assert finding.se == pytest.approx(overall.overall_se, rel=1e-6)
    points = [point for point in finding.curve if point.effect is not None]
    assert len(points) > 5
    for point in points:
        effect, error = by_horizon[point.first]
        assert point.effect == pytest.approx(effect, abs=1e-8)
        assert point.se == pytest.approx(error, rel=1e-6)


@pytest.mark.parametrize(
    ("seed", "options"),
    [
        (9, {}),
        (10, {"missing": 0.3}),
        (11, {"never": 0.0, "missing": 0.1}),
        (12, {"units": 120, "clusters": 15}),
    ],
)
def test_engine_agrees_with_the_oracle_on_weights_that_vary_over_time(seed, options):
    """Answers of one to six quarters, as shared ones are, are rows of a quarter each."""
    table = frame(seed, **options)
    quarters = np.random.default_rng(seed).integers(1, 7, len(table))
    table["weight"] = quarters / 4
    rows = table.loc[table.index.repeat(quarters)].reset_index(drop=True)

    finding = ours(table, weight="weight")

    assert table.groupby("unit").weight.nunique().max() > 1
    assert_same(finding, *theirs(rows, cluster="cluster"))


def test_engine_agrees_with_the_oracle_on_weights_of_a_survey():
    """Its standard errors are those of a design; see above."""
    table = frame(7, missing=0.1)

    finding = ours(table, weight="weight")
    overall, by_horizon = theirs(table, SurveyDesign(weights="weight"))

    assert finding.effect == pytest.approx(overall.overall_att, abs=1e-8)
    design = np.sqrt(90 / 89)
    assert design * finding.se == pytest.approx(overall.overall_se, rel=1e-3)
    for point in finding.curve:
        if point.effect is not None:
            effect, error = by_horizon[point.first]
            assert point.effect == pytest.approx(effect, abs=1e-8)
            assert design * point.se == pytest.approx(error, rel=1e-3)


def test_oracle_still_refuses_survey_weights_that_vary_over_time():
    """Once it takes them, they can be asked for straight."""
    table = frame(7)
    table["weight"] = np.linspace(0.5, 3, len(table))

    with pytest.raises(ValueError, match="varies within units"):
        theirs(table, SurveyDesign(weights="weight"))


def test_engine_agrees_with_the_oracle_on_clusters_above_units():
    table = frame(8, units=120, clusters=15)

    finding = ours(table)

    assert_same(finding, *theirs(table, cluster="cluster"))
    assert finding.clusters == 15
