"""The headline between the two fits, the picture around it and what makes it fragile."""

import numpy as np
from scipy.special import stdtr, stdtrit

from outcomes.engine.answers import distinct_answers
from outcomes.engine.averages import span_weeks
from outcomes.engine.cast import waits_from
from outcomes.engine.contrast import jackknife_covariance
from outcomes.engine.finding import (
    LAGGED_OPPOSITE,
    PRETREND,
    WIDE_GAP,
    Fit,
    Point,
)
from outcomes.engine.gates import whole_answers
from outcomes.engine.panel import NEVER


def number(value):
    """Return a plain float, None when there is none."""
    return float(value) if value is not None and np.isfinite(value) else None


def teams_of(scene, rows):
    return len(np.unique(scene.cluster[rows]))


def quantile(level, df):
    """Return the two-sided quantile of Student's t; nan without degrees of freedom."""
    return float(stdtrit(df, (1 + level) / 2)) if df > 0 else np.nan


def rounding(scene):
    """Return what an effect has to exceed to be more than the grids' rounding."""
    return 8 * float(np.finfo(scene.panel.total.dtype).eps) * abs(scene.centre)


def fit_of(found, scene, rows):
    """Return the Fit of one of the two; None when nothing could be averaged."""
    effect, error = number(found.values[0]), number(found.errors[0])
    teams = teams_of(scene, rows)
    if effect is None:
        return None
    p = None
    if error is not None and teams > 1:
        p = chance_of(effect, error, teams - 1, rounding(scene))
    return Fit(effect, error, p, int(rows.sum()), teams)


def chance_of(effect, error, df, least=0.0):
    """Return the two-sided p of an effect; 1 when it is not more than ``least``."""
    if abs(effect) <= least:
        return 1.0
    return float(2 * stdtr(df, -(np.inf if error == 0 else abs(effect) / error)))


def bracket_of(strict, generous, settings, least=0.0):
    """Return the headline as a dict: effect, se, low, high, p, smallest_detectable.

    strict, generous: Fits, or None. p is the headline's own, with the standard error of
    the interval. A claim of harm has to stand in the generous fit as well: the strict
    one errs against training, the more so the longer a bad spell lasts. 1 when the fits
    disagree in sign. least: what a fit has to exceed to have one, from ``rounding``.
    """
    empty = dict.fromkeys(("effect", "se", "low", "high", "smallest_detectable"))
    if strict is None or generous is None:
        return {**empty, "p": 1.0}
    effect = (strict.effect + generous.effect) / 2
    if strict.p is None or generous.p is None:
        return {**empty, "p": 1.0, "effect": effect}
    error, df = max(strict.se, generous.se), strict.teams - 1
    reach = quantile(settings.level, df) * error
    power = float(stdtrit(df, settings.power))
    sides = settings.sign * strict.effect, settings.sign * generous.effect
    p = 1.0
    if min(sides) > least:
        p = chance_of(effect, error, df)
    elif max(sides) < -least:
        p = max(chance_of(effect, error, df), generous.p)
    return {
        "effect": effect,
        "se": error,
        "low": effect - reach,
        "high": effect + reach,
        "p": p,
        "smallest_detectable": reach + power * error,
    }


def fragile_reasons(strict, generous, bracket, pretrend_p, lagged, settings):
    """Return the labels beside the verdict; they never change it."""
    reasons = []
    if pretrend_p is not None and pretrend_p < settings.pretrend_p:
        reasons.append(PRETREND)
    if bracket["se"] is not None:
        gap = abs(strict.effect - generous.effect)
        if gap > settings.gap * bracket["se"]:
            reasons.append(WIDE_GAP)
        if lagged.effect is not None and lagged.effect * bracket["effect"] < 0:
            reasons.append(LAGGED_OPPOSITE)
    return tuple(reasons)


