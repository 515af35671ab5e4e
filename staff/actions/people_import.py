"""Taking in a file of people: kept as it came, looked at, confirmed, written at one go."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from events.record import record
from staff.actions.careers import Change, lock_people, write_changes
from staff.actions.teams import hang_team
from staff.importing.columns import header_digest
from staff.importing.table import Table
from staff.models import ColumnMapping, Employee, JobRole, PeopleImport, Team
from staff.queries.people_import import (
    PURPOSE,
    organisation_day,
    planned_import,
    remembered_mapping,
)
from staff.rules.person import code_from

# Files that nobody confirmed are personal data without a purpose.
KEEP_UNCONFIRMED = timedelta(days=7)

SENTENCES = {
    "rows_with_problems": _(
        "Some rows cannot be taken in as they are. Nothing was written; say that they "
        "are to be left out, or mend them."
    ),
    "plan_changed": _(
        "Meanwhile something here has changed, so nothing was written. Please look at "
        "what the file would do now."
    ),
}


def start_import(*, file_name, table, mapping=None, by, at):
    """Keep ``table``, a Table, as a PeopleImport that is not confirmed yet; return it.

    mapping: a Mapping; None for what was said about the last file with this header.
    by: the Employee who brings it, or None. at: an aware moment. Drafts older than
    KEEP_UNCONFIRMED are emptied on the way.
    """
    drop_old_drafts(at=at)
    mapping = mapping or remembered_mapping(table.header)
    return PeopleImport.objects.create(
        file_name=file_name[-255:],
        table=table.as_stored(),
        columns=mapping.as_stored(),
        created_at=at,
        created_by=by,
    )


def drop_old_drafts(*, at):
    """Empty what nobody confirmed within KEEP_UNCONFIRMED; return how many there were."""
    old = PeopleImport.objects.filter(
        state=PeopleImport.State.DRAFT, created_at__lt=at - KEEP_UNCONFIRMED
    )
    return old.update(
        state=PeopleImport.State.REFUSED, table=[], problems=[], finished_at=at
    )


@transaction.atomic
def map_columns(*, people_import, mapping, at):
    """Say what the columns of ``people_import`` mean, and remember it by the header.

    mapping: a Mapping. Nothing happens to an import that is confirmed already.
    """
    people_import = _locked(people_import)
    if people_import.state != PeopleImport.State.DRAFT:
        return
    people_import.columns, people_import.note = mapping.as_stored(), ""
    people_import.save(update_fields=["columns", "note"])
    ColumnMapping.objects.update_or_create(
        purpose=PURPOSE,
        header_digest=header_digest(Table.from_stored(people_import.table).header),
        defaults={"columns": mapping.as_stored(), "updated_at": at},
    )


@transaction.atomic
def confirm_import(*, people_import, plan_digest, leaves_rows_out, by, at):
    """Confirm the plan with ``plan_digest``; return whether it now waits to be written.

    leaves_rows_out: whether the person said that rows with problems stay out. A second
    confirmation changes nothing and returns False.
    """
    people_import = _locked(people_import)
    if people_import.state != PeopleImport.State.DRAFT:
        return False
    people_import.state = PeopleImport.State.WAITING
    people_import.plan_digest = plan_digest
    people_import.leaves_rows_out = leaves_rows_out
    people_import.note = ""
    people_import.confirmed_at, people_import.confirmed_by = at, by
    people_import.save()
    return True


@transaction.atomic
def apply_import(*, people_import, at):
    """Write a confirmed import, whole or not at all; return the PeopleImport.

    The plan is made again under the lock. Where it is not the plan that was confirmed,
    the import becomes a draft again. An import that does not wait stays as it is, so
    that doing this twice does it once.

    Raises ValidationError, codes "rows_with_problems" and "plan_changed", with the
    import a draft again once the caller has called ``reopen_import``.
    """
    lock_people()
    people_import = _locked(people_import)
    if people_import.state != PeopleImport.State.WAITING:
        return people_import
    planned = planned_import(people_import, at)
    plan = planned.plan
    if plan.problems and not people_import.leaves_rows_out:
        raise _refused("rows_with_problems")
    if plan.digest != people_import.plan_digest:
        raise _refused("plan_changed")
    facts = {
        "by": people_import.confirmed_by,
        "at": at,
        "batch": people_import.uuid,
    }
    teams, roles = _hang_teams(plan, **facts), _add_roles(plan)
    changes = [_change(person, teams, roles) for person in plan.people]
    lock_people([change.employee.pk for change in changes if change.employee.pk])
    write_changes(changes, today=organisation_day(at), **facts)
    if not plan.is_empty:
        record("people_import.applied", subject=people_import, **facts)
    people_import.state = PeopleImport.State.DONE
    people_import.table = []
    people_import.counts = plan.counts()
    # Lines and reasons only: what the cells said goes with the rows.
    people_import.problems = [
        {"line": p.line, "code": p.code, "column": p.column} for p in plan.problems
    ]
    people_import.finished_at = at
    people_import.save()
    return people_import


@transaction.atomic
def reopen_import(*, people_import, note):
    """Make a waiting import a draft again; ``note`` is a PeopleImport.Note."""
    people_import = _locked(people_import)
    if people_import.state == PeopleImport.State.WAITING:
        people_import.state, people_import.note = PeopleImport.State.DRAFT, note
        people_import.save(update_fields=["state", "note"])


def _locked(people_import):
    return PeopleImport.objects.select_for_update(of=("self",)).get(pk=people_import.pk)


def _refused(code):
    return ValidationError(SENTENCES[code], code=code)


def _hang_teams(plan, **facts):
    """Hang the new teams of ``plan``; return {key: id}."""
    teams = {}
    for new in plan.new_teams:
        parent_id = teams.get(new.parent_id, new.parent_id)
        team = hang_team(
            code=new.code,
            name=new.name,
            parent=Team.objects.get(pk=parent_id),
            time_zone="",
            **facts,
        )
        teams[new.key] = team.pk
    return teams


def _add_roles(plan):
    """Add the new job roles of ``plan``; return {key: id}."""
    taken = {code.casefold() for code in JobRole.objects.values_list("code", flat=True)}
    roles = []
    for new in plan.new_roles:
        code = code_from(new.name, taken)
        taken.add(code)
        roles.append(JobRole(code=code, name=new.name))
    JobRole.objects.bulk_create(roles)
    return {new.key: role.pk for new, role in zip(plan.new_roles, roles, strict=True)}


def _change(person, teams, roles):
    """Return the Change that writes a PersonPlan."""
    known = person.known
    values = dict(vars(known)) if known else {"id": None, "number": person.number}
    values |= {name: new for name, _old, new in person.details}
    number = values.pop("number")
    employee = Employee(employee_number=number, **values)
    return Change(
        employee=employee,
        before=person.before,
        after=person.after.with_ids(teams, roles),
        fields=frozenset(name for name, _old, _new in person.details if known),
    )
