"""People files for tests: written as texts, taken in through every step."""

from dataclasses import replace

from staff.actions.people_import import apply_import, confirm_import, start_import
from staff.importing.columns import Mapping
from staff.importing.reading import read_table
from staff.models import Posting
from staff.queries.people_import import planned_import
from tests.factories.staff import moment


def csv_file(*rows):
    """Return the bytes of a CSV file with ``rows``, lists of texts, header first."""
    return "\n".join(";".join(row) for row in rows).encode()


def draft_of(content, *, by=None, at=None, **said):
    """Return the draft PeopleImport of ``content``; said: fields of its Mapping."""
    draft = start_import(
        file_name="people.csv", table=read_table(content), by=by, at=at or moment()
    )
    if said:
        mapping = Mapping.from_stored(draft.columns)
        draft.columns = replace(mapping, **said).as_stored()
        draft.save()
    return draft


def plan_of(content, *, at=None, **said):
    """Return the Plan of ``content``."""
    return planned_import(draft_of(content, at=at, **said), at or moment()).plan


def take_in(content, *, by=None, at=None, leaves_rows_out=False, **said):
    """Take in ``content`` as the browser and the command do; return the PeopleImport."""
    at = at or moment()
    draft = draft_of(content, by=by, at=at, **said)
    confirm_import(
        people_import=draft,
        plan_digest=planned_import(draft, at).plan.digest,
        leaves_rows_out=leaves_rows_out,
        by=by,
        at=at,
    )
    return apply_import(people_import=draft, at=at)


def problems_of(content, **said):
    """Return [(line, code)] of the problems that a plan finds."""
    return [(p.line, p.code) for p in plan_of(content, **said).problems]


def posts(number="n1"):
    """Return [(team code, from, to, is assumed)] of the postings of a person."""
    rows = Posting.objects.filter(employee__employee_number=number)
    facts = rows.order_by("valid_from", "pk").values_list(
        "team__code", "valid_from", "valid_to", "is_assumed"
    )
    return list(facts)
