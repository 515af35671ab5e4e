"""From an empty house and four files to what pays off, and to a plan both agree to."""

import re

import pytest
from django.core.management import call_command
from django.utils.text import slugify
from django.utils.timezone import localdate
from playwright.sync_api import expect

from feedback.models import Interaction, Response
from outcomes.models import Estimate
from plans.models import DevelopmentPlan
from staff.actions import file_import as acts
from staff.models import Employee
from tests.journeys.link_files import NEWEST_PRAISE, STRONG, WITHOUT, LinkFiles
from tests.journeys.test_house import KEY, PASSWORD, redeem
from training.models import Enrolment, Module

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

# In tests work that no page waits for is done before the page is answered.
AT_WORK_MS = 60_000


@pytest.fixture
def files():
    return LinkFiles(today=localdate(), seed=1)


@pytest.fixture(autouse=True)
def empty_house(settings, monkeypatch):
    settings.SET_UP_KEY = KEY
    monkeypatch.setattr(acts, "GAP_SECONDS", 0)
    call_command("load_starter", verbosity=0)
    call_command("load_plan_templates", verbosity=0)


def test_from_four_files_to_what_pays_off_and_a_plan(
    open_page, camera, files, tmp_path
):
    owner = open_page()
    set_up(owner)
    owner.goto("/payoff/")
    expect(owner.get_by_role("heading", name="First, what do")).to_be_visible()
    camera.take(owner, "link-payoff-nothing-yet")

    bring_in_people(owner, camera, saved(files.people_file(), tmp_path))
    codes = print_codes(owner)
    bring_in_training(owner, camera, saved(files.training_file(), tmp_path))
    bring_in_answers(owner, camera, saved(files.answers_file(), tmp_path))
    bring_in_visits(owner, camera, saved(files.visits_file(), tmp_path))
    work_it_out(owner, camera)
    read_what_pays_off(owner, camera)

    mona = open_page()
    redeem(mona, "1001", codes["1001"])
    make_a_plan(mona, camera)

    amal = open_page(on_phone=True)
    redeem(amal, "1002", codes["1002"])
    read_and_agree(amal, camera)
    see_it_agreed(mona, camera)


def saved(file, folder):
    """Write ``file``, a LinkFile, into ``folder``; return it and its path."""
    path = folder / file.name
    path.write_bytes(file.content)
    return file, path


def set_up(page):
    page.goto(f"/set-up/#{KEY}")
    expect(page.get_by_label("Set-up key")).to_have_value(KEY)
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("What is your organisation called?").fill("Corner Café")
    page.get_by_label("Time zone").select_option("Europe/Berlin")
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("First name").fill("Nadia")
    page.get_by_label("Last name").fill("Sommer")
    page.get_by_label("Employee number").fill("1")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password_again]").fill(PASSWORD)
    page.get_by_role("button", name="Set up Encore").click()
    expect(page.get_by_role("heading", name="Bring in your people")).to_be_visible()


def bring_in_people(page, camera, people):
    file, path = people
    page.goto("/data/")
    expect(page.get_by_role("heading", name="Bring in what you have")).to_be_visible()
    camera.take(page, "link-data-empty")
    page.get_by_role("link", name="Bring in People").click()
    page.get_by_label("File").set_input_files(path)
    page.locator("form button.btn-primary").click()
    expect(page.get_by_role("heading", name="What this file would do")).to_be_visible()
    camera.take(page, "link-people-preview")
    page.get_by_role("button", name=f"Write it for {file.rows} people").click()
    expect(page.get_by_role("heading", name="The people are in")).to_be_visible()
    assert Employee.objects.count() == file.rows + 1


def print_codes(page):
    """Return {employee number: sign-in code} as the sheet shows them."""
    page.get_by_role("link", name=re.compile("sign-in codes")).click()
    expect(page.get_by_role("heading", name="50 people cannot")).to_be_visible()
    page.locator("form button.btn-primary").click()
    expect(page.get_by_role("heading", name="50 codes, shown once")).to_be_visible()
    cards = page.locator(".enc-code")
    expect(cards).to_have_count(50)
    return {
        card.locator("span").first.inner_text(): card.locator(".letters").inner_text()
        for card in cards.all()
    }


def choose(page, kind, path, source=""):
    """Hand in the file at ``path`` as one of ``kind``, words of its button."""
    page.goto("/data/")
    page.get_by_role("link", name=kind).click()
    expect(page.get_by_label("File")).to_be_visible()
    if source:
        page.get_by_label("Where it comes from").fill(source)
    page.get_by_label("File").set_input_files(path)
    page.get_by_role("button", name="Look at this file").click()


def sees(page, heading):
    expect(page.get_by_role("heading", name=heading).first).to_be_visible()


def take_in(page, file):
    page.get_by_role("button", name=re.compile("^Take in [0-9,]+ rows$")).click()
    expect(
        page.get_by_role("heading", name=f"{file.rows:,} rows read, to the end")
    ).to_be_visible(timeout=AT_WORK_MS)
    if file.bad_rows:
        expect(page.get_by_role("heading", name="1 row set aside")).to_be_visible()
    else:
        expect(page.get_by_text("0 set aside")).to_be_visible()


def bring_in_training(page, camera, training):
    file, path = training
    choose(page, "Bring in past training", path)
    sees(page, "What do the columns mean?")
    expect(page.get_by_label("The catalogue has no")).to_contain_text("from outside")
    page.get_by_label("How many minutes it takes").fill("45")
    camera.take(page, "link-training-map")
    page.get_by_role("button", name="Show what would come in").click()
    sees(page, "The first rows, as we read them")
    camera.take(page, "link-training-draft")
    take_in(page, file)
    camera.take(page, "link-training-done")
    assert Enrolment.objects.count() == file.rows - file.bad_rows
    assert Module.objects.get(slug=slugify(WITHOUT)).minutes == 45


