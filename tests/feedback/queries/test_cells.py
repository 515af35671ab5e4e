import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedback.actions.recording import record_services
from feedback.actions.summing import sum_dirty_weeks
from feedback.choices import ResponseKind
from feedback.models import Measurement, Response
from feedback.queries.cells import (
    baseline,
    behind,
    person_course,
    person_figures,
    praise,
    stretches,
    team_course,
    team_figures,
)
from feedback.queries.shown import viewer_of
from feedback.rules.served import Share
from staff.choices import Role
from staff.models import TeamManager
from tests.factories.feedback import answer, answers, metric, served, source_of
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment

pytestmark = pytest.mark.django_db
WEEK = dt.timedelta(weeks=1)
MONDAY = TODAY - dt.timedelta(days=TODAY.weekday())
SPAN = {"first": MONDAY - 7 * WEEK, "end": MONDAY + WEEK}


@pytest.fixture
def team(company):
    return TeamFactory(parent=company)


@pytest.fixture
def waiter(team):
    return EmployeeFactory(team=team)


@pytest.fixture
def manager(company, team):
    return EmployeeFactory(team=company, manages=[team])


@pytest.fixture
def director(company):
    return EmployeeFactory(team=company, manages=[company])


@pytest.fixture
def hr(company):
    return EmployeeFactory(team=company, roles=[Role.HR])


def viewer(user):
    return viewer_of(user, TODAY)


def told(figures):
    return [(figure.answers, figure.mean) for figure in figures]


def summed():
    sum_dirty_weeks(at=moment())


def test_stretches_end_whole():
    assert stretches(MONDAY - 5 * WEEK, MONDAY, 4) == [
        (MONDAY - 5 * WEEK, MONDAY - 4 * WEEK),
        (MONDAY - 4 * WEEK, MONDAY),
    ]


def test_person_course_tells_nothing_below_five_answers(manager, waiter):
    answers(waiter, [4, 4, 4, 4, 5], TODAY - 2 * WEEK)
    answers(waiter, [1, 1], TODAY - 5 * WEEK)
    summed()

    early, late = person_course(viewer(manager), waiter, metric("csat"), **SPAN)

    assert (late.answers, late.mean) == (5, 4.2)
    assert late.spread == pytest.approx(0.447, abs=0.001)
    assert late.interval == (
        pytest.approx(3.645, abs=0.001),
        pytest.approx(4.755, 0.001),
    )
    assert (early.answers, early.mean, early.interval) == (None, None, None)
    assert early.is_hidden


def test_person_course_of_no_answers_hides_nothing(manager, waiter):
    figures = person_course(viewer(manager), waiter, metric("csat"), **SPAN)

    assert told(figures) == [(0, None), (0, None)]
    assert not any(figure.is_hidden for figure in figures)


def test_person_course_leaves_out_what_was_served_beyond_the_reach(
    company, team, manager, waiter, hr
):
    other = TeamFactory(parent=company)
    answers(waiter, [1] * 5, team=other)
    answers(waiter, [5] * 5)
    summed()

    def latest(user):
        return person_course(viewer(user), waiter, metric("csat"), **SPAN)[-1].mean

    assert (latest(manager), latest(hr), latest(waiter)) == (5, 3, 3)


def test_person_figures_are_of_every_metric(manager, waiter):
    answers(waiter, [1, 2, 4, 5, 5])
    answer(waiter, score=None, values={"nps": 100})
    summed()

    figures = person_figures(viewer(manager), waiter, **SPAN)

    assert {key: (f.answers, f.mean) for key, f in figures.items()} == {
        "csat": (5, 3.4),
        "low_score": (5, 0.4),
        "nps": (None, None),
    }


def test_baseline_is_of_the_twelve_weeks_before(waiter):
    answers(waiter, [1] * 5)
    answers(waiter, [4] * 5, TODAY - 12 * WEEK)
    answers(waiter, [1] * 5, TODAY - 13 * WEEK)
    answers(waiter, [5] * 5, TODAY - WEEK)
    summed()

    assert baseline(waiter, metric("csat"), TODAY) == (4.5, 10)


