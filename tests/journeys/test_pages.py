"""The pages no other journey comes by: signing in, people, teams, oneself, refusals."""

import pytest
from playwright.sync_api import expect

from staff.actions.passwords import change_password
from staff.models import Organisation
from tests.factories.staff import (
    EmployeeFactory,
    JobRoleFactory,
    TeamFactory,
    moment,
)

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PASSWORD = "the kettle sings at six"


@pytest.fixture
def house(company):
    """A small house: two sites, a manager each, one person who has left."""
    Organisation.objects.create(pk=1, set_up_at=moment())
    harbour = TeamFactory(parent=company, code="harbour", name="Harbour Street")
    mill = TeamFactory(parent=company, code="mill", name="Mill Lane")
    waiter = JobRoleFactory(code="waiter", name="Waiter")
    for first, last, site in [
        ("Amal", "Haddad", harbour),
        ("Ben", "Okafor", harbour),
        ("Chiara", "Rossi", mill),
    ]:
        EmployeeFactory(first_name=first, last_name=last, team=site, job_role=waiter)
    EmployeeFactory(
        first_name="Mona", last_name="Lindqvist", team=harbour, manages=[harbour]
    )
    EmployeeFactory(
        first_name="Goran", last_name="Petrov", team=mill, left_on="2026-01-01"
    )
    return company


@pytest.fixture
def nadia(house):
    nadia = EmployeeFactory(
        employee_number="1001",
        first_name="Nadia",
        last_name="Sommer",
        team=house,
        manages=[house],
        roles=["hr", "administrator"],
    )
    change_password(employee=nadia, password=PASSWORD, at=moment())
    return nadia


def test_signing_in_right_wrong_and_too_often(page, camera, nadia):
    page.goto("/people/")
    camera.take(page, "sign-in")
    for _try in range(4):
        give_password(page, "guessed")
        # The same page comes back, with nothing in this field.
        expect(page.locator("input[name=password]")).to_have_value("")
    camera.take(page, "sign-in-wrong")
    give_password(page, "guessed")
    expect(page.get_by_role("heading", name="Please wait a little")).to_be_visible()
    camera.take(page, "sign-in-locked")


def test_signing_in_leads_to_the_page_asked_for_and_out_again(page, nadia):
    page.goto("/people/")
    give_password(page, PASSWORD)
    expect(page.get_by_role("heading", name="People", exact=True)).to_be_visible()

    page.locator(".enc-menu summary").click()
    page.get_by_role("button", name="Sign out").click()

    expect(page.locator("input[name=password]")).to_be_visible()


def give_password(page, password):
    page.locator("input[name=username]").fill("1001")
    page.locator("input[name=password]").fill(password)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/people/", "people"),
        ("/people/?text=nobody-of-this-name", "people-none"),
        ("/people/?state=left", "people-left"),
        ("/teams/", "teams"),
        ("/teams/add/", "team-add"),
        ("/me/", "me"),
        ("/me/password/", "me-password"),
        ("/people/codes/", "codes-for-all"),
        ("/people/0/", "not-found"),
    ],
)
def test_a_page_of_hr(open_page, camera, nadia, path, name):
    page = open_page(nadia)

    page.goto(path)

    camera.take(page, name)


def test_a_person_and_a_team_as_hr_sees_them(open_page, camera, nadia):
    page = open_page(nadia)
    page.goto("/people/")
    page.get_by_role("link", name="Amal Haddad").click()
    expect(page.get_by_role("heading", name="Amal Haddad")).to_be_visible()
    camera.take(page, "person")
    page.goto("/teams/")
    page.get_by_role("link", name="Mill Lane", exact=True).click()
    expect(page.get_by_role("heading", name="Who manages it")).to_be_visible()
    camera.take(page, "team-edit")


def test_a_wrong_password_change_is_told_at_its_field(open_page, camera, nadia):
    page = open_page(nadia)
    page.goto("/me/password/")

    for place in page.locator("form.enc-form input[type=password]").all():
        place.fill("not the one")
    page.locator("form.enc-form button.btn-primary").click()

    expect(page.locator("form.enc-form [aria-invalid=true]").first).to_be_visible()
    camera.take(page, "me-password-wrong")


def test_staff_are_told_what_is_not_for_them(open_page, camera, house):
    page = open_page(house.postings.model.objects.first().employee, on_phone=True)

    page.goto("/my-team/")

    camera.take(page, "not-allowed")