def point_of(span, level, df, strict=np.nan, generous=np.nan, errors=(), **counts):
    """Return a Point from whichever of the fits there are."""
    there = [value for value in (strict, generous) if np.isfinite(value)]
    errors = [error for value, error in errors if np.isfinite(value)]
    effect = sum(there) / len(there) if there else None
    error = None
    if errors and np.isfinite(errors).all():
        error = max(errors)
    reach = None if error is None else number(quantile(level, df) * error)
    return Point(
        *span,
        number(effect),
        number(error),
        None if reach is None else float(effect - reach),
        None if reach is None else float(effect + reach),
        number(strict),
        number(generous),
        **counts,
    )


def counted(scene, cells, first, stop):
    """Return (people, whole answers) with answers in each span of ``cells``."""
    weeks = np.arange(scene.weeks)
    counts = []
    for j in range(first.shape[1]):
        is_in = (weeks >= first[:, j, None]) & (weeks < stop[:, j, None]) & cells
        people = int((is_in & (scene.responses > 0)).any(axis=1).sum())
        answers = distinct_answers(scene.responses, scene.parts, is_in)
        counts.append((people, whole_answers(answers)))
    return counts


def curve_points(scene, cast, strict, generous):
    """Return the Points since completion. Without a strict fit they are generous."""
    settings = scene.settings
    who = cast.used if cast.used.any() else cast.generous
    df = teams_of(scene, who) - 1
    first, stop = span_weeks(scene.completed, settings.bins, scene.weeks)
    counts = counted(scene, cast.comparable & who[:, None], first, stop)
    points = []
    for j, span in enumerate(settings.bins, start=1):
        a, b = strict.values[j], generous.values[j]
        errors = ((a, strict.errors[j]), (b, generous.errors[j]))
        people, answers = counts[j - 1]
        points.append(
            point_of(
                span, settings.level, df, a, b, errors, people=people, responses=answers
            )
        )
    return tuple(points)


def zone_spans(scene):
    """Return (rows, 2) first and stop weeks before assignment and until completion."""
    weeks = scene.weeks
    assigned = waits_from(scene).astype(np.int64)
    ends = [assigned - scene.settings.exclude, assigned, scene.completed]
    ends = np.clip(np.stack(ends, axis=1), 0, weeks)
    ends[~(scene.is_trained & (assigned < NEVER))] = 0
    return ends[:, :2], ends[:, 1:]


def zone_points(scene, cells, strict, spans):
    """Return the two Points of the weeks that selection speaks in: shown, not used."""
    settings = scene.settings
    df = teams_of(scene, cells.any(axis=1)) - 1
    counts = counted(scene, cells, *spans)
    points = []
    for j, span in enumerate(((-settings.exclude, -1), (0, None))):
        at = 1 + len(settings.bins) + j
        value, error = strict.values[at], strict.errors[at]
        people, answers = counts[j]
        points.append(
            point_of(
                span,
                settings.level,
                df,
                value,
                errors=((value, error),),
                people=people,
                responses=answers,
            )
        )
    return tuple(points)


def lead_points(scene, found):
    """Return the Points before assignment, from the Leads ``found``."""
    settings = scene.settings
    cells = scene.before(scene.strict_cut)
    start = waits_from(scene)
    is_known = start < NEVER
    first, stop = span_weeks(start, settings.leads, scene.weeks)
    counts = counted(scene, cells & is_known[:, None], first, stop)
    df = teams_of(scene, is_known & cells.any(axis=1)) - 1
    points = []
    for j, span in enumerate(settings.leads):
        value = np.nan if found.values is None else found.values[j]
        error = np.nan
        if found.covariance is not None:
            error = np.sqrt(found.covariance[j, j])
        people, answers = counts[j]
        points.append(
            point_of(
                span,
                settings.level,
                df,
                value,
                errors=((value, error),),
                people=people,
                responses=answers,
            )
        )
    return tuple(points)


def curve_covariance(strict, generous, count):
    """Return the jackknife covariance of the headline's curve, () when there is none."""
    if strict.without is None or generous.without is None:
        return ()
    spans = slice(1, 1 + count)
    values = (strict.values[spans] + generous.values[spans]) / 2
    without = (strict.without[:, spans] + generous.without[:, spans]) / 2
    covariance = jackknife_covariance(values, without)
    if covariance is None or not np.isfinite(values).all():
        return ()
    return tuple(tuple(row) for row in covariance.tolist())
