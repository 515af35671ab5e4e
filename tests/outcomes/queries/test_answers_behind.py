"""The answers behind an estimate: as many as the run counted, and no more than one may."""

import datetime as dt

import pytest

from feedback.actions.correcting import delete_interaction
from feedback.models import Interaction
from feedback.queries.shown import viewer_of
from feedback.rules.served import Share
from outcomes.actions.analysis import ask_for_curve
from outcomes.choices import AnswerPart, Place
from outcomes.models import EstimateGap, EstimatePerson
from outcomes.panel.running import work_out
from outcomes.queries.answers_behind import (
    answers_behind,
    counted_answers,
    shown_answers,
)
from outcomes.queries.parts import curve_part, span_of
from outcomes.queries.payoff import later_curve
from staff.choices import Role
from tests.factories.feedback import record_all
from tests.factories.outcomes import LAST_WEEK
from tests.factories.staff import TODAY, EmployeeFactory, moment
from tests.outcomes.answered import AnsweredHouse

pytestmark = pytest.mark.django_db


@pytest.fixture
def hr(company):
    return viewer_of(EmployeeFactory(team=company, roles=[Role.HR]), TODAY)


@pytest.fixture
def owner(company):
    """Reaches everybody, and stands directly above every team."""
    owner = EmployeeFactory(team=company, roles=[Role.HR], manages=[company])
    return viewer_of(owner, TODAY)


def there(estimate, part, viewer, place=Place.USED):
    span = span_of(part, estimate.analysis.parameters["settings"], place)
    return answers_behind(estimate, span, viewer)


def counted(estimate):
    """Return {part: how many answers the run counted} of all parts that have some."""
    return {part: n for part, n in estimate.findings["answers"].items() if n}


@pytest.mark.parametrize("is_for_all", [False, True])
def test_whoever_may_see_all_reads_what_the_run_counted(company, owner, is_for_all):
    house = AnsweredHouse(company, is_for_all=is_for_all)

    estimate = house.judged()

    parts = counted(estimate)
    assert {AnswerPart.AFTER, AnswerPart.BEFORE, AnswerPart.ZONE} <= set(parts)
    assert (AnswerPart.NOT_COMPARED in parts) == is_for_all
    assert Place.NO_ASSIGNED_DAY in parts
    assert {part: there(estimate, part, owner).rows.count() for part in parts} == parts
    assert {part: there(estimate, part, owner).answers for part in parts} == parts
    assert parts[AnswerPart.AFTER] == estimate.responses_after
    assert parts[AnswerPart.BEFORE] == estimate.responses_before


def test_every_answer_about_those_who_completed_it_is_in_one_part(company, owner):
    estimate = AnsweredHouse(company, is_for_all=True).judged()

    seen = [
        pk
        for part in counted(estimate)
        for pk in there(estimate, part, owner).rows.values_list("pk", flat=True)
    ]

    about = Interaction.objects.filter(
        credits__employee__in=estimate.people.values("employee")
    )
    assert len(seen) == len(set(seen)) == about.count()


@pytest.mark.parametrize("is_for_all", [False, True])
def test_each_stretch_of_the_picture_opens_what_it_was_drawn_from(
    company, owner, is_for_all
):
    estimate = AnsweredHouse(company, is_for_all=is_for_all).judged()
    drawn = {
        curve_part(point["from"], point["to"]): point["responses"]
        for point in estimate.findings["curve"]
    }
    drawn |= {p["key"]: p["responses"] for p in estimate.findings["zone"]}

    assert {part: there(estimate, part, owner).answers for part in drawn} == drawn
    assert sum(drawn.values()) > 40


def test_a_curve_drawn_after_the_verdict_opens_what_it_was_drawn_from(company, owner):
    house = AnsweredHouse(company)
    judged = house.judged(through=LAST_WEEK - dt.timedelta(weeks=4))
    work_out(ask_for_curve(at=moment(), today=TODAY), clock=moment)

    later = later_curve(judged.analysis, house.module)

    drawn = {
        curve_part(point["from"], point["to"]): point["responses"]
        for point in later.findings["curve"]
    }
    drawn |= {p["key"]: p["responses"] for p in later.findings["zone"]}
    assert {part: there(later, part, owner).answers for part in drawn} == drawn
    before = {part: counted_answers(judged, part) for part in drawn}
    assert before["weeks-13-25"] < drawn["weeks-13-25"]


