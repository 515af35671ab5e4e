"""From an empty house to the change that HR pulls: the whole way, in one go."""

import re

import pytest
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import expect

from staff.models import Employee
from training.models import Enrolment

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

KEY = "a-key-that-was-printed-when-encore-started"
PASSWORD = "the kettle sings at six"
PEOPLE = """\
Personnel no.;Name;Team path;Job role;Hired on;Manager no.
1001;Lindqvist, Mona;Corner Café / Harbour Street;Manager;01.03.2022;
1002;Haddad, Amal;Corner Café / Harbour Street;Floor;15.09.2024;1001
1003;Okafor, Ben;Corner Café / Harbour Street;Till;15.02.2025;1001
"""


@pytest.fixture(autouse=True)
def empty_house(settings, transactional_db):
    settings.SET_UP_KEY = KEY
    call_command("load_starter", verbosity=0)


def test_from_an_empty_house_to_the_change_that_hr_pulls(open_page, camera, tmp_path):
    owner = open_page()
    set_up(owner, camera)
    bring_in_people(owner, camera, tmp_path)
    codes = print_codes(owner, camera)
    hr = make_key(owner, camera)

    mona = open_page()
    redeem(mona, "1001", codes["1001"])
    assign_to(mona, "Amal Haddad", "Not rushing a customer")
    assign_to(mona, "Ben Okafor", "Not rushing a customer")
    before = pull(hr)

    amal = open_page(on_phone=True)
    redeem(amal, "1002", codes["1002"], camera)
    learn(amal)

    see_her_done(mona)
    changed = pull(hr, updated_since=before["as_of"])
    assert [(row["employee_number"], row["status"]) for row in changed["results"]] == [
        ("1002", "completed")
    ]
    assert pull(hr, after=before["sequence"])["results"] == changed["results"]
    assert len(before["results"]) == 2


def set_up(page, camera):
    page.goto("/")
    camera.take(page, "set-up-key")
    page.get_by_label("Set-up key").fill("guessed")
    page.get_by_role("button").last.click()
    expect(page.get_by_text("This key does not fit")).to_be_visible()
    camera.take(page, "set-up-wrong-key")
    page.goto(f"/set-up/#{KEY}")
    expect(page.get_by_label("Set-up key")).to_have_value(KEY)
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", name="Your organisation")).to_be_visible()
    camera.take(page, "set-up-organisation")
    page.get_by_label("What is your organisation called?").fill("Corner Café")
    page.get_by_label("Time zone").select_option("Europe/Berlin")
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("First name").fill("Nadia")
    page.get_by_label("Last name").fill("Sommer")
    page.get_by_label("Employee number").fill("1")
    page.locator("[name=password]").fill("short")
    page.locator("[name=password_again]").fill("short")
    page.get_by_role("button", name="Set up Encore").click()
    expect(page.get_by_text("This password is too short.")).to_be_visible()
    camera.take(page, "set-up-you-wrong")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password_again]").fill(PASSWORD)
    page.get_by_role("button", name="Set up Encore").click()
    expect(page.get_by_role("heading", name="Bring in your people")).to_be_visible()
    camera.take(page, "set-up-people")


def bring_in_people(page, camera, folder):
    path = folder / "people.csv"
    path.write_text(PEOPLE, encoding="utf-8")
    page.get_by_role("link", name="Choose a file").click()
    expect(page.get_by_label("File")).to_be_visible()
    camera.take(page, "people-import-add")
    page.locator("input[type=file]").set_input_files(path)
    page.locator("form button.btn-primary").click()
    expect(page.get_by_role("heading", name="What this file would do")).to_be_visible()
    camera.take(page, "people-import-preview")
    assert Employee.objects.count() == 1
    page.get_by_role("button", name="Write it for 3 people").click()
    expect(page.get_by_role("heading", name="The people are in")).to_be_visible()
    camera.take(page, "people-import-done")


