"""Whoever follows a list sees each day begin where they are, not where it happens."""

import datetime as dt

import pytest

from staff.actions.calendar import journal_calendar
from staff.actions.people import appoint_manager, hire, move, record_leaving
from tests.api.follower import Follower
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment
from tests.factories.training import EnrolmentFactory

DAY = dt.timedelta(days=1)
ZONES = ("Pacific/Auckland", "UTC", "Pacific/Honolulu")

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("read_from", ZONES)
@pytest.mark.parametrize("happens_in", ZONES)
def test_followers_hear_of_what_was_planned_in_another_zone(
    company, caller, time_machine, happens_in, read_from
):
    time_machine.move_to(moment(), tick=False)
    company.time_zone = read_from
    company.save()
    here, there = (TeamFactory(parent=company, time_zone=happens_in) for _ in "12")
    leaver, mover, manager, gone_today = EmployeeFactory.create_batch(4, team=here)
    for person in (leaver, mover, gone_today):
        EnrolmentFactory(employee=person)
    journal_calendar(at=moment())
    followers = [
        Follower(caller, f"/api/v1/{path}", **asked)
        for path, asked in [
            ("people", {}),
            ("people", {"team": here.code}),
            ("people", {"is_employed": "true"}),
            ("enrolments", {"team": there.code}),
            ("teams", {}),
        ]
    ]
    planned = {"by": None, "at": moment()}
    job = {"job_role": None}
    record_leaving(employee=leaver, left_on=TODAY + DAY, **planned)
    move(employee=mover, team=there, valid_from=TODAY + 2 * DAY, **job, **planned)
    appoint_manager(employee=manager, team=there, valid_from=TODAY + 2 * DAY, **planned)
    hire(
        employee_number="new",
        first_name="Nour",
        hired_on=TODAY + 2 * DAY,
        team=here,
        **planned,
    )
    record_leaving(employee=gone_today, left_on=gone_today.today(), **planned)

    # Some midnight lies between any two of these.
    for hours in range(0, 85, 12):
        at = moment() + dt.timedelta(hours=hours)
        time_machine.move_to(at, tick=False)
        journal_calendar(at=at)
        for follower in followers:
            follower.catch_up()
            assert follower.is_up_to_date(), f"{follower.path} {follower.asked} {at}"