def test_an_answer_that_two_gave_is_one_answer_of_the_run(company, hr):
    house = AnsweredHouse(company)
    used, waiting = house.people[1], house.people[3]
    week = house.monday(20)
    team = waiting.postings.get().team_id
    record_all(
        [house.served(used, 20, (Share(waiting.pk, team, None, week, 5_000),))] * 1
    )

    estimate = house.judged()
    after = there(estimate, AnswerPart.AFTER, hr)

    assert after.answers == after.whole + 1
    assert after.answers == estimate.responses_after


def test_what_was_deleted_since_the_run_is_no_longer_read(company, hr):
    estimate = AnsweredHouse(company).judged()
    row = there(estimate, AnswerPart.AFTER, hr).rows[0]

    delete_interaction(
        interaction=row.interaction, reason="twice", by=None, at=moment()
    )

    after = there(estimate, AnswerPart.AFTER, hr)
    assert after.answers == estimate.responses_after - 1


def test_a_manager_reads_what_was_said_of_their_own_team(company):
    house = AnsweredHouse(company)
    team = house.teams[2]
    manager = EmployeeFactory(team=team, manages=[team])
    viewer = viewer_of(manager, TODAY)
    estimate = house.judged()

    after = there(estimate, AnswerPart.AFTER, viewer)
    rows = shown_answers(after.rows[:10], after)

    assert 0 < after.answers < estimate.responses_after
    assert {row.team for row in rows} == {"Shop 2"}


def test_few_answers_are_read_by_their_direct_manager_alone(company, hr):
    """The first person has six answers, and stands alone with too few before."""
    house = AnsweredHouse(company)
    team = house.teams[0]
    leader = viewer_of(EmployeeFactory(team=team, manages=[team]), TODAY)
    estimate = house.judged()

    few = there(estimate, Place.FEW_BEFORE, hr)

    assert estimate.findings["answers"][Place.FEW_BEFORE] == 6
    assert (few.answers, few.is_few, list(few.rows)) == (0, True, [])
    assert there(estimate, Place.FEW_BEFORE, leader).answers == 6


def test_a_team_of_few_is_not_named_to_who_stands_above(company, hr):
    estimate = AnsweredHouse(company).judged()
    after = there(estimate, AnswerPart.AFTER, hr)

    rows = shown_answers(after.rows[:10], after)

    assert {row.team for row in rows} == {""}


def test_a_run_keeps_the_weeks_it_went_by(company):
    house = AnsweredHouse(company, is_for_all=True)

    estimate = house.judged()

    used = EstimatePerson.objects.filter(estimate=estimate, place=Place.USED)
    weeks = dict(used.values_list("employee", "completed_week"))
    assert weeks[house.people[1].pk] == house.monday(12 + 1)
    unknown = EstimatePerson.objects.filter(place=Place.NO_ASSIGNED_DAY)
    assert set(unknown.values_list("assigned_week", flat=True)) == {None}
    # Whoever was compared with somebody to the end has no gap.
    assert EstimateGap.objects.filter(estimate=estimate).count() <= used.count() + 9


@pytest.mark.parametrize(
    ("part", "is_known"),
    [("after", True), ("weeks-4-7", True), ("weeks-1-2", False), ("used", False)],
)
def test_parts_that_there_are_not_have_no_span(company, part, is_known):
    settings = {"window": [0, 12], "exclude": 4, "bins": [[0, 3], [4, 7]]}

    assert (span_of(part, settings) is not None) == is_known


def test_somebody_who_works_in_two_teams_is_one_of_the_few(company, hr):
    """Four people are too few to be read of, also when one of them was in two teams."""
    house = AnsweredHouse(company)
    estimate = house.judged()
    other = house.teams[-1].pk
    used = estimate.people.filter(place=Place.USED).order_by("pk")
    used.exclude(pk__in=used.values("pk")[:4]).delete()
    for stands in used.select_related("employee"):
        stands.employee.credits.filter(week__gte=house.monday(20)).update(team=other)

    after = there(estimate, AnswerPart.AFTER, hr)

    assert (after.answers, after.is_few) == (0, True)
