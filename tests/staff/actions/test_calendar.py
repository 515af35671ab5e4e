"""What the calendar changes is told on its day, once, where it is that day."""

import datetime as dt

import pytest

from events.models import Event
from staff.actions.calendar import journal_calendar
from staff.actions.people import (
    appoint_manager,
    correct_employment,
    hire,
    move,
    record_leaving,
    rehire,
)
from staff.choices import Role
from staff.models import CalendarPass, SignInCode
from tests.factories.staff import HIRED, TODAY, EmployeeFactory, TeamFactory, moment

DAY = dt.timedelta(days=1)
NOON = moment(12)


def told():
    """Return [(employee id, fields)] of what passes have journaled so far."""
    events = Event.objects.filter(kind="employee.takes_effect").order_by("id")
    return list(events.values_list("employee_id", "fields"))


def code_for(employee):
    return SignInCode.objects.create(
        employee=employee, digest="0" * 64, created_at=NOON, expires_at=NOON + 30 * DAY
    )


@pytest.fixture
def passed(company):
    """Every day up to TODAY has been passed."""
    journal_calendar(at=NOON)


def test_a_move_written_ahead_is_told_on_its_day(company, employee, passed):
    site = TeamFactory(parent=company)
    move(
        employee=employee,
        team=site,
        job_role=None,
        valid_from=TODAY + 3 * DAY,
        by=None,
        at=NOON,
    )

    counts = [journal_calendar(at=NOON + n * DAY) for n in (1, 2, 3, 4)]

    assert counts == [0, 0, 1, 0]
    assert told() == [(employee.pk, ["posting"])]


def test_a_leaving_written_ahead_is_told_on_the_first_day_away(employee, passed):
    record_leaving(employee=employee, left_on=TODAY + DAY, by=None, at=NOON)

    journal_calendar(at=NOON + DAY)

    assert told() == [(employee.pk, ["employment", "posting"])]


def test_a_newcomer_is_told_when_managers_begin_to_see_them_and_on_the_first_day(
    company, passed
):
    newcomer = hire(
        employee_number="N1",
        first_name="Nour",
        hired_on=TODAY + 40 * DAY,
        team=company,
        by=None,
        at=NOON,
    )

    days = [n for n in range(1, 45) if journal_calendar(at=NOON + n * DAY)]

    assert days == [10, 40]
    assert told() == [
        (newcomer.pk, ["posting"]),
        (newcomer.pk, ["employment", "posting"]),
    ]


def test_a_team_to_manage_is_told_when_it_begins(company, employee, passed):
    appoint_manager(
        employee=employee, team=company, valid_from=TODAY + DAY, by=None, at=NOON
    )

    journal_calendar(at=NOON + DAY)

    event = Event.objects.get(kind="manager.takes_effect")
    assert (event.subject, event.subject_id) == ("team", company.pk)
    assert event.employee_id == employee.pk


def test_missed_days_are_made_up_for(employee, passed):
    record_leaving(employee=employee, left_on=TODAY + 2 * DAY, by=None, at=NOON)

    assert journal_calendar(at=NOON + 9 * DAY) == 1


def test_a_second_pass_on_one_day_finds_nothing(company):
    EmployeeFactory(team=company, hired_on=TODAY)

    assert [journal_calendar(at=NOON), journal_calendar(at=NOON)] == [1, 0]


def test_each_zone_has_its_own_midnight_and_hears_of_all_that_is_dated_by_it(
    company, passed
):
    auckland = TeamFactory(parent=company, time_zone="Pacific/Auckland")
    journal_calendar(at=moment(1))
    leaver = EmployeeFactory(team=auckland)
    record_leaving(employee=leaver, left_on=TODAY + DAY, by=None, at=moment(1))

    # 13:00 UTC is past midnight in Auckland, and still TODAY in the company.
    moments = [moment(13), moment(23), moment(0, TODAY + DAY), moment(1, TODAY + DAY)]
    counts = [journal_calendar(at=at) for at in moments]

    assert counts == [1, 0, 1, 0]
    assert told() == [(leaver.pk, ["employment", "posting"])] * 2
    through = dict(CalendarPass.objects.values_list("time_zone", "through"))
    assert through == {"UTC": TODAY + DAY, "Pacific/Auckland": TODAY + DAY}


def test_a_pass_costs_the_same_queries_for_any_number(
    company, passed, django_assert_num_queries
):
    EmployeeFactory.create_batch(30, team=company, hired_on=TODAY + DAY)

    with django_assert_num_queries(15):
        assert journal_calendar(at=NOON + DAY) == 30


def test_a_planned_leaving_takes_roles_codes_and_password_on_its_day(
    company, employee, passed
):
    leaver = EmployeeFactory(team=company, roles=[Role.HR, Role.AUTHOR])
    leaver.set_password("three blue kettles")
    leaver.save()
    code_for(leaver)
    record_leaving(employee=leaver, left_on=TODAY + 2 * DAY, by=None, at=NOON)

    journal_calendar(at=NOON + DAY)
    assert leaver.role_grants.count() == 2

    journal_calendar(at=NOON + 2 * DAY)

    leaver.refresh_from_db()
    assert not leaver.role_grants.exists()
    assert not leaver.has_usable_password()
    assert not leaver.sign_in_codes.filter(withdrawn_at=None).exists()
    revoked = Event.objects.filter(kind="role.revoked", actor_kind="system")
    assert list(revoked.order_by("id").values_list("employee_id", "fields")) == [
        (leaver.pk, ["role"]),
        (leaver.pk, ["role"]),
    ]
    journal_calendar(at=NOON + 3 * DAY)
    assert revoked.count() == 2


def test_a_leaving_taken_back_before_its_day_takes_nothing(company, passed):
    stays = EmployeeFactory(team=company, roles=[Role.HR])
    record_leaving(employee=stays, left_on=TODAY + 2 * DAY, by=None, at=NOON)
    correct_employment(
        employee=stays,
        employment=stays.employments.get(),
        hired_on=HIRED,
        left_on=None,
        by=None,
        at=NOON,
    )

    journal_calendar(at=NOON + 5 * DAY)

    assert stays.role_grants.count() == 1


def test_a_code_for_who_comes_back_is_kept(company, passed):
    """Handed out in the gap, for the first day of the next season."""
    seasonal = EmployeeFactory(team=company, left_on=TODAY)
    rehire(employee=seasonal, hired_on=TODAY + 9 * DAY, team=company, by=None, at=NOON)
    code_for(seasonal)

    for n in range(1, 12):
        journal_calendar(at=NOON + n * DAY)

    assert seasonal.sign_in_codes.filter(withdrawn_at=None).count() == 1
