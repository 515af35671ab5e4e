"""Customers: what they said of a team over time, and the answers behind each point."""

import datetime as dt

import pytest
from django.apps import apps
from django.urls import reverse

from events.pouring import refresh_statistics
from feedback.actions.summing import sum_dirty_weeks
from staff.choices import Role
from tests.factories.feedback import answer, answers
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment

pytestmark = pytest.mark.django_db

URL = "/customers/"


@pytest.fixture
def site(company):
    return TeamFactory(parent=company, name="Harbour Street")


@pytest.fixture
def hr(company):
    return EmployeeFactory(team=company, roles=[Role.HR])


@pytest.fixture
def summed():
    """A function that sums the weeks that have changed."""
    return lambda: sum_dirty_weeks(at=moment())


def heard(site, people=5, scores=(5, 4, 2)):
    """Let customers of ``site`` answer about ``people`` there, each of ``scores``."""
    for person in EmployeeFactory.create_batch(people, team=site):
        answers(person, scores, day=TODAY)


def test_customers_says_what_it_is_without_an_answer(client, sign_in, hr):
    sign_in(hr)

    page = client.get(URL)

    assert "No customer has been heard yet" in page.text


def test_customers_shows_mean_interval_and_count(client, sign_in, hr, site, summed):
    heard(site)
    summed()
    sign_in(hr)

    page = client.get(URL, {"team": site.pk, "metric": "csat"})

    assert "Satisfaction in Harbour Street: 3.67" in page.text
    assert page.context["whole"].answers == "15 answers"
    assert [point["mean"] for point in page.context["chart"]["points"]][-1] == 3.667
    axis = [page.context["chart"][name] for name in ("min", "max", "step", "decimals")]
    assert axis == [2.5, 5.0, 0.5, 1]


def test_customers_hides_what_rests_on_few_people(client, sign_in, hr, site, summed):
    heard(site, people=4, scores=(5, 4, 2, 2))
    summed()
    sign_in(hr)

    page = client.get(URL, {"team": site.pk, "metric": "csat"})

    assert page.context["whole"].mean == "–"
    assert page.context["whole"].answers == "fewer than 5"
    assert page.context["chart"] is None


def test_customers_tells_the_direct_manager(client, sign_in, site, summed):
    heard(site, people=4, scores=(5, 4, 2, 2))
    summed()
    sign_in(EmployeeFactory(team=site, manages=[site]))

    page = client.get(URL, {"team": site.pk, "metric": "csat"})

    assert page.context["whole"].mean == "3.25"


def test_customers_lists_the_teams_below(client, sign_in, hr, company, site, summed):
    heard(site)
    heard(TeamFactory(parent=company, name="Mill Lane"), scores=(5, 5, 5))
    summed()
    sign_in(hr)

    page = client.get(URL, {"team": company.pk, "metric": "csat", "span": "13"})

    named = {row.name: row.mean for row in page.context["below"]}
    assert named == {"Harbour Street": "3.67", "Mill Lane": "5.00"}


def test_customers_takes_a_wrong_choice_as_none(client, sign_in, hr, site, summed):
    heard(site)
    summed()
    sign_in(hr)

    page = client.get(URL, {"team": "x", "metric": "y", "span": "z"})

    assert page.status_code == 200
    assert page.context["metric"].key == "csat"


def test_a_point_opens_its_answers(client, sign_in, hr, site, summed):
    heard(site)
    answer(
        EmployeeFactory(team=site), TODAY - dt.timedelta(days=30), comment="Long ago"
    )
    answer(EmployeeFactory(team=site), TODAY, comment="She was wonderful")
    summed()
    sign_in(hr)
    page = client.get(URL, {"team": site.pk, "metric": "csat", "span": "13"})

    opened = client.get(page.context["chart"]["points"][-1]["url"])

    assert "She was wonderful" in opened.text
    assert "Long ago" not in opened.text
    assert len(opened.context["rows"]) == 16


def test_answers_of_few_people_are_not_opened(client, sign_in, hr, site, summed):
    heard(site, people=4, scores=(5, 4))
    summed()
    sign_in(hr)
    asked = {"team": site.pk, "metric": "csat", "first": TODAY, "last": TODAY}

    page = client.get(reverse("dashboard:customers-answers"), asked)

    assert "only their direct manager reads so few" in page.text
    assert page.context["rows"] == []


def test_answers_of_nonsense_are_not_there(client, sign_in, hr):
    sign_in(hr)

    page = client.get(reverse("dashboard:customers-answers"), {"first": "x"})

    assert page.status_code == 404


@pytest.mark.parametrize("people", [5, 300])
def test_customers_asks_as_much_of_few_as_of_many(
    client, sign_in, hr, site, summed, people, django_assert_num_queries
):
    heard(site, people=people, scores=(5,))
    summed()
    refresh_statistics(apps.get_models())
    sign_in(hr)
    asked = {"team": site.pk, "metric": "csat"}

    with django_assert_num_queries(20):
        client.get(URL, asked)
    with django_assert_num_queries(11):
        client.get(
            reverse("dashboard:customers-answers"),
            asked | {"first": TODAY, "last": TODAY},
        )
