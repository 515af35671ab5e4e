"""Small random panels of every shape: nothing raises, and everything fits in JSON."""

import json

import numpy as np
import pytest

from outcomes.engine.judge import judge_panel
from outcomes.engine.panel import LONG_AGO, NEVER, UNKNOWN, Panel, Training
from outcomes.engine.settings import ANALYTIC, Settings
from outcomes.engine.verdict import NOT_ENOUGH_DATA, strike_verdicts

LENIENT = Settings(leaves_out_few=False, control_teams=1, exclude=1)
ALL_WEEKS = Settings(
    leaves_out_few=False, window=(0, None), leads=(), bins=((0, 0), (1, 1)), exclude=0
)
BY_RESIDUALS = Settings(leaves_out_few=False, spread=ANALYTIC, waiting_people=1)


def odd_panel(rng):
    """A panel of at most 12 people and 30 weeks, and up to 3 trainings of theirs."""
    people, weeks = int(rng.integers(1, 13)), int(rng.integers(1, 31))
    count = rng.poisson(rng.choice([0.1, 1, 5]), (people, weeks))
    team = rng.integers(-1, 4, (people, 1)) + np.zeros((1, weeks), int)
    hired = rng.integers(-5, weeks + 3, people)
    panel = Panel(
        weight=count.astype(np.float32),
        total=(count * rng.choice([0.0, 3.0, 1e4])).astype(np.float32)
        + rng.normal(size=count.shape).astype(np.float32) * (count > 0),
        responses=count.astype(np.int32),
        team=team.astype(np.int32),
        hired=np.where(rng.random(people) < 0.5, LONG_AGO, hired).astype(np.int32),
        left=np.full(people, NEVER, np.int32),
    )
    trainings = {}
    for place in range(int(rng.integers(1, 4))):
        completed = rng.integers(-4, weeks + 4, people)
        completed[rng.random(people) < 0.3] = NEVER
        assigned = np.where(completed < NEVER, completed - 2, completed)
        assigned[rng.random(people) < 0.2] = UNKNOWN
        trainings[f"m{place}"] = Training(
            completed.astype(np.int32), assigned.astype(np.int32)
        )
    return panel, trainings


@pytest.mark.parametrize("settings", [Settings(), LENIENT, ALL_WEEKS, BY_RESIDUALS])
@pytest.mark.parametrize("seed", range(6))
def test_judge_panel_never_raises_and_never_claims_from_little(settings, seed):
    rng = np.random.default_rng(seed)

    for _ in range(4):
        panel, trainings = odd_panel(rng)
        findings = judge_panel(panel, trainings, settings=settings)
        verdicts = strike_verdicts(findings, settings)

        assert {struck.verdict for struck in verdicts.values()} == {NOT_ENOUGH_DATA}
        for finding in findings.values():
            json.dumps(finding.as_stored(), allow_nan=False)
