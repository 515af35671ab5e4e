"""Certifications over the API: pulled, followed, and what the calendar changed."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.certifications import CertificationSerializer
from staff.actions.people import move, record_leaving
from tests.api.follower import Follower
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment
from tests.factories.training import (
    CertificationPolicyFactory,
    ModuleFactory,
    PeriodFactory,
)
from tests.training.catalogue import NOW, begun
from training.actions.certification_calendar import keep_certifications
from training.actions.certifying import give_cover, revoke_certification
from training.actions.learning import complete_step, start_enrolment

CERTIFICATIONS = "/api/v1/certifications"
DAY = dt.timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(moment(), tick=False)
    return time_machine


@pytest.fixture
def policy():
    return CertificationPolicyFactory()


def test_a_follower_hears_what_the_calendar_changed(caller, clock, employee, policy):
    period = PeriodFactory(
        employee=employee, module=policy.module, valid_until=TODAY + 40 * DAY
    )
    follower, heard = Follower(caller, CERTIFICATIONS), {}

    for n in range(1, 45):
        clock.move_to(moment(day=TODAY + n * DAY), tick=False)
        keep_certifications(at=moment(day=TODAY + n * DAY))
        if follower.catch_up():
            heard[n] = follower.kept[str(period.uuid)]["state"]

    assert heard == {10: "renewal_due", 40: "expired"}
    assert follower.is_up_to_date()


@pytest.mark.parametrize("asked", [{}, {"state": ["valid", "renewal_due"]}])
def test_a_follower_hears_of_everything_that_happens(
    caller, clock, company, policy, asked
):
    """Three people in three zones, six weeks of acts: never a row that is out of date."""
    zones = ["Pacific/Auckland", "Pacific/Honolulu", "UTC"]
    teams = [TeamFactory(parent=company, time_zone=zone) for zone in zones]
    people = [EmployeeFactory(team=team) for team in teams]
    for n, person in enumerate(people):
        ends = TODAY + (30 + n) * DAY
        PeriodFactory(
            employee=person, module=policy.module, valid_until=ends, look_on=TODAY
        )
    keep_certifications(at=moment())
    follower = Follower(caller, CERTIFICATIONS, **asked)
    facts = {"module": policy.module, "by": None}

    for hour in range(0, 44 * 24, 7):
        at = moment() + dt.timedelta(hours=hour)
        clock.move_to(at, tick=False)
        if hour == 7 * 30:
            enrolment = people[0].enrolments.get()
            enrolment = start_enrolment(enrolment=enrolment, at=at)
            complete_step(
                enrolment=enrolment,
                step=enrolment.version.steps.get(),
                at=at,
                today=people[0].today(),
            )
        if hour == 7 * 60:
            revoke_certification(employee=people[0], reason="Why.", at=at, **facts)
        if hour == 7 * 120:
            give_cover(
                employee=people[1],
                last_day_on=people[1].today() + 3 * DAY,
                reason="Why.",
                at=at,
                **facts,
            )
        if hour == 7 * 70:
            move(
                employee=people[2],
                team=teams[0],
                job_role=None,
                valid_from=people[2].today(),
                by=None,
                at=at,
            )
        keep_certifications(at=at)
        follower.catch_up()
        assert follower.is_up_to_date(), f"{at}"


def test_a_renewal_changes_both_rows(caller, employee, policy):
    old = PeriodFactory(
        employee=employee, module=policy.module, valid_until=TODAY + 5 * DAY
    )
    follower = Follower(caller, CERTIFICATIONS)
    enrolment = begun(employee, policy.module)
    complete_step(enrolment=enrolment, step=enrolment.version.steps.get(), **NOW)

    rows, _end = caller.pull(CERTIFICATIONS, after=follower.after)

    assert [(row["state"], row["is_renewed"]) for row in rows] == [
        ("valid", True),
        ("not_yet", False),
    ]
    assert rows[0]["id"] == str(old.uuid)
    assert rows[1]["enrolment"] == str(enrolment.uuid)


def test_list_holds_only_the_teams_a_key_is_for(company, caller_for, policy):
    region = TeamFactory(parent=company)
    inside = PeriodFactory(employee=EmployeeFactory(team=region), module=policy.module)
    outside = PeriodFactory(employee=EmployeeFactory(team=company))
    caller = caller_for(team=region)

    rows, _end = caller.pull(CERTIFICATIONS)

    assert [row["id"] for row in rows] == [str(inside.uuid)]
    assert caller.get(f"{CERTIFICATIONS}/{inside.uuid}").json() == rows[0]
    assert caller.get(f"{CERTIFICATIONS}/{outside.uuid}").status_code == 404


def test_list_tells_both_teams_of_a_move(company, caller_for, policy):
    old, new = TeamFactory(parent=company), TeamFactory(parent=company)
    period = PeriodFactory(employee=EmployeeFactory(team=old), module=policy.module)
    leaver, joiner = (
        Follower(caller_for(team=old), CERTIFICATIONS),
        Follower(caller_for(team=new), CERTIFICATIONS),
    )
    move(
        employee=period.employee,
        team=new,
        job_role=None,
        valid_from=TODAY,
        by=None,
        at=moment(),
    )

    for follower in (leaver, joiner):
        follower.catch_up()

    assert (leaver.kept, list(joiner.kept)) == ({}, [str(period.uuid)])


def test_list_keeps_the_record_of_leavers(company, caller, caller_for, policy):
    person = EmployeeFactory(team=company)
    period = PeriodFactory(employee=person, module=policy.module)
    limited = Follower(caller_for(team=company), CERTIFICATIONS)
    record_leaving(employee=person, left_on=TODAY, by=None, at=moment())

    limited.catch_up()

    assert limited.kept == {}
    assert list(Follower(caller, CERTIFICATIONS).kept) == [str(period.uuid)]


def test_list_filters(company, caller, policy):
    site = TeamFactory(parent=company)
    one, two = EmployeeFactory(team=company), EmployeeFactory(team=site)
    ended = PeriodFactory(employee=one, module=policy.module, valid_until=TODAY)
    due = PeriodFactory(employee=two, module=policy.module, valid_until=TODAY + DAY)
    renewed = PeriodFactory(
        employee=two, module=policy.module, valid_until=TODAY - 200 * DAY
    )
    other = PeriodFactory(employee=one, module=ModuleFactory())

    def asked(**query):
        return [row["id"] for row in caller.pull(CERTIFICATIONS, **query)[0]]

    def uuids(*periods):
        return [str(period.uuid) for period in periods]

    assert asked(module=policy.module.slug) == uuids(ended, due, renewed)
    assert asked(team=site.code) == uuids(due, renewed)
    assert asked(employee_number=one.employee_number) == uuids(ended, other)
    assert asked(state="renewal_due") == uuids(due)
    assert asked(state=["expired", "valid"]) == uuids(ended, renewed, other)
    assert asked(state="expired", is_renewed="false") == uuids(ended)
    assert asked(state="expired", is_renewed="true") == uuids(renewed)
    assert caller.get(CERTIFICATIONS, {"state": "asleep"}).status_code == 400


@pytest.mark.parametrize("count", [3, 300])
def test_list_costs_six_statements_at_any_length(company, caller_for, count):
    team = TeamFactory(parent=company)
    module = ModuleFactory()
    for person in EmployeeFactory.create_batch(count, team=team):
        PeriodFactory(employee=person, module=module)
    caller = caller_for(team=team)
    caller.get(CERTIFICATIONS)

    with CaptureQueriesContext(connection) as statements:
        answer = caller.get(CERTIFICATIONS, {"limit": 500})

    assert len(answer.json()["results"]) == count
    assert len(statements) == 6


def test_row_says_the_same_alone_and_in_a_list(caller, employee, policy):
    cover = PeriodFactory(employee=employee, module=policy.module, is_cover=True)
    revoked = PeriodFactory(
        employee=employee,
        module=policy.module,
        revoked_on=TODAY,
        revoked_at=moment(),
        revoked_reason="Secret.",
    )

    rows, _end = caller.pull(CERTIFICATIONS)

    alone = [caller.get(f"{CERTIFICATIONS}/{p.uuid}").json() for p in (cover, revoked)]
    assert rows == alone
    assert list(rows[0]) == list(CertificationSerializer().fields)
    assert rows[1] == {
        "id": str(revoked.uuid),
        "employee_number": employee.employee_number,
        "module": policy.module.slug,
        "enrolment": None,
        "source": "import",
        "state": "revoked",
        "is_renewed": False,
        "valid_from": "2025-11-23",
        "last_day_on": "2027-03-02",
        "renewal_opens_on": "2027-02-01",
        "revoked_on": "2026-11-23",
        "opened_at": "2026-11-23T12:00:00.000000Z",
    }
