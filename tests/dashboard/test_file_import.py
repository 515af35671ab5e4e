"""Data: files of every kind, from choosing to their end."""

import datetime as dt

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dashboard.tasks import keep_file_imports
from staff.actions.file_import import run_file_import
from staff.choices import Role
from staff.models import FileImport, PeopleImport
from tests.factories.data_files import confirmed, csv_text, draft_of, take_in
from tests.factories.staff import EmployeeFactory, moment
from tests.factories.training import ModuleFactory
from training.actions.completions_import import COMPLETIONS
from training.models import Enrolment, Module

HEADER = ["Employee number", "Course", "Assigned", "Completed", "Score"]
GOOD = ["n1", "smile", "2026-01-10", "2026-02-20", "85"]
REAL = {"assigned": "real"}
State = FileImport.State

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(moment(), tick=False):
        yield


@pytest.fixture
def hr(company):
    ModuleFactory(slug="smile", title={"en": "Smile first"})
    EmployeeFactory(employee_number="n1", first_name="Anna", last_name="Berg")
    return EmployeeFactory(
        first_name="Nadia", last_name="Sommer", team=company, roles=[Role.HR]
    )


@pytest.fixture
def browser(sign_in, hr):
    return sign_in(hr)


def url(name, *args):
    return reverse(f"dashboard:file-import-{name}", args=args)


def upload(*rows, name="training.csv"):
    return {"file": SimpleUploadedFile(name, csv_text(*rows).encode())}


def bad(*cells):
    return [told or usual for told, usual in zip(cells, GOOD, strict=True)]


def mapped(*meanings, **answers):
    """What the page of the columns sends."""
    columns = {f"column_{place}": each for place, each in enumerate(meanings)}
    return {**columns, **answers}


def draft(*rows, **said):
    return draft_of(COMPLETIONS, HEADER, *rows, **said)


def test_file_import_from_the_list_to_its_end(browser):
    answer = browser.post(url("add", "completions"), upload(HEADER, GOOD))
    file_import = FileImport.objects.get()
    assert answer.url == url("detail", file_import.uuid)

    page = browser.get(answer.url)
    assert "Anna Berg · n1" in page.text
    assert "20 Feb 2026" in page.text
    assert Enrolment.objects.count() == 0

    answer = browser.post(url("confirm", file_import.uuid))
    done = browser.get(answer.url)

    file_import.refresh_from_db()
    assert (file_import.state, file_import.rows_new) == ("done", 1)
    assert "1 row read, to the end" in done.text
    assert Enrolment.objects.get().employee.employee_number == "n1"
    assert "training.csv" in browser.get(url("list")).text


def test_file_import_confirmed_twice_is_taken_in_once(browser):
    waiting = draft(GOOD)

    browser.post(url("confirm", waiting.uuid))
    browser.post(url("confirm", waiting.uuid))

    assert Enrolment.objects.count() == 1


def test_file_import_add_says_what_is_wrong_with_a_file(browser):
    old = {"file": SimpleUploadedFile("old.xls", b"\xd0\xcf\x11\xe0old")}

    page = browser.post(url("add", "completions"), old)

    assert page.status_code == 200
    assert "save it as .xlsx" in page.text
    assert FileImport.objects.count() == 0


def test_file_import_add_knows_only_kinds_there_are(browser):
    assert browser.get(url("add", "recipes")).status_code == 404


def test_file_import_asks_what_it_cannot_know(browser):
    rows = [["Who", "What", "When"], ["n1", "smile", "03/04/2026"]]
    answer = browser.post(url("add", "completions"), upload(*rows), follow=True)
    file_import = FileImport.objects.get()
    page = url("map", file_import.uuid)
    assert answer.redirect_chain[-1][0] == page

    missing = browser.post(page, mapped("left_out", "module", "completed_on"))
    assert "Say which column is one of these: Employee number" in missing.text
    said = mapped("number", "module", "completed_on")
    asked = browser.post(page, said)
    assert "How are dates such as 03/04/2026 meant?" in asked.text
    assert "Please say." in asked.text
    assert "<code>03/04/2026</code>" in asked.text

    form = asked.context["form"]
    [(question, field)] = form.asked()
    answer = browser.post(page, {**said, field.html_name: "mdy"})

    file_import.refresh_from_db()
    assert answer.url == url("detail", file_import.uuid)
    assert file_import.mapping["answers"] == {"date_order": "mdy"}
    assert "4 Mar 2026" in browser.get(answer.url).text