def test_baseline_of_four_answers_is_only_their_number(waiter):
    answers(waiter, [1] * 4, TODAY - WEEK)
    summed()

    assert baseline(waiter, metric("csat"), TODAY) == (None, 4)


def test_team_course_shows_few_answers_to_the_direct_manager_alone(
    team, manager, director, hr, waiter
):
    answers(waiter, [4, 5])
    summed()

    def latest(user):
        return team_course(viewer(user), team, metric("csat"), **SPAN)[-1]

    assert (latest(manager).answers, latest(manager).mean) == (2, 4.5)
    for user in (director, hr):
        assert latest(user).is_hidden
        assert (latest(user).answers, latest(user).mean) == (None, None)


def test_team_course_hides_few_people_however_much_was_said(team, hr):
    people = [EmployeeFactory(team=team) for _ in range(5)]
    for person in people[:4]:
        answers(person, [4] * 5)
    summed()
    assert team_course(viewer(hr), team, metric("csat"), **SPAN)[-1].is_hidden

    answer(people[4], score=5)
    summed()

    assert team_course(viewer(hr), team, metric("csat"), **SPAN)[-1].answers == 21


def test_team_course_shows_a_team_without_a_manager_to_the_next_above(
    company, director, hr
):
    lone = TeamFactory(parent=company)
    answer(EmployeeFactory(team=lone), score=3)
    summed()

    def latest(user):
        return team_course(viewer(user), lone, metric("csat"), **SPAN)[-1].answers

    assert (latest(director), latest(hr)) == (1, None)


def test_team_course_counts_an_answer_about_three_people_once(team, manager, waiter):
    others = [EmployeeFactory(team=team) for _ in range(2)]
    shares = tuple(
        Share(other.pk, team.pk, None, MONDAY, weight)
        for other, weight in zip(others, [3333, 3333], strict=True)
    )
    record_services(
        source=source_of("answers"),
        services=[served(waiter, values={"csat": 2}, others=shares)],
        at=moment(),
    )
    summed()

    latest = team_course(viewer(manager), team, metric("csat"), **SPAN)[-1]

    assert (latest.answers, latest.mean) == (1, 2)


@pytest.mark.parametrize("count", [3, 30])
def test_team_figures_cost_the_same_for_any_number_of_teams(company, hr, count):
    for _team in range(count):
        TeamFactory(parent=company)
    seen, csat = viewer(hr), metric("csat")

    with CaptureQueriesContext(connection) as queries:
        team_figures(seen, company, csat, **SPAN)

    assert len(queries) == 3


def with_answers(parent, people, score=4):
    team = TeamFactory(parent=parent)
    for _person in range(people):
        answer(EmployeeFactory(team=team), score=score)
    return team


def test_team_figures_hide_what_could_be_had_by_subtraction(company, hr):
    small, middle, large = (with_answers(company, people) for people in (3, 6, 9))
    summed()

    total, parts = team_figures(viewer(hr), company, metric("csat"), **SPAN)

    assert total.answers == 18
    assert {part.team: part.figure.answers for part in parts} == {
        small: None,
        middle: None,
        large: 9,
    }


def test_team_figures_hide_no_more_than_they_must(company, hr):
    teams = [with_answers(company, people) for people in (3, 2, 6)]
    summed()

    _total, parts = team_figures(viewer(hr), company, metric("csat"), **SPAN)

    assert [part.figure.answers for part in parts] == [None, None, 6]
    assert [part.team for part in parts] == teams


def test_a_team_that_would_give_another_away_is_hidden_by_itself_too(company, hr):
    site = TeamFactory(parent=company)
    large, other = with_answers(site, 6, 5), with_answers(site, 7, 5)
    small = with_answers(site, 1, 1)
    part = TeamFactory(parent=large)
    for person in EmployeeFactory.create_batch(6, team=part):
        answer(person, score=5)
    summed()

    def means(user, team):
        asked = viewer(user), team, metric("csat")
        figures = team_course(*asked, **SPAN, weeks=4)
        return figures[-1].mean, team_figures(*asked, **SPAN)[0].mean

    assert means(hr, small) == (None, None)
    assert means(hr, other) == (None, None)
    assert means(hr, large) == (5, 5)
    assert means(hr, part) == (5, 5)
    answers(EmployeeFactory(team=other), [5] * 20)
    summed()
    assert means(hr, large) == means(hr, part) == (None, None)
    assert means(EmployeeFactory(team=large, manages=[large]), large) == (5, 5)
    assert means(EmployeeFactory(team=other, manages=[other]), other) == (5, 5)


