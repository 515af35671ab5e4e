"""The analytic standard error of Borusyak, Jaravel and Spiess (2024), theorem 3.

An average of imputed effects is a weighted sum of outcomes; its variance is the sum over
clusters of (sum of weight times residual) squared. For untreated cells the residual is
that of the fit; for treated ones it is the effect less the average effect of its cohort
at its horizon, averaged with the squared weights. Conservative when effects differ
within cohort and horizon.
"""

import numpy as np

from outcomes.engine.contrast import span_parts


def analytic_errors(system, spans, sums, cohort):
    """Return (J,) standard errors of the averages of ``spans``; nan when empty.

    sums: the Contrast of the same spans. cohort: (rows,) first treated week, so that
    cohort and week together are cohort and horizon.
    """
    steered = sums.pull @ system.inverse[0]
    means = cohort_means(system, spans, cohort)
    parts = np.zeros_like(sums.own_mass)
    weeks = np.arange(system.weeks)
    for block in system.blocks():
        weight, first, stop, mass = span_parts(system, spans, block)
        error = system.residuals(block)
        effect = spans.value[block.rows] - weight * imputed(system, block)
        effect -= weight * means[np.clip(cohort[block.rows], 0, system.weeks - 1)]
        for j in range(len(steered)):
            is_in = (weeks >= first[:, j, None]) & (weeks < stop[:, j, None])
            own = (effect * is_in).sum(axis=1)
            if error.any():
                shown = block.explained(steered[j])
                shown = shown - block.own_mean(shown)[:, None]
                shown += (mass[:, j] * block.inverse)[:, None]
                own -= np.einsum("et,et->e", shown, error)
            parts[block.codes, j] += block.by_cluster(own)
    squares = (parts**2).sum(axis=0)
    is_there = sums.mass > 0
    return np.divide(
        np.sqrt(squares), sums.mass, where=is_there, out=np.full(len(squares), np.nan)
    )


def imputed(system, block):
    """Return each cell's outcome as it would have been without the training."""
    fitted = block.explained(system.solution)
    return fitted + (block.mean - block.own_mean(fitted))[:, None]


def cohort_means(system, spans, cohort):
    """Return (T, T) average effects by first treated week and week."""
    weeks = system.weeks
    effects, squares = np.zeros(weeks * weeks), np.zeros(weeks * weeks)
    for block in system.blocks():
        weight, *_ = span_parts(system, spans, block)
        effect = spans.value[block.rows] - weight * imputed(system, block)
        place = np.clip(cohort[block.rows], 0, weeks - 1)[:, None] * weeks
        place = (place + np.arange(weeks)).ravel()
        effects += np.bincount(place, (weight * effect).ravel(), weeks * weeks)
        squares += np.bincount(place, (weight**2).ravel(), weeks * weeks)
    means = np.divide(effects, squares, where=squares > 0, out=np.zeros_like(squares))
    return means.reshape(weeks, weeks)


def score_covariance(system, columns):
    """Return the cluster-robust covariance of coefficients, without leaving any out.

    columns: (P, n) combinations of the coefficients.
    """
    moved = system.residual_scores() @ system.inverse[0] @ columns
    return moved.T @ moved