def test_file_import_map_remembers_columns_and_not_answers(browser):
    rows = [["Who", "What", "When"], ["n1", "smile", "03/04/2026"]]
    browser.post(url("add", "completions"), upload(*rows))
    first = FileImport.objects.get()
    said = mapped("number", "module", "completed_on")
    [(_question, field)] = (
        browser.post(url("map", first.uuid), said).context["form"].asked()
    )
    browser.post(url("map", first.uuid), {**said, field.html_name: "mdy"})

    answer = browser.post(url("add", "completions"), upload(*rows))
    again = FileImport.objects.exclude(pk=first.pk).get()

    assert again.mapping["columns"] == first.mapping["columns"] | {
        "number": 0,
        "module": 1,
        "completed_on": 2,
    }
    assert again.mapping["answers"] == {}
    assert browser.get(answer.url).url == url("map", again.uuid)


def test_file_import_map_refuses_a_meaning_given_twice(browser):
    page = browser.post(
        url("map", draft(GOOD).uuid),
        mapped("number", "module", "number", "left_out", ""),
    )

    assert page.status_code == 200
    assert "Another column says “Employee number” already." in page.text


def test_file_import_map_shows_what_stands_in_a_column_as_text(browser):
    page = browser.get(url("map", draft(bad("<b>n1</b>", *[""] * 4)).uuid))

    assert "&lt;b&gt;n1" in page.text
    assert "<b>n1" not in page.text


def test_file_import_map_shows_how_cells_are_read(browser):
    page = browser.get(url("map", draft(GOOD).uuid))

    assert "<code>2026-02-20</code>" in page.text
    assert "20 Feb 2026" in page.text


def test_file_import_asks_about_a_module_and_makes_it(browser):
    file_import = draft(bad("", "Old course", "", "", ""))
    page = browser.get(url("detail", file_import.uuid), follow=True)
    said = mapped("number", "module", "assigned_on", "completed_on", "score")
    fields = {question.key: field for question, field in page.context["form"].asked()}
    assert list(fields) == [
        "module:old course",
        "title:old course",
        "minutes:old course",
    ]

    wrong = browser.post(
        url("map", file_import.uuid),
        {
            **said,
            fields["module:old course"].html_name: "+outside",
            fields["minutes:old course"].html_name: "none",
        },
    )
    assert "Please say." in wrong.text
    browser.post(
        url("map", file_import.uuid),
        {
            **said,
            fields["module:old course"].html_name: "+outside",
            fields["title:old course"].html_name: "The old one",
            fields["minutes:old course"].html_name: "45",
        },
    )
    browser.post(url("confirm", file_import.uuid))

    module = Module.objects.get(slug="the-old-one")
    assert (module.title, module.minutes) == ({"en": "The old one"}, 45)
    assert Enrolment.objects.get().module == module


def test_file_import_confirm_with_open_questions_leads_to_them(browser):
    file_import = draft(bad("", "", "", "03/04/2026", ""))

    answer = browser.post(url("confirm", file_import.uuid))

    assert answer.url == url("map", file_import.uuid)
    file_import.refresh_from_db()
    assert file_import.state == State.DRAFT


def test_file_import_shows_rows_that_would_be_set_aside(browser):
    page = browser.get(url("detail", draft(GOOD, bad("n9", *[""] * 4)).uuid))

    assert "1 of the first 2 rows would be set aside" in page.text
    assert "Nobody here has this employee number." in page.text


def test_file_import_of_which_nothing_would_come_in_leads_to_its_columns(browser):
    page = browser.get(url("detail", draft(bad("n9", *[""] * 4)).uuid))

    assert "As it is read now, nothing would come in" in page.text
    assert "Take in 1 row" not in page.text


