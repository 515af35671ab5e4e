"""Taking in a file at the command line: the same flow as in the browser."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from events.models import Event
from staff.models import Employee, PeopleImport, Team
from tests.factories.people_files import csv_file

HEADER = ["Employee number", "First name", "Hired on", "Team"]


@pytest.fixture
def write(tmp_path):
    def written(*rows, header=HEADER):
        path = tmp_path / "people.csv"
        path.write_bytes(csv_file(header, *rows))
        return path

    return written


def run(path, *options):
    out = StringIO()
    call_command("import_people", str(path), *options, stdout=out, stderr=out)
    return out.getvalue()


def test_import_people_prints_counts_and_names_who_did_it(write, site, hr):
    path = write(["n1", "Anna", "2026-11-01", "Site"])

    said = run(path, "--by", hr.employee_number.lower())

    applied = Event.objects.get(kind="people_import.applied")
    assert "1 created" in said
    assert Employee.objects.filter(employee_number="n1").exists()
    assert applied.actor_id == hr.pk


def test_import_people_dry_run_writes_nothing(write, site):
    said = run(write(["n1", "Anna", "2026-11-01", "Site"]), "--dry-run")

    assert "1 created" in said
    assert not Employee.objects.filter(employee_number="n1").exists()
    assert not PeopleImport.objects.exists()


def test_import_people_is_whole_or_not_at_all(write, site, capsys):
    path = write(["n1", "Anna", "2026-11-01", "Site"], ["n2", "Ben", "soon", "Site"])

    with pytest.raises(CommandError, match="leave-out-bad-rows"):
        run(path)
    assert not Employee.objects.filter(employee_number="n1").exists()
    assert not PeopleImport.objects.exists()
    said = run(path, "--leave-out-bad-rows")

    assert "line 3: Hired on: This is no date we can read." in said
    assert Employee.objects.filter(employee_number="n1").exists()


def test_import_people_maps_columns_by_hand(write, house):
    path = write(
        ["n1", "Anna", "03/04/2026", "Bar"], header=["Code", "Who", "In", "Where"]
    )
    maps = ["Code=number", "Who=first_name", "In=hired_on", "Where=team"]
    options = [word for pair in maps for word in ("--map", pair)]

    with pytest.raises(CommandError, match="--map COLUMN=first_name"):
        run(path)
    with pytest.raises(CommandError, match="--date-order dmy or mdy"):
        run(path, *options)
    run(path, *options, "--date-order", "mdy", "--new-teams", "below_root")

    anna = Employee.objects.get(employee_number="n1")
    assert anna.employments.get().hired_on.isoformat() == "2026-03-04"
    assert Team.objects.get(name="Bar").depth == 2


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--map", "Nowhere=team"], "no column 'Nowhere'"),
        (["--map", "Team=colour"], "no field 'colour'"),
        (["--by", "nobody"], "nobody has this number"),
    ],
)
def test_import_people_refuses_what_it_does_not_know(write, site, options, reason):
    with pytest.raises(CommandError, match=reason):
        run(write(["n1", "Anna", "2026-11-01", "Site"]), *options)


def test_import_people_says_that_there_is_no_such_file(house, tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        run(tmp_path / "nowhere.csv")


def test_import_people_says_what_is_wrong_with_a_file(house, tmp_path):
    path = tmp_path / "empty.csv"
    path.touch()

    with pytest.raises(CommandError, match="There is nothing in this file"):
        run(path)
