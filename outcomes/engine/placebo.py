"""Trainings that never were, drawn on the own past: how small an effect would show?

People and weeks of completion are drawn by lot, and the same code looks for an effect
where there is none. An effect that is the same in all weeks after completing would move
both fits by its size and leave their standard errors as they are; so one try tells, to
the bit, how large it had to be to be called to the better. Of all tries this is the
honest answer to "how long until we know?": it holds the own people, teams, answers and
turnover instead of assumptions about them.
Source: Bertrand, Duflo and Mullainathan, "How Much Should We Trust
Differences-in-Differences Estimates?", Quarterly Journal of Economics 119 (2004).
"""

import math
from dataclasses import dataclass, fields, replace
from functools import cached_property

import numpy as np

from outcomes.engine.bracket import quantile
from outcomes.engine.finding import Finding
from outcomes.engine.judge import judge_module
from outcomes.engine.panel import NEVER, UNKNOWN, Panel, Training, team_at
from outcomes.engine.settings import Settings
from outcomes.engine.system import heads

PLACEBO = "placebo"


@dataclass(frozen=True)
class Ground:
    """A past on which completions can be drawn. trainings: those that really were.

    earlier: (E, T) whether there are answers and weeks enough before a week; later:
    (E, T) whether there are enough in the window that begins with it, and the window
    ends within the panel. waits: weeks from assignment to completion, as real trainings
    had them. seed: of everything that is drawn.
    """

    panel: Panel
    trainings: dict[str, Training]
    settings: Settings
    earlier: np.ndarray
    later: np.ndarray
    waits: np.ndarray
    seed: int

    def room(self, who, waits):
        """Return (n, T): the weeks in which ``who`` could have completed, ``waits``
        weeks after being assigned."""
        weeks = np.arange(self.panel.weeks)
        cut = weeks - self.settings.exclude - waits[:, None]
        earlier = np.take_along_axis(self.earlier[who], np.maximum(cut, 0), axis=1)
        return earlier & (cut >= 0) & self.later[who]

    @cached_property
    def people(self):
        """Indices of the people who can be drawn: those with room for any completion."""
        everybody = np.arange(self.panel.employees)
        return np.flatnonzero(self.room(everybody, 0 * everybody).any(axis=1))


@dataclass(frozen=True)
class Try:
    """What one draw came to. effect: of the headline, the better the higher; None where
    there is none. shows_from: the smallest true effect with which it would have been
    called to the better, None when it could not be judged. is_called: whether it was
    called as it is, with nothing there."""

    effect: float | None
    shows_from: float | None
    is_called: bool


@dataclass(frozen=True)
class Tried:
    """What many tries with so many ``people`` came to. judged: how many passed all gates.
    called: how many were called with nothing there. error: how far effects lay from
    nought, as a standard error. shows_from: the smallest effect that ``power`` of the
    tries would have shown, None when fewer could be judged."""

    people: int
    tries: int
    judged: int
    called: int
    error: float | None
    shows_from: float | None


def ground_of(panel, trainings, settings, seed):
    """Return the Ground of a panel; of a very large one, some teams drawn by lot.

    trainings: all that really were; they are held fixed as they are for any module.
    """
    stays = drawn_teams(panel, settings.tried_people, seed)
    panel, trainings = thinned(panel, trainings, stays)
    answers = panel.responses * (panel.weight > 0)
    before, weeks_before = heads(answers), heads(answers > 0)
    last = settings.window[1] or 0
    later = np.zeros(answers.shape, bool)
    within = before[:, last + 1 :] - before[:, : max(panel.weeks - last, 0)]
    later[:, : within.shape[1]] = within >= settings.answers_after
    return Ground(
        panel=panel,
        trainings=trainings,
        # What is drawn beside the headline is drawn of nothing here.
        settings=replace(settings, side_people=0, bins=()),
        earlier=(before[:, :-1] >= settings.answers_before)
        & (weeks_before[:, :-1] >= settings.weeks_before),
        later=later,
        waits=waits_of(trainings, panel.weeks),
        seed=seed,
    )


