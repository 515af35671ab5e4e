"""What customers said, from a team's course to one answer that is put right."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from feedback.actions.summing import sum_dirty_weeks
from feedback.models import Credit, Interaction
from staff.choices import Role
from staff.models import Organisation
from tests.factories.feedback import answer, answers
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment

# Metrics come with the migrations: they are put back after each test.
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(company):
    Organisation.objects.create(pk=1, set_up_at=moment())
    site = TeamFactory(parent=company, name="Harbour Street", code="harbour")
    people = [
        EmployeeFactory(team=site, employee_number=f"h{n}", last_name=name)
        for n, name in enumerate(["Berg", "Okafor", "Yıldız", "Haddad", "Lee"])
    ]
    for back in range(8):
        for person in people:
            day = TODAY - dt.timedelta(weeks=back, days=3)
            answers(person, (5, 4, 2) if back % 3 else (5, 4), day=day)
    answer(
        people[0],
        TODAY - dt.timedelta(days=2),
        1,
        comment="Nobody looked up when I came in, and then the card reader failed.",
        identity="id:survey-2207",
    )
    sum_dirty_weeks(at=moment())
    return site


@pytest.fixture
def nadia(company):
    return EmployeeFactory(
        first_name="Nadia", last_name="Sommer", team=company, roles=[Role.HR]
    )


def test_an_answer_is_given_to_whoever_served_and_another_deleted(
    open_page, camera, site, nadia
):
    page = open_page(nadia)
    page.goto(f"/customers/?team={site.pk}&metric=csat&span=13")
    expect(page.locator(".weeks svg")).to_be_visible()
    camera.take(page, "customers")
    page.get_by_text("The same as a table").click()
    page.get_by_role("link", name="answers").first.click()
    expect(page.get_by_text("Nobody looked up")).to_be_visible()
    camera.take(page, "customers-answers")

    page.get_by_role("link", name="Put right").first.click()
    expect(page.get_by_text("survey-2207")).to_be_visible()
    camera.take(page, "answer")
    page.get_by_label("Who served").fill("h9")
    page.get_by_label("Somebody else served").check()
    page.get_by_role("button", name="Give it to them").click()
    expect(page.get_by_text("Nobody has the number “h9”.")).to_be_visible()
    camera.take(page, "answer-wrong")
    page.get_by_label("Who served").fill("h4, h2")
    page.get_by_label("Several served together").check()
    page.get_by_role("button", name="Give it to them").click()
    expect(page.get_by_text("Who served was put right here")).to_be_visible()
    camera.take(page, "answer-put-right")
    given = Credit.objects.filter(interaction__identity="id:survey-2207")
    numbers = given.values_list("employee__employee_number", "weight")
    assert sorted(numbers) == [("h2", 5_000), ("h4", 5_000)]

    page.get_by_label("It is not about a service of ours").check()
    page.get_by_role("button", name="Delete it for good").click()
    expect(page.get_by_text("It stays so when its file comes again.")).to_be_visible()
    assert not Interaction.objects.filter(identity="id:survey-2207").exists()


def test_an_answer_is_put_right_on_a_phone_without_script(open_page, site, nadia):
    uuid = Interaction.objects.get(identity="id:survey-2207").uuid
    page = open_page(nadia, on_phone=True, java_script_enabled=False)

    page.goto(f"/customers/answers/{uuid}/")
    page.get_by_label("Who served").fill("h3")
    page.get_by_label("Somebody else served").check()
    page.get_by_role("button", name="Give it to them").click()

    expect(page.get_by_text("Kept. The weeks it counts in")).to_be_visible()
