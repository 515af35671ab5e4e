"""Payoff in the browser: what pays off, how that is known, and what is missing."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from feedback.models import Metric
from outcomes.models import Judging
from staff.models import Organisation
from tests.factories.feedback import answer, answers, recovered, till_knows, visit
from tests.factories.outcomes import (
    LAST_WEEK,
    AnalysisFactory,
    EstimateFactory,
    PlanAheadFactory,
)
from tests.factories.staff import EmployeeFactory, TeamFactory, moment
from tests.factories.training import EnrolmentFactory, SkillFactory
from tests.outcomes.answered import AnsweredHouse
from tests.outcomes.scenes import (
    a_judged_house,
    a_module,
    a_play,
    a_scenario_step,
    a_small_house,
    an_open_run,
    other_metrics,
    teams_with_answers,
)

A_WEEK = dt.timedelta(weeks=1)

pytestmark = [
    pytest.mark.journey,
    # Metrics come with the migrations: they are put back after each test.
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def house(company):
    Organisation.objects.create(pk=1, set_up_at=moment())
    return company


@pytest.fixture
def nadia(house):
    return EmployeeFactory(
        first_name="Nadia", last_name="Sommer", team=house, roles=["hr"]
    )


@pytest.fixture
def mona(house):
    return EmployeeFactory(
        first_name="Mona", last_name="Lindqvist", team=house, manages=[house]
    )


def test_a_manager_reads_what_pays_off(open_page, camera, house, mona):
    run = a_judged_house(house)
    a_module("never-done", "Welcoming people back")
    other_metrics(run, "complaint", "returned")
    Judging.objects.update(wage_per_hour=24)
    page = open_page(mona)
    page.goto("/payoff/")
    expect(
        page.get_by_role("heading", name="Three of six modules pay off. One does harm.")
    ).to_be_visible()
    camera.take(page, "payoff")

    page.get_by_role("link", name="Complaints").click()
    expect(
        page.get_by_role("heading", name="Complaints: a second look")
    ).to_be_visible()
    camera.take(page, "payoff-exploratory")

    page.goto("/payoff/")
    page.get_by_role("link", name="Apologise once, then fix it").click()
    expect(page.get_by_role("heading", name="Apologise once")).to_be_visible()
    expect(page.locator(".event-study svg")).to_be_visible()
    camera.take(page, "payoff-module")

    page.get_by_role("link", name="Used: 7").click()
    expect(page.get_by_role("heading", name="7 people you may see")).to_be_visible()
    camera.take(page, "payoff-people")


def test_a_figure_opens_the_answers_it_was_counted_from(open_page, camera, house, mona):
    answered = AnsweredHouse(house, is_for_all=True)
    answer(answered.people[1], answered.monday(14), 5, comment="She knew my name.")
    answered.judged()
    page = open_page(mona)
    page.goto("/payoff/modules/apologise-once/")
    camera.take(page, "payoff-module-answered")

    page.get_by_role("link", name="Answers after: ").first.click()
    expect(
        page.get_by_role("heading", name="After: weeks 0 to 12 since completing")
    ).to_be_visible()
    camera.take(page, "payoff-answers")
    page.get_by_role("link", name="People: no day of assignment").click()
    expect(page.get_by_text("These people are not in the figure")).to_be_visible()


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("chat-three-at-once", "harmful"),
        ("promise-less", "fragile"),
        ("courtesies", "no-evidence"),
        ("staying-in-touch", "not-enough"),
    ],
)
def test_a_module_by_its_verdict(open_page, camera, house, mona, slug, name):
    run = a_judged_house(house, through_week=LAST_WEEK - 3 * A_WEEK)
    later = AnalysisFactory(kind="curve", through_week=LAST_WEEK)
    for estimate in run.estimates.all():
        EstimateFactory(analysis=later, module=estimate.module, verdict="")
    other_metrics(run, "low_score")
    PlanAheadFactory(analysis=run)
    page = open_page(mona)

    page.goto(f"/payoff/modules/{slug}/")

    expect(page.locator(".event-study svg")).to_be_visible()
    tried = page.get_by_text("How it falls with more people")
    expect(tried).to_have_count(int(name == "not-enough"))
    if name == "not-enough":
        tried.click()
    camera.take(page, f"payoff-module-{name}")


def test_the_same_stands_in_tables_without_script(open_page, house, mona):
    a_judged_house(house)
    page = open_page(mona, java_script_enabled=False)

    page.goto("/payoff/modules/apologise-once/")
    page.get_by_text("The same as a table").first.click()

    expect(page.get_by_text("0 to 3 weeks after completing")).to_be_visible()
    expect(page.locator(".event-study")).to_be_hidden()


def test_a_scenario_describes_its_players(open_page, camera, house, mona):
    for slug, name in [("apologising", "Apologising"), ("empathy", "Empathy")]:
        SkillFactory(slug=slug, name={"en": name})
    step = a_scenario_step(skills=["apologising", "empathy"])
    EstimateFactory(analysis=AnalysisFactory(), module=step.version.module)
    for score, share in [(90, 0.05), (70, 0.09), (30, 0.2)]:
        for _each in range(5):
            a_play(step, house, score, share, skills={"apologising": score})
            a_play(step, house, score, share, skills={"empathy": 100 - score})
    page = open_page(mona)

    page.goto("/payoff/scenarios/the-late-table/")

    expect(page.get_by_role("heading", name="The late table")).to_be_visible()
    camera.take(page, "payoff-scenario")


def complaints_put_right(team, by):
    """Have four customers complain, three be put right, and one of two come back."""
    Metric.objects.filter(key="returned").update(window_days=5)
    day = LAST_WEEK - dt.timedelta(weeks=4)
    waiter = EmployeeFactory(team=team)
    till_knows(day, LAST_WEEK)
    for number, said in enumerate(answers(waiter, [1, 2, 1, 2], day=day)[1:]):
        visit(waiter, day, f"LK-{number}")
        customer = f"LK-{number}" if number else ""
        recovered(said.interaction, by, day, customer=customer)
    visit(waiter, day + dt.timedelta(days=2), "LK-1")


def test_what_is_missing_is_said(open_page, camera, house, nadia):
    page = open_page(nadia)
    page.goto("/payoff/")
    expect(page.get_by_role("heading", name="First, what do")).to_be_visible()
    camera.take(page, "payoff-no-answers")
    a_small_house(house)
    complaints_put_right(house, nadia)
    page.reload()
    expect(page.get_by_role("heading", name="Too small for a verdict")).to_be_visible()
    expect(page.get_by_text("1 of 2 customers came back; of 1")).to_be_visible()
    expect(page.locator(".weeks svg")).to_be_visible()
    camera.take(page, "payoff-small-team")
    teams_with_answers(house)
    page.reload()
    expect(page.get_by_role("heading", name="Everything is here")).to_be_visible()
    camera.take(page, "payoff-no-run")


def test_a_team_without_completions_waits_for_the_first(
    open_page, camera, house, nadia
):
    teams_with_answers(house)
    page = open_page(nadia)

    page.goto("/payoff/")

    expect(page.get_by_role("heading", name="Your customers have")).to_be_visible()
    camera.take(page, "payoff-no-completions")


def test_a_run_under_way_and_one_that_did_not_work(open_page, camera, house, nadia):
    run = a_judged_house(house)
    page = open_page(nadia)
    AnalysisFactory(
        state="failed", finished_at=moment(20), failure="The panel could not be read."
    )
    page.goto("/payoff/")
    expect(page.get_by_text("The last run did not work.")).to_be_visible()
    camera.take(page, "payoff-run-failed")
    going = an_open_run()
    run.estimates.filter(module__slug__startswith="a").update(analysis=going)
    page.reload()
    expect(page.get_by_role("heading", name="being worked out")).to_be_visible()
    camera.take(page, "payoff-run-going")
    page.goto(f"/payoff/runs/{run.uuid}/")
    camera.take(page, "payoff-run")


def test_how_we_know_and_what_counts(open_page, camera, house, nadia):
    page = open_page(nadia)
    page.goto("/payoff/how-we-know/")
    expect(page.get_by_role("heading", name="How we know what")).to_be_visible()
    camera.take(page, "payoff-how-we-know")
    page.get_by_role("link", name="Change what counts").click()
    camera.take(page, "payoff-judging")
    page.get_by_label("What an hour of work costs").fill("0")
    page.get_by_role("button", name="Keep it").click()
    page.get_by_label("What an hour of work costs").fill("24.50")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("It counts from the next run on.")).to_be_visible()
    expect(page.get_by_text("24.50 EUR")).to_be_visible()


def test_a_team_of_three_is_shown_to_its_own_manager_alone(
    open_page, camera, house, nadia
):
    team = TeamFactory(parent=house, code="small", name="Small")
    module = a_small_house(house)
    EmployeeFactory(team=team)
    page = open_page(nadia)

    page.goto(f"/payoff/week-by-week/?team={team.pk}&module={module.slug}")

    expect(page.get_by_role("heading", name="Fewer than five people")).to_be_visible()
    camera.take(page, "payoff-week-by-week-hidden")


def test_a_manager_takes_back_what_does_harm(open_page, camera, house, mona):
    run = a_judged_house(house)
    harmful = run.estimates.get(verdict="harmful").module
    crew = EmployeeFactory.create_batch(3, team=house)
    for person in crew:
        EnrolmentFactory(module=harmful, employee=person)
    page = open_page(mona)
    page.goto("/payoff/")

    page.get_by_role("link", name="3 of your people have it open").click()
    page.get_by_role("heading", name="Who has it open").wait_for()
    camera.take(page, "module-open")
    page.get_by_label(str(crew[0])).uncheck()
    page.get_by_role("button", name="Take it back from those ticked").click()

    expect(page.get_by_text("Taken back from 2 people.")).to_be_visible()
    expect(page.get_by_label(str(crew[0]))).to_be_visible()


def test_a_manager_lets_people_start_in_drawn_order(open_page, camera, house, mona):
    a_judged_house(house)
    EmployeeFactory.create_batch(5, team=house)
    page = open_page(mona)
    page.goto("/payoff/modules/apologise-once/")

    page.get_by_role("link", name="Draw an order").click()
    page.get_by_role("heading", name="Who starts next, in drawn order").wait_for()
    camera.take(page, "module-order")
    page.get_by_role("link", name=re.compile("Assign the first [0-9]+")).click()

    page.get_by_role("heading", name="Assign training").wait_for()
    expect(
        page.get_by_role("button", name=re.compile("^Assign [0-9]+$")).first
    ).to_be_visible()
    page.get_by_label(re.compile("^All [0-9]+ who match")).check()
    expect(page.get_by_text("Let people start in drawn order")).to_be_visible()
    camera.take(page, "assign-all-at-once")
