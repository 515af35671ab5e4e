"""Observed minus imputed, averaged over spans of weeks, with its spread.

A span is a run of weeks per row: weeks 4 to 7 after completion, or the weeks between
assignment and completion. What a span's average needs from a fit is linear in the
coefficients, so one pass over the cells gives it, and one more gives it without each
cluster in turn.
"""

from dataclasses import dataclass

import numpy as np

from outcomes.engine.system import heads


@dataclass(frozen=True)
class Spans:
    """Cells to compare. weight and value: (rows, T) sums, 0 where a cell is not meant.

    first, stop: (rows, J) weeks of each span, stop not included.
    """

    weight: np.ndarray
    value: np.ndarray
    first: np.ndarray
    stop: np.ndarray


@dataclass(frozen=True)
class Contrast:
    """Sums behind the averages. mass, total: (J,); own_mass, own_total: (G, J) parts.

    pull: (J, P), how a total falls as coefficients rise; own_pull: (G, J), the part of
    a cluster's own pull times what its being left out changes.
    """

    mass: np.ndarray
    total: np.ndarray
    own_mass: np.ndarray
    own_total: np.ndarray
    pull: np.ndarray
    own_pull: np.ndarray
    changes: np.ndarray

    def average(self, spans):
        """Return the average over these spans taken together; nan when empty."""
        mass = self.mass[spans].sum()
        return self.total[spans].sum() / mass if mass > 0 else np.nan

    def averages_without(self, spans):
        """Return (G,) averages without each cluster; nan where nothing is left."""
        mass = self.mass[spans].sum() - self.own_mass[:, spans].sum(axis=1)
        total = self.total[spans].sum() - self.own_total[:, spans].sum(axis=1)
        total -= self.changes @ self.pull[spans].sum(axis=0)
        total += self.own_pull[:, spans].sum(axis=1)
        is_left = mass > 1e-9 * self.mass[spans].sum()
        return np.divide(total, mass, where=is_left, out=np.full_like(total, np.nan))


def between(sums, first, stop):
    """Return sums over spans from the running sums of ``heads``.

    first, stop: (rows, J), or (1, J) for the same spans in all rows.
    """
    if len(first) == 1:
        return sums[:, stop[0]] - sums[:, first[0]]
    return np.take_along_axis(sums, stop, axis=1) - np.take_along_axis(
        sums, first, axis=1
    )


def span_parts(system, spans, block):
    """Return the spans' cells in a block: weight, value, (n, J) first, stop and mass."""
    weight = spans.weight[block.rows].astype(np.float64)
    first = spans.first[block.rows].astype(np.int64)
    stop = spans.stop[block.rows].astype(np.int64)
    return weight, first, stop, between(heads(weight), first, stop)


def span_scores(system, block, weight, first, stop, mass):
    """Return (J, P): the sums of weeks and steps over the spans' cells of a block, less
    what the same rows have of them on average in the fit."""
    weeks = np.arange(system.weeks)
    share = mass * block.inverse[:, None]
    scores = np.zeros((mass.shape[1], system.size))
    scores[:, : system.weeks] = -share.T @ block.weight
    scores[:, system.weeks :] = -share.T @ block.tails
    for j in range(len(scores)):
        some = np.flatnonzero(mass[:, j])
        begin, end = first[some, j, None], stop[some, j, None]
        cells = weight[some]
        is_in = (weeks >= begin) & (weeks < end)
        scores[j, : system.weeks] += np.einsum("et,et->t", cells, is_in)
        if block.flat is not None:
            starts = system.starts[block.rows][some]
            sums = heads(cells)
            later = np.take_along_axis(sums, np.clip(starts, begin, end), axis=1)
            upto = np.take_along_axis(sums, end, axis=1)
            scores[j, system.weeks :] += upto.sum() - later.sum(axis=0)
    return scores


def contrast(system, spans, with_changes=True):
    """Return the Contrast of ``spans`` in ``system``; without changes it has no spread."""
    count = spans.first.shape[1]
    own_mass = np.zeros((system.clusters, count))
    own_total, own_pull = np.zeros_like(own_mass), np.zeros_like(own_mass)
    pull = np.zeros((count, system.size))
    changes = (
        system.changes if with_changes else np.zeros((system.clusters, system.size))
    )
    for block in system.blocks():
        weight, first, stop, mass = span_parts(system, spans, block)
        if not mass.any():
            continue
        value = spans.value[block.rows].astype(np.float64)
        fitted = block.explained(system.solution)
        level = block.mean - block.own_mean(fitted)
        gaps = between(heads(value - weight * fitted), first, stop)
        own_mass[block.codes] += block.by_cluster(mass)
        own_total[block.codes] += block.by_cluster(gaps - mass * level[:, None])
        pull += span_scores(system, block, weight, first, stop, mass)
        if with_changes:
            moved = block.explained(changes[block.cluster])
            part = between(heads(weight * moved), first, stop)
            part -= mass * block.own_mean(moved)[:, None]
            own_pull[block.codes] += block.by_cluster(part)
    return Contrast(
        own_mass.sum(axis=0),
        own_total.sum(axis=0),
        own_mass,
        own_total,
        pull,
        own_pull,
        changes,
    )


def jackknife_covariance(full, without):
    """Return the (J, J) leave-one-cluster-out covariance around the full estimates.

    full: (J,); without: (G, J). None where a cluster cannot be left out, or is alone.
    """
    if len(without) < 2 or not np.isfinite(without).all():
        return None
    off = without - full
    return (len(without) - 1) / len(without) * (off.T @ off)
