"""What the calendar changes about certificates is told once, and renewing assigned."""

import datetime as dt

import pytest

from events.models import Event
from staff.actions.people import record_leaving
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment
from tests.factories.training import (
    CertificationPolicyFactory,
    EnrolmentFactory,
    ModuleFactory,
    PeriodFactory,
)
from training.actions import certification_calendar
from training.actions.certification_calendar import keep_certifications
from training.actions.certifying import revoke_certification
from training.actions.enrolments import withdraw
from training.choices import EnrolmentSource, EnrolmentStatus
from training.models import CertificationPeriod, Enrolment

DAY = dt.timedelta(days=1)
NOON = moment(12)
# Its window opens in 10 days.
ENDS = TODAY + 40 * DAY
pytestmark = pytest.mark.django_db


@pytest.fixture
def policy():
    return CertificationPolicyFactory(refresher=ModuleFactory(slug="in-short"))


def period_of(employee, policy, **fields):
    return PeriodFactory(
        employee=employee, module=policy.module, **{"valid_until": ENDS, **fields}
    )


def keep(*days):
    return [keep_certifications(at=NOON + n * DAY) for n in days]


def told():
    events = Event.objects.filter(kind__startswith="certification.").order_by("id")
    return list(events.values_list("kind", "subject_id"))


def given():
    rows = Enrolment.objects.filter(source=EnrolmentSource.RULE).order_by("pk")
    return [(e.module.slug, e.due_on, e.status) for e in rows]


def test_each_change_is_told_on_its_day_and_once(employee, policy):
    period = period_of(employee, policy)

    counts = keep(*range(45))

    assert [n for n, count in enumerate(counts) if count] == [10, 40]
    assert told() == [
        ("certification.renewal_due", period.pk),
        ("certification.expired", period.pk),
    ]
    assert keep(45, 45, 400) == [0, 0, 0]


def test_days_without_a_run_are_made_up_for(employee, policy):
    period_of(employee, policy)

    assert keep(90) == [2]
    assert [kind for kind, _pk in told()] == [
        "certification.renewal_due",
        "certification.expired",
    ]


def test_a_renewal_is_told_when_it_takes_effect_and_no_renewal_is_due(employee, policy):
    period = period_of(employee, policy)
    renewal = period_of(
        employee, policy, valid_from=ENDS, valid_until=ENDS + 365 * DAY, look_on=ENDS
    )

    keep(10, 40, 41)

    assert told() == [
        ("certification.expired", period.pk),
        ("certification.takes_effect", renewal.pk),
    ]
    assert given() == []


def test_with_the_window_the_refresher_is_assigned_due_on_the_last_day(
    employee, policy
):
    period_of(employee, policy)

    keep(9)
    assert given() == []

    keep(10, 10, 11, 12)
    assert given() == [("in-short", ENDS - DAY, "assigned")]
    assert Event.objects.filter(kind="enrolment.assigned").count() == 1


def test_a_module_without_refresher_is_assigned_itself_in_its_next_cycle(employee):
    policy = CertificationPolicyFactory()
    EnrolmentFactory(
        employee=employee,
        module=policy.module,
        status=EnrolmentStatus.COMPLETED,
        completed_on="2025-11-23",
        progress_percent=100,
    )
    period_of(employee, policy)

    keep(10)

    [renewal] = Enrolment.objects.filter(source=EnrolmentSource.RULE)
    assert (renewal.module, renewal.cycle) == (policy.module, 2)


@pytest.mark.parametrize("which", ["refresher", "module"])
def test_whoever_has_it_open_is_not_given_it_again(employee, policy, which):
    period_of(employee, policy)
    EnrolmentFactory(employee=employee, module=getattr(policy, which))

    keep(10)

    assert given() == []


def test_what_a_manager_takes_back_is_not_given_again(employee, policy):
    period_of(employee, policy)
    keep(10)
    mine = Enrolment.objects.filter(employee=employee)
    withdraw(mine, at=NOON + 11 * DAY, by=EmployeeFactory())

    keep(*range(11, 39))

    assert given() == [("in-short", ENDS - DAY, "withdrawn")]


