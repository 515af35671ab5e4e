"""Bringing in a file in the browser: choose, map, look, confirm."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Event
from staff.models import ColumnMapping, Employee, PeopleImport
from tests.factories.people_files import csv_file, draft_of, take_in
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment

HEADER = ["Employee number", "Name", "Hired on", "Last day", "Team"]
State = PeopleImport.State
DAY = dt.timedelta(days=1)


@pytest.fixture
def client_of_hr(sign_in, hr):
    return sign_in(hr)


def upload(content, name="people.csv"):
    return {"file": SimpleUploadedFile(name, content)}


def url(name, draft):
    return reverse(f"staff:people-import-{name}", args=[draft.uuid])


def confirmed(client, draft, **said):
    page = client.get(url("detail", draft))
    return client.post(
        url("confirm", draft), {"plan_digest": page.context["plan"].digest, **said}
    )


def test_people_import_from_file_to_codes(client_of_hr, site):
    content = csv_file(HEADER, ["n1", "Berg, Anna", "2026-11-01", "", "Site"])

    answer = client_of_hr.post(reverse("staff:people-import-add"), upload(content))
    draft = PeopleImport.objects.get()
    assert answer.url == url("detail", draft)
    page = client_of_hr.get(answer.url)
    assert "1 new person" in page.text
    assert Employee.objects.filter(employee_number="n1").count() == 0

    answer = confirmed(client_of_hr, draft)
    done = client_of_hr.get(answer.url)

    draft.refresh_from_db()
    anna = Employee.objects.get(employee_number="n1")
    assert (draft.state, draft.table) == (State.DONE, [])
    assert anna.full_name == "Anna Berg"
    assert reverse("staff:code-sheet") + f"?import={draft.uuid}" in done.text
    assert Event.objects.filter(kind="people_import.applied").count() == 1


def test_people_import_confirmed_twice_is_written_once(client_of_hr, site):
    draft = draft_of(csv_file(HEADER, ["n1", "Berg, Anna", "2026-11-01", "", "Site"]))
    digest = client_of_hr.get(url("detail", draft)).context["plan"].digest
    said = {"plan_digest": digest}

    client_of_hr.post(url("confirm", draft), said)
    again = client_of_hr.post(url("confirm", draft), said)

    assert again.url == url("detail", draft)
    assert Event.objects.filter(kind="employee.hired").count() == 1


def test_people_import_add_says_what_is_wrong_with_a_file(client_of_hr):
    page = client_of_hr.post(
        reverse("staff:people-import-add"), upload(b"\xd0\xcf\x11\xe0old")
    )

    assert page.status_code == 200
    assert "save it as .xlsx" in page.text


def test_people_import_asks_what_it_cannot_know(client_of_hr, site):
    content = csv_file(["Who", "Hired on", "Code"], ["Anna Berg", "03/04/2026", "n1"])
    draft = draft_of(content)

    answer = client_of_hr.get(url("detail", draft))
    assert answer.url == url("map", draft)
    said = {
        "column_0": "full_name",
        "column_1": "hired_on",
        "column_2": "number",
        "left_means": "last_day",
        "new_teams": "refuse",
    }
    asked = client_of_hr.post(url("map", draft), said)
    assert "The dates can be read both ways" in asked.text
    answer = client_of_hr.post(url("map", draft), {**said, "date_order": "dmy"})

    assert answer.url == url("detail", draft)
    assert draft_of(content).columns["columns"]["number"] == 2
    assert ColumnMapping.objects.get().columns["date_order"] == "dmy"


def test_people_import_map_refuses_a_meaning_given_twice(client_of_hr):
    draft = draft_of(csv_file(["A", "B"], ["1", "2"]))
    said = {"column_0": "number", "column_1": "number"}
    said |= {"left_means": "last_day", "new_teams": "refuse"}

    page = client_of_hr.post(url("map", draft), said)

    assert "Another column says" in page.text


def test_people_import_map_shows_what_stands_in_a_column_as_text(client_of_hr):
    draft = draft_of(csv_file(["A", "B"], ["<b>bold</b>", "2"]))

    page = client_of_hr.get(url("map", draft))

    assert "&lt;b&gt;bold" in page.text
    assert "<b>bold" not in page.text


def test_people_import_with_bad_rows_asks_before_it_leaves_them_out(client_of_hr, site):
    content = csv_file(
        HEADER,
        ["n1", "Berg, Anna", "2026-11-01", "", "Site"],
        ["n2", "Wolf, Ben", "2026-11-31", "", "Site"],
    )
    draft = draft_of(content)

    refused = confirmed(client_of_hr, draft)
    assert refused.status_code == 200
    assert "Nothing was written. Tick this" in refused.text
    assert "There is no such day." in refused.text
    answer = confirmed(client_of_hr, draft, leaves_rows_out="on")
    page = client_of_hr.get(answer.url)

    draft.refresh_from_db()
    assert draft.problems == [{"line": 3, "code": "no_such_day", "column": "hired_on"}]
    assert "Row 3 stayed out" in page.text
    assert not Employee.objects.filter(employee_number="n2").exists()


def test_people_import_rows_come_back_with_the_reason_and_no_formula(
    client_of_hr, site
):
    draft = draft_of(
        csv_file(HEADER, ["n1", "=HYPERLINK(1)", "2026-11-01", "", "Site"])
    )

    answer = client_of_hr.get(url("rows", draft))

    assert "attachment" in answer.headers["Content-Disposition"]
    assert ";'=HYPERLINK(1);" in answer.text
    assert "This cell holds a formula" in answer.text


def test_people_import_is_shown_again_when_something_changed(client_of_hr, site):
    anna = EmployeeFactory(employee_number="n1", first_name="Ana", team=site)
    draft = draft_of(csv_file(HEADER, ["n1", "Berg, Anna", "", "", "Site"]))
    digest = client_of_hr.get(url("detail", draft)).context["plan"].digest
    Employee.objects.filter(pk=anna.pk).update(first_name="Anne")

    answer = client_of_hr.post(url("confirm", draft), {"plan_digest": digest})
    page = client_of_hr.get(answer.url)

    draft.refresh_from_db()
    anna.refresh_from_db()
    assert (draft.state, anna.first_name) == (State.DRAFT, "Anne")
    assert "Meanwhile something here has changed" in page.text


def test_people_import_sets_a_number_aside_that_could_be_an_e_mail(client_of_hr, site):
    rows = [["a@b.de", "Berg, Anna", "2026-11-01", "", "Site"]]

    page = client_of_hr.get(url("detail", draft_of(csv_file(HEADER, *rows))))

    assert [p.code for p in page.context["plan"].problems] == ["number_like_email"]


def test_people_import_of_the_same_file_again_says_so(client_of_hr, site):
    content = csv_file(HEADER, ["n1", "Berg, Anna", "2026-11-01", "", "Site"])
    take_in(content)
    count = Event.objects.count()

    page = client_of_hr.get(url("detail", draft_of(content)))

    assert "This file changes nothing" in page.text
    assert take_in(content).counts["unchanged"] == 1
    assert Event.objects.count() == count


@pytest.fixture
def waiting():
    draft = draft_of(csv_file(HEADER, ["n1", "Berg, Anna", "2026-11-01", "", "Site"]))
    draft.state, draft.confirmed_at = State.WAITING, moment()
    draft.save()
    return draft


def test_people_import_waiting_is_asked_for_until_it_is_done(client_of_hr, waiting):
    htmx = {"HX-Request": "true"}

    page = client_of_hr.get(url("detail", waiting))
    fragment = client_of_hr.get(url("detail", waiting), headers=htmx)
    PeopleImport.objects.update(state=State.DONE, finished_at=moment())
    over = client_of_hr.get(url("detail", waiting), headers=htmx)

    assert '<noscript><meta http-equiv="refresh"' in page.text
    assert 'id="progress"' in fragment.text
    assert "<h1>" not in fragment.text
    assert (over.status_code, over.headers["HX-Refresh"]) == (204, "true")


def test_people_import_waiting_does_not_load_the_file(client_of_hr, waiting):
    with CaptureQueriesContext(connection) as asked:
        client_of_hr.get(url("detail", waiting), headers={"HX-Request": "true"})

    [question] = [q["sql"] for q in asked if "staff_peopleimport" in q["sql"]]
    assert '"staff_peopleimport"."state"' in question
    assert '"staff_peopleimport"."table"' not in question


def test_people_import_counts_the_codes_that_its_sheet_offers(client_of_hr, site):
    EmployeeFactory(employee_number="n2", team=site, left_on=TODAY - DAY)
    content = csv_file(
        HEADER,
        ["n1", "Berg, Anna", "2026-11-01", "", "Site"],
        ["n2", "Okafor, Ben", TODAY.isoformat(), "", "Site"],
        ["n3", "Gone, Gil", "2026-11-01", "2026-11-05", "Site"],
    )
    done = take_in(content)
    assert done.counts["created"] + done.counts["rehired"] == 3

    page = client_of_hr.get(url("detail", done))
    sheet = client_of_hr.get(reverse("staff:code-sheet"), {"import": done.uuid})

    assert page.context["finished"].code_count == 2
    assert sheet.context["total"] == 2


def test_people_import_retry_writes_what_waited(client_of_hr, waiting, site):
    waiting.plan_digest = "not what anybody saw"
    waiting.save()

    client_of_hr.post(url("retry", waiting))

    waiting.refresh_from_db()
    assert (waiting.state, waiting.note) == (State.DRAFT, "plan_changed")


def test_people_import_put_away_says_so(client_of_hr, waiting):
    PeopleImport.objects.update(state=State.REFUSED, table=[])

    page = client_of_hr.get(url("detail", waiting))

    assert "Nobody confirmed it for a week" in page.text


def test_people_import_of_too_many_people_at_one_go_says_so(
    client_of_hr, site, settings
):
    rows = [[f"n{n}", "Berg, Anna", "2026-11-01", "", "Site"] for n in range(3)]
    draft = draft_of(csv_file(HEADER, *rows))
    settings.PEOPLE_AT_ONCE = 2

    page = client_of_hr.get(url("detail", draft))
    confirmed(client_of_hr, draft)

    draft.refresh_from_db()
    assert "changes 3 people, and Encore takes in 2 at one go" in page.text
    assert url("confirm", draft) not in page.text
    assert (draft.state, draft.note) == (State.DRAFT, "")
    assert not Employee.objects.filter(employee_number="n1").exists()
    settings.PEOPLE_AT_ONCE = 3
    confirmed(client_of_hr, draft)
    assert Employee.objects.filter(employee_number="n1").exists()


@pytest.mark.parametrize("name", ["detail", "map", "rows"])
def test_people_import_is_for_those_who_keep_people(sign_in, manager, name):
    draft = draft_of(csv_file(HEADER, ["n1", "Berg, Anna", "2026-11-01", "", "Site"]))
    client = sign_in(manager)

    assert client.get(url(name, draft)).status_code == 403
    assert client.get(reverse("staff:people-import-add")).status_code == 403
    assert client.post(url("confirm", draft)).status_code == 403


def test_people_import_detail_costs_the_same_at_any_length(
    client_of_hr, site, django_assert_num_queries
):
    TeamFactory(parent=site, code="bar", name="Bar")

    def file_of(count):
        rows = [[f"n{n}", f"Berg, A{n}", "2026-11-01", "", "Bar"] for n in range(count)]
        return draft_of(csv_file(HEADER, *rows))

    for count in (3, 300):
        draft = file_of(count)
        with django_assert_num_queries(12):
            page = client_of_hr.get(url("detail", draft))
        assert page.text.count('<th scope="row">') == min(count, 25)


@pytest.mark.parametrize("count", [3, 300])
def test_people_import_add_lists_recent_files_at_one_cost(
    client_of_hr, hr, django_assert_num_queries, count
):
    content = csv_file(HEADER, ["n1", "Berg, Anna", "2026-11-01", "", "Site"])
    for _file in range(count):
        draft_of(content, by=hr)

    with django_assert_num_queries(5):
        page = client_of_hr.get(reverse("staff:people-import-add"))

    assert page.text.count("people.csv") == min(count, 10)


def test_people_import_drops_drafts_of_last_week(client_of_hr, site):
    old = draft_of(csv_file(HEADER, ["n1", "Berg, Anna", "2026-11-01", "", "Site"]))
    PeopleImport.objects.update(created_at=moment(day=TODAY.replace(day=1)))

    client_of_hr.post(
        reverse("staff:people-import-add"), upload(csv_file(["a"], ["b"]))
    )

    old.refresh_from_db()
    assert (old.state, old.table) == (State.REFUSED, [])
