"""What customers said, from a team's course to one answer that is put right."""

import datetime as dt
import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from feedback.actions.summing import sum_dirty_weeks
from feedback.models import Credit, Interaction
from staff.choices import Role
from staff.models import Organisation
from tests.factories.feedback import answer, answers, recovered, visit
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment
from tests.factories.training import SkillFactory

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
    said = page.locator(".weeks svg text").all_text_contents()
    numbers = [words for words in said if re.fullmatch(r"[\d.]+", words)]
    assert len(numbers) > 2
    assert len(numbers) == len(set(numbers))
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


@pytest.fixture
def mona(site):
    return EmployeeFactory(
        first_name="Mona", last_name="Lindqvist", team=site, manages=[site]
    )


def complaints_url(team, **asked):
    """Return the address of the complaints of the weeks in which tests happen."""
    first, last = TODAY - dt.timedelta(weeks=9), TODAY
    asked = {"team": team.pk, "first": first, "last": last, **asked}
    return f"/customers/complaints/?{urlencode(asked)}"


def test_a_complaint_is_put_right_and_counted(open_page, camera, site, mona):
    SkillFactory(name={"en": "making the customer feel special"})
    known = Interaction.objects.filter(measurements__value=2).latest("pk")
    recovered(
        known,
        mona,
        did="Corrected the bill and paid the difference back the same day.",
        customer="LK-000117",
    )
    visit(Credit.objects.filter(interaction=known).get().employee, customer="LK-000117")
    page = open_page(mona)
    page.goto(f"/customers/?team={site.pk}")
    page.get_by_role("link", name="Complaints").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    page.goto(complaints_url(site))
    expect(page.get_by_role("heading", name="complaints wait")).to_be_visible()
    expect(page.get_by_text("Nobody looked up")).to_be_visible()
    camera.take(page, "complaints")
    page.get_by_role("link", name="Say what was done").first.click()
    expect(page.get_by_text("survey-2207")).to_be_visible()
    camera.take(page, "complaint")

    page.get_by_label("What was done").fill("Rang them, and said what we do about it.")
    page.get_by_label("We said sorry").check()
    page.get_by_label("When").fill((TODAY - dt.timedelta(days=30)).isoformat())
    page.get_by_label("What it cost").fill("12.50")
    page.get_by_label("What it was about").select_option(index=1)
    page.get_by_label("The customer’s card").fill("LK-000117")
    page.get_by_role("button", name="It was put right").click()
    expect(page.get_by_text("That was before the service itself.")).to_be_visible()
    expect(page.get_by_label("The customer’s card")).to_have_value("")
    camera.take(page, "complaint-wrong")

    page.get_by_label("When").fill(TODAY.isoformat())
    page.get_by_role("button", name="It was put right").click()
    expect(page.get_by_text("Mona Lindqvist said so on")).to_be_visible()
    camera.take(page, "complaint-put-right")
    page.goto(complaints_url(site, state="put_right"))
    expect(page.get_by_text("2 complaints were put right")).to_be_visible()
    camera.take(page, "complaints-put-right")


def test_a_team_nobody_complained_of_is_told_so(open_page, camera, site, company):
    bar = TeamFactory(parent=company, name="Bar")
    page = open_page(EmployeeFactory(team=bar, manages=[bar]))

    page.goto(complaints_url(bar))

    expect(page.get_by_role("heading", name="Nobody complained")).to_be_visible()
    camera.take(page, "complaints-none")


def test_a_complaint_is_put_right_on_a_phone_without_script(open_page, site, mona):
    uuid = Interaction.objects.get(identity="id:survey-2207").uuid
    page = open_page(mona, on_phone=True, java_script_enabled=False)

    page.goto(f"/customers/complaints/{uuid}/")
    page.get_by_label("What was done").fill("Rang them, and said sorry.")
    page.get_by_role("button", name="It was put right").click()

    expect(page.get_by_text("Kept: it was put right.")).to_be_visible()
