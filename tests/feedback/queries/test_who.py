import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedback.queries.who import Postings, shares_of
from staff.models import Posting
from tests.factories.staff import (
    HIRED,
    TODAY,
    EmployeeFactory,
    JobRoleFactory,
    TeamFactory,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def wall(day, hour=12):
    return dt.datetime.combine(day, dt.time(hour))  # noqa: DTZ001, a wall clock


def utc(day, hour=12):
    return dt.datetime.combine(day, dt.time(hour), tzinfo=dt.UTC)


@pytest.fixture
def ann(company):
    return EmployeeFactory(
        team=company,
        employee_number="ab 7",
        email="Ann@Example.com",
        first_name="Ann Marie",
        last_name="Lée",
    )


@pytest.fixture
def mover(company):
    """From Lisbon to Tokyo on TODAY."""
    lisbon = TeamFactory(parent=company, code="lisbon", time_zone="Europe/Lisbon")
    tokyo = TeamFactory(parent=company, code="tokyo", time_zone="Asia/Tokyo")
    mover = EmployeeFactory(team=lisbon)
    mover.postings.update(valid_to=TODAY)
    Posting.objects.create(employee=mover, team=tokyo, valid_from=TODAY)
    return mover


@pytest.mark.parametrize(
    "text",
    ["Ann Marie Lée", "lée, ann marie", "LÉE ANN MARIE", " Ann  Marie Le\u0301e"],
)
def test_by_name_knows_every_spelling(ann, text):
    assert Postings().by_name(text) == [ann.pk]


def test_by_name_returns_everybody_of_the_name(ann, company):
    other = EmployeeFactory(team=company, first_name="ann marie", last_name="LÉE")

    book = Postings()

    assert book.by_name("Ann Marie Lée") == [ann.pk, other.pk]
    assert book.by_name("Ann") == []


def test_by_number_and_by_email_know_one(ann):
    book = Postings()

    assert book.by_number(" AB  7 ") == ann.pk
    assert book.by_email("ann@example.COM") == ann.pk
    assert (book.by_number("7"), book.by_email("")) == (None, None)


def test_team_by_prefers_the_code_and_refuses_two_of_a_name(company):
    one = TeamFactory(parent=company, code="north", name="Kitchen")
    two = TeamFactory(parent=company, code="kitchen", name="Bar")
    three = TeamFactory(parent=company, code="south", name="bar")

    book = Postings()

    assert book.team_by("NORTH") == one.pk
    assert book.team_by("Kitchen") == two.pk
    assert book.team_by("Bar") is None
    assert book.teams_by("Bar") == sorted([two.pk, three.pk])
    assert book.zone(one.pk) == ZoneInfo("UTC")


def test_posting_on_is_that_of_the_day(mover):
    book = Postings()

    assert book.posting_on(mover.pk, TODAY - DAY) == (book.team_by("lisbon"), None)
    assert book.posting_on(mover.pk, TODAY) == (book.team_by("tokyo"), None)
    assert book.posting_on(mover.pk, HIRED - DAY) is None


def test_posting_on_before_a_first_posting_that_was_assumed_is_that_one(mover):
    mover.postings.update(is_assumed=True)

    book = Postings()

    assert book.posting_on(mover.pk, HIRED - DAY) == (book.team_by("lisbon"), None)


@pytest.mark.parametrize(
    ("moment", "team", "day"),
    [
        pytest.param(wall(TODAY - DAY, 23), "lisbon", TODAY - DAY, id="clock before"),
        pytest.param(wall(TODAY, 0), "tokyo", TODAY, id="clock after"),
        pytest.param(utc(TODAY - DAY, 23), "lisbon", TODAY - DAY, id="UTC before"),
        pytest.param(utc(TODAY, 16), "tokyo", TODAY + DAY, id="UTC after"),
    ],
)
def test_place_finds_day_and_posting_of_somebody_who_moves(mover, moment, team, day):
    book = Postings()

    place = book.place(moment=moment, employee_id=mover.pk)

    assert (place.team_id, place.served_on) == (book.team_by(team), day)
    assert place.week == day - dt.timedelta(days=day.weekday())


def test_place_takes_the_first_of_an_hour_that_comes_twice(company):
    team = TeamFactory(parent=company, time_zone="Europe/Berlin")
    night = dt.datetime(2026, 10, 25, 2, 30)  # noqa: DTZ001, a wall clock

    place = Postings().place(moment=night, team_id=team.pk)

    assert place.occurred_at == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)


def test_place_lets_a_stated_team_win_and_takes_the_role_from_the_posting(company):
    role = JobRoleFactory()
    ann = EmployeeFactory(team=company, job_role=role)
    other = TeamFactory(parent=company)

    place = Postings().place(moment=wall(TODAY), employee_id=ann.pk, team_id=other.pk)

    assert (place.team_id, place.job_role_id) == (other.pk, role.pk)


def test_place_says_when_a_posting_was_only_assumed_to_have_begun(ann):
    early = wall(HIRED - 30 * DAY)

    assert Postings().place(moment=early, employee_id=ann.pk) is None
    ann.postings.update(is_assumed=True)
    assert Postings().place(moment=early, employee_id=ann.pk).is_assumed
    assert not Postings().place(moment=wall(HIRED), employee_id=ann.pk).is_assumed


@pytest.mark.parametrize("people", [3, 300])
def test_postings_are_read_in_four_statements(company, people):
    for _person in range(people):
        EmployeeFactory(team=company)

    with CaptureQueriesContext(connection) as queries:
        Postings()

    assert len(queries) == 4


def test_shares_of_several_are_equal_and_each_in_the_team_of_that_day(mover, ann):
    waiter = JobRoleFactory()
    ann.postings.update(job_role=waiter)
    stranger = EmployeeFactory()

    shares, missing = shares_of(utc(TODAY - DAY), employees=[mover, ann, stranger])

    assert [(s.employee_id, s.team_id, s.job_role_id, s.weight) for s in shares] == [
        (mover.pk, mover.postings.earliest("valid_from").team_id, None, 5_000),
        (ann.pk, ann.postings.get().team_id, waiter.pk, 5_000),
    ]
    assert missing == [stranger]


def test_shares_of_a_team_alone_have_no_person(company):
    [share], missing = shares_of(utc(TODAY), team=company)

    assert (share.employee_id, share.team_id, share.weight) == (
        None,
        company.pk,
        10_000,
    )
    assert missing == []


def test_shares_of_people_elsewhere_are_where_it_was_said_to_be(ann, company):
    bar = TeamFactory(parent=company, code="bar")

    [share], _missing = shares_of(utc(TODAY), employees=[ann], team=bar)

    assert (share.employee_id, share.team_id) == (ann.pk, bar.pk)
