"""Which team a row means, and which teams a file adds to the tree.

A team comes to be only where the file says what is above it, by a path or by a column,
or where a person has said that new teams hang below the organisation. It is never
renamed and never moved by a file.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from staff.importing.columns import Field, NewTeams
from staff.importing.problems import problem
from staff.rules.person import code_from

LONGEST_NAME = 200
# The tree has room for 63 levels; nobody works in the thirtieth.
DEEPEST = 30


@dataclass(frozen=True)
class NewTeam:
    """A team to come. key: its id until it has one, the way to it from a known team.

    code: from the file, or made from the name. parent_id: a known team's id, or another
    key.
    """

    key: str
    code: str
    name: str
    parent_id: int | str


def _refused(code, column, **params):
    """Return the refusal that becomes the Problem of the row in hand."""
    return ValidationError("", code=code, params={"column": column, **params})


def split_path(text):
    """Return the names along a path such as "Company / North / Harbour Street"."""
    for separator in (" / ", ">", "»", "\\\\", "\\", "|", "/"):
        if separator in text:
            return [name.strip() for name in text.split(separator) if name.strip()]
    return [text.strip()] if text.strip() else []


class Tree:
    """The known teams and those that the rows of one file add.

    added: {key: NewTeam} of those that are certain already; more may come.
    """

    def __init__(self, teams, rows, new_teams=NewTeams.REFUSE, added=()):
        self.hangs_new = new_teams == NewTeams.BELOW_ROOT
        self.added = dict(added)
        self.by_code, self.by_name, self.below = {}, defaultdict(list), {}
        self.parent_of, self.name_of = {}, {}
        self.root = next((team.id for team in teams if team.parent_id is None), None)
        for team in teams:
            self._enter(team.id, team.code, team.name, team.parent_id)
        for key, team in self.added.items():
            self._enter(key, team.code, team.name, team.parent_id)
        self.taken = set(self.by_code)
        self.stated, self.placed = defaultdict(dict), defaultdict(dict)
        self.codes_said = defaultdict(set)
        for row in rows:
            self._note(row)

    def _enter(self, team_id, code, name, parent_id):
        if code:
            self.by_code[code.casefold()] = team_id
        self.by_name[name.casefold()].append(team_id)
        self.below.setdefault((parent_id, name.casefold()), team_id)
        self.parent_of[team_id], self.name_of[team_id] = parent_id, name

    def _note(self, row):
        """Remember where ``row`` hangs its team, for rows that do not say."""
        place = row.team_path, row.parent_team, row.team
        if row.team_code and any(place):
            # A code alone may stand for a team whose code is made from its name.
            self.taken.add(row.team_code.casefold())
        if row.team_code and (row.team_path or row.parent_team):
            self.placed[row.team_code.casefold()].setdefault(place, row)
        if row.parent_team and (row.team or row.team_code):
            code, name = row.team_code.casefold(), row.team.casefold()
            place = (row.team_code, row.team or row.team_code, row.parent_team)
            for spelling in {code, name} - {""}:
                self.stated[spelling].setdefault(row.parent_team.casefold(), place)
            if code:
                self.codes_said[code].add(row.parent_team.casefold())

    def team_of(self, row):
        """Return the id or key of the team ``row`` names, or the Problem of it."""
        try:
            return self._team_of(row)
        except ValidationError as refused:
            column = refused.params.pop("column")
            value = getattr(row, column)
            return problem(row.line, refused.code, column, value, **refused.params)

    def _team_of(self, row):
        code = row.team_code.casefold()
        if code in self.by_code:
            return self.by_code[code]
        if row.parent_team and not row.team_path and len(self.codes_said[code]) > 1:
            raise _refused("team_two_parents", Field.PARENT_TEAM)
        if row.team_path or row.parent_team:
            return self._where_said(row)
        column = Field.TEAM_CODE if row.team_code else Field.TEAM
        if row.team and not row.team_code:
            return self._called(row.team, column, ())
        if code in self.placed:
            return self._placed(code, column)
        if code in self.stated:
            return self._called(row.team_code, column, ())
        if self.hangs_new and self.root is not None:
            return self._add(
                row.team_code, row.team or row.team_code, self.root, column
            )
        raise _refused("team_unknown", column)

    def _where_said(self, row):
        """Return the team of a row that says what is above it."""
        if row.team_path:
            return self._along(row)
        name = row.team or row.team_code
        return self._below(row.team_code, name, row.parent_team, ())

    def _placed(self, code, column):
        """Return the team that the rows with ``code`` mean which say what is above it."""
        meant = None
        for row in self.placed[code].values():
            team_id = self._where_said(row)
            if meant not in (None, team_id):
                raise _refused("team_ambiguous", column)
            meant = team_id
        return meant

    def _along(self, row):
        names = split_path(row.team_path)
        if not names:
            raise _refused("team_unknown", Field.TEAM_PATH)
        if row.team and row.team.casefold() != names[-1].casefold():
            names.append(row.team)
        team_id = self.root
        if team_id is None:
            raise _refused("team_unknown", Field.TEAM_PATH)
        if self._is_root(names[0]):
            names = names[1:]
        for place, name in enumerate(names, start=1):
            found = self._child(team_id, name)
            code = row.team_code if place == len(names) else ""
            team_id = found or self._add(code, name, team_id, Field.TEAM_PATH)
        return team_id

    def _is_root(self, name):
        return self.root in (
            self.by_code.get(name.casefold()),
            self.below.get((None, name.casefold())),
        )

    def _child(self, parent_id, name):
        """Return the team called ``name`` right below ``parent_id``, by name or code."""
        coded = self.by_code.get(name.casefold())
        if coded is not None and self.parent_of[coded] == parent_id:
            return coded
        return self.below.get((parent_id, name.casefold()))

    def _below(self, code, name, parent, walked):
        """Return the team ``name`` below the team called ``parent``, added if need be."""
        if name.casefold() in walked:
            raise _refused("team_circle", Field.PARENT_TEAM)
        walked = (*walked, name.casefold())
        if parent.casefold() in walked:
            raise _refused("team_circle", Field.PARENT_TEAM)
        try:
            parent_id = self._called(parent, Field.PARENT_TEAM, walked)
        except ValidationError as refused:
            if refused.code == "team_unknown":
                raise _refused(
                    "parent_unknown", Field.PARENT_TEAM, parent=parent
                ) from refused
            raise
        if code and code.casefold() in self.by_code:
            return self.by_code[code.casefold()]
        found = self._child(parent_id, name)
        if found is not None:
            return found
        if name.casefold() in map(str.casefold, self.names_along(parent_id)):
            raise _refused("team_circle", Field.PARENT_TEAM)
        return self._add(code, name, parent_id, Field.PARENT_TEAM)

    def _called(self, text, column, walked):
        """Return the team that ``text``, a code, a name or a path, stands for."""
        wanted = text.casefold()
        places = self.stated.get(wanted, {})
        known = self.by_name.get(wanted, [])
        if wanted in self.by_code:
            # Codes are made from names: the first of several has its name for a code.
            if len(known) > 1 and column != Field.TEAM_CODE:
                raise _refused("team_ambiguous", column)
            return self.by_code[wanted]
        if len(known) == 1 and len(places) < 2:
            return known[0]
        if known or len(places) > 1:
            raise _refused("team_ambiguous", column)
        for code, name, parent in places.values():
            return self._below(code, name, parent, walked)
        if wanted in self.placed:
            return self._placed(wanted, column)
        names = split_path(text)
        if len(names) > 1 and self.root is not None:
            return self._known_along(names, column)
        if self.hangs_new and self.root is not None:
            return self._add("", text, self.root, column)
        raise _refused("team_unknown", column)

    def _known_along(self, names, column):
        team_id = self.root
        for name in names[1:] if self._is_root(names[0]) else names:
            team_id = self._child(team_id, name)
            if team_id is None:
                raise _refused("team_unknown", column)
        return team_id

    def _add(self, code, name, parent_id, column):
        if not split_path(name):
            raise _refused("team_unknown", column)
        if len(name) > LONGEST_NAME:
            raise _refused("too_long", column, most=LONGEST_NAME)
        if len(self.names_along(parent_id)) >= DEEPEST:
            raise _refused("team_too_deep", column)
        # No text of a file holds this mark, so no two ways read alike.
        key = f"{parent_id}\x1f{name.casefold()}\x1f{code.casefold()}"
        if key not in self.added:
            code = code or code_from(name, self.taken)
            self.taken.add(code.casefold())
            self.added[key] = NewTeam(key, code, name, parent_id)
            self._enter(key, code, name, parent_id)
        return key

    def names_along(self, team_id):
        """Return the names from the team up to the root."""
        names = []
        while team_id is not None:
            names.append(self.name_of[team_id])
            team_id = self.parent_of[team_id]
        return names

    def shown_path(self, team_id):
        """Return the names from below the root down to the team, for people to read."""
        names = self.names_along(team_id)
        return " / ".join(reversed(names[:-1] or names))

    def hangs_elsewhere(self, row, team_id):
        """Return the name of the known team above, where ``row`` names another one."""
        if team_id in self.added or not (row.parent_team or row.team_path):
            return None
        path = split_path(row.team_path)
        names = split_path(row.parent_team or "".join(path[-2:-1]))
        above = self.parent_of[team_id]
        if not names or above is None:
            return None
        said = names[-1]
        coded = self.by_code.get(said.casefold())
        is_same = coded == above or self.name_of[above].casefold() == said.casefold()
        return None if is_same else self.name_of[above]
