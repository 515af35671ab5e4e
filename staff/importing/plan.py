"""What a file of people would do: the outcome of staff/importing/planning.py."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field

from staff.importing.house import KnownPerson
from staff.importing.problems import Problem
from staff.importing.tree import NewTeam
from staff.rules import career as rules
from staff.rules.career import Career


@dataclass(frozen=True)
class PersonPlan:
    """What becomes of one person. known: None for somebody new. line: 0 when the row of
    somebody else brings it about. details: (name, known value, new value) that differ.
    """

    number: str
    name: str
    line: int
    known: KnownPerson | None
    details: tuple[tuple[str, str, str], ...]
    before: Career
    after: Career

    @property
    def deeds(self):
        return rules.deeds(self.before, self.after)


@dataclass(frozen=True)
class NewRole:
    """A job role to come; key is its id until it has one."""

    key: str
    name: str


@dataclass(frozen=True)
class Plan:
    """people: PersonPlans, those whom the file changes. unchanged: rows that change
    nothing. problems: of rows that are not in it, or in it without their manager.
    team_names, role_names: for every id and key in it.
    """

    people: tuple[PersonPlan, ...]
    unchanged: int
    new_teams: tuple[NewTeam, ...]
    new_roles: tuple[NewRole, ...]
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...]
    team_names: dict = field(repr=False)
    role_names: dict = field(repr=False)

    @property
    def is_empty(self):
        """Whether confirming it would change nothing."""
        return not (self.people or self.new_teams or self.new_roles)

    @property
    def new_team_paths(self):
        return [self.team_names[team.key] for team in self.new_teams]

    @property
    def lines_left_out(self):
        return sorted({p.line for p in self.problems if not p.is_about_manager})

    @property
    def lines_without_manager(self):
        about = {p.line for p in self.problems if p.is_about_manager}
        return sorted(about - set(self.lines_left_out))

    @property
    def digest(self):
        """Return what tells this plan from every other."""
        facts = [self.new_teams, self.new_roles, self.people, self.problems]
        return hashlib.sha256(repr(facts).encode()).hexdigest()

    def counts(self):
        """Return {word: number of people}; the words of PeopleImport.counts."""
        counted = Counter(unchanged=self.unchanged)
        for person in self.people:
            for word in words_of(person):
                counted[word] += 1
        counted["set_aside"] = len(self.lines_left_out)
        counted["new_teams"] = len(self.new_teams)
        return dict(counted)


def words_of(person):
    """Return what happens to one person, as words: "created", "moved", …"""
    deeds = person.deeds
    words = {
        "created": deeds.is_hired,
        "rehired": deeds.is_rehired,
        "moved": deeds.is_moved,
        "left": deeds.has_left,
        "changed": (person.details and person.known) or deeds.fields,
        "gets_teams": deeds.appointed,
        "loses_teams": deeds.relieved,
    }
    return [word for word, is_so in words.items() if is_so]
