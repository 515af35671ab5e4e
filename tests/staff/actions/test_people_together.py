"""Two people press the button at once."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from events.models import Event
from staff.actions.people import hire, record_leaving
from staff.actions.people_import import apply_import, confirm_import
from staff.choices import Role
from staff.models import Employee, PeopleImport
from staff.queries.people_import import planned_import
from tests.concurrency import Together, database_in_a_file
from tests.factories.people_files import csv_file, draft_of
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment

pytestmark = pytest.mark.django_db(transaction=True)

HEADER = ["Employee number", "First name", "Hired on", "Team path"]
ROWS = [[f"n{n}", "Anna", "2026-11-01", f"North / Bar {n % 7}"] for n in range(60)]


@pytest.fixture
def root(transactional_db):
    return TeamFactory(code="company", name="Company")


@pytest.fixture
def in_a_file(root, tmp_path):
    """The root, in a database where threads meet each other."""
    with database_in_a_file(tmp_path / "encore.sqlite3"):
        yield root


def confirmed_import():
    draft = draft_of(csv_file(HEADER, *ROWS))
    confirm_import(
        people_import=draft,
        plan_digest=planned_import(draft, moment()).plan.digest,
        leaves_rows_out=False,
        by=None,
        at=moment(),
    )
    return draft


def test_an_import_applied_by_two_workers_is_written_once(in_a_file):
    draft = confirmed_import()

    with Together() as together:
        for _worker in range(3):
            together.start(lambda: apply_import(people_import=draft, at=moment()))

    assert Employee.objects.count() == len(ROWS)
    assert Event.objects.filter(kind="people_import.applied").count() == 1


def test_two_imports_of_one_file_at_once_make_one_of_everything(in_a_file):
    drafts, refused = [confirmed_import() for _twice in range(2)], []

    def apply(draft):
        try:
            apply_import(people_import=draft, at=moment())
        except ValidationError as refusal:
            refused.append(refusal.code)

    with Together() as together:
        for draft in drafts:
            together.start(apply, draft)

    assert refused == ["plan_changed"]
    assert Employee.objects.count() == len(ROWS)
    assert PeopleImport.objects.filter(state=PeopleImport.State.DONE).count() == 1


def test_somebody_hired_by_two_people_at_once_is_one_person(in_a_file):
    told = []

    def hire_anna(first_name):
        try:
            hire(
                employee_number="n1",
                first_name=first_name,
                hired_on=TODAY,
                team=in_a_file,
                by=None,
                at=moment(),
            )
        except ValidationError as refusal:
            told.append(refusal.messages)

    with Together() as together:
        for first_name in ("Anna", "Ana"):
            together.start(hire_anna, first_name)

    assert Employee.objects.count() == 1
    assert told == [["Another person has this number already."]]


def test_two_administrators_cannot_send_each_other_away(in_a_file):
    pair = [EmployeeFactory(team=in_a_file, roles=[Role.ADMINISTRATOR]) for _ in "ab"]
    told = []

    def leave(employee):
        try:
            record_leaving(
                employee=employee, left_on=TODAY + dt.timedelta(1), by=None, at=moment()
            )
        except ValidationError as refusal:
            told.append(refusal.code)

    with Together() as together:
        for employee in pair:
            together.start(leave, employee)

    assert told == ["last_administrator"]
