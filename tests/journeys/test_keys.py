"""HR's keys, and the page that says what they open."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from staff.choices import Role
from tests.factories.api import ApiKeyFactory
from tests.factories.staff import EmployeeFactory

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def hr(company):
    return EmployeeFactory(
        team=company, first_name="Nadia", last_name="Sommer", roles=[Role.HR]
    )


def test_hr_makes_a_key_sees_it_once_and_takes_it_back(open_page, camera, hr):
    page = open_page(hr)
    page.goto("/keys/")
    camera.take(page, "keys-empty")
    page.get_by_role("link", name="Make a key").click()
    expect(page.get_by_role("heading", name="Make a key")).to_be_visible()
    camera.take(page, "key-add")
    page.get_by_role("button", name="Make the key").click()
    expect(page.get_by_text("This field is required.")).to_be_visible()
    camera.take(page, "key-add-wrong")
    page.get_by_label("Name").fill("Payroll")
    page.get_by_role("button", name="Make the key").click()
    key = page.locator("#key").inner_text()
    camera.take(page, "key-made")
    answer = page.request.get(
        "/api/v1/people", headers={"Authorization": f"Bearer {key}"}
    )
    page.get_by_role("link", name="I have copied it").click()
    expect(page.get_by_role("rowheader", name="Payroll")).to_be_visible()
    page.get_by_role("link", name="Revoke Payroll").click()
    expect(page.get_by_role("heading", name="Revoke “Payroll”?")).to_be_visible()
    camera.take(page, "key-revoke")
    page.get_by_role("button", name="Revoke it").click()
    expect(page.get_by_text("The key “Payroll” is revoked.")).to_be_visible()

    assert answer.status == 200
    assert key not in page.content()


def test_key_list_shows_keys_in_every_state(open_page, camera, hr, company):
    gone = EmployeeFactory(roles=[Role.HR], left_on=hr.today())
    before = ApiKeyFactory(by=hr).created_at - dt.timedelta(days=400)
    ApiKeyFactory(by=hr, name="Ran out", at=before)
    ApiKeyFactory(by=gone, name="Keeper gone", team=company)
    page = open_page(hr)
    page.goto("/keys/")

    camera.take(page, "keys-full")

    expect(page.get_by_text("Keeper has left")).to_be_visible()
    expect(page.get_by_text("Expired")).to_be_visible()


def test_hr_settles_the_keys_of_somebody_who_leaves(open_page, camera, hr, company):
    lea = EmployeeFactory(team=company, first_name="Lea", roles=[Role.HR])
    ApiKeyFactory(by=lea, name="Payroll")
    gone = EmployeeFactory(team=company, roles=[Role.HR], left_on=hr.today())
    ApiKeyFactory(by=gone, name="Till")
    page = open_page(hr)
    page.goto(f"/people/{lea.pk}/leave/")
    page.get_by_label("Access ends now").check()
    expect(page.get_by_role("group", name="Payroll")).to_be_visible()
    camera.take(page, "person-leave-keys")
    page.get_by_role("button", name="Record the leaving").click()
    expect(page.get_by_text("Noted that Lea")).to_be_visible()

    page.goto("/my-team/")
    camera.take(page, "my-team-keys")
    page.get_by_role("link", name="Look after it, or revoke it").click()
    page.get_by_role("button", name="Look after Till").click()

    expect(page.get_by_text("You look after “Till” now.")).to_be_visible()
    expect(page.get_by_text("Keeper has left")).to_have_count(0)


def test_docs_show_every_operation_without_outside_help(open_page, camera, hr):
    page = open_page(hr)
    page.goto("/api/v1/docs")

    expect(page.locator(".opblock")).to_have_count(24)
    page.locator("#operations-enrolments-enrolments_list").click()
    expect(page.get_by_text("updated_since").first).to_be_visible()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()

    expect(page.locator(".responses-table.live-responses-table")).to_be_visible()
    expect(page.get_by_text('"sequence"').first).to_be_visible()
    camera.take(page, "api-docs", is_ours=False)
