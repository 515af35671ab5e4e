"""Trainings that never were, and how small an effect would show."""

from dataclasses import replace

import numpy as np
import pytest

from outcomes.engine.judge import judge_module
from outcomes.engine.panel import NEVER, Panel
from outcomes.engine.placebo import (
    PLACEBO,
    Try,
    draw,
    ground_of,
    ladder,
    summed,
    try_once,
)
from outcomes.engine.settings import LOWER, Settings
from outcomes.engine.verdict import PAYS_OFF, strike_verdicts
from tests.outcomes.engine.organisation import organisation

SETTINGS = Settings()
HOUSE = {"people": 120, "teams": 12, "weeks": 60}


def a_ground(seed=0, *, settings=SETTINGS, **house):
    return ground_of(*organisation(3, **{**HOUSE, **house}), settings, seed)


@pytest.fixture(scope="module")
def ground():
    return a_ground()


def test_draw_completes_only_where_there_is_room_before_and_after(ground):
    weeks = np.arange(ground.panel.weeks)
    answers = ground.panel.responses * (ground.panel.weight > 0)
    for number in range(10):
        training = draw(ground, 40, number)
        who = np.flatnonzero(training.completed < NEVER)
        completed, assigned = training.completed[who], training.assigned[who]
        before = weeks < assigned[:, None] - SETTINGS.exclude
        after = (weeks >= completed[:, None]) & (weeks <= completed[:, None] + 12)

        assert len(who) == 40
        assert ((answers[who] * before).sum(axis=1) >= SETTINGS.answers_before).all()
        assert ((answers[who] * after).sum(axis=1) >= SETTINGS.answers_after).all()
        assert (completed + 12 < ground.panel.weeks).all()
        assert np.isin(completed - assigned, [0, *ground.waits]).all()


def test_draw_is_the_same_whatever_was_drawn_before(ground):
    first = draw(ground, 20, 7)
    draw(ground, 40, 0)

    again, other = draw(ground, 20, 7), draw(ground, 20, 8)

    assert (first.completed == again.completed).all()
    assert (first.assigned == again.assigned).all()
    assert (first.completed != other.completed).any()
    assert (draw(a_ground(seed=1), 20, 7).completed != first.completed).any()


def lifted(panel, training, change):
    """Return ``panel`` with every value after completing moved by ``change``."""
    is_after = np.arange(panel.weeks) >= training.completed[:, None]
    total = panel.total.astype(np.float64) + panel.weight * change * is_after
    return replace(panel, total=total)


@pytest.mark.parametrize(("better", "number"), [("higher", 0), ("lower", 1)])
def test_try_tells_to_the_bit_which_effect_would_have_been_called(better, number):
    settings = replace(SETTINGS, better=better)
    ground = a_ground(settings=settings)
    threshold = try_once(ground, 40, number).shows_from
    training = draw(ground, 40, number)

    def verdict(effect):
        sign = -1 if better == LOWER else 1
        panel: Panel = lifted(ground.panel, training, sign * effect)
        trainings = {**ground.trainings, PLACEBO: training}
        found = judge_module(panel, trainings, PLACEBO, settings=settings)
        return strike_verdicts({PLACEBO: found}, settings)[PLACEBO].verdict

    assert verdict(threshold + 1e-4) == PAYS_OFF
    assert verdict(threshold - 1e-4) != PAYS_OFF


def test_try_that_cannot_be_judged_shows_nothing():
    ground = a_ground(settings=replace(SETTINGS, teams=13))

    found = try_once(ground, 20, 0)

    assert (found.shows_from, found.is_called) == (None, False)
    assert found.effect is not None


def test_more_people_show_a_smaller_effect(ground):
    small, large = (
        summed(people, [try_once(ground, people, n) for n in range(25)], SETTINGS)
        for people in (20, 80)
    )

    assert large.error < small.error
    assert large.shows_from < small.shows_from
    assert large.called <= 4


def test_summed_counts_what_could_not_be_judged_as_not_shown():
    tries = [Try(0.1, value, False) for value in (0.4, 0.1, 0.3, 0.2)]

    all_judged = summed(20, tries, SETTINGS)
    some = summed(20, [*tries[:3], Try(-0.1, None, False)], SETTINGS)
    few = summed(20, [tries[0], Try(None, None, False)], SETTINGS)

    assert (all_judged.shows_from, all_judged.judged) == (0.4, 4)
    assert (some.shows_from, some.judged, few.shows_from) == (None, 3, None)
    assert all_judged.error == pytest.approx(0.1)
    assert summed(20, tries + [Try(0.1, 0.15, True)], SETTINGS).shows_from == 0.3


def test_ladder_doubles_as_far_as_there_are_people(ground):
    assert len(ground.people) == 120
    assert ladder(ground) == (20, 40, 80)


@pytest.mark.parametrize("weeks", [20, 6])
def test_ladder_of_a_past_too_short_has_no_step(weeks):
    panel, trainings = organisation(3, **HOUSE)
    grids = ("weight", "total", "responses", "team")
    short = {name: getattr(panel, name)[:, :weeks] for name in grids}

    ground = ground_of(replace(panel, **short), trainings, SETTINGS, 0)

    assert ladder(ground) == ()


def test_ground_of_a_large_house_is_some_whole_teams():
    settings = replace(SETTINGS, tried_people=50)
    panel, trainings = organisation(3, **HOUSE)

    ground = ground_of(panel, trainings, settings, 0)

    teams, sizes = np.unique(ground.panel.team[:, -1], return_counts=True)
    assert (len(teams), set(sizes)) == (5, {10})
    assert ground.panel.employees == len(ground.trainings["m0"].completed) == 50
    other = ground_of(panel, trainings, settings, 1)
    assert (np.unique(other.panel.team[:, -1]) != teams).any()
