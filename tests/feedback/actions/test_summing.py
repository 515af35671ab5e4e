import datetime as dt

import pytest

from feedback.actions.recording import record_services
from feedback.actions.summing import sum_dirty_weeks
from feedback.choices import ResponseKind
from feedback.models import DirtyWeek, Measurement, Response, Summing, WeeklyOutcome
from feedback.rules.served import Share
from tests.factories.feedback import answer, answers, metric, served, source_of
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment

pytestmark = pytest.mark.django_db
MONDAY = TODAY - dt.timedelta(days=TODAY.weekday())


@pytest.fixture
def waiter(company):
    return EmployeeFactory(team=company)


def cells(**of):
    found = WeeklyOutcome.objects.filter(**of).order_by("employee", "metric__key")
    return list(
        found.values_list(
            "metric__key", "employee", "week", "responses", "weight", "total", "squares"
        )
    )


def test_sum_dirty_weeks_sums_a_week_of_a_person(waiter):
    answers(waiter, [1, 2, 5])

    assert sum_dirty_weeks(at=moment()) == 1

    assert cells() == [
        ("csat", waiter.pk, MONDAY, 3, 30_000, 8, 30),
        ("low_score", waiter.pk, MONDAY, 3, 30_000, 2, 2),
    ]
    assert not DirtyWeek.objects.exists()
    assert Summing.objects.get().last_summed_at == moment()


def test_sum_dirty_weeks_weighs_shares(waiter, company):
    share = Share(None, company.pk, None, MONDAY, 2500)
    service = served(waiter, values={"stars": 4}, others=(share,))
    record_services(source=source_of("answers"), services=[service], at=moment())

    sum_dirty_weeks(at=moment())

    assert cells(employee=waiter) == [
        ("stars", waiter.pk, MONDAY, 1, 7500, 3, 12),
    ]
    assert cells(employee=None) == [("stars", None, MONDAY, 1, 2500, 1, 4)]


def test_sum_dirty_weeks_leaves_out_what_was_said_of_a_recovery(waiter):
    about_service = answer(waiter, score=1)
    recovery = Response.objects.create(
        interaction=about_service.interaction,
        kind=ResponseKind.RECOVERY,
        answered_at=moment(),
    )
    Measurement.objects.create(
        interaction=about_service.interaction,
        response=recovery,
        metric=metric("csat"),
        value=5,
    )

    sum_dirty_weeks(at=moment())

    assert cells(metric=metric("csat")) == [
        ("csat", waiter.pk, MONDAY, 1, 10_000, 1, 1)
    ]


def test_sum_dirty_weeks_takes_cells_away_that_have_no_rows_any_more(waiter):
    response = answer(waiter)
    sum_dirty_weeks(at=moment())
    response.measurements.all().delete()
    DirtyWeek.objects.create(team=waiter.postings.get().team, week=MONDAY)

    sum_dirty_weeks(at=moment())

    assert cells() == []


def test_sum_dirty_weeks_puts_a_late_evening_into_the_week_of_the_team(company):
    """Sunday 20:00 UTC is Monday morning in Tokyo."""
    tokyo = TeamFactory(parent=company, time_zone="Asia/Tokyo")
    waiter = EmployeeFactory(team=tokyo)
    response = answer(waiter, MONDAY, hour=5)

    sum_dirty_weeks(at=moment())

    occurred_at = response.interaction.occurred_at
    assert occurred_at == moment(20, MONDAY - dt.timedelta(days=1))
    assert {cell[2] for cell in cells()} == {MONDAY}


def test_sum_dirty_weeks_stops_after_as_many_as_are_asked_for(waiter, monkeypatch):
    monkeypatch.setattr("feedback.actions.summing.CREDITS", 1)
    for weeks in range(3):
        answer(waiter, TODAY - dt.timedelta(weeks=weeks))

    assert sum_dirty_weeks(at=moment(), most=2) == 2

    assert DirtyWeek.objects.count() == 1
    assert sum_dirty_weeks(at=moment()) == 1
    assert sum_dirty_weeks(at=moment()) == 0
