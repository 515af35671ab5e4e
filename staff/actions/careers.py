"""Writing what happened to people: the one place where their rows change.

A single act brings one Change, an import brings thousands; both are written by the same
few statements and told to the journal in the same words.
"""

from dataclasses import dataclass, field, fields
from functools import cached_property
from operator import attrgetter

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from events.pouring import Load, taken_ids
from events.record import load_of, record_load, record_many, unsaved_event
from staff.actions.roles import ensure_administrator_without, take_away
from staff.models import (
    Employee,
    Employment,
    HouseVersion,
    Posting,
    RoleGrant,
    SignInCode,
    Team,
    TeamManager,
)
from staff.queries.careers import LONGEST_LIST
from staff.rules.career import Career, Charge, Post, Stay, deeds

TABLES = {
    "stays": (Employment, Stay),
    "posts": (Posting, Post),
    "charges": (TeamManager, Charge),
}
# What the row of somebody new holds; nobody new has signed in yet.
PERSON = ["id", "employee_number", "first_name", "last_name", "email", "language"]


@dataclass
class Change:
    """What becomes of one person.

    employee: an Employee whose attributes are set already; one without id is new.
    fields: names of the attributes that changed. before, after: Careers.
    """

    employee: Employee
    before: Career
    after: Career
    fields: frozenset = field(default_factory=frozenset)

    @cached_property
    def deeds(self):
        return deeds(self.before, self.after)

    @property
    def is_ending(self):
        """Whether this is how the person comes to be about to leave, or gone."""
        return self.before.is_open and not self.after.is_open


def lock_people(employee_ids=()):
    """Let one act at a time change people and teams, until its transaction ends.

    Return the number of this act, as HouseVersion counts them.

    On PostgreSQL this locks the root of the tree, then the people in the order of their
    ids; a SQLite transaction is alone anyway. Rows that only point at a person, such as
    an enrolment, need not wait.
    """
    roots = Team.objects.filter(depth=1).order_by("pk")
    list(roots.select_for_update(no_key=True).values_list("pk", flat=True))
    number = HouseVersion.objects.count_act()
    people = Employee.objects.locked_in_order()
    wanted = list(employee_ids)
    if len(wanted) <= LONGEST_LIST:
        people = people.filter(pk__in=wanted)
    if wanted:
        list(people.values_list("pk", flat=True))
    return number


def write_changes(changes, *, by, at, today, batch=None):
    """Write ``changes``, a list of Change, and the journal of them.

    by: who did it, or None. at: an aware moment. today: the date on which whoever is
    gone loses roles and sign-in codes. batch: a UUID for what is done at one go.

    Whoever leaves loses roles, codes and password the day they are gone, here or, when
    that was planned, in calendar.py; whoever is hired again starts without roles and
    codes. A date that is set right later gives nothing back.

    Raises ValidationError, code "last_administrator"; then nothing is written.
    """
    Writing(changes, by=by, at=at, today=today, batch=batch).write()


