"""From a table, its mapping and what is known to what would be done: a pure function.

The same table over the same house on the same day gives the same plan, so a plan can be
shown, made again under a lock, and compared by its digest.
"""

from collections import defaultdict
from dataclasses import replace
from datetime import date

from staff.importing import decisions
from staff.importing.columns import Field
from staff.importing.emails import granted_emails
from staff.importing.house import House
from staff.importing.managers import managers_named, naming
from staff.importing.plan import NewRole, PersonPlan, Plan
from staff.importing.problems import problem
from staff.importing.rows import read_rows
from staff.importing.tree import Tree
from staff.rules import career as rules
from staff.rules.career import Career
from staff.rules.person import number_key

DETAILS = ("first_name", "last_name", "email", "language")


def make_plan(table, mapping, house: House, today: date) -> Plan:
    """Return the Plan of ``table`` over ``house`` on ``today``.

    Rows with a Problem are planned around, as if they were not in the file; so leaving
    them out is the plan itself, and the problems say what it leaves out.
    """
    rows, faults, remarks = read_rows(table, mapping)
    added = {}
    while True:
        # The same file again meets the teams it has added, so it is planned over them.
        sketch, problems = _sketched(rows, faults, table, mapping, house, today, added)
        if sketch.tree.added.keys() == added.keys():
            break
        added = sketch.tree.added
    rows = sketch.rows
    kept = {row.line for row in rows}
    by_line = [note for note in remarks + sketch.remarks if note.line in kept]
    return Plan(
        people=tuple(sketch.people),
        unchanged=len(rows) - sum(person.line > 0 for person in sketch.people),
        new_teams=tuple(sketch.tree.added.values()),
        new_roles=tuple(sketch.new_roles.values()),
        problems=tuple(sorted(problems, key=_place)),
        remarks=tuple(sorted(by_line, key=_place)),
        team_names={pk: sketch.tree.shown_path(pk) for pk in sketch.tree.name_of},
        role_names=sketch.role_names,
    )


def _sketched(rows, faults, table, mapping, house, today, added):
    """Return a good _Sketch of ``rows``, and all Problems: of those it leaves out, too.

    faults: Problems of rows that could not be read. added: NewTeams to begin with.
    """
    problems = list(faults)
    while True:
        left_out = {p.line for p in problems if not p.is_about_manager}
        named_aside = _managers_in(left_out, table, mapping)
        sketch = _Sketch(rows, mapping, house, today, named_aside, added)
        if not sketch.problems:
            return sketch, problems
        problems += sketch.problems
        bad = {p.line for p in sketch.problems if not p.is_about_manager}
        silent = {p.line for p in sketch.problems if p.is_about_manager}
        rows = [
            replace(row, manager="") if row.line in silent else row
            for row in rows
            if row.line not in bad
        ]


def _managers_in(lines, table, mapping):
    """Return the number keys that the rows in ``lines`` name as managers."""
    place = mapping.columns.get(Field.MANAGER, len(table.header))
    return {
        number_key(cells[place])
        for line, cells in table.rows
        if line in lines and place < len(cells)
    }


def _turn(row):
    """Return what sorts rows that say most about their team first, for others to find."""
    is_named_twice = row.team_code and row.team
    return not row.team_path, not is_named_twice, not row.parent_team, not row.team_code


def _place(problem):
    return problem.line, problem.code, problem.column


