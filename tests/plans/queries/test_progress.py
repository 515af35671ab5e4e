"""How far plans are, counted from enrolments and items."""

import datetime as dt

import pytest

from plans.models import PlanItem
from plans.queries.progress import progress_of_plan, progress_of_plans
from tests.factories.plans import GoalFactory, ItemFactory, PlanFactory
from tests.factories.staff import TODAY, moment
from tests.factories.training import EnrolmentFactory

DAY = dt.timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return PlanFactory()


def enrolled(item, **fields):
    """Link ``item`` with an enrolment of its person."""
    item.enrolment = EnrolmentFactory(
        employee=item.plan.employee, module=item.module, **fields
    )
    item.save()
    return item


def done(day):
    return {"status": "completed", "completed_on": day, "progress_percent": 100}


def test_progress_counts_steps_of_each_goal_and_those_of_none(plan):
    first, second = GoalFactory(plan=plan), GoalFactory(plan=plan)
    enrolled(ItemFactory(plan=plan, goal=first), **done(TODAY))
    ItemFactory(plan=plan, goal=first)
    ItemFactory(plan=plan, text="Greet first", done_on=TODAY)

    progress = progress_of_plan(plan, TODAY)

    assert [(part.goal, part.done, part.total) for part in progress.goals] == [
        (first, 1, 2),
        (second, 0, 0),
        (None, 1, 1),
    ]
    assert (progress.done, progress.total) == (2, 3)
    assert not progress.is_done


def test_progress_of_an_empty_plan_is_nothing_of_nothing(plan):
    progress = progress_of_plan(plan, TODAY)

    assert (progress.done, progress.total, progress.arcs) == (0, 0, ())
    assert not progress.is_done


def test_progress_follows_learning_by_itself(plan):
    item = enrolled(ItemFactory(plan=plan))
    before = progress_of_plan(plan, TODAY)

    for name, value in done(TODAY - DAY).items():
        setattr(item.enrolment, name, value)
    item.enrolment.assigned_on = TODAY - DAY
    item.enrolment.save()

    [step] = progress_of_plan(plan, TODAY).goals[0].steps
    assert (before.done, step.done_on) == (0, TODAY - DAY)
    assert PlanItem.objects.get().done_on is None


@pytest.mark.parametrize(
    ("due_in", "is_overdue"), [(-1, True), (0, False), (None, False)]
)
def test_step_is_overdue_after_its_day(plan, due_in, is_overdue):
    due_on = due_in if due_in is None else TODAY + due_in * DAY
    ItemFactory(plan=plan, text="Greet first", due_on=due_on)

    [step] = progress_of_plan(plan, TODAY).goals[0].steps

    assert step.is_overdue == is_overdue


def test_step_is_due_when_it_was_assigned_for(plan):
    item = ItemFactory(plan=plan, due_on=TODAY - DAY)
    enrolled(item, due_on=TODAY + DAY)

    [step] = progress_of_plan(plan, TODAY).goals[0].steps

    assert (step.due_on, step.is_overdue) == (TODAY + DAY, False)


def test_step_whose_training_was_taken_back_is_not_done(plan):
    enrolled(ItemFactory(plan=plan), status="withdrawn", withdrawn_at=moment())

    [step] = progress_of_plan(plan, TODAY).goals[0].steps

    assert (step.is_taken_back, step.is_done) == (True, False)


@pytest.mark.parametrize("count", [3, 300])
def test_progress_of_plans_costs_two_statements(django_assert_num_queries, count):
    plans = PlanFactory.create_batch(count)
    for plan in plans:
        ItemFactory(plan=plan, goal=GoalFactory(plan=plan), text="Greet first")

    with django_assert_num_queries(2):
        progress = progress_of_plans(plans, TODAY)

    assert len(progress) == count