def test_with_the_end_what_nobody_began_is_taken_back_and_the_module_assigned(
    employee, policy
):
    period_of(employee, policy)

    keep(10, 40, 41)

    assert given() == [
        ("in-short", ENDS - DAY, "withdrawn"),
        (policy.module.slug, None, "assigned"),
    ]


def test_what_somebody_has_begun_is_left_to_them(employee, policy):
    period_of(employee, policy)
    keep(10)
    begun = Enrolment.objects.get()
    begun.status, begun.started_at = EnrolmentStatus.IN_PROGRESS, NOON
    begun.version = policy.refresher.versions.get()
    begun.save()

    keep(40)

    assert given() == [
        ("in-short", ENDS - DAY, "in_progress"),
        (policy.module.slug, None, "assigned"),
    ]


def test_a_refresher_that_still_renews_something_else_is_left(employee, policy):
    other = CertificationPolicyFactory(refresher=policy.refresher)
    period_of(employee, policy)
    period_of(employee, other, valid_until=ENDS + 5 * DAY)

    keep(10, 15, 40)

    assert given() == [
        ("in-short", ENDS - DAY, "assigned"),
        (policy.module.slug, None, "assigned"),
    ]


def test_two_that_end_together_are_renewed_by_one_refresher(employee, policy):
    other = CertificationPolicyFactory(refresher=policy.refresher)
    period_of(employee, policy, valid_until=ENDS + 2 * DAY)
    period_of(employee, other)

    keep(12)

    assert given() == [("in-short", ENDS - DAY, "assigned")]


def test_whoever_is_away_is_asked_when_they_are_back(company, employee, policy):
    period_of(employee, policy)
    record_leaving(employee=employee, left_on=TODAY + DAY, by=None, at=NOON)
    keep(10, 11, 12)
    assert (len(told()), given()) == (1, [])
    employee.employments.create(hired_on=TODAY + 20 * DAY)

    keep(19, 20, 21)

    assert given() == [("in-short", ENDS - DAY, "assigned")]
    assert len(told()) == 1


def test_what_is_no_longer_on_offer_is_not_assigned(employee, policy):
    period_of(employee, policy)
    policy.refresher.is_archived = True
    policy.refresher.save()

    keep(10)

    assert given() == [(policy.module.slug, ENDS - DAY, "assigned")]


def test_a_module_that_certifies_nobody_any_more_asks_nobody(employee, policy):
    period_of(employee, policy)
    policy.delete()

    assert keep(10, 40) == [1, 1]
    assert given() == []


def test_a_revoked_certificate_changes_by_no_calendar(employee, policy):
    period_of(employee, policy)
    revoke_certification(
        employee=employee, module=policy.module, reason="Why.", by=None, at=NOON
    )

    assert keep(10, 40) == [0, 0]
    assert given() == []


def test_each_person_lives_by_the_day_where_they_work(company, policy):
    auckland = TeamFactory(parent=company, time_zone="Pacific/Auckland")
    honolulu = TeamFactory(parent=company, time_zone="Pacific/Honolulu")
    early, late = (EmployeeFactory(team=team) for team in (auckland, honolulu))
    for person in (early, late):
        period_of(person, policy)
    midnight = moment(0) + 10 * DAY

    counts = [
        keep_certifications(at=midnight + dt.timedelta(hours=h))
        for h in (-14, -12, 0, 9, 11)
    ]

    assert counts == [0, 1, 0, 0, 1]
    assert {e.assigned_on for e in Enrolment.objects.all()} == {TODAY + 10 * DAY}


def test_many_are_dealt_with_part_by_part(company, policy, monkeypatch):
    monkeypatch.setattr(certification_calendar, "AT_ONCE", 2)
    for _each in range(5):
        period_of(EmployeeFactory(team=company), policy)

    assert keep(10, 10) == [5, 0]
    assert len(given()) == 5
    assert not CertificationPeriod.objects.filter(look_on__lte=TODAY + 10 * DAY)


@pytest.mark.parametrize("people", [1, 30])
def test_a_pass_costs_the_same_queries_for_any_number(
    company, policy, people, django_assert_num_queries
):
    for _each in range(people):
        period_of(EmployeeFactory(team=company), policy)

    with django_assert_num_queries(19):
        assert keep_certifications(at=NOON + 10 * DAY) == people

    with django_assert_num_queries(1):
        assert keep_certifications(at=NOON + 10 * DAY) == 0
