"""Starting, agreeing to and changing a plan at the same moment, on a real database."""

from functools import partial

import pytest
from django.db import connection

from events.models import Event
from plans.actions.agreeing import agree_to_plan
from plans.actions.planning import set_item, start_plan
from plans.choices import ItemKind, PlanStatus
from plans.models import DevelopmentPlan
from tests.factories.plans import ItemFactory, PlanFactory
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment
from tests.plans.actions.test_at_once import at_once
from training.models import Enrolment

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="SQLite lets one writer in at a time; there is nothing to lock.",
    ),
]


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def hr(team):
    return EmployeeFactory(team=team, roles=["hr"])


@pytest.fixture
def amal(team):
    return EmployeeFactory(team=team)


def by(person):
    return {"by": person, "at": moment(), "today": TODAY}


def test_two_who_start_a_plan_at_once_make_one(team, hr, amal):
    other = EmployeeFactory(team=team, roles=["hr"])

    answers = at_once(
        partial(start_plan, employee=amal, **by(hr)),
        partial(start_plan, employee=amal, **by(other)),
    )

    plan = DevelopmentPlan.objects.get()
    assert sorted(answers, key=str, reverse=True) in (
        [plan, "open_already"],
        ["open_already", plan],
    )


@pytest.mark.parametrize("go", range(3))
def test_both_who_agree_at_once_begin_it_once(hr, amal, go):
    plan = PlanFactory(employee=amal, status=PlanStatus.IN_REVIEW)
    ItemFactory(plan=plan)

    at_once(
        partial(agree_to_plan, plan=plan, revision=1, **by(amal)),
        partial(agree_to_plan, plan=plan, revision=1, **by(hr)),
        partial(agree_to_plan, plan=plan, revision=1, **by(amal)),
    )

    plan.refresh_from_db()
    assert plan.status == PlanStatus.ACTIVE
    assert Enrolment.objects.count() == 1
    assert Event.objects.filter(kind="plan.activated").count() == 1


@pytest.mark.parametrize("go", range(3))
def test_a_yes_and_a_change_at_once_leave_no_yes_to_what_nobody_read(hr, amal, go):
    plan = PlanFactory(employee=amal, status=PlanStatus.IN_REVIEW)

    at_once(
        partial(agree_to_plan, plan=plan, revision=1, **by(amal)),
        partial(set_item, plan=plan, kind=ItemKind.TEXT, text="More", **by(hr)),
    )

    plan.refresh_from_db()
    assert (plan.agreed_on, plan.revision) == (None, 2)
