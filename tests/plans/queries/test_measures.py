"""What a metric stood at when a goal was set, and how it has gone since."""

import datetime as dt

import pytest

from feedback.actions.summing import sum_dirty_weeks
from feedback.models import Metric
from plans.choices import PlanStatus
from plans.queries.measures import measure_of, parts_with_courses
from plans.queries.progress import progress_of_plan
from tests.factories.feedback import answers
from tests.factories.plans import GoalFactory, ItemFactory, PlanFactory
from tests.factories.staff import TODAY, EmployeeFactory, moment

WEEK = dt.timedelta(weeks=1)
# A Monday, nine weeks before TODAY.
SET_ON = TODAY - 9 * WEEK

pytestmark = pytest.mark.django_db


@pytest.fixture
def amal(company):
    return EmployeeFactory(team=company)


@pytest.fixture
def csat():
    return Metric.objects.get(key="csat")


def heard(person, *scores, day):
    answers(person, list(scores), day)
    sum_dirty_weeks(at=moment())


def course(plan, today=TODAY):
    [(_part, course)] = parts_with_courses(progress_of_plan(plan, today), today)
    return course


def goal_of(amal, csat, **fields):
    return GoalFactory(
        plan=PlanFactory(employee=amal),
        metric=csat,
        baseline=3.0,
        baseline_responses=6,
        baseline_on=SET_ON,
        **fields,
    )


def test_measure_of_context_has_no_target(amal):
    time = Metric.objects.get(key="handling_time")

    measure = measure_of(amal, time, TODAY)

    assert (measure.baseline, measure.target) == (None, None)


def test_measure_of_nothing_is_nothing(amal):
    assert measure_of(amal, None, TODAY).metric is None


def test_course_begins_with_the_week_the_goal_was_set(amal, csat):
    goal = goal_of(amal, csat, target=3.5)
    heard(amal, 1, 1, 1, day=SET_ON - dt.timedelta(days=1))
    heard(amal, 3, 4, 5, day=SET_ON)
    heard(amal, 4, 4, day=TODAY)

    found = course(goal.plan)

    assert (found.since.mean, found.since.responses) == (4.0, 5)
    assert found.is_reached is True
    assert [stretch.responses for stretch in found.stretches] == [3, 0, 2]
    assert [stretch.mean for stretch in found.stretches] == [None] * 3


def test_course_says_nothing_below_five_answers(amal, csat):
    goal = goal_of(amal, csat, target=3.5)
    heard(amal, 5, 5, 5, 5, day=TODAY)

    found = course(goal.plan)

    assert (found.since.mean, found.is_reached) == (None, None)


@pytest.mark.parametrize(("target", "is_reached"), [(0.5, True), (0.1, False)])
def test_course_of_low_scores_is_reached_from_above(amal, target, is_reached):
    low = Metric.objects.get(key="low_score")
    goal = goal_of(amal, low, target=target)
    heard(amal, 1, 4, 4, 5, 5, day=TODAY)

    assert course(goal.plan).is_reached is is_reached


def test_course_ends_with_the_plan(amal, csat):
    goal = goal_of(amal, csat, target=3.5)
    heard(amal, 4, 4, 4, 4, 4, day=SET_ON)
    heard(amal, 1, 1, 1, 1, 1, day=TODAY)
    plan = goal.plan
    plan.status, plan.ended_on = PlanStatus.COMPLETE, TODAY - 2 * WEEK
    plan.save()

    assert course(plan).since.mean == 4.0


def test_course_is_none_without_a_metric(amal):
    plan = PlanFactory(employee=amal)
    GoalFactory(plan=plan)
    ItemFactory(plan=plan, text="Greet first")

    parts = parts_with_courses(progress_of_plan(plan, TODAY), TODAY)

    assert [found for _part, found in parts] == [None, None]


@pytest.mark.parametrize("goals", [1, 12])
def test_courses_cost_one_statement(amal, csat, django_assert_num_queries, goals):
    plan = PlanFactory(employee=amal)
    GoalFactory.create_batch(goals, plan=plan, metric=csat, baseline_on=SET_ON)
    progress = progress_of_plan(plan, TODAY)

    with django_assert_num_queries(1):
        parts_with_courses(progress, TODAY)
