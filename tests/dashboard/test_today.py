"""Today: the next thing to do, what else there is, what was learned."""

import datetime as dt
import re

import pytest
import time_machine

from tests.factories.feedback import answer
from tests.factories.plans import ItemFactory, PlanFactory
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment
from tests.factories.training import (
    EnrolmentFactory,
    ModuleFactory,
    ModuleVersionFactory,
    RefresherCardFactory,
    StepFactory,
)
from training.actions.learning import complete_step, start_enrolment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(moment(), tick=False):
        yield


@pytest.fixture
def amal(company):
    team = TeamFactory(parent=company, name="Harbour Street")
    return EmployeeFactory(first_name="Amal", team=team)


def assigned(employee, name, due_in=None, **fields):
    return EnrolmentFactory(
        employee=employee,
        module=ModuleFactory(title={"en": name}),
        due_on=due_in if due_in is None else TODAY + dt.timedelta(days=due_in),
        **fields,
    )


def completed(employee, name, days_ago):
    return assigned(
        employee,
        name,
        status="completed",
        completed_on=TODAY - dt.timedelta(days=days_ago),
        progress_percent=100,
        score_percent=80,
    )


def section(response, heading):
    """Return the names in the section of the page headed ``heading``."""
    found = re.search(
        rf"<h2[^>]*>{heading}</h2>.*?</section>", response.text, re.DOTALL
    )
    return re.findall(r"<b>(.*?)</b>", found[0]) if found else None


def next_thing(response):
    return re.search(r'<h2 id="now">(.*?)</h2>', response.text)[1]


def test_today_greets_by_name_with_date_and_team(amal, sign_in):
    response = sign_in(amal).get("/today/")

    assert "<h1>Hello, Amal</h1>" in response.text
    assert "Mon 23 Nov · Harbour Street" in response.text


def test_today_is_that_of_the_team(company, sign_in):
    """At noon in UTC it is already Tuesday in Auckland."""
    team = TeamFactory(parent=company, name="Quay", time_zone="Pacific/Auckland")

    response = sign_in(EmployeeFactory(team=team)).get("/today/")

    assert "Tue 24 Nov · Quay" in response.text


def test_today_with_nothing_to_do_leads_to_the_catalogue(amal, sign_in):
    assigned(EmployeeFactory(), "Of somebody else")
    completed(amal, "Known", days_ago=1)

    response = sign_in(amal).get("/today/")

    assert next_thing(response) == "Nothing is waiting for you"
    assert section(response, "Also to do") is None


def test_today_begins_with_the_most_pressing(amal, sign_in):
    assigned(amal, "Whenever")
    assigned(amal, "Next week", due_in=8)
    assigned(amal, "Late", due_in=-1)
    assigned(amal, "Tomorrow", due_in=1)
    assigned(amal, "Taken back", status="withdrawn", withdrawn_at=moment())

    response = sign_in(amal).get("/today/")

    assert next_thing(response) == "Late"
    assert section(response, "Also to do") == ["Tomorrow", "Next week", "Whenever"]


def test_today_tells_when_it_is_due(amal, sign_in):
    for days in (-2, 0, 3, 11, 60):
        assigned(amal, f"In {days}", due_in=days)

    response = sign_in(amal).get("/today/")

    tags = re.findall(
        r"enc-tag[^>]*>(?:<svg.*?</svg>)?\s*([^<]+?)\s*</span>", response.text
    )
    assert tags == ["2 days late", "Today", "Thu", "4 Dec", "22 Jan 2027"]


def test_today_knows_where_one_stopped(amal, sign_in):
    module = ModuleFactory(version=False)
    version = ModuleVersionFactory(module=module)
    steps = [
        StepFactory(
            version=version,
            minutes=minutes,
            document={"title": {"en": name}, "body": {"en": "-"}},
        )
        for name, minutes in (("One", 2), ("Two", 5), ("Three", 4))
    ]
    enrolment = EnrolmentFactory(employee=amal, module=module)
    enrolment = start_enrolment(enrolment=enrolment, at=moment())
    complete_step(enrolment=enrolment, step=steps[0], at=moment(), today=TODAY)

    response = sign_in(amal).get("/today/")

    assert "Begun · 9 minutes left" in response.text
    assert "Next: Two" in response.text
    assert "Go on" in response.text


def test_today_leads_straight_on(amal, sign_in):
    enrolment = assigned(amal, "Late", due_in=-1)

    response = sign_in(amal).get("/today/")

    assert f'action="{enrolment.get_absolute_url()}start/"' in response.text


def test_today_shows_what_was_learned_lately(amal, sign_in):
    for days_ago in (3, 1, 9, 4, 7, 2):
        completed(amal, f"{days_ago} days ago", days_ago)
    completed(EmployeeFactory(), "Of somebody else", 0)

    response = sign_in(amal).get("/today/")

    assert section(response, "Learned lately") == [
        f"{days_ago} days ago" for days_ago in (1, 2, 3, 4, 7)
    ]


