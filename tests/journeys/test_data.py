"""HR brings in what it has: past training, answers, visits; and sees what became of it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now
from playwright.sync_api import expect

from feedback.actions.sources import record_complete_days
from feedback.choices import SourceKind
from feedback.models import CompletePeriod, Interaction
from staff.actions import file_import as acts
from staff.choices import Role
from staff.models import Employee, FileImport, Organisation, RejectedRow
from tests.factories.data_files import confirmed, csv_text, draft_of
from tests.factories.feedback import SourceFactory, answer, visit
from tests.factories.staff import EmployeeFactory, TeamFactory, moment
from tests.factories.training import ModuleFactory
from training.actions.completions_import import COMPLETIONS
from training.models import Enrolment, Module

# Metrics come with the migrations, and every test here needs them anew.
pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
]

State = FileImport.State
TRAINING = ["Personalnummer", "Kurs", "Zugewiesen am", "Abgeschlossen am", "Ergebnis"]
VISITS = ["Date", "Cashier", "Card number", "Amount", "Receipt no"]
DAY = dt.timedelta(days=1)


@pytest.fixture
def hr(monkeypatch):
    monkeypatch.setattr(acts, "GAP_SECONDS", 0)
    company = TeamFactory(code="company", name="Bella Group", time_zone="UTC")
    Organisation.objects.create(pk=1, set_up_at=moment())
    site = TeamFactory(code="harbour", name="Harbour Street", parent=company)
    for number, (first, last) in enumerate(
        [("Anna", "Berg"), ("Ben", "Okafor"), ("Cem", "Yıldız")], start=1
    ):
        EmployeeFactory(
            employee_number=f"n{number}", first_name=first, last_name=last, team=site
        )
    ModuleFactory(slug="smile", title={"en": "A genuine greeting"})
    return EmployeeFactory(
        first_name="Nadia", last_name="Sommer", team=company, roles=[Role.HR]
    )


@pytest.fixture
def file(tmp_path):
    """A function that writes rows into a file and returns its path."""

    def written(name, *rows):
        path = tmp_path / name
        path.write_bytes(csv_text(*rows).encode())
        return path

    return written


def url(name, *args):
    return reverse(f"dashboard:file-import-{name}", args=args)


def test_past_training_comes_in_from_a_file(open_page, camera, hr, file):
    path = file(
        "training-2025.csv",
        TRAINING,
        ["n1", "A genuine greeting", "03/04/2025", "05/04/2025", "85 %"],
        ["n2", "smile", "", "06/05/2025", "70"],
        ["n3", "Telephone course", "01/02/2025", "02/03/2025", "17/20"],
        ["n9", "smile", "", "06/05/2025", ""],
        ["n3", "smile", "", "06/05/2035", ""],
    )
    page = open_page(hr)

    page.goto(url("list"))
    expect(page.get_by_role("heading", name="Bring in what you have")).to_be_visible()
    camera.take(page, "file-import-list-empty")
    page.get_by_role("link", name="Bring in past training").click()
    expect(page.get_by_label("File")).to_be_visible()
    camera.take(page, "file-import-add")
    page.get_by_label("File").set_input_files(path)
    page.get_by_role("button", name="Look at this file").click()
    expect(
        page.get_by_role("heading", name="What do the columns mean?")
    ).to_be_visible()
    camera.take(page, "file-import-map")
    page.get_by_role("button", name="Show what would come in").click()
    expect(page.get_by_text("Please say.")).to_be_visible()
    camera.take(page, "file-import-map-wrong")
    page.get_by_label("the day first").check()
    page.get_by_label("A module from outside").check()
    page.get_by_label("How many minutes it takes").fill("45")
    page.get_by_role("button", name="Show what would come in").click()
    expect(page.get_by_role("heading", name="of the first rows")).to_be_visible()
    expect(page.get_by_text("Anna Berg · n1")).to_be_visible()
    camera.take(page, "file-import-draft")
    page.get_by_role("button", name="Take in 5 rows").click()

    expect(page.get_by_role("heading", name="5 rows read, to the end")).to_be_visible()
    expect(page.get_by_text("Nobody here has this employee number.")).to_be_visible()
    camera.take(page, "file-import-done")
    assert Enrolment.objects.count() == 3
    assert Module.objects.get(slug="telephone-course").minutes == 45
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the 2 rows").click()
    assert download.value.suggested_filename == "rows-set-aside.csv"
    page.get_by_role("link", name="To all files").click()
    expect(page.get_by_role("link", name="training-2025.csv")).to_be_visible()
    camera.take(page, "file-import-list")


def test_visits_come_in_and_say_through_which_day(open_page, camera, hr, file):
    today = localdate()
    first, last = today - 200 * DAY, today - 2 * DAY
    path = file(
        "tills.csv",
        VISITS,
        [f"{first} 12:05", "n1", "C-1", "1.234", "1"],
        [f"{first + 9 * DAY} 18:30", "n2", "C-1", "9,50", "2"],
        [f"{last} 12:00", "n2", "C-2", "24,00", "3"],
    )
    page = open_page(hr)

    page.goto(url("add", "visits"))
    camera.take(page, "file-import-add-visits")
    page.get_by_label("Where it comes from").fill("Tills at Harbour Street")
    page.get_by_label("File").set_input_files(path)
    page.get_by_role("button", name="Look at this file").click()
    through = page.get_by_label("Through which day has every visit arrived?")
    expect(through).to_have_value(str(last))
    camera.take(page, "file-import-map-visits")
    page.get_by_role("button", name="Show what would come in").click()
    expect(page.get_by_text("Berg")).to_be_visible()
    camera.take(page, "file-import-draft-visits")
    page.get_by_role("button", name="Take in 3 rows").click()

    expect(page.get_by_role("heading", name="3 rows read, to the end")).to_be_visible()
    assert Interaction.objects.count() == 3
    assert CompletePeriod.objects.get().last_day == last
    page.goto(url("list"))
    expect(page.get_by_text("complete through")).to_be_visible()


def a_till(name, last, **fields):
    """Return a source of visits that is complete from 400 days ago to ``last``."""
    till = SourceFactory(kind=SourceKind.VISITS, name=name, **fields)
    first = localdate() - 400 * DAY
    record_complete_days(source=till, first_day=first, last_day=last, at=now())
    return till


def test_a_till_that_fell_silent_is_ended(open_page, camera, hr):
    today = localdate()
    a_till("Tills at Harbour Street", today - 2 * DAY)
    old = a_till("The old till", today - 300 * DAY, key="old-till")
    person = Employee.objects.get(employee_number="n1")
    visit(person, today - 310 * DAY, source=old)
    answer(person, today - 3 * DAY)
    page = open_page(hr)

    page.goto(url("list"))
    page.get_by_role("link", name="Where data comes from").click()
    expect(page.get_by_text("is waited for")).to_be_visible()
    camera.take(page, "source-list")
    page.get_by_role("link", name="The old till").click()
    day = page.get_by_label("Its last day")
    expect(day).to_have_value(str(today - 300 * DAY))
    camera.take(page, "source")
    page.get_by_role("button", name="It has ended").click()
    expect(page.get_by_text("services after it do not wait for it")).to_be_visible()
    page.get_by_label("Visits of these days are missing after all").check()
    page.get_by_label("First day").fill(str(today - 350 * DAY))
    page.get_by_label("Last day", exact=True).fill(str(today - 360 * DAY))
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("The last day lies before the first.")).to_be_visible()
    camera.take(page, "source-wrong")
    page.get_by_label("Last day", exact=True).fill(str(today - 340 * DAY))
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("and, after a gap")).to_be_visible()
    camera.take(page, "source-ended")


def training(*rows):
    return [TRAINING, *rows]


def at_work(**fields):
    """An import of 24,160 rows, most of which are read."""
    file_import = confirmed(
        COMPLETIONS, *training(["n1", "smile", "", "2026-02-20", ""])
    )
    facts = {
        "file_name": "training-2015-2025.csv",
        "state": State.RUNNING,
        "rows_total": 24_160,
        "rows_read": 18_400,
        "rows_new": 18_103,
        "rows_known": 243,
        "rows_rejected": 54,
        "claimed_at": now(),
        "begun_at": now() - dt.timedelta(seconds=120),
        **fields,
    }
    FileImport.objects.filter(pk=file_import.pk).update(**facts)
    RejectedRow.objects.bulk_create(
        RejectedRow(
            file_import=file_import,
            line=212 + number * 7,
            code=code,
            column=column,
            cells=["10477", "smile", "", "31.11.2025", "7x"],
        )
        for number, (code, column) in enumerate(
            [("number_unknown", "Personalnummer")] * 39
            + [("score_unreadable", "Ergebnis")] * 11
            + [("no_such_day", "Abgeschlossen am")] * 4
        )
    )
    return file_import


def test_file_import_shows_its_progress_and_ends_by_itself(open_page, camera, hr):
    file_import = at_work()
    page = open_page(hr)

    page.goto(url("detail", file_import.uuid))
    expect(page.get_by_text("18,400 of 24,160 rows read").first).to_be_visible()
    camera.take(page, "file-import-running")
    FileImport.objects.update(
        state=State.DONE, rows_read=24_160, rows_new=23_863, finished_at=now()
    )

    expect(
        page.get_by_role("heading", name="24,160 rows read, to the end")
    ).to_be_visible()
    camera.take(page, "file-import-done-full")


def test_file_import_is_paused_and_goes_on(open_page, camera, hr):
    file_import = at_work()
    page = open_page(hr, on_phone=True)

    page.goto(url("detail", file_import.uuid))
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("heading", name="Paused after")).to_be_visible()
    camera.take(page, "file-import-paused")
    page.get_by_role("button", name="Stop it for good").click()

    expect(page.get_by_role("heading", name="Stopped after")).to_be_visible()
    camera.take(page, "file-import-stopped")


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        (
            "failed",
            {"state": State.FAILED, "note": "error", "finished_at": moment()},
        ),
        ("stale", {"claimed_at": moment() - 9 * DAY}),
        (
            "waiting",
            {
                "state": State.WAITING,
                "rows_read": 0,
                "rows_new": 0,
                "rows_known": 0,
                "rows_rejected": 0,
            },
        ),
    ],
)
def test_file_import_says_what_is_safe(open_page, camera, hr, name, fields):
    file_import = at_work(**fields)
    if name == "waiting":
        RejectedRow.objects.all().delete()
    page = open_page(hr)

    page.goto(url("detail", file_import.uuid))

    expect(page.locator("#progress")).to_be_visible()
    camera.take(page, f"file-import-{name}")


def test_file_import_of_which_nothing_would_come_in(open_page, camera, hr):
    draft = draft_of(
        COMPLETIONS,
        *training(*(["x1", "smile", "", "2026-02-20", str(n)] for n in range(30))),
    )
    page = open_page(hr)

    page.goto(url("detail", draft.uuid))

    expect(page.get_by_role("heading", name="nothing would come in")).to_be_visible()
    camera.take(page, "file-import-draft-nothing")


def test_file_that_is_no_table_is_refused(open_page, camera, hr, tmp_path):
    path = tmp_path / "old.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0old")
    page = open_page(hr)

    page.goto(url("add", "answers"))
    page.get_by_label("Where it comes from").fill("Survey")
    page.get_by_label("File").set_input_files(path)
    page.get_by_role("button", name="Look at this file").click()

    expect(page.get_by_text("save it as .xlsx")).to_be_visible()
    camera.take(page, "file-import-add-wrong")


def test_data_without_script(open_page, hr, file):
    path = file("t.csv", TRAINING, ["n1", "smile", "", "2026-02-20", "85"])
    page = open_page(hr, java_script_enabled=False)

    page.goto(url("add", "completions"))
    page.get_by_label("File").set_input_files(path)
    page.get_by_role("button", name="Look at this file").click()
    page.get_by_role("button", name="Take in 1 row").click()

    expect(page.get_by_role("heading", name="1 row read, to the end")).to_be_visible()
    assert Enrolment.objects.count() == 1
