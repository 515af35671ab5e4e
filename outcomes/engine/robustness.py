"""Two other looks at the same effect, drawn beside the headline.

*Wait-list*: only people who were assigned; who has waited a while is what those who
completed are compared with. *Lagged outcome*: who completed in a week is compared with
people of the same week whose scores before it were the same.
"""

import numpy as np
from scipy.special import stdtrit

from outcomes.engine.averages import averages, span_weeks
from outcomes.engine.finding import FEW_WAITED, NOT_ESTIMABLE, Line
from outcomes.engine.panel import NEVER
from outcomes.engine.system import ROUGH, heads


def line(effect, error, df, level, people):
    """Return a Line with its interval, or why there is none."""
    if not (np.isfinite(effect) and np.isfinite(error)) or df < 1:
        return Line(people=people, reason=NOT_ESTIMABLE)
    reach = float(stdtrit(df, (1 + level) / 2)) * error
    return Line(
        float(effect),
        float(error),
        float(effect - reach),
        float(effect + reach),
        people,
    )


def wait_list_line(scene, used):
    """Compare with those assigned and unfinished for ``waiting_weeks`` or longer.

    used: (rows,) the people whose effect is averaged.
    """
    settings = scene.settings
    weeks = np.arange(scene.weeks)
    is_assigned = ~scene.is_unknown & (scene.assigned < NEVER)
    ready = np.where(is_assigned, scene.assigned, NEVER) + settings.waiting_weeks
    waits = (weeks >= ready[:, None]) & (weeks < scene.completed[:, None])
    waited = int((waits & (scene.weight > 0)).any(axis=1).sum())
    if waited < settings.waiting_people:
        return Line(people=waited, reason=FEW_WAITED)
    clean = scene.before(scene.strict_cut) & is_assigned[:, None]
    system = scene.fit(clean | waits, tolerance=ROUGH)
    weeks_told = scene.control_teams(waits) >= settings.control_teams
    since = weeks >= scene.completed[:, None]
    cells = since & weeks_told & scene.told_by(system) & used[:, None]
    first, stop = span_weeks(scene.completed, [settings.window], scene.weeks)
    found = averages(scene, system, cells, first, stop)
    df = len(np.unique(scene.cluster[used])) - 1
    return line(found.values[0], found.errors[0], df, settings.level, waited)


def lagged_line(scene, solution, used):
    """Regress the weeks since on having completed, holding the weeks before fixed.

    A row is an employee and a week: completed in that week, or not to be trained (nor
    in the zone before it) within the window. Outcomes are less the strict fit's week,
    tenure and other-module effects; rows of one week are compared with each other.
    solution: the strict fit's coefficients.
    """
    settings = scene.settings
    if not used.any():
        return Line(reason=NOT_ESTIMABLE)
    # Not to be solved: it hands out the rows.
    system = scene.fit(True)
    count = 2 + len(settings.lags)
    mass, sums = np.zeros(scene.weeks), np.zeros((count, scene.weeks))
    products = np.zeros((count, count))
    for block in system.blocks():
        weight, columns = lagged_rows(scene, solution, block, used)
        heavy = columns * weight
        mass += weight.sum(axis=0)
        sums += heavy.sum(axis=1)
        products += flat(heavy) @ flat(columns).T
    means = np.divide(sums, mass, where=mass > 0, out=np.zeros_like(sums))
    products -= means @ sums.T
    inner, outer = products[:-1, :-1], products[:-1, -1]
    inverse = np.linalg.pinv(inner, rcond=1e-10, hermitian=True)
    slopes = inverse @ outer
    scores = np.zeros(scene.clusters)
    people = 0
    for block in system.blocks():
        weight, columns = lagged_rows(scene, solution, block, used)
        off = columns - means[:, None]
        error = off[-1] - np.tensordot(slopes, off[:-1], axes=1)
        shift = np.tensordot(inverse[0], off[:-1], axes=1)
        own = (weight * error * shift).sum(axis=1)
        scores += np.bincount(block.cluster, own, scene.clusters)
        people += int(columns[0].sum())
    df = len(np.unique(scene.cluster[used])) - 1
    is_told = inner[0, 0] > 1e-9 * max(mass.sum(), 1e-300)
    if not is_told or df < 1:
        return Line(people=people, reason=NOT_ESTIMABLE)
    error = np.sqrt((scores**2).sum() * (df + 1) / df)
    return line(slopes[0], error, df, settings.level, people)


def flat(cells):
    return cells.reshape(len(cells), -1)


def lagged_rows(scene, solution, block, used):
    """Return (n, T) weights and (2 + lags, n, T) columns: completed, lags, outcome."""
    settings, weeks, rows = scene.settings, scene.weeks, block.rows
    cells = scene.weight[rows].astype(np.float64)
    own = scene.value[rows] - cells * block.explained(solution)
    first, last = settings.window
    reach = weeks if last is None else last + 1
    spans = [(first, reach), *((a, b + 1) for a, b in settings.lags)]
    left = max(0, -min(a for a, _ in spans))
    right = max(b for _, b in spans)
    masses, totals = (
        np.pad(heads(some), ((0, 0), (left, right)), "edge") for some in (cells, own)
    )
    week = np.arange(weeks)
    is_done = (scene.completed[rows, None] == week) & used[rows, None]
    is_in = is_done | (scene.strict_cut[rows, None] >= np.minimum(week + reach, weeks))
    means, weight = [], None
    for begin, end in spans:
        start, stop = left + begin, left + end
        mass = masses[:, stop : stop + weeks] - masses[:, start : start + weeks]
        total = totals[:, stop : stop + weeks] - totals[:, start : start + weeks]
        is_in = is_in & (mass > 0)
        means.append(total / np.where(mass > 0, mass, 1))
        weight = mass if weight is None else weight
    columns = np.stack([is_done, *means[1:], means[0]])
    columns *= is_in
    return weight * is_in, columns
