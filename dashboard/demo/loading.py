"""Filling an empty house with the demo, and finishing what was broken off."""

import random
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db import transaction

from dashboard.demo.customers import write_answers, write_visits
from dashboard.demo.people import ZONE, Calendar, set_up_house, write_people
from dashboard.demo.plans import write_plans, write_to_do
from dashboard.demo.plays import write_past_plays
from dashboard.demo.recoveries import write_recoveries
from dashboard.demo.sign_ins import NADIA, PASSWORD
from dashboard.demo.training import publish_catalogue, write_training
from events.pouring import refresh_statistics
from feedback.actions.returns import measure_returns
from feedback.actions.summing import sum_dirty_weeks
from outcomes.actions.analysis import ask_for_analysis
from outcomes.actions.judging import change_judging
from outcomes.models import Analysis, Judging
from outcomes.panel.running import work_out
from plans.models import DevelopmentPlan
from staff.models import Employee, Organisation

WAGE = Decimal("26.50")


def is_loaded():
    """Return whether the demo organisation, or any other, is there already."""
    return Organisation.objects.exists()


@transaction.atomic
def load_demo(story, *, at, seed):
    """Write ``story``, a Story, into an empty database: all of it or nothing.

    at: the moment its history ends. seed: of the words, names and days that are drawn
    on the way. The starter catalogue has to be there. Weeks are not summed yet: see
    settle_demo.
    """
    chance = random.Random(seed)
    house = set_up_house(Calendar(at, story.weeks, ZoneInfo(ZONE)))
    write_people(house, story, chance)
    publish_catalogue(house)
    write_training(house, story, chance)
    write_past_plays(house, random.Random(f"plays of {seed}"))
    write_answers(house, story, chance)
    write_visits(house, story, chance)
    refresh_statistics(apps.get_models())
    write_recoveries(house, random.Random(f"recoveries of {seed}"))
    _let_learners_in(house)


def settle_demo(*, at, tell=lambda line: None):
    """Sum the weeks, write the plans, work out the evidence; what is done stays.

    at: the moment. tell: is given a line before each step. Begun again after it was
    broken off, it goes on.
    """
    tell("Summing up the weeks")
    measure_returns(at=at)
    sum_dirty_weeks(at=at)
    if not DevelopmentPlan.objects.exists():
        tell("Writing plans")
        with transaction.atomic():
            _tell_wage(at)
            write_plans(at)
            write_to_do(at)
    if not Analysis.objects.done().exists():
        tell("Working out what each module changed")
        today = at.astimezone(ZoneInfo(ZONE)).date()
        analysis, _is_new = ask_for_analysis(by=None, at=at, today=today)
        work_out(analysis, clock=lambda: at)


def _tell_wage(at):
    judging = Judging.objects.select_related("primary_metric").get()
    change_judging(
        primary_metric=judging.primary_metric,
        wage_per_hour=WAGE,
        currency="EUR",
        smallest_effects={},
        by=Employee.objects.get(employee_number=NADIA.number),
        at=at,
    )


def _let_learners_in(house):
    """Give whoever has learned here one password, the same for all: it is a demo."""
    today = house.calendar.today
    learned = Employee.objects.not_left_by(today).filter(
        enrolments__started_at__isnull=False
    )
    learned.update(password=make_password(PASSWORD), last_login=house.calendar.at)
