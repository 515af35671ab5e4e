"""Skill shown in a scenario beside low scores had later."""

import datetime as dt

import pytest

from feedback.models import WeeklyOutcome
from outcomes.queries.scenario import skill_pictures
from tests.factories.outcomes import LAST_WEEK, metric
from tests.factories.staff import EmployeeFactory, moment
from tests.factories.training import (
    EnrolmentFactory,
    ScenarioVersionFactory,
    SkillFactory,
    StepFactory,
)
from tests.frozen import unguarded
from training.choices import StepKind
from training.models import Attempt, ScenarioVersion

A_WEEK = dt.timedelta(weeks=1)
PLAYED = LAST_WEEK - 15 * A_WEEK


@pytest.fixture
def step(company):
    return StepFactory(
        kind=StepKind.SCENARIO, scenario_version=ScenarioVersionFactory()
    )


def play(person, step, score, week=PLAYED, number=1, skills=None):
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
        skill_scores=skills or {},
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


def whole_picture(scenario):
    return skill_pictures(scenario)[0]


def shares(scenario):
    return [each.low_share for each in whole_picture(scenario).bins]


def test_skill_picture_sets_first_plays_beside_the_weeks_after(company, step):
    for number in range(10):
        person = EmployeeFactory(team=company)
        play(person, step, score=90 if number < 5 else 30)
        low_scores(person, company, PLAYED, low=10)
        low_scores(person, company, PLAYED + A_WEEK, low=1 if number < 5 else 3)
        low_scores(person, company, PLAYED + 12 * A_WEEK, low=1 if number < 5 else 3)
        low_scores(person, company, PLAYED + 13 * A_WEEK, low=10)
        play(person, step, score=50, week=PLAYED + A_WEEK, number=2)

    picture = whole_picture(step.scenario_version.scenario)

    assert shares(step.scenario_version.scenario) == [None, 0.3, None, None, 0.1]
    assert (picture.people, picture.left_out, picture.is_shown) == (10, 0, True)


def test_skill_picture_hides_bins_with_few_people_and_counts_the_silent(company, step):
    for _ in range(4):
        person = EmployeeFactory(team=company)
        play(person, step, score=90)
        low_scores(person, company, PLAYED + A_WEEK)
    play(EmployeeFactory(team=company), step, score=90)

    picture = whole_picture(step.scenario_version.scenario)

    assert shares(step.scenario_version.scenario) == [None] * 5
    assert (picture.people, picture.left_out, picture.is_shown) == (4, 1, False)


def test_skill_picture_of_other_scenarios_is_empty(step):
    other = ScenarioVersionFactory(document={"slug": "other", "title": {"en": "O"}})

    assert whole_picture(other.scenario).people == 0


def spans(**best):
    """Return the bounds of a version in which each skill has so many points."""
    skills = {
        slug.replace("_", "-"): {"worst": 0, "best": points}
        for slug, points in best.items()
    }
    return {"worst": 0, "best": sum(best.values()), "skills": skills}


def set_bounds(version, bounds):
    unguarded(ScenarioVersion).filter(pk=version.pk).update(bounds=bounds)


def test_skill_pictures_set_each_skill_in_thirds_beside_the_weeks_after(company, step):
    """Whoever is good at one skill here is bad at the other."""
    version = step.scenario_version
    set_bounds(version, spans(empathy=4, promising_well=3, greeting=0))
    for position, slug in enumerate(["promising-well", "empathy", "greeting"]):
        SkillFactory(slug=slug, name={"en": slug}, position=position)
    for number in range(10):
        person, is_warm = EmployeeFactory(team=company), number < 5
        skills = {"empathy": 4, "promising-well": 0, "greeting": 0}
        if not is_warm:
            skills = {"empathy": 1, "promising-well": 3, "greeting": 0}
        play(person, step, score=57, skills=skills)
        low_scores(person, company, PLAYED + A_WEEK, low=1 if is_warm else 3)

    _whole, by_skill = skill_pictures(version.scenario)

    assert [
        (each.name, each.is_shown, [bin.low_share for bin in each.bins])
        for each in by_skill
    ] == [
        ("promising-well", True, [0.1, None, 0.3]),
        ("empathy", True, [0.3, None, 0.1]),
    ]


def test_skill_pictures_take_points_by_the_version_that_was_played(company, step):
    """Two points are all there were to be had before, and half of them now."""
    old = step.scenario_version
    set_bounds(old, spans(empathy=2))
    new = StepFactory(
        version=step.version,
        kind=StepKind.SCENARIO,
        scenario_version=ScenarioVersionFactory(
            document=old.document, bounds=spans(empathy=4)
        ),
    )
    SkillFactory(slug="empathy")
    for number in range(10):
        person = EmployeeFactory(team=company)
        play(person, step if number < 5 else new, score=9, skills={"empathy": 2})
        low_scores(person, company, PLAYED + A_WEEK, low=1 if number < 5 else 3)

    _whole, [picture] = skill_pictures(old.scenario)

    assert [bin.low_share for bin in picture.bins] == [None, 0.3, 0.1]


def test_skill_pictures_cost_four_statements_at_any_number(
    company, step, django_assert_num_queries
):
    version = step.scenario_version
    set_bounds(version, spans(empathy=4, promising_well=3))
    for slug in ("empathy", "promising-well"):
        SkillFactory(slug=slug)
    for _ in range(12):
        person = EmployeeFactory(team=company)
        play(person, step, score=9, skills={"empathy": 2, "promising-well": 1})
        low_scores(person, company, PLAYED + A_WEEK)

    with django_assert_num_queries(4):
        skill_pictures(version.scenario)
