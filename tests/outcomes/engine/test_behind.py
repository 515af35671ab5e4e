"""Every answer about those who completed it lies in a part, and a gap is a gap."""

import numpy as np
import pytest

from outcomes.engine.behind import gaps
from outcomes.engine.cast import cast_of
from outcomes.engine.finding import AFTER, BEFORE, NOT_COMPARED
from outcomes.engine.gates import whole_answers
from outcomes.engine.judge import judge_module
from outcomes.engine.panel import UNKNOWN, Training
from outcomes.engine.scene import lay_out
from outcomes.engine.settings import Settings
from tests.outcomes.engine.organisation import organisation

# Nobody is left to compare with in the last weeks; some were never asked in writing.
CROWDED = {"people": 60, "weeks": 50, "teams": 6, "trained": 1.0, "modules": 1}


@pytest.fixture(params=[1, 2, 3])
def crowded(request):
    panel, trainings = organisation(request.param, **CROWDED)
    training = trainings["m0"]
    unknown = np.arange(60) % 7 == 0
    assigned = np.where(unknown, UNKNOWN, training.assigned).astype(np.int32)
    return panel, {"m0": Training(training.completed, assigned)}


def test_no_answer_about_those_who_completed_it_is_in_no_part(crowded):
    panel, trainings = crowded

    found = judge_module(panel, trainings, "m0", settings=Settings())

    done = trainings["m0"].completed < panel.weeks
    parts = np.minimum(panel.weight, panel.responses)[done]
    least = whole_answers(parts.sum(dtype=np.float64))
    # Each part is rounded down by itself; an answer that two gave may be in two.
    told = sum(found.answers.values())
    assert least - len(found.answers) < told <= panel.responses[done].sum()
    assert found.answers[AFTER] == found.responses_after > 0
    assert found.answers[BEFORE] == found.responses_before > 0
    assert found.answers[NOT_COMPARED] > 0


def test_gaps_are_the_weeks_with_answers_that_were_not_compared(crowded):
    panel, trainings = crowded
    settings = Settings()
    scene = lay_out(panel, trainings, "m0", settings)
    cast = cast_of(
        scene,
        scene.fit(scene.before(scene.strict_cut)),
        scene.fit(scene.before(scene.generous_cut)),
    )

    covered = np.zeros(scene.weight.shape, bool)
    rows = {employee: row for row, employee in enumerate(scene.who.tolist())}
    for employee, first, stop in gaps(scene, cast):
        assert not covered[rows[employee], first:stop].any()
        covered[rows[employee], first:stop] = True

    weeks = np.arange(scene.weeks)
    since = weeks - scene.completed[:, None]
    cut = np.where(scene.is_unknown, scene.generous_cut, scene.strict_cut)
    meant = cast.generous[:, None] & (weeks >= cut[:, None]) & (since <= 25)
    answered = meant & (scene.weight > 0)
    assert (covered[answered] == ~cast.comparable[answered]).all()
    assert not covered[~meant].any()
    assert covered.any()


def test_without_anybody_trained_there_is_neither(crowded):
    panel, trainings = crowded
    nobody = np.full(60, 2**30, np.int32)

    found = judge_module(
        panel, {"m0": Training(nobody, nobody)}, "m0", settings=Settings()
    )

    assert (set(found.answers.values()), found.gaps) == ({0}, ())
