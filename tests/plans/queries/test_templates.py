"""What a plan would begin with."""

import pytest

from feedback.actions.summing import sum_dirty_weeks
from outcomes.choices import Verdict
from plans.actions.planning import start_plan
from plans.queries.templates import proposed_plan
from tests.factories.feedback import answers, metric
from tests.factories.outcomes import EstimateFactory
from tests.factories.plans import TemplateGoalFactory
from tests.factories.staff import TODAY, EmployeeFactory, moment
from tests.factories.training import ModuleFactory

pytestmark = pytest.mark.django_db


def test_proposed_plan_leaves_out_what_was_judged_harmful(company):
    person, module = EmployeeFactory(team=company), ModuleFactory()
    harmful = EstimateFactory(verdict=Verdict.HARMFUL).module
    TemplateGoalFactory(modules=[module, harmful])

    [goal] = proposed_plan(person, TODAY).goals

    assert (goal.modules, goal.harmful) == ((module,), (harmful,))


def test_start_plan_has_no_harmful_step(company):
    mona = EmployeeFactory(team=company, manages=[company])
    amal, harmful = EmployeeFactory(team=company), EstimateFactory(verdict="harmful")
    TemplateGoalFactory(modules=[harmful.module])

    plan = start_plan(employee=amal, by=mona, at=moment(), today=TODAY)

    assert (plan.goals.count(), plan.items.count()) == (1, 0)


@pytest.mark.parametrize(("scores", "is_reached"), [([5] * 6, True), ([4] * 6, False)])
def test_proposed_plan_names_apart_the_goals_that_are_reached(
    company, scores, is_reached
):
    person, module = EmployeeFactory(team=company), ModuleFactory()
    answers(person, scores, TODAY.replace(day=9))
    sum_dirty_weeks(at=moment())
    TemplateGoalFactory(metric=metric("csat"), modules=[module])

    plan = proposed_plan(person, TODAY)

    assert (len(plan.reached), len(plan.goals)) == (is_reached, not is_reached)
