"""Who was where and when, as weeks of the panel."""

from array import array
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import numpy as np
from django.utils.timezone import localdate

from outcomes.engine.panel import LONG_AGO, NEVER, UNKNOWN
from outcomes.rules.trained import Spell, first_training
from staff.models import Employment, Posting
from training.choices import EnrolmentSource, EnrolmentStatus
from training.models import Enrolment

ROWS_AT_A_TIME = 20_000
# An ISO week belongs to the year, and here to the team, of its Thursday.
THURSDAY = 3


@dataclass(frozen=True)
class LongTrainings:
    """One row a person and module. employee, module: ids.

    completed, assigned: ordinals of days, 0 where there is none, or none is known.
    """

    employee: np.ndarray
    module: np.ndarray
    completed: np.ndarray
    assigned: np.ndarray

    @property
    def modules(self):
        """The ids of the modules that somebody has completed, sorted."""
        return np.unique(self.module[self.completed > 0])


def long_trainings(end, *, trusts_same_day_imports):
    """Return the LongTrainings of everybody as they stood at ``end``.

    end: the first day that does not count any more.
    """
    rows = (
        Enrolment.objects.order_by("employee", "module", "cycle")
        .values_list(
            "employee_id",
            "module_id",
            "assigned_on",
            "completed_on",
            "withdrawn_at",
            "source",
            "status",
        )
        .iterator(chunk_size=ROWS_AT_A_TIME)
    )
    flat = array("q")
    for (employee, module), enrolments in groupby(rows, key=itemgetter(0, 1)):
        found = first_training(
            [_spell(*row[2:]) for row in enrolments],
            end,
            trusts_same_day_imports=trusts_same_day_imports,
        )
        if found:
            days = (found.completed_on, found.assigned_on)
            ordinals = [day.toordinal() if day else 0 for day in days]
            flat.extend((employee, module, *ordinals))
    return LongTrainings(*np.array(flat, np.int64).reshape(-1, 4).T.copy())


def _spell(assigned_on, completed_on, withdrawn_at, source, status):
    is_done = status == EnrolmentStatus.COMPLETED
    return Spell(
        assigned_on,
        completed_on if is_done else None,
        withdrawn_at and localdate(withdrawn_at),
        source == EnrolmentSource.IMPORT,
    )


def training_weeks(trained, employees, modules, first_week):
    """Return (M, E) weeks completed and assigned, as outcomes.engine.panel.Training.

    trained: LongTrainings. employees, modules: sorted ids; others are left out.
    """
    shape = (len(modules), len(employees))
    completed = np.full(shape, NEVER, np.int32)
    assigned = np.full(shape, NEVER, np.int32)
    kept = np.isin(trained.module, modules) & np.isin(trained.employee, employees)
    row = np.searchsorted(modules, trained.module[kept])
    place = np.searchsorted(employees, trained.employee[kept])
    first = first_week.toordinal()
    done, told = trained.completed[kept], trained.assigned[kept]
    completed[row, place] = np.where(done > 0, (done - first) // 7, NEVER)
    assigned[row, place] = np.where(told > 0, (told - first) // 7, UNKNOWN)
    return completed, assigned


def employment_weeks(employees, first_answers, first_week):
    """Return (E,) weeks hired and left; left is the first week that is wholly away.

    first_answers: (E,) week of the first answer, NEVER without one: whoever was answered
    about before the hire date was here before it, and nobody knows since when.
    """
    hired = np.full(len(employees), LONG_AGO, np.int32)
    left = np.full(len(employees), NEVER, np.int32)
    places = {employee: place for place, employee in enumerate(employees.tolist())}
    rows = Employment.objects.order_by("employee", "hired_on", "pk")
    seen = set()
    for employee, hired_on, left_on in rows.values_list(
        "employee_id", "hired_on", "left_on"
    ).iterator(chunk_size=ROWS_AT_A_TIME):
        place = places.get(employee)
        if place is None:
            continue
        if employee not in seen:
            seen.add(employee)
            week = _week(hired_on, first_week)
            if week <= first_answers[place]:
                hired[place] = week
        left[place] = NEVER
        if left_on is not None:
            # Away from a Monday on is away that week; from a Tuesday on, the next.
            left[place] = -((first_week - left_on).days // 7)
    return hired, left


def team_weeks(employees, weeks, first_week, seen):
    """Return ((E, T) team index by week, team ids).

    seen: (place, team id, responses) arrays of cells: where somebody was answered about
    most is where they were; a week without answers goes by the posting of its Thursday.
    """
    place, team, responses = seen
    grid = np.full(len(employees) * weeks, -1, np.int64)
    order = np.lexsort((-team, responses))
    grid[place[order]] = team[order]
    grid = grid.reshape(len(employees), weeks)
    places = {employee: place for place, employee in enumerate(employees.tolist())}
    rows = Posting.objects.order_by("employee", "valid_from", "pk")
    for employee, team_id, valid_from, valid_to in rows.values_list(
        "employee_id", "team_id", "valid_from", "valid_to"
    ).iterator(chunk_size=ROWS_AT_A_TIME):
        row = places.get(employee)
        if row is None:
            continue
        first = max(_thursdays_before(valid_from, first_week), 0)
        last = weeks if valid_to is None else _thursdays_before(valid_to, first_week)
        stretch = grid[row, first : max(last, 0)]
        stretch[stretch < 0] = team_id
    teams = np.unique(grid[grid >= 0])
    index = np.searchsorted(teams, grid).astype(np.int32)
    index[grid < 0] = -1
    return index, teams


def _week(day, first_week):
    """Return the week index of ``day``; negative before the panel."""
    return (day - first_week).days // 7


def _thursdays_before(day, first_week):
    """Return the index of the first week whose Thursday is ``day`` or later."""
    return -(((first_week - day).days + THURSDAY) // 7)
