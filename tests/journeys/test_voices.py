"""People are heard: a case from the floor, and whether a module helps."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from staff.choices import Role
from tests.factories.staff import EmployeeFactory, TeamFactory
from tests.factories.suggestions import SuggestionFactory
from tests.factories.training import EnrolmentFactory
from tests.training.catalogue import BEST_PLAY, begun, complete, publish_catalogue
from training.actions.rating import rate_module

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

COMMENTS = [
    "More about the telephone. Half of our guests call before they come, and we say the "
    "same things to them in a hurry.",
    "Shorter.",
    "The scenario is exactly our Friday.",
    "",
    "",
    "Say what to do when there are two of us.",
]


@pytest.fixture
def site(company):
    return TeamFactory(parent=company, code="harbour", name="Harbour Street")


@pytest.fixture
def amal(site):
    return EmployeeFactory(first_name="Amal", last_name="Haddad", team=site)


@pytest.fixture
def ines(company):
    return EmployeeFactory(
        first_name="Ines", last_name="Moreau", team=company, roles=[Role.AUTHOR]
    )


@pytest.fixture
def module(company):
    return publish_catalogue()


def now():
    return {"at": timezone.now(), "today": timezone.localdate()}


def completed(person, module):
    enrolment = begun(person, module, assigned_on=timezone.localdate())
    return complete(enrolment, BEST_PLAY, **now())


def test_a_case_from_the_floor_becomes_a_scenario(
    open_page, camera, amal, ines, module
):
    hers, page = open_page(ines), open_page(amal, on_phone=True)
    hers.goto("/studio/suggestions/")
    camera.take(hers, "cases-empty")
    page.goto("/learn/")
    page.get_by_role("link", name="Tell it").click()
    expect(page.get_by_text("Nothing yet.")).to_be_visible()
    camera.take(page, "tell-empty")
    page.get_by_label("What happened?").fill("A guest waited for his card.")
    page.get_by_label("What did you do?").fill("I ran for the other card machine.")
    page.get_by_label("What did the customer say?").fill("Call me: 0171 2345678")
    page.get_by_role("button", name="Tell it").click()
    expect(page.get_by_text("Please leave it out.")).to_be_visible()
    camera.take(page, "tell-wrong")
    page.get_by_label("What did the customer say?").fill("I have a train to catch.")
    page.get_by_label("Which skill is it about?").select_option("Apologising")
    page.get_by_label("The authors may see my name").check()
    page.get_by_role("button", name="Tell it").click()
    expect(page.get_by_text("You read the answer here.")).to_be_visible()
    camera.take(page, "tell-told")

    SuggestionFactory(
        employee=amal,
        happened="Two tables wanted to pay at once and the machine was at the bar, "
        "where a colleague had just begun to close the till for the night.",
    )
    hers.goto("/studio/")
    hers.get_by_role("link", name="Cases from the floor").click()
    expect(hers.get_by_role("heading", level=1)).to_contain_text("2 new cases")
    camera.take(hers, "cases")
    hers.get_by_role("link", name="A guest waited for his card.").click()
    expect(hers.get_by_text("Amal Haddad, Harbour Street")).to_be_visible()
    camera.take(hers, "case-new")
    hers.get_by_role("button", name="Write a scenario from it").click()
    expect(hers.get_by_text("The person sees that you write from it.")).to_be_visible()
    expect(hers.get_by_label("Title")).to_have_value("A guest waited for his card.")
    camera.take(hers, "studio-taken-up")
    hers.get_by_role("button", name="Begin to write").click()
    expect(hers.get_by_text("The case it is written from")).to_be_visible()
    camera.take(hers, "scenario-from-a-case")
    hers.goto("/studio/suggestions/?state=taken_up")
    hers.get_by_role("link", name="A guest waited for his card.").click()
    hers.get_by_role("button", name="Tell the person").click()
    expect(hers.get_by_text("This field is required.")).to_be_visible()
    camera.take(hers, "case-taken-up-wrong")
    hers.get_by_label("The scenario it became").select_option("A scenario")
    hers.get_by_label("A word to the person").fill("Your train made it a good one.")
    hers.get_by_role("button", name="Tell the person").click()
    expect(hers.get_by_text("The person reads it on their page.")).to_be_visible()
    camera.take(hers, "case-done")

    hers.goto("/studio/suggestions/")
    hers.get_by_role("link", name="Two tables wanted to pay").click()
    expect(hers.get_by_text("told without a name")).to_be_visible()
    hers.get_by_text("Do not take it up").click()
    hers.get_by_label("Why not").fill("We have one much like it: “Four minutes”.")
    camera.take(hers, "case-decline")
    hers.get_by_role("button", name="Answer without a scenario").click()
    expect(hers.get_by_text("The person reads it on their page.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Your train made it a good one.")).to_be_visible()
    expect(page.get_by_text("We have one much like it")).to_be_visible()
    camera.take(page, "tell-answered")


def test_a_case_is_taken_back_without_script(open_page, amal, module):
    SuggestionFactory(employee=amal, happened="A guest waited for his card.")
    page = open_page(amal, java_script_enabled=False)
    page.goto("/learn/suggest/")
    page.get_by_role("button", name="Take it back").click()

    expect(page.get_by_text("Nothing of it is kept.")).to_be_visible()
    expect(page.get_by_text("A guest waited for his card.")).to_have_count(0)


def test_a_module_is_rated_and_authors_read_it_from_five_people_on(
    open_page, camera, amal, ines, site, module
):
    enrolment = completed(amal, module)
    hers, page = open_page(ines), open_page(amal, on_phone=True)
    page.goto(enrolment.get_absolute_url())
    expect(page.get_by_role("heading", name="Would this help you")).to_be_visible()
    camera.take(page, "rating")
    page.get_by_role("button", name="Say it").click()
    expect(page.get_by_text("Choose one of the five.")).to_be_visible()
    camera.take(page, "rating-wrong")
    page.get_by_label("Somewhat").check()
    page.get_by_label("What would make it better?").fill("More telephones.")
    page.get_by_role("button", name="Say it").click()
    expect(page.get_by_text("Thank you, it helps the next ones.")).to_be_visible()
    camera.take(page, "rating-given")
    hers.goto(f"/studio/modules/{module.slug}/ratings/")
    expect(hers.get_by_role("heading", level=1)).to_contain_text("Too few people")
    camera.take(hers, "ratings-too-few")

    for stars, comment in zip((5, 5, 4, 4, 5, 2), COMMENTS, strict=True):
        rated = completed(EmployeeFactory(team=site), module)
        rate_module(enrolment=rated, stars=stars, comment=comment, at=timezone.now())
    EnrolmentFactory(employee=ines, module=module)
    hers.goto("/learn/")
    expect(hers.get_by_text("4.0 of 5 from 7 people")).to_be_visible()
    camera.take(hers, "catalogue-stars")
    hers.get_by_role("link", name="4.0 of 5 from 7 people").click()
    camera.take(hers, "module-stars")
    hers.get_by_role("link", name="What those who completed it say").click()
    expect(hers.get_by_role("heading", level=1)).to_contain_text("4.0 of 5")
    camera.take(hers, "ratings")
