"""Who manages which team, as the rows of a file say it.

Rows name their own manager, the tables keep the manager of a team. So the manager of a
team is whom its rows name, without the rows of those who manage it themselves: those
name somebody further up. Who they are is known from the other rows of the team; where
there are none, since a file may hold three people of thirty, from before.
"""

from collections import defaultdict
from dataclasses import dataclass

from staff.importing.columns import Field
from staff.importing.problems import problem
from staff.rules.person import number_key


@dataclass(frozen=True)
class Naming:
    """A row of a team that names a manager. key, manager: number keys."""

    row: object
    key: str
    manager: str


def managers_named(namings, *, managing, named_aside, team_names):
    """Return ({team id: manager's key}, Problems) of ``namings``.

    namings: {team id: [Naming]}. managing: {team id: keys of those known to manage it}.
    named_aside: keys of those named by a row that stays out. team_names: {team id: name}.
    """
    managers, problems = {}, []
    for team_id, rows in namings.items():
        named_by = defaultdict(set)
        for naming in rows:
            named_by[naming.manager].add(naming.key)
        telling = [row for row in rows if not named_by[row.key] - {row.key}]
        asked = [row for row in telling if row.key not in named_aside]
        candidates = {naming.manager for naming in asked}
        if {naming.key for naming in asked} <= managing[team_id] and telling:
            continue
        if len(candidates) == 1:
            managers[team_id] = candidates.pop()
        else:
            problems += _unsettled(rows, asked, team_names[team_id])
    return managers, problems


def _unsettled(rows, asked, team):
    """Return a Problem for each of ``rows``: with some of them only, others would tell."""
    numbers = sorted({naming.row.manager for naming in asked})
    params = {"team": team}
    if asked:
        params["managers"] = ", ".join(numbers[:5]) + (" …" if len(numbers) > 5 else "")
    code = "two_managers" if asked else "managers_circle"
    return [
        problem(naming.row.line, code, Field.MANAGER, naming.row.manager, **params)
        for naming in rows
    ]


def naming(row):
    """Return the Naming of ``row``."""
    return Naming(row, number_key(row.number), number_key(row.manager))