class Writing:
    """Changes made ready to be written: all work is done that needs no lock.

    Arguments are those of ``write_changes``; new people have ids when it is made. Made
    before ``lock_people``, it may be written only if nobody has changed anything since.
    """

    def __init__(self, changes, *, by, at, today, batch=None):
        self.today, self.facts = today, {"by": by, "at": at, "batch": batch}
        self.ending = {change.employee.pk for change in changes if change.is_ending}
        self._ready_people(changes)
        self.gone_rows, self.altered_rows, self.new_rows = {}, [], []
        for name, (model, kind) in TABLES.items():
            self._ready_rows(name, model, kind, changes)
        self._ready_leavers(changes)
        self.events = load_of(
            [event for change in changes for event in _events_of(change, **self.facts)]
        )

    # Inside a savepoint SQLite takes the longer for each row the more it has changed.
    @transaction.atomic(savepoint=False)
    def write(self):
        """Do what ``write_changes`` says."""
        if self.ending:
            ensure_administrator_without(self.ending, self.today)
        # Two people may swap an e-mail, or a new one take over a leaver's: let go first.
        _in_parts(Employee.objects, self.moving, lambda rows: rows.update(email=""))
        self.new_people.pour()
        self.altered_people.overwrite()
        for model, gone in self.gone_rows.items():
            _in_parts(model.objects, gone, _delete)
        for load in self.altered_rows:
            load.overwrite()
        for load in self.new_rows:
            load.pour()
        for employee in self.newcomers:
            employee._state.adding, employee._state.db = False, connection.alias
        # Whoever is gone loses everything; hired again before they have left, they still
        # sign in until then.
        told = disarm(self.gone, **self.facts)
        told += disarm(self.anew, keeps_password=True, **self.facts)
        record_many(told)
        record_load(self.events)

    def _ready_people(self, changes):
        altered = [c for c in changes if c.employee.pk and c.fields]
        self.moving = [c.employee.pk for c in altered if "email" in c.fields]
        names = [*sorted(frozenset().union(*(c.fields for c in altered))), "id"]
        values = attrgetter(*names)
        rows = [values(change.employee) for change in altered]
        self.altered_people = Load(Employee, names, rows)
        self.newcomers = [c.employee for c in changes if c.employee.pk is None]
        ids = taken_ids(Employee, len(self.newcomers))
        for employee, pk in zip(self.newcomers, ids, strict=True):
            employee.pk, employee.password = pk, make_password(None)
        names = [*PERSON, "password"]
        values = attrgetter(*names)
        rows = [values(employee) for employee in self.newcomers]
        self.new_people = Load(Employee, names, rows)

    def _ready_rows(self, name, model, kind, changes):
        names = [part.name for part in fields(kind)]
        values = attrgetter(*names)
        gone, altered, new = [], [], []
        for change in changes:
            known = {row.id: row for row in getattr(change.before, name)}
            for row in getattr(change.after, name):
                was = known.pop(row.id, None)
                if row != was:
                    saved = (change.employee.pk, *values(row))
                    (altered if was else new).append(saved)
            gone += known
        # The id comes last, which new rows are given as they are written.
        names = ["employee_id", *names]
        self.gone_rows[model] = gone
        self.altered_rows.append(Load(model, names, altered))
        self.new_rows.append(Load(model, names[:-1], [row[:-1] for row in new]))

    def _ready_leavers(self, changes):
        """Sort out who is gone, was gone until now, or starts anew."""
        known = [change for change in changes if change.before.stays]
        today = self.today
        self.gone = {c.employee.pk for c in known if c.before.is_over(today)}
        self.gone |= {c.employee.pk for c in known if c.after.is_over(today)}
        self.anew = {c.employee.pk for c in known if c.deeds.is_rehired} - self.gone


def disarm(people, *, by, at, batch=None, keeps_password=False):
    """Take roles, open codes and password from ``people``; return the unsaved events.

    people: ids, locked by the caller. by, at, batch: as for ``write_changes``. Without
    the password every session of theirs ends too.
    """
    wanted = set(people)
    grants = RoleGrant.objects.order_by("pk")
    if len(wanted) <= LONGEST_LIST:
        grants = grants.filter(employee__in=wanted)
    held = [grant for grant in grants if grant.employee_id in wanted]
    events = [
        unsaved_event(
            "role.revoked",
            at=at,
            by=by,
            employee=Employee(pk=grant.employee_id),
            subject=grant,
            fields=["role"],
            batch=batch,
        )
        for grant in held
    ]
    take_away(held, at=at)
    for ids in _parts(wanted):
        codes = SignInCode.objects.filter(employee__in=ids, used_at=None)
        codes.filter(withdrawn_at=None).update(withdrawn_at=at)
        if not keeps_password:
            disarmed = Employee.objects.filter(pk__in=ids)
            disarmed.update(password=make_password(None))
    return events


def _events_of(change, *, by, at, batch):
    told = change.deeds
    employee = change.employee
    kinds = {
        "employee.hired": told.is_hired,
        "employee.rehired": told.is_rehired,
        "employee.moved": told.is_moved,
        "employee.left": told.has_left,
    }
    facts = {"at": at, "by": by, "employee": employee, "batch": batch}
    events = [
        unsaved_event(kind, subject=employee, **facts)
        for kind, is_so in kinds.items()
        if is_so
    ]
    fields = told.fields | (frozenset() if told.is_hired else change.fields)
    if fields:
        events.append(
            unsaved_event("employee.changed", subject=employee, fields=fields, **facts)
        )
    for kind, teams in [
        ("manager.appointed", told.appointed),
        ("manager.ended", told.relieved),
    ]:
        events += [
            unsaved_event(kind, subject=Team(pk=team_id), **facts) for team_id in teams
        ]
    return events


def _parts(ids):
    """Cut ``ids`` into lists that any database takes in one statement."""
    ids = list(ids)
    return [ids[at : at + LONGEST_LIST] for at in range(0, len(ids), LONGEST_LIST)]


def _delete(rows):
    rows.delete()


def _in_parts(manager, ids, write):
    for part in _parts(ids):
        write(manager.filter(pk__in=part))
