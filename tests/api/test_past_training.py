"""Whoever follows enrolments over the API hears of every row of an imported file."""

import pytest

from tests.factories.data_files import take_in
from tests.factories.staff import EmployeeFactory, moment
from tests.factories.training import EnrolmentFactory, ModuleFactory
from training.actions.completions_import import COMPLETIONS
from training.models import Enrolment

ENROLMENTS = "/api/v1/enrolments"
HEADER = ["Employee number", "Course", "Assigned", "Completed"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(moment(), tick=True)


def test_delta_tells_of_every_imported_row_and_of_nothing_else(caller):
    ModuleFactory(slug="smile")
    people = EmployeeFactory.create_batch(5)
    EnrolmentFactory(employee=people[0])
    _rows, end = caller.pull(ENROLMENTS)
    rows = [[each.employee_number, "smile", "", "2026-02-20"] for each in people]

    done = take_in(COMPLETIONS, HEADER, *rows)
    new, later = caller.pull(ENROLMENTS, after=end["sequence"], limit=2)

    imported = Enrolment.objects.filter(source="import").order_by("pk")
    assert [row["id"] for row in new] == [str(each.uuid) for each in imported]
    assert {row["batch"] for row in new} == {str(done.uuid)}
    assert {(row["status"], row["assigned_on"]) for row in new} == {("completed", None)}
    assert len(new) == 5

    take_in(COMPLETIONS, HEADER, *rows)
    assert caller.pull(ENROLMENTS, after=later["sequence"])[0] == []

    rows[0][2] = "2026-02-01"
    take_in(COMPLETIONS, HEADER, *rows)
    [changed], _end = caller.pull(ENROLMENTS, after=later["sequence"])
    assert (changed["id"], changed["assigned_on"]) == (new[0]["id"], "2026-02-01")


def test_a_module_from_outside_is_no_module_of_the_catalogue(caller):
    person = EmployeeFactory()
    row = [person.employee_number, "Elsewhere", "", "2026-02-20"]

    take_in(COMPLETIONS, HEADER, row, answers={"module:elsewhere": "+outside"})

    assert caller.pull("/api/v1/modules")[0] == []
    assert [row["module"] for row in caller.pull(ENROLMENTS)[0]] == ["elsewhere"]
