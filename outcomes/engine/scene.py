"""One module's question, laid out: who was trained when, in whose company, from where."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from outcomes.engine.panel import NEVER, UNKNOWN, Panel, team_at
from outcomes.engine.settings import Settings
from outcomes.engine.system import TOLERANCE, Steps, System


def has_step(key, offsets, weeks):
    """Tell whether any of the steps falls inside the panel."""
    key = key.astype(np.int64)
    return any(((key + some > 0) & (key + some < weeks)).any() for some in offsets)


@dataclass(frozen=True)
class Scene:
    """Employees with at least one answer, sorted by cluster; arrays are in that order.

    who: employee index of each row. completed, assigned: weeks, assigned never after
    completed. cluster: index from 0. steps: tenure and other modules.
    """

    panel: Panel
    settings: Settings
    centre: float
    who: np.ndarray
    completed: np.ndarray
    assigned: np.ndarray
    cluster: np.ndarray
    clusters: int
    steps: Steps

    @property
    def weeks(self):
        return self.panel.weeks

    @property
    def is_trained(self):
        return self.completed < self.weeks

    @property
    def is_unknown(self):
        return self.assigned == UNKNOWN

    @cached_property
    def strict_cut(self):
        """First week that the strict fit leaves out: weeks before the assignment.

        Who is assigned and has not completed may be selected as well and is left out
        from there on; of whom the assignment is not known, every week is.
        """
        known = np.minimum(self.assigned.astype(np.int64), self.completed)
        return np.where(self.is_unknown, UNKNOWN, known - self.settings.exclude)

    @cached_property
    def generous_cut(self):
        return self.completed.astype(np.int64) - self.settings.exclude

    def fit(self, is_in, steps=None, tolerance=TOLERANCE):
        """Return the System of the cells that ``is_in`` (rows, T) says."""
        weight = self.weight * is_in
        return System(
            weight,
            self.value * is_in,
            self.cluster,
            self.clusters,
            self.steps if steps is None else steps,
            tolerance,
        )

    def before(self, cut):
        """Return (rows, T): the weeks before each row's ``cut``."""
        return np.arange(self.weeks) < cut[:, None]

    @cached_property
    def weight(self):
        return self.panel.weight[self.who]

    @cached_property
    def value(self):
        """Weight times outcome less the overall mean, which keeps large values exact."""
        total = self.panel.total[self.who]
        return total - (self.weight * self.centre).astype(total.dtype)

    @cached_property
    def responses(self):
        """Distinct answers, of cells that have a weight."""
        return self.panel.responses[self.who] * (self.weight > 0)

    @cached_property
    def parts(self):
        """Answers with parts where they are shared: added up, each counts once."""
        return np.minimum(self.weight, self.responses.astype(self.weight.dtype))

    def thinned(self):
        """Return the scene of every n-th cluster, with about ``side_people`` rows, and
        (rows,) which rows those are. A scene that is small enough is itself."""
        step = -(-len(self.who) // self.settings.side_people)
        if step <= 1:
            return self, np.ones(len(self.who), bool)
        stays = self.cluster % step == 0
        thin = replace(
            self,
            who=self.who[stays],
            completed=self.completed[stays],
            assigned=self.assigned[stays],
            cluster=self.cluster[stays] // step,
            clusters=-(-self.clusters // step),
            steps=Steps(self.steps.keys[stays], self.steps.offsets),
        )
        return thin, stays

    def control_teams(self, is_in):
        """Return (T,) how many clusters have answers in the cells that ``is_in`` says."""
        has_answers = is_in & (self.weight > 0)
        firsts = np.flatnonzero(np.diff(self.cluster, prepend=-1))
        if not len(firsts):
            return np.zeros(self.weeks, int)
        return np.logical_or.reduceat(has_answers, firsts, axis=0).sum(axis=0)

    def told_by(self, system):
        """Return (rows, T): cells whose untreated outcome the system can impute."""
        told = np.zeros(self.weight.shape, bool)
        for block in system.blocks():
            told[block.rows] = system.is_told(block)
        return told


def lay_out(panel, trainings, module, settings):
    """Return the Scene of one module."""
    training = trainings[module]
    completed = np.where(training.completed >= panel.weeks, NEVER, training.completed)
    assigned = np.minimum(training.assigned, completed)
    home = team_at(panel.team, np.where(completed < NEVER, completed, panel.weeks - 1))
    who = np.argsort(home, kind="stable")
    who = who[(panel.weight[who] > 0).any(axis=1)]
    teams, cluster = np.unique(home[who], return_inverse=True)
    keys = [(panel.hired, settings.tenure_bins[1:])]
    keys += [
        (other.completed, settings.module_bins)
        for name, other in trainings.items()
        if name != module
    ]
    keys = [(key[who], offsets) for key, offsets in keys]
    keys = [pair for pair in keys if has_step(*pair, panel.weeks)]
    columns = [key for key, _ in keys]
    return Scene(
        panel=panel,
        settings=settings,
        centre=panel.mean,
        who=who,
        completed=completed[who],
        assigned=assigned[who],
        cluster=cluster,
        clusters=len(teams),
        steps=Steps(
            np.stack(columns, axis=1) if columns else np.empty((len(who), 0), np.int32),
            tuple(tuple(offsets) for _, offsets in keys),
        ),
    )
