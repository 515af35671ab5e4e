"""Taking in answers at the command line: asks nothing, says what is missing and how."""

import csv

import pytest
from django.core.management import CommandError, call_command

from feedback.models import Interaction, WeeklyOutcome
from staff.actions import file_import as acts
from staff.models import ColumnMapping, FileImport
from tests.factories.staff import EmployeeFactory

pytestmark = pytest.mark.django_db
ROWS = ["Wann;Wer;Rating;Complaint", "03/04/2026;E1;4;yes", "03/05/2026;E1;5;"]
ANSWERS = [
    *("--map", "occurred=Wann", "--map", "employee=Wer", "--date-order", "dmy"),
    *("--scale", "1-5", "--answer", "empty:complaint=no"),
]


@pytest.fixture(autouse=True)
def person(company, monkeypatch):
    monkeypatch.setattr(acts, "GAP_SECONDS", 0)
    return EmployeeFactory(employee_number="E1", team=company)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text("\n".join(ROWS))
    return path


def run(*words):
    call_command("import_feedback", *map(str, words))


def refusal_of(*words):
    with pytest.raises(CommandError) as refusal:
        run(*words)
    return str(refusal.value)


def test_import_feedback_takes_a_file_in_and_tells(file, capsys):
    run(file, "--source", "tool", *ANSWERS)

    out = capsys.readouterr().out
    assert out == "2 rows: 2 new, 0 changed, 0 known, 0 set aside; 0 lines skipped.\n"
    assert Interaction.objects.count() == 2
    assert WeeklyOutcome.objects.exists()


def test_import_feedback_again_changes_nothing_and_remembers_columns(file, capsys):
    run(file, "--source", "tool", *ANSWERS)
    capsys.readouterr()

    run(file, "--source", "tool", *ANSWERS[4:])

    assert capsys.readouterr().out.startswith("2 rows: 0 new, 0 changed, 2 known")


def test_import_feedback_says_which_columns_are_missing(file):
    told = refusal_of(file, "--source", "tool")

    assert "--map number=COLUMN or --map email=COLUMN or --map employee=COLUMN" in told
    assert "The columns are: Wann, Wer, Rating, Complaint. Nothing was written." in told
    assert FileImport.objects.count() == 0


def test_import_feedback_says_how_to_answer_what_is_open(file):
    told = refusal_of(file, "--source", "tool", *ANSWERS[:4])

    assert "--answer date_order=dmy or mdy (seen: 03/04/2026, 03/05/2026)" in told
    assert "--answer scale:csat=1-5 or 0-10" in told
    assert "most likely 1-5" in told
    assert "--answer empty:complaint=no or not_asked" in told
    assert FileImport.objects.count() == ColumnMapping.objects.count() == 0


def test_import_feedback_in_a_dry_run_writes_nothing(file, capsys):
    file.write_text("\n".join([*ROWS, "03/06/2026;E9;4;no", "Total;;2"]))

    run(file, "--source", "tool", "--dry-run", *ANSWERS)

    told = capsys.readouterr()
    assert told.out == "Would be: 2 taken in, 1 set aside, 1 skipped.\n"
    assert "1 × employee: We know nobody called that." in told.err
    assert (FileImport.objects.count(), Interaction.objects.count()) == (0, 0)
    assert ColumnMapping.objects.count() == 0


def test_import_feedback_tells_by_its_exit_code_that_rows_are_set_aside(
    file, tmp_path, capsys
):
    file.write_text("\n".join([*ROWS, "03/06/2026;E9;4;no"]))
    rejects = tmp_path / "rejects.csv"

    with pytest.raises(SystemExit) as ended:
        run(file, "--source", "tool", "--rejects", rejects, *ANSWERS)

    assert ended.value.code == 3
    assert "1 × Wer “E9”: We know nobody called that." in capsys.readouterr().err
    with rejects.open(encoding="utf-8-sig", newline="") as opened:
        header, row = csv.reader(opened)
    assert header[:4] == ["Wann", "Wer", "Rating", "Complaint"]
    assert row[:5] == ["03/06/2026", "E9", "4", "no", "4"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ["nowhere.csv", "--source", "tool"],
            "nowhere.csv: No such file or directory.",
        ),
        ([], "Say which FILE, or --resume UUID."),
        (["FILE"], "Say which tool this file comes from."),
        (
            ["FILE", "--source", "tool", "--by", "E9"],
            "--by E9: nobody has this number.",
        ),
        (
            ["FILE", "--source", "tool", "--map", "x=Wer"],
            "--map x=Wer: there is no key",
        ),
        (
            ["FILE", "--source", "tool", "--map", "team=Wo"],
            "--map team=Wo: there is no column 'Wo'.",
        ),
        (["FILE", "--source", "tool", "--answer", "x"], "write QUESTION=VALUE"),
        (
            ["--resume", "00000000-0000-0000-0000-000000000000"],
            "there is no such import",
        ),
    ],
)
def test_import_feedback_refuses_with_what_is_wrong(file, words, told):
    words = [str(file) if word == "FILE" else word for word in words]

    assert told in refusal_of(*words)
    assert FileImport.objects.count() == ColumnMapping.objects.count() == 0


def test_import_feedback_is_not_told_by_a_call_that_writes_nothing(file):
    wrong = ["--map", "csat=Complaint", "--map", "complaint=Rating"]
    run(file, "--source", "tool", *ANSWERS)
    columns = ColumnMapping.objects.get().columns

    run(file, "--source", "tool", *ANSWERS, *wrong, "--dry-run")
    refusal_of(file, "--source", "tool", *wrong)

    assert ColumnMapping.objects.get().columns == columns


def test_import_feedback_does_not_resume_what_is_done(file):
    run(file, "--source", "tool", *ANSWERS)

    told = refusal_of("--resume", FileImport.objects.get().uuid)

    assert told == "This import cannot go on: it is done, or at work."
