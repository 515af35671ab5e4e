"""A file of past training whose import is killed comes to what it comes to undisturbed."""

import csv
import datetime as dt
import random
from collections import Counter

import pytest

from events.models import Event
from staff.actions.file_import import FIRST_CHUNK
from staff.models import FileImport, RejectedRow
from tests.concurrency import database_in_a_file
from tests.factories.staff import TODAY, EmployeeFactory
from tests.factories.training import ModuleFactory
from tests.frozen import unguarded
from tests.processes import BEGUN, ROWS, killed_and_resumed, taken_in
from training.models import Enrolment, Module

pytestmark = pytest.mark.django_db(transaction=True)

OPTIONS = [
    *("--answer", "module:elsewhere=+outside"),
    *("--answer", "assigned=real", "--answer", "score=percent"),
]
DONE_WITH_REJECTS = 3


@pytest.fixture
def people(transactional_db, company):
    ModuleFactory(slug="smile")
    return [EmployeeFactory(team=company) for _person in range(20)]


def write_file(path, people, count, seed):
    """Write ``count`` rows at ``path``: one in 25 of nobody, some of them equal."""
    chance = random.Random(seed)
    with path.open("w", newline="", encoding="utf-8") as opened:
        out = csv.writer(opened)
        out.writerow(["Employee number", "Course", "Assigned", "Completed", "Score"])
        for _row in range(count):
            day = TODAY - dt.timedelta(days=chance.randrange(1, 60))
            known = chance.random() > 0.04
            who = chance.choice(people).employee_number if known else "nobody"
            course = chance.choice(["smile", "Elsewhere"])
            score = chance.choice(["", chance.randint(2, 100)])
            out.writerow([who, course, day - dt.timedelta(days=9), day, score])


def contents():
    """Return what the tables say, without the numbers their rows happen to have.

    Whether a day that was unknown was filled in before or after its row was written
    shows in the journal alone.
    """
    enrolments = (
        "employee module__slug cycle assigned_on completed_on score_percent source"
    )
    counts = (
        "state rows_read rows_new rows_changed rows_known rows_rejected rows_skipped"
    )
    tables = {
        Enrolment: enrolments,
        Module: "slug title minutes",
        RejectedRow: "line code column cells",
        FileImport: counts,
    }
    told = Event.objects.filter(kind="enrolment.imported")
    return {
        model.__name__: sorted(model.objects.values_list(*fields.split()), key=repr)
        for model, fields in tables.items()
    } | {"told": Counter(told.values_list("employee_id", flat=True))}


def wipe():
    for model in (Enrolment, FileImport, Event):
        unguarded(model).delete()
    Module.objects.exclude(slug="smile").delete()


@pytest.mark.parametrize(
    ("seed", "row_count", "kills"),
    [
        (1, 350, 1),
        *(pytest.param(s, 5_000, 5, marks=pytest.mark.soak) for s in range(2, 5)),
    ],
)
def test_completions_killed_and_resumed_come_to_the_same(
    people, tmp_path, seed, row_count, kills
):
    path = tmp_path / "training.csv"
    write_file(path, people, row_count, seed)
    chance = random.Random(seed)
    fuses = [(ROWS, chance.randint(2, 9))]
    for _kill in range(kills - 1):
        fuses.append((chance.choice([BEGUN, ROWS]), chance.randint(1, 12)))

    with database_in_a_file(tmp_path / "encore.sqlite3"):
        words = ["import_completions", path, *OPTIONS]
        taken_in(*words, code=DONE_WITH_REJECTS)
        expected = contents()
        wipe()
        places = killed_and_resumed(
            *words, fuses=fuses, files=tmp_path, code=DONE_WITH_REJECTS
        )

        assert contents() == expected
    assert places[0] == FIRST_CHUNK
    assert places == sorted(places)
    assert len(expected["Enrolment"]) > row_count * 0.4
