"""The picture of a team too small for statistics."""

import datetime as dt
from decimal import Decimal

import pytest

from feedback.models import WeeklyOutcome
from outcomes.models import Judging
from outcomes.queries.small_team import Stretch, small_team_picture
from tests.factories.outcomes import LAST_WEEK, metric
from tests.factories.staff import EmployeeFactory, TeamFactory
from tests.factories.training import EnrolmentFactory, ModuleFactory
from training.choices import EnrolmentStatus

A_WEEK = dt.timedelta(weeks=1)


def week(number):
    """Return a Monday; 9 is LAST_WEEK."""
    return LAST_WEEK - (9 - number) * A_WEEK


def cell(team, number, scores, person=None, weight=None):
    WeeklyOutcome.objects.create(
        employee=person,
        team=team,
        metric=metric("csat"),
        week=week(number),
        responses=len(scores),
        weight=weight or len(scores) * 10_000,
        total=sum(scores),
        squares=sum(score**2 for score in scores),
    )


def complete(person, module, number, cycle=1):
    return EnrolmentFactory(
        employee=person,
        module=module,
        cycle=cycle,
        completed_on=week(number) + dt.timedelta(days=3),
        status=EnrolmentStatus.COMPLETED,
        progress_percent=100,
    )


@pytest.fixture
def team(company):
    return TeamFactory(code="team-a", parent=company)


@pytest.fixture
def module(db):
    return ModuleFactory(minutes=20)


def picture(team, module):
    return small_team_picture(team, module, metric("csat"), LAST_WEEK)


def test_small_team_picture_counts_before_and_since(team, module):
    Judging.objects.update(wage_per_hour=Decimal("15"))
    below = TeamFactory(code="team-b", parent=team)
    first, second = (EmployeeFactory(team=each) for each in (team, below))
    cell(team, 2, [3, 4, 3, 4, 4], first)
    cell(below, 3, [4, 5], second)
    cell(team, 5, [1, 1, 1, 1, 1])
    cell(team, 7, [5, 5, 4, 5, 5, 5], first)
    complete(first, module, 5)
    complete(first, module, 8, cycle=2)
    complete(second, module, 6)

    found = picture(team, module)

    assert [(each.responses, each.mean, each.completed) for each in found.weeks] == [
        (5, 3.6, 0),
        (2, None, 0),
        (0, None, 0),
        (5, 1.0, 1),
        (0, None, 1),
        (6, 29 / 6, 0),
        (0, None, 0),
        (0, None, 0),
    ]
    assert found.before == Stretch(3, 7, 27 / 7, week(2), week(4))
    assert found.since == Stretch(4, 6, 29 / 6, week(6), week(9))
    assert found.completed_on == {
        first.pk: week(5) + dt.timedelta(days=3),
        second.pk: week(6) + dt.timedelta(days=3),
    }
    assert (found.cost.people, found.cost.minutes) == (2, 40)
    assert found.cost.money == Decimal("10.00")


def test_small_team_picture_says_what_would_help(team, module):
    person = EmployeeFactory(team=team)
    for number in range(10):
        cell(team, number, [3, 4, 5, 4], person)

    found = picture(team, module)

    # Spread sqrt(.5): 2 (2.80 x .707 / .10)^2 = 785 answers in twelve weeks are 66.
    assert found.more_a_week == 66 - 4
    assert (found.before, found.since) == (None, None)


def test_small_team_picture_leaves_others_out(company, team, module):
    outsider = EmployeeFactory(team=company)
    cell(company, 4, [1] * 9, outsider)
    complete(outsider, module, 4)

    found = picture(team, module)

    assert [each.responses for each in found.weeks] == [0]
    assert (found.cost.people, found.more_a_week) == (0, None)


def test_small_team_picture_counts_shared_answers_once(team, module):
    for _ in range(4):
        cell(team, 9, [2] * 2, EmployeeFactory(team=team), weight=5_000)

    found = picture(team, module)

    assert [each.responses for each in found.weeks] == [2]


def test_small_team_picture_costs_the_same_at_any_length(
    team, module, django_assert_num_queries
):
    for _ in range(30):
        person = EmployeeFactory(team=team)
        cell(team, 4, [4, 4], person)
        complete(person, module, 5)
    judged = metric("csat")

    with django_assert_num_queries(6):
        small_team_picture(team, module, judged, LAST_WEEK)
