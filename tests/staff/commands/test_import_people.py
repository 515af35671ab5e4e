"""Taking in a file at the command line: the same flow as in the browser."""

import datetime as dt
from contextlib import nullcontext
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from events.models import Event
from staff.models import Employee, PeopleImport, Team
from tests.factories.people_files import csv_file
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory

DAY = dt.timedelta(days=1)
HEADER = ["Employee number", "First name", "Hired on", "Team"]


@pytest.fixture
def write(tmp_path):
    def written(*rows, header=HEADER):
        path = tmp_path / "people.csv"
        path.write_bytes(csv_file(header, *rows))
        return path

    return written


def run(path, *options, says="--yes"):
    out = StringIO()
    said = [says] if says else []
    call_command("import_people", str(path), *options, *said, stdout=out, stderr=out)
    return out.getvalue()


class Terminal(StringIO):
    """Somebody at a terminal, who types what it holds."""

    def isatty(self):
        return True


def test_import_people_prints_counts_and_names_who_did_it(write, site, hr):
    path = write(["n1", "Anna", "2026-11-01", "Site"])

    said = run(path, "--by", hr.employee_number.lower())

    applied = Event.objects.get(kind="people_import.applied")
    assert "1 created" in said
    assert Employee.objects.filter(employee_number="n1").exists()
    assert applied.actor_id == hr.pk


def test_import_people_dry_run_writes_nothing(write, site):
    said = run(write(["n1", "Anna", "2026-11-01", "Site"]), "--dry-run", says="")

    assert "1 created" in said
    assert "Nothing was written" in said
    assert not Employee.objects.filter(employee_number="n1").exists()
    assert not PeopleImport.objects.exists()


def test_import_people_without_a_terminal_needs_a_yes(write, site):
    path = write(["n1", "Anna", "2026-11-01", "Site"])

    with pytest.raises(CommandError, match="nobody here to ask. --yes"):
        run(path, says="")

    assert not Employee.objects.filter(employee_number="n1").exists()
    assert not PeopleImport.objects.exists()


@pytest.mark.parametrize(("typed", "is_there"), [("y\n", True), ("\n", False)])
def test_import_people_asks_at_a_terminal(write, site, monkeypatch, typed, is_there):
    path = write(["n1", "Anna", "2026-11-01", "Site"])
    monkeypatch.setattr("sys.stdin", Terminal(typed))

    with (
        nullcontext() if is_there else pytest.raises(CommandError, match="Nothing was")
    ):
        run(path, says="")

    assert Employee.objects.filter(employee_number="n1").exists() == is_there
    assert PeopleImport.objects.exists() == is_there


def test_import_people_of_the_same_file_again_asks_nothing(write, site):
    path = write(["n1", "Anna", "2026-11-01", "Site"])
    run(path)

    said = run(path, says="")

    assert "Would be: 1 unchanged" in said
    assert Event.objects.filter(kind="people_import.applied").count() == 1


def test_import_people_tells_of_everybody_what_was_and_what_becomes(write, site):
    north = TeamFactory(code="north", name="North", parent=site)
    for number, name in [("n2", "Bea"), ("n3", "Cem"), ("n4", "Dora")]:
        EmployeeFactory(
            employee_number=number, first_name=name, last_name="Wolf", team=north
        )
    EmployeeFactory(
        employee_number="n5",
        first_name="Edo",
        last_name="Wolf",
        team=north,
        left_on=TODAY - DAY,
    )
    header = [*HEADER, "Last day"]
    path = write(
        ["n1", "Anna", "2026-11-01", "Site", ""],
        ["n2", "Bea", "", "Site", ""],
        ["n3", "Cem", "", "North", str(TODAY)],
        ["n4", "Dana", "", "North", ""],
        ["n5", "Edo", str(TODAY), "North", ""],
        ["n6", "Finn", "soon", "Site", ""],
        header=header,
    )

    said = run(path, "--dry-run", says="").splitlines()

    assert said == [
        "Anna (n1): created",
        "    Hired on: 1 Nov 2026",
        "    Team: Site, from 1 Nov 2026",
        "Bea Wolf (n2): moved",
        "    Team: Site / North -> Site, from 23 Nov 2026",
        "Cem Wolf (n3): left",
        "    Last day: 23 Nov 2026",
        "Dana Wolf (n4): changed",
        "    First name: Dora -> Dana",
        "Edo Wolf (n5): rehired",
        "    Hired on: 23 Nov 2026",
        "    Team: Site / North, from 23 Nov 2026",
        "line 7: Hired on: This is no date we can read. Write it as 2026-08-31, with all "
        "four digits of the year.",
        "Would be: 0 unchanged, 1 created, 1 moved, 1 left, 1 changed, 1 rehired, "
        "1 set aside, 0 new teams.",
        "Nothing was written: this was a dry run.",
    ]


def test_import_people_names_the_first_of_each_kind_unless_asked_for_all(write, site):
    EmployeeFactory(employee_number="n99", team=site)
    rows = [[f"n{n}", "Anna", "2026-11-01", "Site", ""] for n in range(30)]
    path = write(*rows, ["n99", "", "", "", "2026-11-20"], header=[*HEADER, "Last day"])

    some, everybody = (run(path, *o, says="--dry-run") for o in ([], ["--all"]))

    assert (some.count(": created"), some.count(": left")) == (20, 1)
    assert "… and 10 more (--all)" in some
    assert everybody.count(": created") == 30


def test_import_people_remembers_what_was_said_for_the_browser(
    write, site, sign_in, hr
):
    header = ["Who", "Code", "In", "Out", "Team"]
    first = ["Anna", "n1", "03/04/2026", "", "Site"]
    path = write(first, header=header)
    maps = ["Who=first_name", "Code=number", "In=hired_on", "Out=left_on"]
    options = [word for pair in maps for word in ("--map", pair)]
    run(path, *options, "--date-order", "dmy", "--left-means", "first_away")

    again = run(path)
    second = csv_file(header, first, ["Ben", "n2", "03/05/2026", "05/05/2026", "Site"])
    client = sign_in(hr)
    answer = client.post(
        reverse("staff:people-import-add"),
        {"file": SimpleUploadedFile("people.csv", second)},
    )
    page = client.get(answer.url)

    assert "1 unchanged" in again
    [ben] = page.context["plan"].people
    assert [(stay.hired_on, stay.left_on) for stay in ben.after.stays] == [
        (dt.date(2026, 5, 3), dt.date(2026, 5, 5))
    ]


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
