"""Who plays which part in an estimate, and why somebody plays none.

- People whose assignment is known are averaged over by both fits.
- People of whom only the completion was kept are left out of the strict fit with all
  their weeks; the generous fit averages over them too.
- Who was assigned and has not completed is compared with: in the strict fit up to
  ``exclude`` weeks before the assignment, in the generous one always.
"""

from dataclasses import dataclass

import numpy as np

from outcomes.engine.averages import span_weeks
from outcomes.engine.finding import (
    BEFORE_WINDOW,
    FEW_AFTER,
    FEW_BEFORE,
    NO_ASSIGNMENT,
    NOBODY_TO_COMPARE,
)
from outcomes.engine.panel import NEVER, UNKNOWN


@dataclass(frozen=True)
class Cast:
    """Rows are those of the scene. used: in both fits. generous: in the generous one,
    with those of unknown assignment. left_out: reason -> rows. comparable: (rows, T)
    cells whose untreated outcome can be imputed and in whose week there is somebody to
    compare with. window: (rows, T) the cells among them that the effect is averaged
    over. weeks_before, answers_before, answers_after: per row, of usable weeks; an
    answer shared by three is one for each. parts_after: a third for each.
    """

    used: np.ndarray
    generous: np.ndarray
    left_out: dict[str, np.ndarray]
    comparable: np.ndarray
    window: np.ndarray
    weeks_before: np.ndarray
    answers_before: np.ndarray
    answers_after: np.ndarray
    parts_after: np.ndarray


def cast_of(scene, strict, generous):
    """Return the Cast of a scene and its two systems."""
    settings = scene.settings
    least_before = settings.answers_before if settings.leaves_out_few else 1
    least_after = settings.answers_after if settings.leaves_out_few else 1
    comparable = comparable_cells(scene, strict, generous)
    cut = np.where(scene.is_unknown, scene.generous_cut, scene.strict_cut)
    before = scene.before(cut) & (scene.weight > 0)
    in_window = in_span(scene, settings.window)
    window = in_window & comparable
    answers_before = (scene.responses * before).sum(axis=1)
    answers_after = (scene.responses * window).sum(axis=1)
    raw_after = (scene.responses * in_window).sum(axis=1)

    left_out, is_open = {}, scene.is_trained
    reasons = {
        BEFORE_WINDOW: scene.completed < 0,
        FEW_BEFORE: answers_before < least_before,
        FEW_AFTER: raw_after < least_after,
        NOBODY_TO_COMPARE: answers_after < least_after,
    }
    for reason, is_so in reasons.items():
        left_out[reason] = is_open & is_so
        is_open = is_open & ~is_so
    left_out[NO_ASSIGNMENT] = is_open & scene.is_unknown
    return Cast(
        used=is_open & ~scene.is_unknown,
        generous=is_open,
        left_out=left_out,
        comparable=comparable,
        window=window,
        weeks_before=before.sum(axis=1),
        answers_before=answers_before,
        answers_after=answers_after,
        parts_after=(scene.parts * window).sum(axis=1, dtype=np.float64),
    )


def in_span(scene, span):
    """Return (rows, T): the weeks of one span after completion."""
    first, stop = span_weeks(scene.completed, [span], scene.weeks)
    weeks = np.arange(scene.weeks)
    return (weeks >= first) & (weeks < stop)


def comparable_cells(scene, strict, generous):
    """Return (rows, T): cells that the fit of their person can impute."""
    cells = np.zeros(scene.weight.shape, bool)
    for system, who in ((strict, ~scene.is_unknown), (generous, scene.is_unknown)):
        if who.any() and system.weight.any():
            teams = scene.control_teams(system.weight > 0)
            told = scene.told_by(system) & (teams >= scene.settings.control_teams)
            cells |= told & who[:, None]
    return cells


def left_out_people(scene, cast, training):
    """Return reason -> employee indices, with those who have no answer at all."""
    silent = np.ones(len(training.completed), bool)
    silent[scene.who] = False
    silent &= training.completed < scene.weeks
    is_early = training.completed < 0
    people = {
        reason: np.sort(scene.who[rows]) for reason, rows in cast.left_out.items()
    }
    for reason, who in ((BEFORE_WINDOW, silent & is_early), (FEW_BEFORE, silent)):
        more = np.flatnonzero(who & (~is_early | (reason == BEFORE_WINDOW)))
        people[reason] = np.sort(np.concatenate([people[reason], more]))
    return {reason: tuple(who.tolist()) for reason, who in people.items() if len(who)}


def waits_from(scene):
    """Return each row's assignment where it is known; NEVER for the others."""
    is_known = (scene.assigned != UNKNOWN) & (scene.assigned < NEVER)
    return np.where(is_known, scene.assigned, NEVER)