def drawn_teams(panel, most, seed):
    """Return (E,) who belongs to the teams drawn until ``most`` people are passed."""
    home = team_at(panel.team, np.full(panel.employees, panel.weeks - 1))
    if panel.employees <= most:
        return np.ones(panel.employees, bool)
    teams, sizes = np.unique(home, return_counts=True)
    order = np.random.default_rng(seed).permutation(len(teams))
    count = np.searchsorted(sizes[order].cumsum(), most) + 1
    return np.isin(home, teams[order[:count]])


def thinned(panel, trainings, stays):
    """Return panel and trainings of the people who ``stays``."""
    grids = {
        field.name: grid[stays]
        for field in fields(panel)
        if (grid := getattr(panel, field.name)) is not None
    }
    return Panel(**grids), {
        name: Training(training.completed[stays], training.assigned[stays])
        for name, training in trainings.items()
    }


def waits_of(trainings, weeks):
    """Return the weeks from assignment to completion of all trainings that have both."""
    waits = [np.zeros(0, np.int64)]
    for training in trainings.values():
        completed = training.completed.astype(np.int64)
        is_both = (completed >= 0) & (completed < weeks)
        is_both &= training.assigned != UNKNOWN
        waits.append((completed - training.assigned)[is_both])
    waits = np.maximum(np.concatenate(waits), 0)
    return waits if len(waits) else np.zeros(1, np.int64)


def ladder(ground):
    """Return the numbers of people to try: those a verdict needs, twice as many, and so
    on, as far as there are people to draw. () where the past is too short for any."""
    sizes, people = [], max(ground.settings.people, 1)
    while people <= len(ground.people):
        sizes.append(people)
        people *= 2
    return tuple(sizes)


def draw(ground, people, number):
    """Return the Training that the ``number``-th draw of so many ``people`` gives.

    Each is drawn by itself, so that it is the same whatever was drawn before. Whose past
    has no room for the wait that was drawn for them is assigned as they complete.
    """
    chance = np.random.default_rng([ground.seed, people, number])
    who = chance.choice(ground.people, people, replace=False)
    waits = chance.choice(ground.waits, people)
    waits[~ground.room(who, waits).any(axis=1)] = 0
    room = ground.room(who, waits)
    place = np.floor(chance.random(people) * room.sum(axis=1))
    week = np.argmax(room.cumsum(axis=1) > place[:, None], axis=1)
    completed = np.full(ground.panel.employees, NEVER, np.int32)
    assigned = completed.copy()
    completed[who], assigned[who] = week, week - waits
    return Training(completed, assigned)


def try_once(ground, people, number):
    """Return the Try of the ``number``-th draw of so many ``people``."""
    trainings = {**ground.trainings, PLACEBO: draw(ground, people, number)}
    settings = ground.settings
    finding = judge_module(ground.panel, trainings, PLACEBO, settings=settings)
    effect = None if finding.effect is None else settings.sign * finding.effect
    return Try(
        effect=effect,
        shows_from=shows_from(finding, settings),
        is_called=finding.is_enough and finding.p <= settings.false_share,
    )


def shows_from(finding: Finding, settings):
    """Return the smallest effect that would have been called to the better, on top of
    what was found; None where nothing can be judged.

    It is called when the interval lies to the better, and so do both fits.
    """
    if not finding.is_enough:
        return None
    reach = quantile(1 - settings.false_share, finding.df) * finding.se
    sides = finding.strict.effect, finding.generous.effect
    return max(
        float(reach - settings.sign * finding.effect),
        *(float(-settings.sign * side) for side in sides),
    )


def summed(people, tries, settings):
    """Return what ``tries``, each a Try with so many ``people``, were: a Tried."""
    effects = [each.effect for each in tries if each.effect is not None]
    known = sorted(each.shows_from for each in tries if each.shows_from is not None)
    wanted = math.ceil(round(settings.power * len(tries), 6))
    return Tried(
        people=people,
        tries=len(tries),
        judged=len(known),
        called=sum(each.is_called for each in tries),
        error=math.sqrt(math.fsum(effect**2 for effect in effects) / len(effects))
        if effects
        else None,
        shows_from=known[wanted - 1] if 0 < wanted <= len(known) else None,
    )
