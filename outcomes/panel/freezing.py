"""Freezing: all of a run's input as it is now, read in one state of the database."""

from datetime import date

import numpy as np

from feedback.rules.served import WHOLE
from outcomes.actions.analysis import refuse_half_files
from outcomes.engine.panel import NEVER
from outcomes.panel.cells import long_cells, top_weights
from outcomes.panel.frozen import Cells, FrozenPanel
from outcomes.panel.people import (
    employment_weeks,
    long_trainings,
    team_weeks,
    training_weeks,
)
from outcomes.panel.snapshot import snapshot
from outcomes.rules.cut import A_WEEK


def freeze(analysis):
    """Return the FrozenPanel of ``analysis``, an Analysis.

    It holds everybody about whom there are answers, or who has completed a module, in
    the weeks from the first answer on, at most ``most_weeks`` of them.
    Raises ValidationError, code "file_on_its_way", where it would hold part of a file;
    the run then goes on when it is handed over again.
    """
    with snapshot():
        refuse_half_files()
        return _freeze(analysis.through_week, analysis.parameters)


def _freeze(through_week, parameters):
    first_week = through_week - A_WEEK * (parameters["most_weeks"] - 1)
    metrics = parameters["metrics"]
    long = {
        each["key"]: long_cells(each["key"], first_week, through_week)
        for each in metrics
    }
    long = {key: cells for key, cells in long.items() if len(cells.week)}
    if long:
        first_week = date.fromordinal(
            int(min(cells.week.min() for cells in long.values()))
        )
    weeks = (through_week - first_week).days // 7 + 1
    trained = long_trainings(
        through_week + A_WEEK,
        trusts_same_day_imports=parameters["trusts_same_day_imports"],
    )
    modules = trained.modules
    learners = trained.employee[trained.completed > 0]
    employees = np.unique(
        np.concatenate([learners, *(cells.employee for cells in long.values())])
    )
    tops = {
        each["key"]: top_weights(each["key"], each["top"], first_week, through_week)
        for each in metrics
        if each["top"] is not None and each["key"] in long
    }
    place = Places(employees, weeks, first_week)
    places = {key: place(cells.employee, cells.week) for key, cells in long.items()}
    everywhere = np.concatenate([np.empty(0, np.int64), *places.values()])
    team, teams = team_weeks(
        employees,
        weeks,
        first_week,
        (
            everywhere,
            _together(long, "team", np.int64),
            _together(long, "responses", np.int32),
        ),
    )
    hired, left = employment_weeks(
        employees, _first_answers(everywhere, len(employees), weeks), first_week
    )
    completed, assigned = training_weeks(trained, employees, modules, first_week)
    return FrozenPanel(
        first_week=first_week,
        weeks=weeks,
        employees=employees,
        teams=teams,
        modules=modules,
        team=team,
        hired=hired,
        left=left,
        completed=completed,
        assigned=assigned,
        metrics={
            key: _cells(long[key], places[key], tops.get(key), place) for key in long
        },
    )


class Places:
    """Where a person's week lies in a grid that is read row by row."""

    def __init__(self, employees, weeks, first_week):
        self.employees, self.weeks = employees, weeks
        self.first = first_week.toordinal()

    def __call__(self, employee, week):
        row = np.searchsorted(self.employees, employee)
        return row * self.weeks + (week - self.first) // 7


def _together(long, name, kind):
    parts = [getattr(cells, name) for cells in long.values()]
    return np.concatenate([np.empty(0, kind), *parts])


def _first_answers(places, count, weeks):
    """Return (E,) the week of each person's first answer, NEVER without one."""
    first = np.full(count, NEVER, np.int64)
    np.minimum.at(first, places // weeks, places % weeks)
    return first


def _cells(long, places, top, place):
    """Return Cells with the rows of one person and week, in several teams, as one."""
    unique, index = np.unique(places, return_inverse=True)
    size = len(unique)
    weight = np.bincount(index, long.weight, size)
    known = None
    if top is not None:
        employee, week, top_weight = top
        is_here = np.isin(employee, place.employees)
        at = place(employee[is_here], week[is_here])
        found = np.searchsorted(unique, at)
        found[found == size] = 0
        is_cell = unique[found] == at if size else np.zeros(len(at), bool)
        known = np.bincount(found[is_cell], top_weight[is_here][is_cell], size)
        known = np.minimum(known, weight) / WHOLE
    return Cells(
        place=unique.astype(np.int32),
        weight=(weight / WHOLE).astype(np.float32),
        total=np.bincount(index, long.total, size).astype(np.float32),
        responses=np.bincount(index, long.responses, size).astype(np.int32),
        top=None if known is None else known.astype(np.float32),
    )
