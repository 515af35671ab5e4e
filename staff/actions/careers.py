"""Writing what happened to people: the one place where their rows change.

A single act brings one Change, an import brings thousands; both are written by the same
few statements and told to the journal in the same words.
"""

from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from events.record import record_many, unsaved_event
from staff.actions.roles import ensure_administrator_without
from staff.models import (
    Employee,
    Employment,
    Posting,
    RoleGrant,
    SignInCode,
    Team,
    TeamManager,
)
from staff.queries.careers import LONGEST_LIST
from staff.rules.career import Career, deeds

TABLES = {"stays": Employment, "posts": Posting, "charges": TeamManager}


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

    @property
    def deeds(self):
        return deeds(self.before, self.after)

    @property
    def is_ending(self):
        """Whether this is how the person comes to be about to leave, or gone."""
        return self.before.is_open and not self.after.is_open


def lock_people(employee_ids=()):
    """Let one act at a time change people and teams, until its transaction ends.

    On PostgreSQL this locks the root of the tree, then the people in the order of their
    ids; a SQLite transaction is alone anyway. Rows that only point at a person, such as
    an enrolment, need not wait.
    """
    roots = Team.objects.filter(depth=1).order_by("pk")
    list(roots.select_for_update(no_key=True).values_list("pk", flat=True))
    people = Employee.objects.locked_in_order()
    wanted = list(employee_ids)
    if len(wanted) <= LONGEST_LIST:
        people = people.filter(pk__in=wanted)
    if wanted:
        list(people.values_list("pk", flat=True))


@transaction.atomic
def write_changes(changes, *, by, at, today, batch=None):
    """Write ``changes``, a list of Change, and the journal of them.

    by: who did it, or None. at: an aware moment. today: the date on which whoever is
    gone loses roles and sign-in codes. batch: a UUID for what is done at one go.

    Whoever leaves loses roles, codes and password the day they are gone, here or, when
    that was planned, in calendar.py; whoever is hired again starts without roles and
    codes. A date that is set right later gives nothing back.

    Raises ValidationError, code "last_administrator"; then nothing is written.
    """
    _keep_an_administrator(changes, today)
    _write_people(changes)
    for name, model in TABLES.items():
        _write_rows(model, name, changes)
    events = _disarm_gone(changes, by=by, at=at, today=today, batch=batch)
    for change in changes:
        events += _events_of(change, by=by, at=at, batch=batch)
    record_many(events)


def _keep_an_administrator(changes, today):
    ending = {change.employee.pk for change in changes if change.is_ending}
    if ending:
        ensure_administrator_without(ending, today)


def _write_people(changes):
    new = [change.employee for change in changes if change.employee.pk is None]
    for employee in new:
        employee.password = make_password(None)
    altered = [change for change in changes if change.employee.pk and change.fields]
    moving = [c.employee.pk for c in altered if "email" in c.fields]
    # Two people may swap an e-mail, or a new one take over a leaver's: let go first.
    _in_parts(Employee.objects, moving, lambda rows: rows.update(email=""))
    Employee.objects.bulk_create(new)
    fields = frozenset().union(*(change.fields for change in altered))
    _update(Employee, [change.employee for change in altered], sorted(fields))


def _write_rows(model, name, changes):
    gone, altered, new = [], [], []
    for change in changes:
        known = {row.id: row for row in getattr(change.before, name)}
        for row in getattr(change.after, name):
            was = known.pop(row.id, None)
            if row != was:
                saved = model(employee_id=change.employee.pk, **vars(row))
                (altered if was else new).append(saved)
        gone += known
    fields = [f.name for f in model._meta.concrete_fields if not f.primary_key]
    _in_parts(model.objects, gone, lambda rows: rows.delete())
    _update(model, altered, fields)
    model.objects.bulk_create(new)


def _update(model, rows, names):
    """Save the fields ``names`` of ``rows``, saved instances of ``model``.

    One prepared statement run many times: ``bulk_update`` spells every row out in one
    CASE, and with 2,000 people SQLite would be locked for seconds.
    """
    if not rows or not names:
        return
    quote = connection.ops.quote_name
    fields = [model._meta.get_field(name) for name in names]
    places = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
    values = [
        [
            *(
                field.get_db_prep_save(field.value_from_object(row), connection)
                for field in fields
            ),
            row.pk,
        ]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {places} WHERE {key} = %s", values)


def _disarm_gone(changes, *, by, at, today, batch):
    """Disarm whoever is gone, was gone until now, or starts anew; return the events."""
    known = [change for change in changes if change.before.stays]
    gone = {c.employee.pk for c in known if c.before.is_over(today)}
    gone |= {c.employee.pk for c in known if c.after.is_over(today)}
    # Hired again before they have left: they still sign in until then.
    anew = {c.employee.pk for c in known if c.deeds.is_rehired} - gone
    return disarm(gone, by=by, at=at, batch=batch) + disarm(
        anew, by=by, at=at, batch=batch, keeps_password=True
    )


def disarm(people, *, by, at, batch=None, keeps_password=False):
    """Take roles, open codes and password from ``people``; return the unsaved events.

    people: ids, locked by the caller. by, at, batch: as for ``write_changes``. Without
    the password every session of theirs ends too.
    """
    grants = [
        grant
        for ids in _parts(people)
        for grant in RoleGrant.objects.filter(employee__in=ids).order_by("pk")
    ]
    events = [
        unsaved_event(
            "role.revoked",
            at=at,
            by=by,
            employee=Employee(pk=grant.employee_id),
            subject=grant,
            fields=[grant.role],
            batch=batch,
        )
        for grant in grants
    ]
    for ids in _parts(people):
        RoleGrant.objects.filter(employee__in=ids).delete()
        codes = SignInCode.objects.filter(employee__in=ids, used_at=None)
        codes.filter(withdrawn_at=None).update(withdrawn_at=at)
        if not keeps_password:
            people = Employee.objects.filter(pk__in=ids)
            people.update(password=make_password(None))
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


def _in_parts(manager, ids, write):
    for part in _parts(ids):
        write(manager.filter(pk__in=part))