def bring_in_answers(page, camera, answers):
    """The column of the score is called Q7: that it is the score has to be said."""
    file, path = answers
    choose(page, "Bring in what customers said", path, "Guest survey")
    sees(page, "This is how we read the file")
    page.get_by_role("link", name="Change how it is read").click()
    sees(page, "What do the columns mean?")
    page.get_by_label("Q7").select_option(label="Satisfaction")
    page.get_by_role("button", name="Show what would come in").click()
    expect(page.get_by_text("On which scale does “Q7” stand?")).to_be_visible()
    camera.take(page, "link-answers-scale")
    page.get_by_label("On which scale").select_option(label="1 to 5, where 5 is best")
    page.get_by_role("button", name="Show what would come in").click()
    sees(page, "The first rows, as we read them")
    camera.take(page, "link-answers-draft")
    take_in(page, file)
    camera.take(page, "link-answers-done")
    assert Response.objects.count() == file.rows - file.bad_rows


def bring_in_visits(page, camera, visits):
    file, path = visits
    choose(page, "Bring in visits and sales", path, "Tills")
    sees(page, "What do the columns mean?")
    camera.take(page, "link-visits-map")
    page.get_by_role("button", name="Show what would come in").click()
    sees(page, "The first rows, as we read them")
    camera.take(page, "link-visits-draft")
    take_in(page, file)
    expect(page.get_by_text("Tills is complete through")).to_be_visible()
    assert Interaction.objects.filter(source__key="tills").count() == file.rows
    page.get_by_role("link", name="To all files").click()
    expect(page.get_by_role("link", name="guest-survey.xlsx")).to_be_visible()
    camera.take(page, "link-data")


def work_it_out(page, camera):
    page.goto("/payoff/")
    expect(page.get_by_role("heading", name="Everything is here")).to_be_visible()
    camera.take(page, "link-payoff-before")
    page.get_by_role("button", name="Work out the first figures").click()
    expect(page.locator(".enc-pay")).to_be_visible(timeout=AT_WORK_MS)


def read_what_pays_off(page, camera):
    strong, without = (
        page.locator(".enc-pay tbody tr").filter(has_text=name)
        for name in (STRONG, WITHOUT)
    )
    expect(page.get_by_role("heading", level=1)).to_contain_text("pays off")
    expect(strong).to_have_attribute("data-v", "pays")
    expect(strong.get_by_role("cell").nth(1)).to_contain_text("Pays off")
    expect(without).to_have_attribute("data-v", re.compile("none|more"))
    camera.take(page, "link-payoff")
    page.get_by_role("link", name=STRONG).first.click()
    expect(page.get_by_role("heading", name=STRONG, level=1)).to_be_visible()
    expect(page.locator(".event-study svg")).to_be_visible()
    camera.take(page, "link-module")
    page.get_by_role("link", name=re.compile("^Used")).first.click()
    sees(page, "Who is in the figure")
    used = Estimate.objects.get(
        module__slug=slugify(STRONG), metric__key="csat"
    ).used_count
    expect(page.get_by_role("heading", name=f"{used} people you may")).to_be_visible()
    camera.take(page, "link-people-used")


def make_a_plan(page, camera):
    page.goto("/my-team/")
    page.get_by_role("link", name="No plan: 5").click()
    expect(page.get_by_role("heading", name="No plan", level=1)).to_be_visible()
    page.get_by_role("link", name="Start a plan for Amal Haddad").click()
    expect(page.get_by_role("heading", name="A plan for Amal Haddad")).to_be_visible()
    expect(page.get_by_text("The first season")).to_be_visible()
    camera.take(page, "link-plan-add")
    page.get_by_role("button", name="Start this plan").click()
    expect(page.get_by_role("heading", name="Still being written")).to_be_visible()
    expect(page.get_by_text(STRONG).first).to_be_visible()
    page.get_by_role("button", name="Propose it to Amal").click()
    expect(page.get_by_role("heading", name="Waits for your yes")).to_be_visible()
    camera.take(page, "link-plan-proposed")
    page.get_by_role("button", name="Agree to this plan").click()
    expect(page.get_by_role("heading", name="Waits for the other’s")).to_be_visible()


def read_and_agree(page, camera):
    page.goto("/today/")
    expect(page.get_by_text(NEWEST_PRAISE)).to_be_visible()
    camera.take(page, "link-today-before")
    page.get_by_role("link", name="What your manager sees about you").click()
    expect(
        page.get_by_role("heading", name="What customers said about you")
    ).to_be_visible()
    expect(page.get_by_text(NEWEST_PRAISE)).to_be_visible()
    camera.take(page, "link-person")
    page.goto("/today/")
    page.get_by_role("link", name="Read it and agree").click()
    expect(page.get_by_role("heading", name="Your plan until")).to_be_visible()
    page.get_by_role("button", name="Agree to this plan").click()
    expect(page.get_by_role("heading", name="Agreed by both")).to_be_visible()
    camera.take(page, "link-plan-agreed")
    assert DevelopmentPlan.objects.get().status == "active"
    page.goto("/today/")
    expect(page.get_by_role("heading", name=STRONG)).to_be_visible()
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    camera.take(page, "link-today-after")
    assert Enrolment.objects.filter(
        employee__employee_number="1002",
        module__slug=slugify(STRONG),
        assigned_by__employee_number="1001",
    ).exists()


def see_it_agreed(page, camera):
    page.goto("/my-team/")
    expect(page.get_by_role("link", name="No plan: 4")).to_be_visible()
    camera.take(page, "link-my-team")
