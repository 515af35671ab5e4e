"""A team week by week: what is counted there opens what it was counted from."""

import datetime as dt
import html

import pytest

from feedback.actions.summing import sum_dirty_weeks
from feedback.models import Metric
from tests.factories.feedback import answer, answers, recovered, till_knows, visit
from tests.factories.outcomes import LAST_WEEK, AnalysisFactory, EstimateFactory
from tests.factories.staff import EmployeeFactory, TeamFactory, moment
from tests.outcomes.scenes import a_module, completed

pytestmark = pytest.mark.django_db
URL = "/payoff/week-by-week/"
WEEK = dt.timedelta(weeks=1)


@pytest.fixture
def people(company):
    return EmployeeFactory.create_batch(6, team=company)


@pytest.fixture
def mona(company, sign_in):
    return sign_in(EmployeeFactory(team=company, manages=[company]))


@pytest.fixture
def page(mona, company, people):
    """Six answers a week for eight weeks; two people completed it in the fourth."""
    module = a_module("apologise-once", "Apologise once, then fix it")
    for back in range(8):
        answers(people[back % 6], [4, 5, 3, 4, 4, 5], day=LAST_WEEK - back * WEEK)
    for person in people[:2]:
        completed(person, module, LAST_WEEK - 4 * WEEK)
    sum_dirty_weeks(at=moment())
    return mona.get(URL, {"team": company.pk, "module": module.slug})


def test_every_count_of_a_week_opens_its_answers(page, mona):
    addresses = {row.url for row in page.context["rows"]}

    assert len(addresses) == 8
    for address in addresses:
        assert f'href="{html.escape(address)}"' in page.text
        opened = mona.get(address)
        assert len(opened.context["rows"]) == 6
        assert opened.context["row"].answers == "6 answers"


def test_a_point_of_the_chart_opens_its_answers(page):
    points = page.context["chart"]["points"]

    assert [point["url"] for point in points] == [
        row.url for row in reversed(page.context["rows"])
    ]


def test_before_and_since_open_the_answers_they_were_counted_from(page, mona):
    before, since = page.context["figs"]

    assert (before["answers"], since["answers"]) == ("18 answers", "24 answers")
    assert len(mona.get(before["url"]).context["rows"]) == 18
    assert len(mona.get(since["url"]).context["rows"]) == 24


@pytest.mark.parametrize("has_figure", [True, False])
def test_before_and_since_stand_beside_what_they_cannot_tell(
    mona, company, people, has_figure
):
    """With the way to the figure that can, where the run that counts has one."""
    module = a_module("apologise-once", "Apologise once, then fix it")
    completed(people[0], module, LAST_WEEK - 4 * WEEK)
    answers(people[0], [4, 5, 3, 4, 4], day=LAST_WEEK)
    sum_dirty_weeks(at=moment())
    fields = {"module": module} if has_figure else {}
    EstimateFactory(analysis=AnalysisFactory(), **fields)

    page = mona.get(URL, {"team": company.pk, "module": module.slug}).text

    said = page.index("people get better or worse without training, too.")
    assert page.index('id="weeks"') < said < page.index("Since somebody completed it")
    link = f'<a href="/payoff/modules/{module.slug}/">'
    assert (f"{link}Payoff’s figure allows for that</a>" in page) == has_figure


def test_complaints_open_just_those_that_were_counted(mona, company, people):
    """In the team and below, in the weeks shown alone; who came back is counted too."""
    below = TeamFactory(parent=company)
    other = EmployeeFactory(team=below)
    module = a_module("apologise-once", "Apologise once, then fix it")
    completed(people[0], module, LAST_WEEK - 4 * WEEK)
    answer(people[0], LAST_WEEK - 5 * WEEK, 5)
    day = LAST_WEEK - 3 * WEEK
    rows = [answer(each, day, 1).interaction for each in (people[0], other, people[1])]
    answer(people[2], LAST_WEEK, 2)
    answer(people[2], LAST_WEEK - 6 * WEEK, 3)
    answer(people[2], LAST_WEEK + WEEK, 1)
    answer(people[2], LAST_WEEK - 60 * WEEK, 1)
    Metric.objects.filter(key="returned").update(window_days=5)
    till_knows(LAST_WEEK - 10 * WEEK, LAST_WEEK)
    for number, said in enumerate(rows):
        visit(people[0], day, f"LK-{number}")
        recovered(said, people[5], day, customer=f"LK-{number}" if number else "")
    visit(other, day + dt.timedelta(days=2), "LK-1")
    sum_dirty_weeks(at=moment())

    page = mona.get(URL, {"team": company.pk, "module": module.slug})

    told = page.context["complaints"]
    assert (told.put_right, told.total) == (3, 4)
    assert "1 of 2 customers came back; of 1 it is not known" in page.text
    for count, url in ((3, told.put_right_url), (4, told.total_url)):
        assert f'href="{html.escape(url)}">{count}</a>' in page.text
        assert len(mona.get(url).context["rows"]) == count


def test_a_team_without_complaints_is_told_so(page):
    assert "<dd>–<small>No complaint in these weeks</small></dd>" in page.text


def test_who_completed_it_is_named_as_far_as_one_may_see_them(page, people):
    assert 'href="#completed"' in page.text
    assert page.text.count('<li id="completed-') == 2
    assert f'id="completed-{people[0].pk}"' in page.text


def test_a_week_without_answers_opens_nothing(mona, company, people):
    module = a_module("apologise-once", "Apologise once, then fix it")
    completed(people[0], module, LAST_WEEK - 2 * WEEK)
    answer(people[0], LAST_WEEK - 2 * WEEK)
    sum_dirty_weeks(at=moment())

    page = mona.get(URL, {"team": company.pk, "module": module.slug})

    assert [bool(row.url) for row in page.context["rows"]] == [False, False, True]


@pytest.mark.parametrize("count", [1, 6])
def test_week_by_week_costs_the_same_queries_whoever_completed_it(
    sign_in, company, count, django_assert_num_queries
):
    team = TeamFactory(parent=company, code="shop")
    module = a_module("apologise-once", "Apologise once, then fix it")
    for person in EmployeeFactory.create_batch(6, team=team)[:count]:
        completed(person, module, LAST_WEEK - 2 * WEEK)
    client = sign_in(EmployeeFactory(team=team, manages=[team]))
    client.get(URL)

    with django_assert_num_queries(23):
        client.get(URL, {"team": team.pk, "module": module.slug})


def test_whoever_completed_it_and_is_not_named_is_accounted_for(
    company, people, sign_in
):
    team, bar = TeamFactory(parent=company), TeamFactory(parent=company)
    module = a_module("apologise-once", "Apologise once, then fix it")
    stayed, gone, moved = EmployeeFactory.create_batch(3, team=team)
    EmployeeFactory.create_batch(4, team=team)
    for person in (stayed, gone, moved):
        completed(person, module, LAST_WEEK - 4 * WEEK)
    leave(gone, LAST_WEEK - 2 * WEEK)
    move(moved, bar, LAST_WEEK - 2 * WEEK)
    client = sign_in(EmployeeFactory(team=team, manages=[team]))

    page = client.get(URL, {"team": team.pk, "module": module.slug}).text

    assert page.count('<li id="completed-') == 1
    assert "1 has left since. 1 works in another team now." in page


def leave(person, day):
    person.employments.update(left_on=day)
    person.postings.update(valid_to=day)


def move(person, team, day):
    person.postings.update(valid_to=day)
    person.postings.create(team=team, valid_from=day)
