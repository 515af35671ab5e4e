"""One person: plan, learning and what customers said, for them and for who leads them."""

import datetime as dt
import re

import pytest
import time_machine

from feedback.actions.summing import sum_dirty_weeks
from feedback.models import Metric
from tests.factories.feedback import answer, answers
from tests.factories.plans import GoalFactory, ItemFactory, PlanFactory
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment
from tests.factories.training import EnrolmentFactory

WEEK = dt.timedelta(weeks=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(moment(), tick=False):
        yield


@pytest.fixture
def harbour(company):
    return TeamFactory(parent=company, name="Harbour Street")


@pytest.fixture
def mona(harbour):
    return EmployeeFactory(first_name="Mona", team=harbour, manages=[harbour])


@pytest.fixture
def amal(harbour):
    return EmployeeFactory(first_name="Amal", team=harbour)


@pytest.fixture
def hr(company):
    return EmployeeFactory(team=company, roles=["hr"])


def figures(page):
    """Return {metric: what stands below it} of the page's figures."""
    found = re.search(r'id="figures".*?</section>', page, re.DOTALL)[0]
    pairs = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", found, re.DOTALL)
    plain = [(term, re.sub(r"<[^>]+>", " ", what)) for term, what in pairs]
    return {term: " ".join(what.split()) for term, what in plain}


def said(page):
    """Return the customers' words on the page, in order."""
    return re.findall(r"enc-voice[^>]*>(.*?)</", page)


def heard(person, *scores, weeks_ago=1):
    answers(person, list(scores), TODAY - weeks_ago * WEEK)
    sum_dirty_weeks(at=moment())


def overview(browser, person, query=""):
    return browser.get(f"/people/{person.pk}/overview/{query}").text


def test_person_overview_tells_mean_spread_and_number_of_answers(amal, mona, sign_in):
    heard(amal, 3, 4, 5, 4, 4)

    page = overview(sign_in(mona), amal)

    assert figures(page) == {
        "Satisfaction": "4.00 spread 0.71 · 5 answers",
        "Low scores": "0 % 5 answers",
    }


def test_person_overview_says_no_score_below_five_answers(amal, mona, sign_in):
    heard(amal, 1, 1, 1, 1)

    page = overview(sign_in(mona), amal)

    assert figures(page)["Satisfaction"] == "– too little to say"
    assert "1.00" not in page.split('id="figures"')[1].split("<svg")[0]


def test_person_overview_is_the_same_for_the_person(amal, mona, sign_in):
    heard(amal, 3, 4, 5, 4, 4, 2)
    answer(amal, TODAY - WEEK, score=5, comment="So kind.")
    sum_dirty_weeks(at=moment())

    of_manager = overview(sign_in(mona), amal)
    own = overview(sign_in(amal), amal)

    assert figures(own) == figures(of_manager)
    assert said(own) == said(of_manager) == ["So kind."]


def test_person_overview_shows_praise_newest_first_and_no_blame(amal, mona, sign_in):
    for weeks, score, words in [
        (3, 5, "Older"),
        (1, 4, "Newest"),
        (2, 2, "Blame"),
        (2, 5, ""),
    ]:
        answer(amal, TODAY - weeks * WEEK, score=score, comment=words)

    page = overview(sign_in(mona), amal)

    assert said(page) == ["Newest", "Older"]


def test_person_overview_hides_few_answers_from_who_is_far(amal, mona, hr, sign_in):
    answer(amal, TODAY - WEEK, score=5, comment="So kind.")

    assert said(overview(sign_in(hr), amal)) == []
    assert said(overview(sign_in(mona), amal)) == ["So kind."]
    assert said(overview(sign_in(amal), amal)) == ["So kind."]


def test_person_overview_of_a_stranger_does_not_exist(amal, company, sign_in):
    elsewhere = TeamFactory(parent=company)
    stranger = EmployeeFactory(team=elsewhere, manages=[elsewhere])
    browser = sign_in(stranger)

    for page in ("overview", "heard"):
        assert browser.get(f"/people/{amal.pk}/{page}/").status_code == 404


def test_person_overview_figures_open_just_the_answers_they_count(amal, mona, sign_in):
    heard(amal, 3, 1, 5, 4, 4)
    heard(amal, 5, 5, 5, weeks_ago=30)
    browser = sign_in(mona)
    page = overview(browser, amal)

    links = re.findall(r'href="(/people/\d+/heard/\?which[^"]*)">(\d+) answers', page)
    rows = [
        (
            int(count),
            browser.get(url.replace("&amp;", "&")).text.count('<li id="heard-'),
        )
        for url, count in links[:1]
    ]

    assert rows == [(5, 5)]


def test_person_overview_draws_the_course_with_gaps(amal, mona, sign_in):
    heard(amal, 3, 4, 5, 4, 4)
    heard(amal, 2, 2, weeks_ago=6)
    heard(amal, 5, 5, 5, 5, 5, weeks_ago=10)

    page = overview(sign_in(mona), amal, "?metric=csat")

    chart = re.search(r'<svg class="course".*?</svg>', page, re.DOTALL)[0]
    assert chart.count("<circle") == 2
    assert "5 Oct too little to say" in chart
    assert "fewer than 5" in page


def test_person_overview_shows_the_plan_as_far_as_it_is(amal, mona, sign_in):
    plan = PlanFactory(employee=amal, agreed_by=mona)
    goal = GoalFactory(plan=plan)
    ItemFactory(plan=plan, goal=goal, text="Greet first", done_on=TODAY)
    ItemFactory(plan=plan, goal=goal)

    page = overview(sign_in(mona), amal)

    assert 'aria-label="Plan: 1 of 2 steps done"' in page
    assert "Agreed with Mona" in page


def test_person_overview_offers_a_plan_to_managers_alone(amal, mona, sign_in):
    assert "Start a plan" in overview(sign_in(mona), amal)
    assert "Start a plan" not in overview(sign_in(amal), amal)
    assert "Start a plan" not in overview(sign_in(mona), mona)


def test_person_heard_begins_with_praise_and_shows_everything_on_demand(amal, sign_in):
    answer(amal, TODAY - WEEK, score=5, comment="So kind.")
    answer(amal, TODAY - WEEK, score=1, comment="We waited.")
    browser = sign_in(amal)

    praise = browser.get(f"/people/{amal.pk}/heard/").text
    everything = browser.get(f"/people/{amal.pk}/heard/?which=all").text

    assert said(praise) == ["So kind."]
    assert set(said(everything)) == {"So kind.", "We waited."}


def test_person_heard_tells_who_is_far_why_there_is_nothing(amal, hr, sign_in):
    answer(amal, TODAY - WEEK, score=1, comment="We waited.")

    page = sign_in(hr).get(f"/people/{amal.pk}/heard/?which=all").text

    assert said(page) == []
    assert "Fewer than five answers" in page


@pytest.mark.parametrize(
    "query",
    [
        "metric=csat&first=0001-01-01&last=9999-12-31",
        "metric=csat&first=2026-11-23&last=2026-11-22",
        "metric=csat&first=2026-11-15&last=2026-11-16",
        "metric=nothing&first=x&last=y",
        "which=nothing&page=0",
    ],
)
def test_person_heard_takes_a_wrong_question_as_none(amal, sign_in, query):
    response = sign_in(amal).get(f"/people/{amal.pk}/heard/?{query}")

    assert response.status_code == 200


@pytest.mark.parametrize("count", [3, 300])
@pytest.mark.parametrize(
    ("page", "queries"),
    [("overview/", 23), ("heard/", 15), ("heard/?which=all", 16)],
)
def test_person_pages_cost_the_same_for_any_number(
    amal, mona, sign_in, django_assert_num_queries, count, page, queries
):
    plan = PlanFactory(employee=amal, agreed_by=mona)
    goal = GoalFactory(plan=plan, metric=Metric.objects.get(key="csat"))
    answer(amal, TODAY - WEEK, score=5, comment="So kind.")
    heard(amal, *([3, 4, 5] * (count // 3)))
    for number in range(count):
        ItemFactory(plan=plan, goal=goal, text=f"Step {number}")
        EnrolmentFactory(employee=amal)
    browser = sign_in(mona)

    with django_assert_num_queries(queries):
        browser.get(f"/people/{amal.pk}/{page}")
