"""Taking in a file of people: kept as it came, looked at, confirmed, written at one go."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from events.pouring import pour, taken_ids
from events.record import record
from staff.actions.careers import Change, Writing, lock_people
from staff.actions.teams import grow, hang_teams
from staff.importing.columns import header_digest
from staff.importing.table import Table
from staff.models import (
    ColumnMapping,
    Employee,
    HouseVersion,
    JobRole,
    PeopleImport,
)
from staff.queries.people_import import (
    PURPOSE,
    organisation_day,
    planned_import,
    remembered_mapping,
)
from staff.rules.person import code_from

# Files that nobody confirmed are personal data without a purpose.
KEEP_UNCONFIRMED = timedelta(days=7)
# How often an import is planned anew because somebody changed something meanwhile.
ATTEMPTS = 3

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


def map_columns(*, people_import, mapping, at):
    """Say what the columns of ``people_import`` mean, and remember it by the header.

    mapping: a Mapping. Nothing happens to an import that is confirmed already.
    """
    # The rows, up to 20 MB of them, are read before anybody is locked out.
    _map(
        people_import,
        header_digest(Table.from_stored(people_import.table).header),
        mapping,
        at,
    )


@transaction.atomic
def _map(people_import, digest, mapping, at):
    people_import = _locked(people_import)
    if people_import.state != PeopleImport.State.DRAFT:
        return
    people_import.columns, people_import.note = mapping.as_stored(), ""
    people_import.save(update_fields=["columns", "note"])
    ColumnMapping.objects.update_or_create(
        purpose=PURPOSE,
        header_digest=digest,
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


def apply_import(*, people_import, at):
    """Write a confirmed import, whole or not at all; return the PeopleImport.

    The plan is made again, and all that it writes made ready, before anybody is locked
    out: under the lock nothing is done but to find out that nobody has changed anything
    since, and to write. Where it is not the plan that was confirmed, nothing is written.
    An import that does not wait stays as it is, so that doing this twice does it once.

    Raises ValidationError, codes "rows_with_problems", "plan_changed" and
    "too_many_people", with the import a draft again once the caller has called
    ``reopen_import``.
    """
    for _attempt in range(ATTEMPTS):
        version = HouseVersion.objects.current()
        people_import = PeopleImport.objects.get(pk=people_import.pk)
        if people_import.state != PeopleImport.State.WAITING:
            return people_import
        try:
            deed = _Deed(people_import, at)
        except ValidationError:
            # Another worker may have written it while this one planned.
            if HouseVersion.objects.current() == version:
                raise
            continue
        if deed.is_written(version):
            return deed.people_import
    raise _refused("plan_changed")


class _Deed:
    """What a confirmed import does, made ready to be written."""

    def __init__(self, people_import, at):
        self.people_import, self.at = people_import, at
        planned = planned_import(people_import, at)
        self.plan = plan = planned.plan
        if planned.too_large:
            raise ValidationError(planned.too_large, code="too_many_people")
        if plan.problems and not people_import.leaves_rows_out:
            raise _refused("rows_with_problems")
        if plan.digest != people_import.plan_digest:
            raise _refused("plan_changed")
        self.facts = {
            "by": people_import.confirmed_by,
            "at": at,
            "batch": people_import.uuid,
        }
        self.growth, self.roles = grow(plan.new_teams), _new_roles(plan)
        teams = _ids(plan.new_teams, self.growth.teams)
        roles = _ids(plan.new_roles, self.roles)
        changes = [_change(person, teams, roles) for person in plan.people]
        self.known = [change.employee.pk for change in changes if change.employee.pk]
        self.counts = plan.counts()
        self.writing = Writing(changes, today=organisation_day(at), **self.facts)

    @transaction.atomic
    def is_written(self, version):
        """Write it, unless anything has changed since ``version``; return whether."""
        if lock_people(self.known) != version + 1:
            return False
        people_import = _locked(self.people_import)
        if (
            people_import.state != PeopleImport.State.WAITING
            or people_import.plan_digest != self.people_import.plan_digest
        ):
            return False
        hang_teams(self.growth, **self.facts)
        pour(
            JobRole,
            ["id", "code", "name"],
            [(role.pk, role.code, role.name) for role in self.roles],
        )
        self.writing.write()
        if not self.plan.is_empty:
            record("people_import.applied", subject=people_import, **self.facts)
        people_import.state = PeopleImport.State.DONE
        people_import.table = []
        people_import.counts = self.counts
        # Lines and reasons only: what the cells said goes with the rows.
        people_import.problems = [
            {"line": p.line, "code": p.code, "column": p.column}
            for p in self.plan.problems
        ]
        people_import.finished_at = self.at
        people_import.save(
            update_fields=["state", "table", "counts", "problems", "finished_at"]
        )
        self.people_import = people_import
        return True


@transaction.atomic
def reopen_import(*, people_import, note):
    """Make a waiting import a draft again; ``note`` is a PeopleImport.Note."""
    people_import = _locked(people_import)
    if people_import.state == PeopleImport.State.WAITING:
        people_import.state, people_import.note = PeopleImport.State.DRAFT, note
        people_import.save(update_fields=["state", "note"])


def _locked(people_import):
    """Return ``people_import`` as it is now, locked; its rows stay where they are."""
    drafts = PeopleImport.objects.defer("table").select_for_update(of=("self",))
    return drafts.get(pk=people_import.pk)


def _refused(code):
    return ValidationError(SENTENCES[code], code=code)


def _new_roles(plan):
    """Return the JobRoles that ``plan`` adds, not saved, but with ids."""
    taken = {code.casefold() for code in JobRole.objects.values_list("code", flat=True)}
    roles = []
    ids = taken_ids(JobRole, len(plan.new_roles))
    for new, pk in zip(plan.new_roles, ids, strict=True):
        code = code_from(new.name, taken)
        taken.add(code)
        roles.append(JobRole(pk=pk, code=code, name=new.name))
    return roles


def _ids(planned, rows):
    return {new.key: row.pk for new, row in zip(planned, rows, strict=True)}


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