def test_file_import_done_groups_what_was_set_aside_by_reason(browser):
    rows = [
        GOOD,
        *(bad(f"x{n}", *[""] * 4) for n in range(39)),
        bad("", "", "", "", "7x"),
    ]

    done = take_in(COMPLETIONS, HEADER, *rows, answers=REAL)
    page = browser.get(url("detail", done.uuid))

    assert "40 rows set aside" in page.text
    assert "3 and 38 more" in page.text
    assert "<mark>x0</mark>" in page.text
    assert reverse("staff:people-import-add") in page.text
    assert "Download the 40 rows" in page.text


def test_file_import_rows_come_back_with_the_reason_and_no_formula(browser):
    done = take_in(COMPLETIONS, HEADER, bad("=1+1", *[""] * 4))

    answer = browser.get(url("rows", done.uuid))

    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Employee number;Course;Assigned;Completed;Score;")
    assert lines[1].startswith("'=1+1;smile;2026-01-10;2026-02-20;85;2;Nobody here")
    assert answer["Content-Disposition"].startswith("attachment")


def test_file_import_again_takes_the_rows_once_they_can_come_in(browser):
    done = take_in(COMPLETIONS, HEADER, GOOD, bad("n9", *[""] * 4))
    EmployeeFactory(employee_number="n9")

    answer = browser.post(url("again", done.uuid))
    again = FileImport.objects.latest("pk")
    browser.post(url("confirm", again.uuid))

    again.refresh_from_db()
    assert answer.url == url("map", again.uuid)
    assert (again.state, again.rows_new, again.rows_read) == ("done", 1, 1)


def test_file_import_again_needs_rows(browser):
    done = take_in(COMPLETIONS, HEADER, GOOD)

    page = browser.post(url("again", done.uuid), follow=True)

    assert "No rows of this file are kept" in page.text
    assert FileImport.objects.count() == 1


def test_file_import_is_paused_goes_on_and_ends(browser):
    waiting = confirmed(COMPLETIONS, HEADER, GOOD)

    page = browser.post(url("pause", waiting.uuid), follow=True)
    assert "Paused after 0 rows" in page.text
    assert run_file_import(waiting, COMPLETIONS, moment).state == State.PAUSED
    page = browser.post(url("resume", waiting.uuid), follow=True)

    assert "1 row read, to the end" in page.text
    assert Enrolment.objects.count() == 1


def test_file_import_that_waits_is_asked_for_once_more(browser):
    waiting = confirmed(COMPLETIONS, HEADER, GOOD)
    assert "It takes too long" in browser.get(url("detail", waiting.uuid)).text

    browser.post(url("resume", waiting.uuid))

    waiting.refresh_from_db()
    assert waiting.state == State.DONE


def test_file_import_that_is_done_cannot_go_on(browser):
    done = take_in(COMPLETIONS, HEADER, GOOD)

    page = browser.post(url("resume", done.uuid), follow=True)

    assert "This import cannot go on" in page.text


def test_file_import_is_stopped_for_good(browser, django_capture_on_commit_callbacks):
    waiting = confirmed(COMPLETIONS, HEADER, GOOD)

    with django_capture_on_commit_callbacks(execute=True):
        page = browser.post(url("cancel", waiting.uuid), follow=True)

    waiting.refresh_from_db()
    assert (waiting.state, bool(waiting.file)) == ("cancelled", False)
    assert "Stopped after 0 rows" in page.text


def test_file_import_draft_is_put_away(browser):
    page = browser.post(url("cancel", draft(GOOD).uuid), follow=True)

    assert "The file is put away. Nothing was taken in." in page.text
    assert FileImport.objects.get().state == State.CANCELLED


