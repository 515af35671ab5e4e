"""The command takes in what the page takes in."""

import pytest
from django.core.management import CommandError, call_command

from staff.models import ColumnMapping, FileImport
from tests.factories.data_files import csv_text
from tests.factories.staff import EmployeeFactory
from tests.factories.training import ModuleFactory
from training.models import Enrolment, Module

pytestmark = pytest.mark.django_db

HEADER = ["Employee number", "Course", "Completed"]


@pytest.fixture
def file(tmp_path, company):
    EmployeeFactory(employee_number="n1", team=company)
    ModuleFactory(slug="smile")

    def written(*rows):
        path = tmp_path / "training.csv"
        path.write_text(csv_text(HEADER, *rows))
        return path

    return written


def test_import_completions_takes_in_a_file_once(file, capsys):
    path = file(["n1", "smile", "2026-02-20"])

    call_command("import_completions", path)
    call_command("import_completions", path)

    told = capsys.readouterr().out
    assert "1 rows: 1 new, 0 changed, 0 known, 0 set aside" in told
    assert "1 rows: 0 new, 0 changed, 1 known, 0 set aside" in told
    assert Enrolment.objects.count() == 1


def test_import_completions_asks_what_it_cannot_know(file):
    path = file(["n1", "Old course", "2026-02-20"])

    with pytest.raises(CommandError, match="--answer module:old course="):
        call_command("import_completions", path)

    assert Enrolment.objects.count() == 0
    assert ColumnMapping.objects.count() == FileImport.objects.count() == 0


def test_import_completions_in_a_dry_run_writes_nothing(file, capsys):
    path = file(["n1", "Old course", "2026-02-20"])
    answers = ["module:old course=+outside"]

    call_command("import_completions", path, answer=answers, dry_run=True)

    assert "Would be: 1 taken in" in capsys.readouterr().out
    assert ColumnMapping.objects.count() == FileImport.objects.count() == 0
    assert Module.objects.count() == 1


def test_import_completions_takes_answers(file):
    path = file(["n1", "Old course", "2026-02-20"])
    answers = ["module:old course=+outside", "minutes:old course=90"]

    call_command("import_completions", path, answer=answers)

    assert Module.objects.get(slug="old-course").minutes == 90


def test_import_completions_tells_what_was_set_aside(file, capsys):
    path = file(["n1", "smile", "2026-02-20"], ["n9", "smile", "2026-02-20"])

    with pytest.raises(SystemExit) as end:
        call_command("import_completions", path)

    assert end.value.code == 3
    assert "Nobody here has this employee number." in capsys.readouterr().err
