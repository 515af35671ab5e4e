"""An author builds a scenario by keyboard, is stopped for faults, and publishes it."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from studio.actions.drafts import change_draft, open_draft
from studio.choices import DraftKind
from tests.factories.staff import EmployeeFactory
from tests.factories.training import EnrolmentFactory, SkillFactory
from tests.training.catalogue import a_module_document, a_play, begun, complete
from tests.training.scenario.documents import late_table
from training.actions.learning import start_enrolment
from training.actions.publishing import publish_module, publish_scenario
from training.models import ScenarioVersion
from training.scenario import editing

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

# What a page has at most to tab through.
MOST_STOPS = 150


@pytest.fixture
def skills(db):
    SkillFactory(slug="apologising", name={"en": "Apologising"})
    SkillFactory(slug="promising-well", name={"en": "Promising well"})


@pytest.fixture
def asta(company, skills):
    return EmployeeFactory(
        first_name="Asta", last_name="Nyberg", team=company, roles=["author"]
    )


class Keys:
    """Hands that know only the keyboard."""

    def __init__(self, page):
        self.page = page

    def reach(self, target, key="Tab"):
        """Press ``key`` until ``target`` has the focus."""
        expect(target).to_be_visible()
        element = target.element_handle()
        for _ in range(MOST_STOPS):
            if element.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press(key)
            # To find it anew at every stop takes longer than the stop.
            if not element.evaluate("element => element.isConnected"):
                element = target.element_handle()
        raise AssertionError(f"{target} is not reached with {key}")

    def field(self, label):
        words = re.compile(rf"^{re.escape(label)}( \(optional\))?$")
        return self.page.get_by_label(words)

    def write(self, label, words, place=0):
        """Type ``words`` into a field; in a list they choose what begins with them."""
        field = self.field(label).nth(place)
        self.reach(field)
        if field.evaluate("element => element.matches('select')"):
            self.page.keyboard.type(words)
        else:
            # All at once: letter by letter takes a slow machine half a minute.
            self.page.keyboard.insert_text(words)

    def press(self, name, role="button"):
        self.reach(self.page.get_by_role(role, name=name))
        self.page.keyboard.press("Enter")

    def go_back_to(self, name):
        """Open a part by its link in the outline, which stands before the form."""
        outline = self.page.get_by_role("navigation", name="Outline")
        self.reach(outline.get_by_role("link", name=name), "Shift+Tab")
        self.page.keyboard.press("Enter")
        self.stands_at(name)

    def add(self, label, title):
        self.write(label, title)
        self.page.keyboard.press("Enter")
        self.stands_at(title)

    def stands_at(self, title):
        """Wait for the part ``title``: its heading has the focus."""
        heading = self.page.locator("#part-name")
        expect(heading).to_contain_text(title)
        expect(heading).to_be_focused()

    def saved(self):
        expect(self.page.locator("#status")).to_contain_text("Saved at")


CHOICE = "Add a choice: what the employee says or does"
SAYS = "What the customer says, without quotation marks"
SEEN = "What becomes of it"
WHY = "Why it helped or did not"
SCENES = ["Six o’clock", "The coat", "The lining", "The mirror"]
SCENES += ["The sleeve", "The queue", "The bag", "The door"]
# With pictures all of them; else as many as show every turn, for writing takes long.
FEW = 4
# In the list of places, "a" is a new scene and "aa" a new ending.
NEW_SCENE, NEW_ENDING = "a", "aa"


def test_an_author_builds_a_scenario_by_keyboard(open_page, camera, asta, company):
    page = open_page(asta)
    keys = Keys(page)
    page.goto("/studio/")
    camera.take(page, "studio-empty")
    keys.press("Write a scenario", "link")
    expect(page.get_by_role("heading", level=1)).to_contain_text("about?")
    camera.take(page, "studio-add")
    keys.write("Title", "The last coat")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="The frame")).to_be_visible()

    keys.write("Where and when it happens", "Saturday, a minute to six.")
    keys.write("The customer’s name", "Ida Holm")
    keys.reach(page.get_by_label("Apologising"))
    page.keyboard.press("Space")
    keys.saved()
    keys.reach(page.get_by_role("textbox", name="Add a scene"), "Shift+Tab")
    page.keyboard.type(SCENES[0])
    page.keyboard.press("Enter")
    keys.stands_at(SCENES[0])
    scenes = SCENES if camera.folder else SCENES[:FEW]
    for number, title in enumerate(scenes):
        ahead = [*scenes, "She comes back"][number + 1]
        a_scene_with_a_way_on(keys, number, title, ahead)
    a_cold_choice(keys)
    a_way_that_asks_for_the_mood(keys, f"Stay with her, {len(scenes) - 1}")
    an_ending(keys, "She comes back", "She brings her sister.", "w")
    expect(page.locator("#findings")).to_contain_text("2 things to put right")
    camera.take(page, "studio-two-faults")

    keys.press("Publish", "link")
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 things stand")
    camera.take(page, "studio-stopped")
    put_right(keys)
    keys.press("Publish", "link")
    expect(page.get_by_role("heading", name="Ready")).to_be_visible()
    keys.write("What has changed, and why", "A first try at the door.")
    keys.press("Publish version 1")
    expect(page.get_by_text("Published: version 1 of The last coat.")).to_be_visible()

    version = ScenarioVersion.objects.get()
    assert len(version.document["scenes"]) == len(scenes)
    slug = version.document["slug"]
    module = somebody_plays_it(open_page, camera, company, slug, len(scenes))
    others_play_it(company, module, len(scenes))
    page.get_by_role("link", name="How it is played").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("The last coat")
    camera.take(page, "studio-how-it-is-played")


def a_scene_with_a_way_on(keys, number, title, ahead):
    """Write the scene one stands at, its choice, and go on to where that leads."""
    # Leaving a field saves it, also on the way to somewhere else.
    keys.write(SAYS, f"{title}. Well?")
    keys.add(CHOICE, f"Stay with her, {number}")
    keys.write("It leads to", NEW_SCENE if ahead in SCENES else NEW_ENDING)
    keys.write("Title of what is new", ahead)
    keys.page.keyboard.press("Enter")
    expect(keys.page.locator("#outline")).to_contain_text(f"→ {ahead}")
    if number == 0:
        keys.write("Apologising", "+2")
    # The first fault: nobody says why the third choice helps.
    if number != 2:
        keys.write(WHY, "It keeps her here.")
    keys.go_back_to(ahead)


def a_cold_choice(keys):
    keys.go_back_to(SCENES[0])
    keys.add(CHOICE, "Look at the clock")
    keys.write("It leads to", SCENES[1])
    # From nothing two steps down.
    keys.write("The mood changes by", "")
    keys.page.keyboard.press("ArrowUp")
    keys.page.keyboard.press("ArrowUp")
    keys.write(WHY, "She sees that you want to go home.")
    keys.saved()


def a_way_that_asks_for_the_mood(keys, last_choice):
    keys.go_back_to(last_choice)
    keys.press("Add a way with a condition")
    expect(keys.page.get_by_text("Way 1", exact=True)).to_be_visible()
    keys.reach(keys.page.get_by_text("Only when…").first)
    keys.page.keyboard.press("Enter")
    keys.write("Mood at least", "5")
    keys.write("It leads to", NEW_ENDING, place=1)
    # The second fault: nobody says what becomes of her then.
    keys.write("Title of what is new", "She is gone", place=1)
    keys.page.keyboard.press("Enter")
    expect(keys.page.locator("#outline")).to_contain_text("She comes back, She is gone")


def an_ending(keys, title, words, outcome):
    keys.go_back_to(title)
    keys.write(SEEN, words)
    keys.write("How it ends for the customer", outcome)
    keys.saved()


def put_right(keys):
    """Follow each finding to its part, and write what is missing there."""
    page = keys.page
    findings = page.locator("#findings")
    keys.reach(findings.get_by_role("link", name="Stay with her, 2"))
    page.keyboard.press("Enter")
    keys.stands_at("Stay with her, 2")
    keys.write(WHY, "It is her own coat, after all.")
    expect(findings).to_contain_text("1 thing to put right")
    keys.reach(findings.get_by_role("link"))
    page.keyboard.press("Enter")
    keys.stands_at("She is gone")
    keys.write(SEEN, "The coat stays.")
    keys.write("How it ends for the customer", "l")
    expect(findings).to_contain_text("Nothing stands in the way")


def somebody_plays_it(open_page, camera, company, slug, length):
    """An employee plays it on a phone, from the first scene to an ending."""
    step = {**a_play(), "scenario": slug, "title": {"en": "The last coat"}}
    document = a_module_document(step, title={"en": "A minute to six"})
    module = publish_module(document=document, at=timezone.now()).module
    amal = EmployeeFactory(first_name="Amal", last_name="Haddad", team=company)
    enrolment = EnrolmentFactory(
        employee=amal, module=module, assigned_on=timezone.localdate()
    )
    start_enrolment(enrolment=enrolment, at=timezone.now())
    page = open_page(amal, on_phone=True)
    page.goto(f"/learn/{enrolment.uuid}/steps/play/")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="Look at the clock").click()
    for number in range(1, length):
        page.get_by_role("link", name="Next moment").click()
        page.get_by_role("button", name=f"Stay with her, {number}").click()
    expect(page.get_by_role("heading", name="She is gone")).to_be_visible()
    camera.take(page, "studio-played")
    page.get_by_role("link", name="Look back at it").click()
    expect(page.get_by_text("The coat stays.")).to_be_visible()
    return module


def others_play_it(company, module, length):
    """Ten more play it to its end, half of them with an eye on the clock."""
    stays = [f"stay-with-her-{number}" for number in range(length)]
    for number in range(10):
        first = "look-at-the-clock" if number % 2 else stays[0]
        enrolment = begun(EmployeeFactory(team=company), module)
        complete(enrolment, [first, *stays[1:]])


def test_pages_of_the_studio(open_page, camera, asta):
    publish_scenario(document=late_table(), at=timezone.now(), by=asta, note="First")
    facts = {"by": asta, "at": timezone.now()}
    draft = open_draft(kind=DraftKind.SCENARIO, slug="a-scenario", **facts)
    page = open_page(asta)
    page.goto(f"{draft.get_absolute_url()}?at=goodbye/invite")
    camera.take(page, "studio-choice")
    page.goto(f"{draft.get_absolute_url()}play/?path=0.0")
    camera.take(page, "studio-play")
    page.get_by_role("link", name="invite").click()
    expect(page.get_by_role("link", name="Begin again")).to_be_visible()
    camera.take(page, "studio-play-ended")
    page.goto(f"{draft.get_absolute_url()}remove/?at=ready")
    camera.take(page, "studio-part-remove")
    page.goto(f"/studio/drafts/{draft.uuid}/remove/")
    camera.take(page, "studio-draft-remove")

    changed = editing.remove(draft.document, "waves/excuse")
    changed["scenes"]["ready"]["says"] = {"en": "It says here: ready at eight."}
    changed["scenes"]["waves"]["choices"][0]["mood"] = 2
    change_draft(draft=draft, change=lambda _: changed, **facts)
    page.goto("/studio/")
    camera.take(page, "studio")
    page.goto(f"{draft.get_absolute_url()}publish/")
    camera.take(page, "studio-publish")
    page.get_by_label("What has changed, and why").fill("One choice less.")
    page.get_by_role("button", name="Publish version 2").click()
    expect(page.get_by_text("Published: version 2")).to_be_visible()
    camera.take(page, "studio-versions")


def test_two_write_at_once_and_nothing_is_lost(open_page, camera, asta, company):
    ben = EmployeeFactory(
        first_name="Ben", last_name="Okafor", team=company, roles=["author"]
    )
    publish_scenario(document=late_table(), at=timezone.now())
    facts = {"by": asta, "at": timezone.now()}
    draft = open_draft(kind=DraftKind.SCENARIO, slug="a-scenario", **facts)
    hers, his = open_page(asta), open_page(ben)
    for page in (hers, his):
        page.goto(f"{draft.get_absolute_url()}?at=waves")

    his.get_by_label("Title", exact=False).first.fill("He knocks on the table")
    expect(his.locator("#status")).to_contain_text("Saved at")
    for place in ("#outline", "#part-name"):
        expect(his.locator(place)).to_contain_text("He knocks on the table")
    hers.get_by_label("Title", exact=False).first.fill("He calls across the room")
    expect(hers.get_by_text("Ben Okafor changed this meanwhile.")).to_be_visible()
    hers.get_by_text("What you typed").click()
    expect(hers.locator("#typed")).to_contain_text("He calls across the room")
    camera.take(hers, "studio-meanwhile")
    hers.get_by_role("link", name="Open what it is now").click()

    expect(hers.locator("#part-name")).to_contain_text("He knocks on the table")
    hers.get_by_label("Title", exact=False).first.fill("He calls across the room")
    expect(hers.locator("#status")).to_contain_text("Saved at")
