"""Complaints are found by what was said, and whether it was put right."""

import datetime as dt

import pytest

from feedback.actions.correcting import correct_credit, delete_interaction
from feedback.actions.recording import record_services
from feedback.choices import CameBack, ComplaintState, CreditReason, SourceKind
from feedback.models import Metric, Recovery, Response
from feedback.queries.complaints import (
    ComplaintCounts,
    complaint_counts,
    complaint_rows,
    complaints,
    counted,
    in_state,
    returns_after,
)
from feedback.rules.served import Share, monday
from staff.rules import Reach
from tests.factories.feedback import (
    answer,
    record_all,
    recovered,
    served,
    source_of,
    till_knows,
    visit,
)
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment

pytestmark = pytest.mark.django_db
A_DAY, A_WEEK = dt.timedelta(days=1), dt.timedelta(weeks=1)
MONDAY = monday(TODAY)
EVERYBODY = Reach(None, is_everybody=True)


@pytest.fixture
def bar(company):
    return TeamFactory(parent=company, name="Bar")


@pytest.fixture
def kitchen(company):
    return TeamFactory(parent=company, name="Kitchen")


@pytest.fixture
def ann(bar):
    return EmployeeFactory(team=bar)


@pytest.fixture
def boss(company):
    return EmployeeFactory(team=company, manages=[company])


def of(team):
    return Reach(None, team_paths=(team.path,))


def told(team, weeks=1):
    """Return the ComplaintCounts of the last ``weeks``, with the one of today."""
    return complaint_counts(team, MONDAY - (weeks - 1) * A_WEEK, MONDAY + A_WEEK)


def test_complaints_are_what_was_called_one_and_low_scores(ann):
    called = answer(ann, score=5, values={"complaint": 1}).interaction
    low = [answer(ann, score=score).interaction for score in (1, 2)]
    answer(ann, score=3)
    answer(ann, score=5, values={"complaint": 0, "nps": -100})
    visit(ann)

    assert set(complaints(EVERYBODY)) == {called, *low}


def test_complaints_go_by_the_threshold_of_the_house(ann):
    answer(ann, score=2)
    worse = answer(ann, score=1).interaction
    Metric.objects.filter(key="low_score").update(threshold=1)

    assert list(complaints(EVERYBODY)) == [worse]


def test_complaints_are_no_answers_about_how_one_was_put_right(ann):
    Response.objects.filter(pk=answer(ann, score=1).pk).update(kind="recovery")

    assert not complaints(EVERYBODY).exists()


def test_complaints_come_newest_first(ann):
    days = [TODAY - 3 * A_DAY, TODAY, TODAY - A_DAY]
    rows = [answer(ann, day, 1).interaction for day in days]

    assert list(complaints(EVERYBODY)) == [rows[1], rows[2], rows[0]]


@pytest.mark.parametrize("team_named", [True, False])
def test_complaints_are_reached_by_the_team_that_served(
    ann, bar, kitchen, company, team_named
):
    at_the_bar = answer(ann, TODAY, 1).interaction
    in_the_kitchen = answer(ann, TODAY - A_DAY, 1, team=kitchen).interaction

    def reached(team):
        return list(complaints(of(team), team=team if team_named else None))

    assert reached(bar) == [at_the_bar]
    assert reached(kitchen) == [in_the_kitchen]
    assert reached(company) == [at_the_bar, in_the_kitchen]


def test_complaints_of_a_team_out_of_reach_are_none(ann, bar, kitchen):
    answer(ann, TODAY, 1)

    assert not complaints(of(kitchen), team=bar).exists()


def test_complaints_that_several_share_are_counted_once(ann, bar, kitchen, company):
    cook = EmployeeFactory(team=kitchen)
    shares = (Share(cook.pk, kitchen.pk, None, MONDAY, 5_000),)
    shared = answer(ann, TODAY, 1, others=shares).interaction

    for team in (bar, kitchen, company):
        assert list(complaints(of(team), team=team)) == [shared]
        assert told(team) == ComplaintCounts(total=1)


def test_complaints_follow_who_is_said_to_have_served(ann, bar, kitchen):
    said = answer(ann, TODAY, 1).interaction
    share = Share(None, kitchen.pk, None, MONDAY)
    reason = CreditReason.WRONG_TEAM

    correct_credit(
        interaction=said, shares=[share], reason=reason, by=None, at=moment()
    )

    assert (told(bar).total, told(kitchen).total) == (0, 1)


def test_complaints_that_were_deleted_are_gone(ann, bar, boss):
    gone, stays = (answer(ann, TODAY, 1).interaction for _ in range(2))
    recovered(gone, boss)
    recovered(stays, boss)

    delete_interaction(interaction=gone, reason="twice", by=None, at=moment())

    assert told(bar) == ComplaintCounts(total=1, put_right=1)


def test_complaints_are_none_any_more_when_the_source_says_otherwise(ann, bar, boss):
    [said] = record_all([served(ann, identity="id:7", values={"csat": 1})])
    recovered(said, boss)

    record_services(
        source=source_of(SourceKind.ANSWERS),
        services=[served(ann, identity="id:7", values={"csat": 4})],
        at=moment(),
    )

    assert told(bar) == ComplaintCounts()
    assert Recovery.objects.exists()


