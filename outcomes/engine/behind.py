"""Which answers are behind an estimate, and why the others are not."""

import numpy as np

from outcomes.engine.answers import distinct_answers
from outcomes.engine.cast import in_span
from outcomes.engine.finding import AFTER, BEFORE, LATER, NOT_COMPARED, ZONE
from outcomes.engine.gates import whole_answers


def answers_by_part(scene, cast):
    """Return {part or reason for leaving out: whole answers} of who completed it.

    Of ``used`` by where their weeks lie: before, in the selection zone, in the window
    after completing with and without somebody to compare with, later. Of those who are
    left out all answers, by the reason.
    """
    used, weeks = cast.used, np.arange(scene.weeks)
    done = scene.completed[:, None]
    in_zone = (weeks >= scene.strict_cut[:, None]) & (weeks < done)
    in_window = in_span(scene, scene.settings.window)
    parts = {
        BEFORE: scene.before(scene.strict_cut),
        ZONE: in_zone,
        AFTER: cast.window,
        NOT_COMPARED: in_window & ~cast.comparable,
        LATER: (weeks >= done) & ~in_window,
    }
    counts = {key: _sum(scene, used, cells) for key, cells in parts.items()}
    everything = np.ones(scene.weeks, bool)
    counts |= {
        reason: _sum(scene, rows, everything) for reason, rows in cast.left_out.items()
    }
    return counts


def gaps(scene, cast):
    """Return (employee index, first week, stop week) of weeks that were not compared.

    Of who is in one of the fits, from where their clean weeks end to the last week that
    is averaged over or drawn; stretches without any answer are left out.
    """
    cut = np.where(scene.is_unknown, scene.generous_cut, scene.strict_cut)
    weeks = np.arange(scene.weeks)
    stop = scene.completed + reach(scene.settings, scene.weeks) + 1
    cells = (weeks >= cut[:, None]) & (weeks < stop[:, None]) & ~cast.comparable
    rows = np.flatnonzero(cast.generous & (cells & (scene.weight > 0)).any(axis=1))
    edges = np.diff(np.pad(cells[rows].astype(np.int8), ((0, 0), (1, 1))), axis=1)
    places, first = np.nonzero(edges == 1)
    stop = np.nonzero(edges == -1)[1]
    who = scene.who[rows[places]]
    found = zip(who.tolist(), first.tolist(), stop.tolist(), strict=True)
    answered = scene.weight[rows] > 0
    return tuple(
        (employee, begin, end)
        for (employee, begin, end), row in zip(found, places.tolist(), strict=True)
        if answered[row, begin:end].any()
    )


def reach(settings, weeks):
    """Return the last week after completing that is averaged over or drawn."""
    lasts = [settings.window[1], *(last for _first, last in settings.bins)]
    return weeks if None in lasts else max(lasts)


def _sum(scene, rows, cells):
    cells = np.broadcast_to(cells, scene.parts.shape)[rows]
    return whole_answers(
        distinct_answers(scene.responses[rows], scene.parts[rows], cells)
    )
