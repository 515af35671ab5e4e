"""The weeks before assignment: did those who were sent already move differently?

The strict fit once more, with a step for each span of weeks before assignment. The
comparison is with earlier weeks and with people who were not assigned.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import fdtrc

from outcomes.engine.analytic import score_covariance
from outcomes.engine.contrast import jackknife_covariance
from outcomes.engine.panel import NEVER
from outcomes.engine.settings import JACKKNIFE
from outcomes.engine.system import ROUGH


@dataclass(frozen=True)
class Leads:
    """values: (n,), covariance: (n, n) or None, p: of all being zero, or None."""

    values: np.ndarray | None
    covariance: np.ndarray | None
    p: float | None


NO_LEADS = Leads(None, None, None)


def leads(scene):
    """Return the Leads of a scene."""
    settings = scene.settings
    is_known = ~scene.is_unknown & (scene.assigned < NEVER)
    key = np.where(is_known, scene.assigned, NEVER)
    offsets = [first for first, _ in settings.leads]
    if not offsets or not reaches(key, offsets, scene.weeks):
        return NO_LEADS
    after = settings.leads[-1][1] + 1
    if after < -settings.exclude:
        offsets.append(after)
    is_in = scene.before(scene.strict_cut)
    system = scene.fit(is_in, scene.steps.with_key(key, offsets), ROUGH)
    if not system.weight.any():
        return NO_LEADS
    count = len(settings.leads)
    first = system.size - len(offsets)
    # A span's level is the sum of the steps up to it.
    levels = np.zeros((system.size, count))
    levels[first : first + count] = np.triu(np.ones((count, count)))
    blind = system.inverse[1]
    if np.abs(blind.T @ levels).max(initial=0) > 1e-6:
        return NO_LEADS
    values = system.solution @ levels
    if settings.spread == JACKKNIFE:
        without = values + system.changes @ levels
        covariance = jackknife_covariance(values, without)
    else:
        covariance = score_covariance(system, levels)
    clusters = len(np.unique(scene.cluster[is_known & system.weight.any(axis=1)]))
    return Leads(values, covariance, trend_chance(values, covariance, clusters))


def reaches(key, offsets, weeks):
    starts = key.astype(np.int64)[:, None] + np.asarray(offsets)
    return bool(((starts > 0) & (starts < weeks)).any())


def trend_chance(values, covariance, clusters):
    """Return Hotelling's p of all ``values`` being zero; None when it cannot be told."""
    count = len(values)
    if covariance is None or clusters <= count:
        return None
    if np.linalg.matrix_rank(covariance) < count:
        return None
    distance = values @ np.linalg.solve(covariance, values)
    ratio = distance * (clusters - count) / (count * (clusters - 1))
    return float(fdtrc(count, clusters - count, ratio))
