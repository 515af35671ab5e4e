"""The panel: who was answered about in which week, and who was trained when."""

from dataclasses import dataclass

import numpy as np

# A completion or an assignment that has not happened, as a week index.
NEVER = 2**30
# An assignment of which only the completion was kept.
UNKNOWN = -(2**30)
# A hire so long ago that it does not matter, or one that nobody knows.
LONG_AGO = -(2**30)


@dataclass(frozen=True)
class Panel:
    """One metric of all employees in all weeks, as dense grids of employee by week.

    weight: credit-weighted answers of the cell; 0 = no answer. total: the sum of
    weight times value. responses: distinct answers, for what each person needs. team:
    index of the team in that week, -1 when not here. hired: week index of the hire,
    LONG_AGO when unknown. left: first week away, NEVER when still here. top: the part
    of ``weight`` that carries the best score there is; None when not known. squares:
    the sum of weight times squared value; kept for those who want a spread.
    Grids are float32; float64 works as well and costs twice the memory.
    """

    weight: np.ndarray
    total: np.ndarray
    responses: np.ndarray
    team: np.ndarray
    hired: np.ndarray
    left: np.ndarray
    top: np.ndarray | None = None
    squares: np.ndarray | None = None

    def __post_init__(self):
        shape = self.weight.shape
        for name in ("total", "responses", "team", "top", "squares"):
            grid = getattr(self, name)
            if grid is not None and grid.shape != shape:
                raise ValueError(f"{name} is {grid.shape}, weight is {shape}")
        for name in ("hired", "left"):
            if getattr(self, name).shape != shape[:1]:
                raise ValueError(f"{name} needs one week per employee")

    @property
    def employees(self) -> int:
        return self.weight.shape[0]

    @property
    def weeks(self) -> int:
        return self.weight.shape[1]

    @property
    def mean(self) -> float:
        """The weighted mean of everything; 0 of an empty panel."""
        weight = float(self.weight.sum(dtype=np.float64))
        return float(self.total.sum(dtype=np.float64)) / weight if weight else 0.0


@dataclass(frozen=True)
class Training:
    """When each employee was assigned to, and first completed, one module.

    completed: week index of the first completion; NEVER when there is none, negative
    when it was before the panel begins. assigned: week index of the assignment; NEVER
    when there is none, UNKNOWN when only the completion was kept.
    """

    completed: np.ndarray
    assigned: np.ndarray


def panel_from_long(employee, week, value, *, weight=None, team=None, shape=None):
    """Return a float32 Panel from answers in rows: one row is one distinct answer.

    employee, week: indices from 0; rows of one cell are summed. weight: 1 each when
    None. team: the team's index in the row; an employee's gaps are filled with the last
    team known, then with the first. shape: (employees, weeks); the largest index seen
    when None. Everyone is taken as hired long ago and still here.
    """
    employee, week = np.asarray(employee, np.int64), np.asarray(week, np.int64)
    value = np.asarray(value, np.float64)
    weight = np.ones(len(value)) if weight is None else np.asarray(weight, np.float64)
    if shape is None:
        shape = (int(employee.max(initial=-1)) + 1, int(week.max(initial=-1)) + 1)
    cell = employee * shape[1] + week

    def grid(numbers, kind):
        size = shape[0] * shape[1]
        return np.bincount(cell, numbers, size)[:size].reshape(shape).astype(kind)

    teams = np.zeros(shape, np.int32)
    if team is not None:
        teams = np.full(shape, -1, np.int32)
        teams[employee, week] = team
        teams = fill_teams(teams)
    return Panel(
        weight=grid(weight, np.float32),
        total=grid(weight * value, np.float32),
        squares=grid(weight * value**2, np.float32),
        responses=grid(None, np.int32),
        team=teams,
        hired=np.full(shape[0], LONG_AGO, np.int32),
        left=np.full(shape[0], NEVER, np.int32),
    )


def fill_teams(team):
    """Return ``team`` with each -1 replaced by the last team before it, or the next."""
    weeks = np.arange(team.shape[1])
    last = np.maximum.accumulate(np.where(team >= 0, weeks, -1), axis=1)
    first = np.argmax(team >= 0, axis=1)[:, None]
    return np.take_along_axis(team, np.where(last >= 0, last, first), axis=1)


def team_at(team, week):
    """Return each employee's team in ``week``; where none, the last known before it.

    When there was none before it either, the first one after it; -1 when there is no
    team at all. week: one index per employee, clipped to the panel.
    """
    if not team.shape[1]:
        return np.full(team.shape[0], -1, team.dtype)
    at = np.clip(week, 0, team.shape[1] - 1)[:, None]
    return np.take_along_axis(fill_teams(team), at, axis=1)[:, 0]