def test_team_figures_of_large_teams_are_all_told(company, hr):
    for people in (5, 6):
        with_answers(company, people)
    summed()

    total, parts = team_figures(viewer(hr), company, metric("csat"), **SPAN)

    assert (total.answers, [part.figure.answers for part in parts]) == (11, [5, 6])


@pytest.mark.parametrize(("key", "scores"), [("csat", 6), ("low_score", 2)])
def test_behind_a_point_are_the_rows_it_was_made_of(
    company, team, manager, waiter, key, scores
):
    answers(waiter, [1, 2, 3, 4, 5, 5], TODAY)
    answers(waiter, [1], TODAY - WEEK)
    answers(EmployeeFactory(team=company), [1], TODAY)
    recovery = Response.objects.create(
        interaction=Response.objects.order_by("pk").first().interaction,
        kind=ResponseKind.RECOVERY,
        answered_at=moment(),
    )
    Measurement.objects.create(
        interaction=recovery.interaction,
        response=recovery,
        metric=metric("csat"),
        value=1,
    )
    summed()
    seen = viewer(manager)
    of_team = team_course(seen, team, metric(key), **SPAN)[-1]
    of_person = person_course(seen, waiter, metric(key), weeks=1, **SPAN)[-1]

    rows = behind(seen, of_team, team=team)

    assert rows.count() == scores
    assert behind(seen, of_person, employee=waiter).count() == scores
    assert (of_team.answers, of_person.answers) == (6, 6)


def test_behind_what_is_hidden_is_nothing(team, hr, manager, waiter):
    answers(waiter, [1, 2])
    summed()

    def count(user, **of):
        seen = viewer(user)
        if "team" in of:
            figure = team_course(seen, team, metric("csat"), **SPAN)[-1]
        else:
            figure = person_course(seen, waiter, metric("csat"), **SPAN)[-1]
        return behind(seen, figure, **of).count()

    assert [count(user, team=team) for user in (manager, hr)] == [2, 0]
    assert [count(user, employee=waiter) for user in (waiter, manager, hr)] == [2, 2, 0]


def test_praise_is_of_high_scores_with_words_newest_first(manager, waiter):
    answer(waiter, TODAY - WEEK, 5, comment="Lovely.")
    answer(waiter, TODAY, 4, comment="Good.")
    answer(waiter, TODAY, 5)
    answer(waiter, TODAY, 3, comment="So so.")
    answer(waiter, TODAY, 5, values={"nps": -100}, comment="Mixed.")
    answer(waiter, TODAY, 5, values={"complaint": 1}, comment="But.")
    answer(waiter, TODAY - 2 * WEEK, None, values={"nps": 100}, comment="Again!")
    other = EmployeeFactory(team=waiter.postings.get().team)
    answer(other, TODAY, 5, comment="Not hers.")

    words = [response.comment for response in praise(viewer(manager), waiter)]

    assert words == ["Good.", "Lovely.", "Again!"]


def test_praise_costs_the_same_for_any_number(manager, waiter):
    for _time in range(3):
        answer(waiter, score=5, comment="Lovely.")
    seen = viewer(manager)

    with CaptureQueriesContext(connection) as queries:
        found = praise(seen, waiter, most=30)
        assert all(list(response.measurements.all()) for response in found)

    assert (len(found), len(queries)) == (3, 3)


def test_viewer_leads_directly_where_nobody_stands_between(company, team, director):
    below = TeamFactory(parent=team)
    assert viewer(director).leads_directly(below.path)

    TeamManager.objects.create(team=team, employee=EmployeeFactory(), valid_from=TODAY)

    assert not viewer(director).leads_directly(below.path)
    assert viewer(director).leads_directly(company.path)
