"""Averages of observed minus imputed over the window, the curve and the zone."""

from dataclasses import dataclass

import numpy as np

from outcomes.engine.analytic import analytic_errors
from outcomes.engine.contrast import Spans, contrast, jackknife_covariance
from outcomes.engine.settings import JACKKNIFE


@dataclass(frozen=True)
class Averages:
    """values, errors: (J,), nan where there is none. without: (G, J) or None."""

    values: np.ndarray
    errors: np.ndarray
    without: np.ndarray | None


def no_averages(count):
    return Averages(np.full(count, np.nan), np.full(count, np.nan), None)


def span_weeks(start, spans, weeks):
    """Return (rows, J) first and stop weeks of spans counted from each row's start.

    spans: pairs (first, last), both included; last None = to the end of the panel.
    """
    start = np.clip(start, -weeks - 1, 2 * weeks).astype(np.int64)[:, None]
    far = 4 * weeks
    first = start + [first for first, _ in spans]
    stop = start + [far if last is None else last + 1 for _, last in spans]
    first, stop = np.clip(first, 0, weeks), np.clip(stop, 0, weeks)
    kind = np.int16 if weeks < 2**15 else np.int32
    return first.astype(kind), np.maximum(first, stop).astype(kind)


def averages(scene, system, cells, first, stop):
    """Return the Averages of spans (rows, J) over the ``cells`` (rows, T) meant."""
    if not system.weight.any():
        return no_averages(first.shape[1])
    is_jackknife = scene.settings.spread == JACKKNIFE
    spans = Spans(scene.weight * cells, scene.value * cells, first, stop)
    sums = contrast(system, spans, with_changes=is_jackknife)
    count = first.shape[1]
    values = np.array([sums.average([j]) for j in range(count)])
    if not is_jackknife:
        errors = analytic_errors(system, spans, sums, scene.completed)
        return Averages(values, errors, None)
    members = np.bincount(scene.cluster, minlength=scene.clusters) > 0
    without = np.stack([sums.averages_without([j]) for j in range(count)], axis=1)
    without = without[members]
    errors = np.full(count, np.nan)
    for j in range(count):
        covariance = jackknife_covariance(values[[j]], without[:, [j]])
        if covariance is not None:
            errors[j] = np.sqrt(covariance[0, 0])
    return Averages(values, errors, without)
