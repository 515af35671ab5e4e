"""HR brings in a file, looks, mends, confirms; and changes people one by one."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from playwright.sync_api import expect

from staff.choices import Role
from staff.models import Employee, Organisation, PeopleImport
from tests.factories.people_files import csv_file, draft_of
from tests.factories.staff import EmployeeFactory, TeamFactory, moment

pytestmark = pytest.mark.journey

HEADER = ["Personalnummer", "Vorname", "Nachname", "E-Mail", "Eintritt", "Austritt"]
HEADER += ["Team", "Region", "Job", "Vorgesetzter"]


@pytest.fixture
def hr(transactional_db):
    company = TeamFactory(code="company", name="Bella Group", time_zone="Europe/Berlin")
    Organisation.objects.create(pk=1, set_up_at=moment())
    return EmployeeFactory(
        first_name="Nadia", last_name="Sommer", team=company, roles=[Role.HR]
    )


@pytest.fixture
def site(hr):
    north = TeamFactory(
        code="north", name="North", parent=hr.postings.get().team, time_zone="UTC"
    )
    return TeamFactory(code="harbour", name="Harbour Street", parent=north)


def full_file(day):
    """Return a file in which everything happens that can."""
    early, late = "2024-02-01", str(day + dt.timedelta(days=9))
    team = ["Harbour Street", "North"]
    return csv_file(
        HEADER,
        ["1", "Anna", "Berg", "anna@example.com", early, "", *team, "Waiter", "4"],
        ["2", "Benedikt", "Wolf", "", early, "", *team, "Waiter", "4"],
        ["3", "Cem", "Yıldız", "", early, late, *team, "Cook", "4"],
        ["4", "Dora", "Lindqvist", "", early, "", *team, "Shift lead", ""],
        ["5", "Emil", "Novak", "emil@", early, "", *team, "Cook", "4"],
        ["6", "Fatima", "Haddad", "", "31.11.2025", "", *team, "Cook", "4"],
        ["7", "Gus", "Lund", "", early, "", "Lantern Bar", "", "Cook", ""],
        ["8", "Hana", "Ito", "", early, "", "Riverside", "North", "Cook", "99"],
        *(
            [str(n), f"Person {n}", "Example", "", early, "", *team, "Waiter", "4"]
            for n in range(20, 90)
        ),
    )


def known_people(site, company):
    EmployeeFactory(
        employee_number="1", first_name="Ana", last_name="Berg", team=company
    )
    EmployeeFactory(
        employee_number="2", first_name="Benedikt", last_name="Wolf", team=site
    )
    EmployeeFactory(employee_number="3", first_name="Cem", team=site)
    EmployeeFactory(employee_number="90", first_name="Old", team=site, manages=[site])


def test_people_come_in_from_a_file(open_page, camera, hr, site, tmp_path):
    known_people(site, hr.postings.get().team)
    path = tmp_path / "people.csv"
    path.write_bytes(full_file(localdate()))
    page = open_page(hr)

    page.goto(reverse("staff:people-import-add"))
    camera.take(page, "people-import-add")
    page.get_by_label("File").set_input_files(path)
    page.get_by_role("button", name="Look at this file").click()
    expect(page.get_by_role("heading", name="What this file would do")).to_be_visible()
    camera.take(page, "people-import-detail")
    page.get_by_role("link", name="What the columns mean").click()
    expect(
        page.get_by_role("heading", name="What do the columns mean?")
    ).to_be_visible()
    camera.take(page, "people-import-map")
    page.get_by_label("Hang it directly below the organisation").check()
    page.get_by_role("button", name="Show what would happen").click()
    page.get_by_role("button", name="Write it for").click()
    expect(page.get_by_text("Nothing was written. Tick this")).to_be_visible()
    camera.take(page, "people-import-detail-undecided")
    page.get_by_label("Leave out these 2 rows: 6, 7.").check()
    page.get_by_role("button", name="Write it for").click()

    expect(page.get_by_role("heading", name="The people are in")).to_be_visible()
    camera.take(page, "people-import-done")
    assert Employee.objects.filter(employee_number="8").exists()
    page.get_by_role("link", name="Print sign-in codes").click()
    expect(page.get_by_role("heading", name="cannot sign in yet")).to_be_visible()


def test_people_import_waits_and_goes_on_by_itself(open_page, camera, hr, site):
    draft = draft_of(full_file(localdate()))
    draft.state, draft.confirmed_at = PeopleImport.State.WAITING, moment()
    draft.save()
    page = open_page(hr, on_phone=True)

    page.goto(reverse("staff:people-import-detail", args=[draft.uuid]))
    camera.take(page, "people-import-waiting")
    PeopleImport.objects.update(
        state=PeopleImport.State.DONE,
        table=[],
        finished_at=moment(),
        counts={"created": 3},
    )

    expect(page.get_by_role("heading", name="The people are in")).to_be_visible()


def test_people_import_with_nothing_to_do(open_page, camera, hr, site):
    EmployeeFactory(employee_number="n1", first_name="Anna", team=site)
    draft = draft_of(csv_file(["Employee number", "First name"], ["n1", "Anna"]))
    page = open_page(hr)

    page.goto(reverse("staff:people-import-detail", args=[draft.uuid]))

    expect(
        page.get_by_role("heading", name="This file changes nothing")
    ).to_be_visible()
    camera.take(page, "people-import-nothing")


def test_a_person_is_hired_moved_and_leaves(open_page, camera, hr, site):
    page = open_page(hr)

    page.goto(reverse("staff:person-add"))
    page.get_by_label("First name").fill("Anna")
    page.get_by_role("button", name="Add this person").click()
    page.get_by_label("Employee number").fill("n1")
    # Shortly before midnight it is tomorrow already where Nadia sits, not at the site.
    page.get_by_label("First day").fill(str(localdate()))
    page.get_by_label("Team").select_option(
        label="\u2007\u2007\u2007\u2007Harbour Street"
    )
    camera.take(page, "person-add")
    page.get_by_role("button", name="Add this person").click()
    expect(page.get_by_role("heading", name="Anna")).to_be_visible()

    page.get_by_role("link", name="Move").click()
    expect(page.get_by_role("heading", name="Move Anna")).to_be_visible()
    camera.take(page, "person-move")
    page.go_back()
    page.get_by_role("link", name="Correct").click()
    expect(page.get_by_role("heading", name="Correct Anna")).to_be_visible()
    camera.take(page, "person-edit")
    page.go_back()
    page.get_by_role("link", name="Record leaving").click()
    page.get_by_label("Access ends now").check()
    camera.take(page, "person-leave")
    page.get_by_role("button", name="Record the leaving").click()
    page.get_by_role("link", name="Hire again").click()
    expect(page.get_by_role("button", name="Hire again")).to_be_visible()
    camera.take(page, "person-rehire")
