"""The demo's plans, however small and young Mona Lindqvist's team is."""

import datetime as dt

import pytest
from django.core.management import call_command

from dashboard.demo.courses import BY_PLAN
from dashboard.demo.plans import write_plans
from dashboard.demo.sign_ins import AMAL, MONA
from plans.models import DevelopmentPlan
from staff.models import Posting
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment
from tests.factories.training import EnrolmentFactory
from training.models import Module

# Longer ago than any plan was begun.
YEARS = 40

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("weeks_there", "states"),
    [
        ([], []),
        ([YEARS], ["complete"]),
        ([YEARS, 7], ["complete", "in_review"]),
        ([7, 3, 0], ["draft", "in_review", "in_review"]),
        ([0, 0, 0], ["draft"]),
        ([7, 0, YEARS, 2, 1], ["complete", "draft", "in_review", "in_review"]),
    ],
)
def test_plans_are_those_of_people_who_were_there(company, weeks_there, states):
    call_command("load_starter", verbosity=0)
    team, old = (TeamFactory(parent=company) for _number in range(2))
    EmployeeFactory(employee_number=MONA.number, team=team, manages=[team])
    amal = EmployeeFactory(employee_number=AMAL.number, team=team)
    EnrolmentFactory(employee=amal, module=Module.objects.get(slug=BY_PLAN[0]))
    for weeks in weeks_there:
        came_on = TODAY - dt.timedelta(weeks=weeks)
        person = EmployeeFactory(team=old)
        person.postings.update(valid_to=came_on)
        Posting.objects.create(employee=person, team=team, valid_from=came_on)

    write_plans(moment())

    of_others = DevelopmentPlan.objects.exclude(employee=amal)
    assert sorted(of_others.values_list("status", flat=True)) == states
