"""The command takes in what the page takes in."""

import pytest
from django.core.management import CommandError, call_command

from feedback.models import CompletePeriod, Interaction, Source
from staff.models import ColumnMapping, FileImport
from tests.factories.data_files import csv_text
from tests.factories.staff import EmployeeFactory

pytestmark = pytest.mark.django_db

ROWS = [["Date", "Cashier", "Card number"], ["2026-06-01", "n1", "C-1"]]


@pytest.fixture
def path(tmp_path, company):
    EmployeeFactory(employee_number="n1", team=company)
    path = tmp_path / "tills.csv"
    path.write_text(csv_text(*ROWS))
    return path


def test_import_visits_takes_in_a_file_once(path, capsys):
    said = {"source": "tills", "answer": ["complete_through=2026-06-01"]}

    call_command("import_visits", path, **said)
    call_command("import_visits", path, **said)

    assert "1 rows: 0 new, 0 changed, 1 known" in capsys.readouterr().out
    assert Interaction.objects.count() == 1
    assert str(CompletePeriod.objects.get().last_day) == "2026-06-01"


def test_import_visits_asks_through_which_day_they_are_complete(path):
    with pytest.raises(CommandError, match="--answer complete_through="):
        call_command("import_visits", path, source="tills")

    assert Interaction.objects.count() == 0
    assert ColumnMapping.objects.count() == FileImport.objects.count() == 0


def test_import_visits_in_a_dry_run_writes_nothing(path, capsys):
    said = {"source": "tills", "answer": ["complete_through=2026-06-01"]}

    call_command("import_visits", path, dry_run=True, **said)

    assert "Would be: 1 taken in" in capsys.readouterr().out
    assert ColumnMapping.objects.count() == FileImport.objects.count() == 0
    assert Source.objects.count() == 0


def test_import_visits_needs_a_source(path):
    with pytest.raises(CommandError, match="Say which till or list"):
        call_command("import_visits", path)