def print_codes(page, camera):
    """Return {employee number: sign-in code} as the sheet shows them."""
    page.get_by_role("link", name=re.compile("sign-in codes")).click()
    expect(page.get_by_role("heading", name="3 people cannot")).to_be_visible()
    camera.take(page, "codes-choose")
    page.locator("form button.btn-primary").click()
    expect(page.get_by_role("heading", name="3 codes, shown once")).to_be_visible()
    camera.take(page, "codes-sheet")
    cards = page.locator(".enc-code")
    expect(cards).to_have_count(3)
    return {
        card.locator("span").first.inner_text(): card.locator(".letters").inner_text()
        for card in cards.all()
    }


def make_key(page, camera):
    """Return a client of the API with a new key."""
    page.goto("/keys/")
    camera.take(page, "keys-empty")
    page.get_by_role("link", name="Make a key").first.click()
    expect(page.get_by_role("heading", name="Make a key")).to_be_visible()
    camera.take(page, "key-add")
    page.get_by_label("Name").fill("Payroll")
    page.get_by_label("Read modules, enrolments").check()
    page.get_by_role("button", name="Make the key").click()
    expect(page.locator("#key")).to_be_visible()
    camera.take(page, "key-shown-once")
    text = page.locator("#key").inner_text()
    page.goto("/keys/")
    camera.take(page, "keys")
    return Client(headers={"Authorization": f"Bearer {text}"})


def redeem(page, number, code, camera=None):
    page.goto(f"/welcome/#{number}/{code}")
    expect(page.locator("[name=code]")).to_have_value(code)
    expect(page).to_have_url("/welcome/")
    if camera:
        camera.take(page, "code-redeem")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password_again]").fill(PASSWORD)
    page.get_by_role("button", name="Save and come in").click()
    expect(page.get_by_text("Your password is set.")).to_be_visible()


def assign_to(page, name, module):
    page.goto("/assign/")
    page.get_by_label(name).check()
    page.get_by_label(module).check()
    expect(page.get_by_role("button", name="Assign 1").first).to_be_visible()
    page.get_by_role("button", name="Assign 1").first.click()
    expect(page.get_by_role("heading", name="1 enrolment assigned")).to_be_visible()


def learn(page):
    """Start the module on Today and walk it to its end, whatever the steps are."""
    page.goto("/today/")
    press(page, page.get_by_role("button", name="Start"))
    for _press in range(60):
        if page.get_by_text("Completed on").count():
            return
        if (choice := page.locator("button[data-key]")).count():
            press(page, choice.first)
            expect(page.locator("section.after")).to_be_visible()
        else:
            if page.locator("[name=options]").count():
                tick_what_is_right(page)
            press(page, page.locator(".btn-primary").first)
            expect(page.locator("section.after")).to_have_count(0)
    pytest.fail(f"The module did not come to an end: {page.url}")


def press(page, button):
    """Press ``button`` and wait until what comes after it has taken its place."""
    button.evaluate("button => { button.dataset.pressed = '' }")
    button.click()
    expect(page.locator("[data-pressed]")).to_have_count(0)
    page.wait_for_load_state()


def tick_what_is_right(page):
    key = page.locator("[name=question]").input_value()
    step = Enrolment.objects.get(employee__employee_number="1002").version.steps.get(
        kind="quiz"
    )
    [question] = [q for q in step.document["questions"] if q["key"] == key]
    for option in question["options"]:
        if option.get("is_right"):
            page.locator(f"[name=options][value={option['key']}]").check()


def see_her_done(page):
    page.goto("/my-team/")
    page.get_by_role("link", name="Done in the last 30 days: 1").click()
    expect(page.get_by_role("heading", name="Done in the last 30 days")).to_be_visible()
    expect(page.get_by_role("link", name="Amal Haddad")).to_be_visible()


def pull(client, **query):
    response = client.get("/api/v1/enrolments", query)
    assert response.status_code == 200, response.content
    return response.json()
