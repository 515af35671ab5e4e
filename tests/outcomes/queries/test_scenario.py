"""Skill shown in a scenario beside low scores had later."""

import datetime as dt

import pytest

from feedback.models import WeeklyOutcome
from outcomes.queries.scenario import skill_picture
from tests.factories.outcomes import LAST_WEEK, metric
from tests.factories.staff import EmployeeFactory, moment
from tests.factories.training import (
    EnrolmentFactory,
    ScenarioVersionFactory,
    StepFactory,
)
from training.choices import StepKind
from training.models import Attempt

A_WEEK = dt.timedelta(weeks=1)
PLAYED = LAST_WEEK - 15 * A_WEEK


@pytest.fixture
def step(company):
    return StepFactory(
        kind=StepKind.SCENARIO, scenario_version=ScenarioVersionFactory()
    )


def play(person, step, score, week=PLAYED, number=1):
    enrolment = person.enrolments.first() or EnrolmentFactory(
        employee=person, module=step.version.module
    )
    at = moment(day=week + dt.timedelta(days=2))
    return Attempt.objects.create(
        enrolment=enrolment,
        step=step,
        number=number,
        started_at=at,
        finished_at=at,
        score_percent=score,
    )


def low_scores(person, team, week, answers=10, low=1):
    WeeklyOutcome.objects.create(
        employee=person,
        team=team,
        metric=metric("low_score"),
        week=week,
        responses=answers,
        weight=answers * 10_000,
        total=low,
        squares=low,
    )


def shares(scenario):
    return [each.low_share for each in skill_picture(scenario).bins]


def test_skill_picture_sets_first_plays_beside_the_weeks_after(company, step):
    for number in range(10):
        person = EmployeeFactory(team=company)
        play(person, step, score=90 if number < 5 else 30)
        low_scores(person, company, PLAYED, low=10)
        low_scores(person, company, PLAYED + A_WEEK, low=1 if number < 5 else 3)
        low_scores(person, company, PLAYED + 12 * A_WEEK, low=1 if number < 5 else 3)
        low_scores(person, company, PLAYED + 13 * A_WEEK, low=10)
        play(person, step, score=50, week=PLAYED + A_WEEK, number=2)

    picture = skill_picture(step.scenario_version.scenario)

    assert shares(step.scenario_version.scenario) == [None, 0.3, None, None, 0.1]
    assert (picture.people, picture.left_out, picture.is_shown) == (10, 0, True)


def test_skill_picture_hides_bins_with_few_people_and_counts_the_silent(company, step):
    for _ in range(4):
        person = EmployeeFactory(team=company)
        play(person, step, score=90)
        low_scores(person, company, PLAYED + A_WEEK)
    play(EmployeeFactory(team=company), step, score=90)

    picture = skill_picture(step.scenario_version.scenario)

    assert shares(step.scenario_version.scenario) == [None] * 5
    assert (picture.people, picture.left_out, picture.is_shown) == (4, 1, False)


def test_skill_picture_of_other_scenarios_is_empty(step):
    other = ScenarioVersionFactory(document={"slug": "other", "title": {"en": "O"}})

    assert skill_picture(other.scenario).people == 0
