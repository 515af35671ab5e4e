"""Who has a plan, who has none, and whose yes is waited for."""

import datetime as dt

import pytest

from plans.choices import Coverage, PlanStatus
from plans.queries.coverage import coverage_of, people_at, standings
from staff.models import Employee
from tests.factories.plans import PlanFactory
from tests.factories.staff import TODAY, EmployeeFactory

pytestmark = pytest.mark.django_db

IN_REVIEW = {"status": PlanStatus.IN_REVIEW}


@pytest.fixture
def people():
    """{Coverage: person}: one of each, and the manager, who has no plan."""
    manager = EmployeeFactory()
    plans = {
        Coverage.ACTIVE: PlanFactory(agreed_by=manager, ends_on=TODAY),
        Coverage.PAST: PlanFactory(
            agreed_by=manager,
            starts_on=TODAY - dt.timedelta(days=9),
            ends_on=TODAY - dt.timedelta(days=1),
        ),
        Coverage.WAITS_FOR_MANAGER: PlanFactory(agreed_on=TODAY, **IN_REVIEW),
        Coverage.WAITS_FOR_PERSON: PlanFactory(
            agreed_by=manager, agreed_on=None, **IN_REVIEW
        ),
        Coverage.DRAFT: PlanFactory(),
    }
    people = {coverage: plan.employee for coverage, plan in plans.items()}
    # Plans that have ended cover nobody.
    PlanFactory(employee=manager, status=PlanStatus.COMPLETE, ended_on=TODAY)
    return people | {Coverage.NONE: manager}


def test_coverage_counts_everybody_once(people):
    figures = coverage_of(Employee.objects.all(), TODAY)

    assert figures.counts == dict.fromkeys(Coverage, 1)
    assert (figures.people, figures.active) == (6, 1)


@pytest.mark.parametrize("coverage", list(Coverage))
def test_people_at_are_just_those_counted(people, coverage):
    found = people_at(Employee.objects.all(), coverage, TODAY)

    assert list(found) == [people[coverage]]


def test_standings_agree_with_the_figures(people):
    found = standings(people.values(), TODAY)

    assert {key: person.coverage for key, person in found.items()} == {
        person.pk: coverage for coverage, person in people.items()
    }


def test_a_plan_nobody_agreed_to_waits_for_the_manager_first():
    PlanFactory(**IN_REVIEW)

    figures = coverage_of(Employee.objects.all(), TODAY)

    assert figures.counts[Coverage.WAITS_FOR_MANAGER] == 1
    assert sum(figures.counts.values()) == 1
