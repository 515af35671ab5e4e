"""What authors see of plays and answers, and what nobody sees."""

import pytest

from tests.factories.staff import EmployeeFactory, TeamFactory
from tests.factories.training import (
    EnrolmentFactory,
    ModuleFactory,
    StepFactory,
    one_question_quiz,
)
from tests.studio.playing import a_step, played
from training.choices import StepKind

URL = "/studio/scenarios/a-scenario/learned/"
WON = ["own-it", "serve", "invite"]
LOST = ["excuse", "hide", "nod"]


@pytest.fixture
def author(company, sign_in):
    return sign_in(EmployeeFactory(team=company, roles=["author"]))


@pytest.fixture
def team(company):
    return TeamFactory(parent=company, name="Harbour")


def test_scenario_learned_says_how_many_lose_the_customer_and_where(author, team):
    step = a_step()
    for path in [*[WON] * 6, *[LOST] * 6]:
        played(step, path, team=team)

    page = author.get(URL).text

    assert "<h1>A scenario: 50\u00a0% lose the customer</h1>" in page
    assert "Counted: 12 people, each by the first play they finished." in page
    assert (
        "He waves you over: 50\u00a0% take it, and 100\u00a0% of them lose the customer, 50"
        in page
    )
    assert "Harbour" in page


def test_scenario_learned_tells_nothing_of_four_players(author, team):
    step = a_step()
    for _ in range(4):
        played(step, LOST, team=team)

    page = author.get(URL).text

    assert "too few plays to say" in page
    assert "100\u00a0%" not in page


def test_scenario_learned_hides_the_choice_of_a_few_and_what_gives_it_away(
    author, team
):
    step = a_step()
    for path in [*[WON] * 8, *[LOST] * 2]:
        played(step, path, team=team)

    learned = author.get(URL).context["learned"]

    assert learned.total.people == 10
    assert learned.took("waves", "excuse") is None
    assert learned.took("waves", "own-it") is None
    assert learned.arrived("ready").people == 10
    assert learned.arrived("back") is None


def test_scenario_learned_offers_no_team_whose_neighbours_are_few(
    author, company, team
):
    step, few = a_step(), TeamFactory(parent=company, name="Two of us")
    for _ in range(8):
        played(step, WON, team=team)
    for _ in range(2):
        played(step, LOST, team=few)

    page = author.get(f"{URL}?team={team.pk}")

    assert page.context["learned"].team is None
    assert [str(each) for each in page.context["learned"].teams] == ["Company"]


def test_scenario_learned_counts_latest_plays_when_asked(author, team):
    step = a_step()
    for _ in range(5):
        person = EmployeeFactory(team=team)
        played(step, LOST, employee=person)
        played(step, WON, employee=person)

    assert "A scenario: 100\u00a0% lose" in author.get(URL).text
    assert "A scenario: 0\u00a0% lose" in author.get(f"{URL}?plays=latest").text


@pytest.mark.parametrize("wrong", ["version=99", "team=none", "plays=x", "period=y"])
def test_scenario_learned_takes_a_wrong_choice_as_none(author, team, wrong):
    a_step()

    assert author.get(f"{URL}?{wrong}").status_code == 200


@pytest.mark.parametrize("people", [5, 12])
def test_scenario_learned_costs_the_same_at_any_length(
    author, team, django_assert_num_queries, people
):
    step = a_step()
    for path in [WON, LOST]:
        for _ in range(people):
            played(step, path, team=team)

    with django_assert_num_queries(14):
        author.get(URL)


@pytest.mark.parametrize("rows", [1, 3])
def test_learned_list_costs_the_same_at_any_length(
    author, team, django_assert_num_queries, rows
):
    for number in range(rows):
        module = ModuleFactory()
        StepFactory(
            version=module.versions.get(),
            kind=StepKind.QUIZ,
            document=one_question_quiz(),
        )
        EnrolmentFactory(module=module)
        step = a_step(slug=f"scenario-{number}")
        for _ in range(5):
            played(step, LOST, team=team)

    with django_assert_num_queries(9):
        page = author.get("/studio/learned/")

    assert page.text.count("/learned/") == rows
    assert page.text.count(">100\u00a0%<") == rows
    assert page.text.count("/questions/") == rows


def test_module_questions_of_a_module_without_a_quiz_says_so(author):
    module = ModuleFactory()

    page = author.get(f"/studio/modules/{module.slug}/questions/")

    assert "This version asks no questions" in page.text


def test_scenario_learned_hides_in_a_team_what_tells_of_a_few_elsewhere(
    author, company, team
):
    step, south = a_step(), TeamFactory(parent=company, name="South")
    for path in [*[WON] * 9, *[LOST] * 6]:
        played(step, path, team=team)
    for path in [*[WON] * 9, *[LOST] * 2]:
        played(step, path, team=south)

    everybody = author.get(URL).context["learned"]
    there = author.get(f"{URL}?team={team.pk}").context["learned"]

    assert everybody.took("waves", "excuse").people == 8
    assert there.total.people == 15
    assert there.took("waves", "excuse") is None