class _Sketch:
    """One attempt at a plan; good when it meets no problem."""

    def __init__(self, rows, mapping, house, today, named_aside, added):
        self.rows, self.house, self.today = rows, house, today
        self.named_aside = named_aside
        self.problems, self.remarks = [], []
        self.tree = Tree(house.teams, rows, mapping.new_teams, added)
        self.default_team = self._only_team(mapping)
        self.new_roles = {}
        self.role_names = {role.id: role.name for role in house.roles}
        self.roles = {}
        for role in house.roles:
            self.roles[role.name.casefold()] = self.roles[role.code.casefold()] = (
                role.id
            )
        self.managers_of = defaultdict(set)
        for key, person in house.people.items():
            for charge in house.careers.get(person.id, Career()).charges:
                self.managers_of[charge.team_id].add(key)
        self.before, self.after, self.row_of, self.team_of = {}, {}, {}, {}
        self._check_zeros()
        self._follow_rows()
        self._share_emails()
        if not self.problems:
            self._name_managers()
            self._keep_an_administrator()
        people = [] if self.problems else self._people()
        self.people = sorted(people, key=lambda person: (not person.line, person.line))

    def _only_team(self, mapping):
        """Return the team of people whose file knows no teams: there must be just one."""
        team_fields = {Field.TEAM, Field.TEAM_CODE, Field.TEAM_PATH}
        if len(self.house.teams) == 1 and not team_fields & set(mapping.columns):
            return self.house.teams[0].id
        return None

    def _check_zeros(self):
        without_zeros = defaultdict(dict)
        for key, person in self.house.people.items():
            without_zeros[key.lstrip("0")][key] = person.number
        for row in self.rows:
            key = number_key(row.number)
            without_zeros[key.lstrip("0")].setdefault(key, row.number)
        for row in self.rows:
            key = number_key(row.number)
            others = dict(without_zeros[key.lstrip("0")])
            others.pop(key)
            if others and key not in self.house.people:
                self._refuse(
                    row,
                    "number_but_for_zeros",
                    Field.NUMBER,
                    row.number,
                    known=min(others.values()),
                )

    def _refuse(self, row, *facts, **params):
        self.problems.append(problem(row.line, *facts, **params))

    def _follow_rows(self):
        for row in sorted(self.rows, key=_turn):
            outcome = self._outcome(row)
            if decisions.is_problem(outcome):
                self.problems.append(outcome)

    def _outcome(self, row):
        """Enter what becomes of the person of ``row``; return the career, or a Problem."""
        key = number_key(row.number)
        known = self.house.people.get(key)
        before = self.house.careers[known.id] if known else Career()
        after = decisions.employed(row, before, self.today)
        if decisions.is_problem(after):
            return after
        if not known and not row.first_name:
            return problem(row.line, "name_missing", Field.FIRST_NAME)
        if decisions.keeps_leaving(row, before) and after == before:
            last_day = before.latest.left_on - rules.ONE_DAY
            self._remark(row, "left_here", Field.LEFT_ON, last_day=last_day)
        if decisions.is_posted_by(row, before, after, self.today):
            team_id = self._team(row)
            if decisions.is_problem(team_id):
                return team_id
            self.team_of[key] = team_id
            after = decisions.posted(
                row,
                before,
                after,
                team_id=team_id,
                job_role_id=self._role(row.job_role),
                today=self.today,
            )
            if decisions.is_problem(after):
                return after
        self.before[key], self.after[key], self.row_of[key] = before, after, row
        return after

    def _remark(self, row, code, column, **params):
        self.remarks.append(problem(row.line, code, column, **params))

    def _team(self, row):
        if not row.names_team:
            return self.default_team
        team_id = self.tree.team_of(row)
        if not decisions.is_problem(team_id):
            above = self.tree.hangs_elsewhere(row, team_id)
            if above:
                column = Field.PARENT_TEAM if row.parent_team else Field.TEAM_PATH
                self._remark(row, "team_hangs_elsewhere", column, parent=above)
        return team_id

    def _role(self, name):
        if not name:
            return None
        wanted = name.casefold()
        if wanted not in self.roles:
            role = NewRole(f"role\x1f{wanted}", name)
            self.new_roles[role.key] = role
            self.roles[wanted], self.role_names[role.key] = role.key, name
        return self.roles[wanted]

    def _share_emails(self):
        present = {key: p.email for key, p in self.house.people.items() if p.email}
        claims = {key: row.email for key, row in self.row_of.items() if row.email}
        self.emails = granted_emails(claims, present)
        for key in claims.keys() - self.emails.keys():
            row = self.row_of[key]
            self.remarks.append(
                problem(row.line, "email_shared", Field.EMAIL, row.email)
            )

    def _career(self, key):
        """Return the career of the person ``key``, in the file or not, as it is so far."""
        if key not in self.after:
            known = self.house.people[key]
            self.before[key] = self.after[key] = self.house.careers[known.id]
        return self.after[key]

    def _name_managers(self):
        namings = defaultdict(list)
        for key, row in self.row_of.items():
            team_id = self._team_named_for(key)
            if row.manager and team_id is not None:
                refused = self._manager_refusal(row)
                if refused:
                    self._refuse(row, refused, Field.MANAGER, row.manager)
                else:
                    namings[team_id].append(naming(row))
        managers, problems = managers_named(
            namings,
            managing={team_id: self._managing(team_id) for team_id in namings},
            named_aside=self.named_aside,
            team_names=self.tree.name_of,
        )
        self.problems += problems
        for team_id, key in managers.items():
            self._appoint(key, team_id)

    def _managing(self, team_id):
        """Return the keys of those who are known to manage the team, today or soon."""
        return {
            key
            for key in self.managers_of[team_id]
            for charge in self._career(key).charges
            if charge.team_id == team_id
            and (charge.valid_to is None or charge.valid_to > self.today)
        }

    def _team_named_for(self, key):
        """Return the team for which the row of ``key`` names a manager, or None."""
        after = self.after[key]
        if after.is_over(self.today):
            return None
        if self.team_of.get(key) is not None:
            return self.team_of[key]
        post = after.post_on(max(self.today, after.latest.hired_on))
        return post and post.team_id

    def _manager_refusal(self, row):
        key = number_key(row.manager)
        if key not in self.after and key not in self.house.people:
            return "manager_unknown"
        career = self._career(key)
        if career.latest is None or career.stay_on(self._first_day(career)) is None:
            return "manager_left"
        return None

    def _first_day(self, career):
        return max(self.today, career.latest.hired_on)

    def _appoint(self, key, team_id):
        day = self._first_day(self._career(key))
        for other in self.managers_of[team_id] - {key}:
            self.after[other] = rules.relieved(self._career(other), team_id, day)
        self.after[key] = rules.appointed(self._career(key), team_id, day)

    def _keep_an_administrator(self):
        ending = {
            key
            for key in self.row_of
            if key in self.house.people
            and self.house.people[key].id in self.house.administrators
            and not self.after[key].is_open
        }
        if ending and len(ending) == len(self.house.administrators):
            for key in ending:
                self._refuse(self.row_of[key], "last_administrator", Field.LEFT_ON)

    def _people(self):
        for key, after in self.after.items():
            row, known = self.row_of.get(key), self.house.people.get(key)
            details = tuple(self._details(key, row, known)) if row else ()
            if known and not details and after == self.before[key]:
                continue
            names = {name: new for name, _old, new in details}
            first = names.get("first_name", known and known.first_name)
            last = names.get("last_name", known.last_name if known else "")
            yield PersonPlan(
                number=known.number if known else row.number,
                name=f"{first} {last}".strip(),
                line=row.line if row else 0,
                known=known,
                details=details,
                before=self.before[key],
                after=after,
            )

    def _details(self, key, row, known):
        for name in DETAILS:
            new = self.emails.get(key, "") if name == "email" else getattr(row, name)
            old = getattr(known, name) if known else ""
            is_same = (
                new.casefold() == old.casefold() if name == "email" else new == old
            )
            if new and not is_same:
                yield name, old, new