def test_today_leaves_a_long_list_to_learn(amal, sign_in):
    for days in range(9):
        assigned(amal, f"In {days}", due_in=days)

    response = sign_in(amal).get("/today/")

    assert len(section(response, "Also to do")) == 5
    assert "And 3 more" in response.text


def test_today_begins_with_the_newest_praise(amal, sign_in):
    for days, words in [(9, "Older."), (2, "She remembered us."), (30, "Oldest.")]:
        day = TODAY - dt.timedelta(days=days)
        answer(amal, day, score=5, comment=words)
    answer(amal, TODAY, score=1, comment="We waited.")
    answer(EmployeeFactory(team=amal.postings.get().team), comment="Somebody else.")

    page = sign_in(amal).get("/today/").text

    assert re.findall(r"enc-voice[^>]*>(.*?)</p>", page) == ["She remembered us."]
    assert "A customer about you, Sat 21 Nov 2026" in page
    assert "2 more" in page


def test_today_shows_how_far_the_plan_is(amal, sign_in):
    plan = PlanFactory(employee=amal, agreed_by=EmployeeFactory(first_name="Mona"))
    ItemFactory(plan=plan, text="Greet first", done_on=TODAY)
    ItemFactory(plan=plan)

    page = sign_in(amal).get("/today/").text

    assert 'aria-label="Plan: 1 of 2 steps done"' in page
    assert "Agreed with Mona" in page


def test_today_asks_for_the_yes_that_is_waited_for(amal, sign_in):
    PlanFactory(employee=amal, status="in_review")

    page = sign_in(amal).get("/today/").text

    assert "Read it and agree" in page


@pytest.mark.parametrize("has_training", [False, True])
def test_today_of_a_manager_names_the_plans_that_wait_for_her(
    company, amal, sign_in, has_training
):
    """Her own waits for somebody else's yes, and so do those of other teams."""
    team = amal.postings.get().team
    mona = EmployeeFactory(team=team, manages=[team])
    elsewhere = EmployeeFactory(team=TeamFactory(parent=company))
    for person in (amal, mona, elsewhere):
        PlanFactory(employee=person, status="in_review")
    agreed = EmployeeFactory(team=team)
    PlanFactory(employee=agreed, status="in_review", agreed_by=mona)
    if has_training:
        assigned(mona, "Late", due_in=-1)
    client = sign_in(mona)

    page = client.get("/today/")

    words = "1 plan waits for your yes"
    said = section(page, "To agree to") if has_training else [next_thing(page)]
    assert said == [words]
    assert "Nothing is waiting" not in page.text
    [url] = set(re.findall(r'href="(/my-team/plans/[^"]*)"', page.text))
    opened = client.get(url)
    assert re.findall(r'<tr id="person-(\d+)"', opened.text) == [str(amal.pk)]
    assert "<h1>Waits for your yes</h1>" in opened.text


def test_today_of_others_does_not_speak_of_plans_to_agree_to(amal, sign_in):
    colleague = EmployeeFactory(team=amal.postings.get().team)
    PlanFactory(employee=colleague, status="in_review")

    assert next_thing(sign_in(amal).get("/today/")) == "Nothing is waiting for you"


@pytest.mark.parametrize("count", [1, 5])
def test_today_of_a_manager_costs_the_same_whoever_waits(
    amal, sign_in, django_assert_num_queries, count
):
    team = amal.postings.get().team
    for person in EmployeeFactory.create_batch(count, team=team):
        PlanFactory(employee=person, status="in_review")
    client = sign_in(EmployeeFactory(team=team, manages=[team]))

    with django_assert_num_queries(18):
        client.get("/today/")


def test_today_offers_quietly_what_is_due_to_refresh(amal, sign_in):
    assigned(amal, "Late", due_in=-1)
    for _number in range(3):
        RefresherCardFactory(employee=amal, seconds=30)

    page = sign_in(amal).get("/today/").text

    assert "2 minutes to keep it fresh" in page
    assert "3 questions and scenes of what you learned" in page
    # What is assigned comes first, and keeps the one filled surface.
    assert page.index("Late</h2>") < page.index("keep it fresh")
    assert "btn-primary" not in page


def test_today_without_anything_due_does_not_speak_of_refreshing(amal, sign_in):
    RefresherCardFactory(employee=amal, due_on=TODAY + dt.timedelta(days=1))
    RefresherCardFactory()

    assert "keep it fresh" not in sign_in(amal).get("/today/").text


def test_today_leads_visitors_to_sign_in(client):
    assert client.get("/today/").url.startswith("/sign-in/")


@pytest.mark.parametrize("count", [1, 3, 300])
def test_today_costs_the_same_for_any_number(
    amal, sign_in, django_assert_num_queries, count
):
    for number in range(count):
        assigned(amal, f"To do {number}")
        completed(amal, f"Done {number}", number)
    client = sign_in(amal)

    with django_assert_num_queries(15):
        client.get("/today/")