@pytest.mark.parametrize(
    ("note", "words"),
    [("error", "It is not your fault."), ("file_gone", "Choose the file again")],
)
def test_file_import_that_failed_says_what_is_safe(browser, note, words):
    failed = confirmed(COMPLETIONS, HEADER, GOOD)
    FileImport.objects.update(state=State.FAILED, note=note, finished_at=moment())

    page = browser.get(url("detail", failed.uuid))

    assert "Something came in between after 0 rows" in page.text
    assert words in page.text


def running(**fields):
    file_import = confirmed(COMPLETIONS, HEADER, GOOD)
    facts = {
        "state": State.RUNNING,
        "rows_total": 24_160,
        "rows_read": 18_400,
        "rows_new": 18_103,
        "rows_known": 243,
        "rows_rejected": 54,
        "claimed_at": moment(),
        "begun_at": moment() - dt.timedelta(seconds=120),
    }
    FileImport.objects.filter(pk=file_import.pk).update(**{**facts, **fields})
    return file_import


def test_file_import_at_work_shows_how_far_it_is(browser):
    page = browser.get(url("detail", running().uuid))

    assert "18,400 of 24,160 rows read" in page.text
    assert "<b>18,103</b> kept" in page.text
    assert "about 40 seconds more" in page.text
    assert 'hx-trigger="every 2s"' in page.text


def test_file_import_at_work_swaps_its_progress_alone(browser):
    page = browser.get(url("detail", running().uuid), headers={"HX-Request": "true"})

    assert page.text.lstrip().startswith('<div id="progress"')
    assert "<h1>" not in page.text


def test_file_import_that_ended_meanwhile_asks_for_the_whole_page(browser):
    done = take_in(COMPLETIONS, HEADER, GOOD)

    page = browser.get(url("detail", done.uuid), headers={"HX-Request": "true"})

    assert (page.status_code, page["HX-Refresh"]) == (204, "true")


def test_file_import_whose_worker_is_gone_offers_to_go_on(browser):
    late = running(claimed_at=moment() - dt.timedelta(minutes=3))

    page = browser.get(url("detail", late.uuid))

    assert "It has not moved for some minutes." in page.text


def test_keep_file_imports_asks_anew_for_what_a_dead_worker_left(hr):
    late = confirmed(COMPLETIONS, HEADER, GOOD)
    FileImport.objects.update(
        state=State.RUNNING, claimed_at=moment() - dt.timedelta(minutes=3)
    )

    assert keep_file_imports(at=moment()) == 1

    late.refresh_from_db()
    assert (late.state, late.rows_new) == ("done", 1)


def test_keep_file_imports_puts_old_drafts_away(hr):
    old = draft(GOOD, at=moment() - dt.timedelta(days=8))

    assert keep_file_imports(at=moment()) == 0

    old.refresh_from_db()
    assert old.state == State.CANCELLED


def test_list_begins_with_people(browser):
    page = browser.get(url("list"))

    assert "No file has come in yet" in page.text
    link = f'<a class="btn btn-{{}}" href="{reverse("staff:people-import-add")}">'
    assert link.format("quiet") in page.text
    assert f'btn-primary" href="{url("add", "completions")}"' in page.text


@pytest.mark.parametrize("count", [3, 300])
def test_list_costs_the_same_at_any_length(
    browser, hr, django_assert_num_queries, count
):
    for number in range(count):
        kind = {"created_at": moment(), "created_by": hr, "file_name": f"{number}.csv"}
        if number % 2:
            PeopleImport.objects.create(**kind)
        else:
            FileImport.objects.create(kind="completions", **kind)

    with django_assert_num_queries(11):
        page = browser.get(url("list"))

    assert page.text.count("Not confirmed yet") == min(count, 25)
    assert "· 23 Nov 2026, 12:00 · Nadia Sommer" in page.text


@pytest.mark.parametrize("count", [3, 300])
def test_detail_costs_the_same_at_any_length(browser, django_assert_num_queries, count):
    done = take_in(
        COMPLETIONS,
        HEADER,
        *(bad(f"x{n}", *[""] * 4) for n in range(count)),
        answers=REAL,
    )

    with django_assert_num_queries(7):
        page = browser.get(url("detail", done.uuid))

    assert f"Download the {count} rows" in page.text