def test_complaints_are_of_the_weeks_asked_for(ann, bar):
    days = [MONDAY - A_DAY, MONDAY, MONDAY + 6 * A_DAY, MONDAY + A_WEEK]
    rows = [answer(ann, day, 1).interaction for day in days]

    found = complaints(of(bar), team=bar, first=MONDAY, end=MONDAY + A_WEEK)

    assert list(found) == [rows[2], rows[1]]


def test_in_state_keeps_those_that_wait_or_were_put_right(ann, boss):
    first, second, third = (
        answer(ann, TODAY - back * A_DAY, 1).interaction for back in (0, 1, 2)
    )
    recovered(first, boss)
    found = complaints(EVERYBODY)

    assert list(in_state(found, ComplaintState.WAITING)) == [second, third]
    assert list(in_state(found, ComplaintState.PUT_RIGHT)) == [first]
    assert list(in_state(found, ComplaintState.ALL)) == [second, third, first]
    assert counted(found) == ComplaintCounts(total=3, put_right=1)
    assert counted(found).waiting == 2


PUT_RIGHT_ON = TODAY - 10 * A_DAY


@pytest.fixture
def week_long(db):
    """Coming back counts within seven days, and the till is complete up to yesterday."""
    Metric.objects.filter(key="returned").update(window_days=7)
    till_knows(TODAY - 90 * A_DAY, TODAY - A_DAY)


@pytest.mark.parametrize(
    ("came_on", "state"),
    [
        ([11, -1], CameBack.YES),
        ([11], CameBack.NO),
        ([0], CameBack.NO),
        ([-8], CameBack.NO),
        ([-7], CameBack.YES),
        ([], CameBack.NOBODY),
    ],
)
def test_returns_after_looks_at_the_days_after_it_was_put_right(
    week_long, ann, boss, came_on, state
):
    said = answer(ann, PUT_RIGHT_ON - A_DAY, 1).interaction
    recovery = recovered(said, boss, PUT_RIGHT_ON, customer="LK-7")
    for days_before in came_on:
        visit(ann, PUT_RIGHT_ON - days_before * A_DAY, "lk-7")
    visit(ann, PUT_RIGHT_ON + A_DAY, "another")

    assert returns_after([recovery])[recovery.pk].state == state


def test_returns_after_goes_by_the_customer_of_the_answer_too(week_long, ann, boss):
    said = answer(ann, PUT_RIGHT_ON, 1, customer="Kim").interaction
    recovery = recovered(said, boss, PUT_RIGHT_ON)
    visit(ann, PUT_RIGHT_ON + A_DAY, "Kim")

    assert returns_after([recovery])[recovery.pk].state == CameBack.YES


def test_returns_after_is_not_known_of_somebody_unnamed(week_long, ann, boss):
    recovery = recovered(answer(ann, PUT_RIGHT_ON, 1).interaction, boss, PUT_RIGHT_ON)

    assert returns_after([recovery])[recovery.pk].state == CameBack.NOBODY


def test_returns_after_says_when_it_may_be_known(week_long, ann, boss):
    said = answer(ann, TODAY - 3 * A_DAY, 1).interaction
    recovery = recovered(said, boss, TODAY - 2 * A_DAY, customer="Kim")
    visit(ann, TODAY - A_DAY, "Kim")

    shown = returns_after([recovery])[recovery.pk]

    assert (shown.state, shown.earliest_on) == (CameBack.WAITS, TODAY + 6 * A_DAY)


def test_complaint_counts_tell_how_many_came_back(week_long, ann, bar, boss):
    for customer in ("came", "came too", "stayed", None, "waits"):
        said = answer(ann, PUT_RIGHT_ON, 1).interaction
        day = TODAY if customer == "waits" else PUT_RIGHT_ON
        recovered(said, boss, day, customer=customer or "")
        visit(ann, PUT_RIGHT_ON, customer or "")
    for customer in ("came", "came too"):
        visit(ann, PUT_RIGHT_ON + A_DAY, customer)
    answer(ann, TODAY, 2)

    counts = told(bar, weeks=4)

    assert counts == ComplaintCounts(6, 5, came=2, stayed_away=1)
    assert (counts.waiting, counts.known, counts.unknown) == (1, 3, 2)


def test_complaint_rows_name_only_teams_within_reach(ann, bar, kitchen, boss):
    shares = (Share(None, kitchen.pk, None, MONDAY, 5_000),)
    said = answer(ann, TODAY, 1, others=shares, values={"nps": -100})
    recovery = recovered(said.interaction, boss)

    [row] = complaint_rows(complaints(of(bar)), of(bar))

    assert (row.interaction, row.response, row.teams) == (said.interaction, said, [bar])
    assert [(metric.key, value) for metric, value in row.scores] == [
        ("csat", 1),
        ("nps", -100),
    ]
    assert (row.recovery, row.came_back.state) == (recovery, CameBack.NOBODY)


@pytest.mark.parametrize("rows", [3, 30])
def test_complaint_rows_cost_nine_statements_at_any_length(
    week_long, ann, boss, rows, django_assert_num_queries
):
    for number in range(rows):
        said = answer(ann, PUT_RIGHT_ON, 1).interaction
        visit(ann, PUT_RIGHT_ON, f"{number}")
        if number % 3:
            recovered(said, boss, PUT_RIGHT_ON, customer=f"{number}")
    found = list(complaints(EVERYBODY))

    with django_assert_num_queries(9):
        assert len(complaint_rows(found, EVERYBODY)) == rows
