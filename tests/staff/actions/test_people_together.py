"""Two people press the button at once."""

import datetime as dt
import threading
import time
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Event
from staff.actions.people import hire, record_leaving
from staff.actions.people_import import apply_import, confirm_import
from staff.choices import Role
from staff.models import Employee, PeopleImport
from staff.queries.people_import import planned_import
from tests.concurrency import Together, database_in_a_file
from tests.factories.people_files import csv_file, draft_of
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment
from tests.factories.training import EnrolmentFactory, ModuleFactory
from training.actions.learning import complete_step, start_enrolment

pytestmark = pytest.mark.django_db(transaction=True)

HEADER = ["Employee number", "First name", "Hired on", "Team path"]


def rows(count, prefix="n", teams=7):
    """Return rows of ``count`` people in so many teams."""
    return [
        [f"{prefix}{n}", "Anna", "2026-11-01", f"{prefix} / Bar {n % teams}"]
        for n in range(count)
    ]


ROWS = rows(60)


@pytest.fixture
def root(transactional_db):
    return TeamFactory(code="company", name="Company")


@pytest.fixture
def in_a_file(root, tmp_path):
    """The root, in a database where threads meet each other."""
    with database_in_a_file(tmp_path / "encore.sqlite3"):
        yield root


def confirmed_import(rows=ROWS):
    draft = draft_of(csv_file(HEADER, *rows))
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


@contextmanager
def while_it_is_planned(act):
    """Run ``act`` in another thread, to its end, once people are read for the plan."""
    acts = [act]

    def run():
        try:
            acts.pop()()
        finally:
            connection.close()

    def watch(execute, sql, params, many, context):
        if acts and 'FROM "staff_employee"' in sql:
            thread = threading.Thread(target=run)
            thread.start()
            thread.join()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield


def hire_meanwhile(number, team):
    def act():
        person = {"employee_number": number, "first_name": "Ben", "hired_on": TODAY}
        hire(**person, team=team, by=None, at=moment())

    return while_it_is_planned(act)


def test_somebody_else_can_be_hired_while_a_file_is_planned(in_a_file):
    draft = confirmed_import()

    with hire_meanwhile("e1", in_a_file):
        apply_import(people_import=draft, at=moment())

    assert Employee.objects.count() == len(ROWS) + 1


def test_an_import_that_another_worker_writes_meanwhile_is_done(in_a_file):
    draft = confirmed_import()

    with while_it_is_planned(lambda: apply_import(people_import=draft, at=moment())):
        applied = apply_import(people_import=draft, at=moment())

    assert applied.state == PeopleImport.State.DONE
    assert Event.objects.filter(kind="people_import.applied").count() == 1


def test_what_changes_while_a_file_is_planned_is_not_overlooked(in_a_file):
    draft = confirmed_import()

    with hire_meanwhile("n1", in_a_file), pytest.raises(ValidationError) as refusal:
        apply_import(people_import=draft, at=moment())

    assert refusal.value.code == "plan_changed"
    assert Employee.objects.get().first_name == "Ben"


def test_a_long_file_locks_others_out_for_no_more_statements_than_a_short_one(
    in_a_file,
):
    def under_the_lock(rows):
        draft = confirmed_import(rows)
        with CaptureQueriesContext(connection) as asked:
            apply_import(people_import=draft, at=moment())
        asked = [query["sql"] for query in asked]
        return asked[
            next(n for n, sql in enumerate(asked) if sql.startswith("BEGIN")) :
        ]

    short, long = under_the_lock(rows(2, "a", 2)), under_the_lock(rows(600, "b", 90))

    assert len(long) <= len(short) < 25
    assert Employee.objects.count() == 602


@pytest.mark.soak
def test_an_answer_is_saved_within_two_seconds_while_the_longest_file_is_taken_in(
    root, tmp_path
):
    many = settings.PEOPLE_AT_ONCE or 20_000
    learner = EmployeeFactory(team=root)
    waits, has_ended = [], threading.Event()

    def apply(draft):
        try:
            apply_import(people_import=draft, at=moment())
        finally:
            has_ended.set()

    def learn():
        while not has_ended.is_set():
            began = time.monotonic()
            enrolment = EnrolmentFactory(employee=learner, module=ModuleFactory())
            enrolment = start_enrolment(enrolment=enrolment, at=moment())
            step = enrolment.version.steps.get()
            complete_step(enrolment=enrolment, step=step, at=moment(), today=TODAY)
            waits.append(time.monotonic() - began)

    with database_in_a_file(tmp_path / "encore.sqlite3"):
        draft = confirmed_import(rows(many, teams=500))
        with Together() as together:
            together.start(apply, draft)
            together.start(learn)
        assert Employee.objects.count() == many + 1

    assert max(waits) < 2


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
