"""Certifying, covering and revoking: who may, what is refused, what is told."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from events.models import Event
from staff.choices import Role
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment
from tests.factories.training import (
    CertificationPolicyFactory,
    ModuleFactory,
    PeriodFactory,
)
from tests.training.catalogue import a_module_document, a_reading, publish_catalogue
from training.actions.certifying import give_cover, revoke_certification
from training.actions.enrolments import enrol_self
from training.actions.learning import complete_step, start_enrolment
from training.actions.publishing import publish_module
from training.models import CertificationPeriod, CertificationPolicy

DAY = dt.timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def hr(company):
    return EmployeeFactory(team=company, roles=[Role.HR])


@pytest.fixture
def manager(company):
    return EmployeeFactory(team=company, manages=[company])


@pytest.fixture
def policy():
    return CertificationPolicyFactory()


def told(kind):
    events = Event.objects.filter(kind=f"certification.{kind}").order_by("id")
    return list(events.values_list("subject", "subject_id", "employee_id", "actor_id"))


def complete(employee, module):
    enrolment = enrol_self(employee=employee, module=module, at=moment())
    enrolment = start_enrolment(enrolment=enrolment, at=moment())
    for step in enrolment.version.steps.all():
        facts = {"step": step, "at": moment(), "today": TODAY}
        enrolment = complete_step(enrolment=enrolment, **facts)
    return enrolment


def cover(employee, policy, by, days=10, reason="The course was full."):
    return give_cover(
        employee=employee,
        module=policy.module,
        last_day_on=TODAY + days * DAY,
        reason=reason,
        by=by,
        at=moment(),
    )


def revoke(employee, policy, by, reason="Left the till open."):
    return revoke_certification(
        employee=employee, module=policy.module, reason=reason, by=by, at=moment()
    )


def test_completing_opens_a_period_and_says_so(employee, policy):
    enrolment = complete(employee, policy.module)

    period = CertificationPeriod.objects.get()
    assert (period.enrolment, period.valid_from) == (enrolment, TODAY)
    assert period.last_day_on == dt.date(2027, 11, 22)
    assert len(period.code) == 16
    pk = employee.pk
    assert told("earned") == [("certificationperiod", period.pk, pk, pk)]


def test_completing_what_certifies_nobody_opens_nothing(employee):
    complete(employee, ModuleFactory())

    assert not CertificationPeriod.objects.exists()


def test_one_refresher_renews_every_module_it_is_the_refresher_of(employee):
    refresher = ModuleFactory()
    policies = [CertificationPolicyFactory(refresher=refresher) for _each in range(2)]
    ends = TODAY + 5 * DAY
    for policy in policies:
        PeriodFactory(employee=employee, module=policy.module, valid_until=ends)

    complete(employee, refresher)

    earned = CertificationPeriod.objects.filter(source="completion")
    assert {period.module for period in earned} == {p.module for p in policies}
    assert {period.valid_from for period in earned} == {ends}


def test_a_certificate_from_a_file_is_renewed_like_an_earned_one(employee, policy):
    file = PeriodFactory(
        employee=employee, module=policy.module, valid_until=TODAY + 5 * DAY
    )

    complete(employee, policy.module)

    renewal = CertificationPeriod.objects.get(source="completion")
    assert renewal.valid_from == file.valid_until


def test_publishing_another_rule_leaves_what_is_there(employee):
    rule = {"months": 12, "from": "completion", "window_days": 30}
    module = publish_catalogue(a_reading(), certification=rule)
    complete(employee, module)
    before = CertificationPeriod.objects.values().get()

    rule = {"months": 36, "from": "completion", "window_days": 60}
    document = a_module_document(a_reading(), certification=rule)
    publish_module(document=document, at=moment())

    assert CertificationPeriod.objects.values().get() == before
    assert CertificationPolicy.objects.get().months == 36

    publish_module(document=a_module_document(a_reading()), at=moment())

    assert not CertificationPolicy.objects.exists()
    assert CertificationPeriod.objects.values().get() == before


def test_a_refresher_has_to_be_there():
    rule = {"months": 12, "from": "expiry", "window_days": 30, "refresher": "nowhere"}

    with pytest.raises(ValidationError) as refusal:
        publish_catalogue(a_reading(), certification=rule)

    assert refusal.value.code == "unknown_refresher"


def test_cover_is_given_by_who_looks_after_the_person(employee, policy, manager):
    period = cover(employee, policy, manager)

    assert (period.valid_from, period.last_day_on) == (TODAY, TODAY + 10 * DAY)
    assert (period.granted_by, period.reason) == (manager, "The course was full.")
    assert told("covered") == [
        ("certificationperiod", period.pk, employee.pk, manager.pk)
    ]


def test_nobody_covers_for_themselves_or_without_looking_after_others(
    employee, policy, manager
):
    for person, by in [(manager, manager), (manager, employee)]:
        with pytest.raises(PermissionDenied):
            cover(person, policy, by)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"reason": "  "}, "reason"),
        ({"days": -1}, "over"),
        ({"days": 90}, "too_long"),
        ({"reason": "x" * 301}, "reason_long"),
    ],
)
def test_cover_is_refused(employee, policy, manager, words, code):
    with pytest.raises(ValidationError) as refusal:
        cover(employee, policy, manager, **words)

    assert refusal.value.code == code
    assert not CertificationPeriod.objects.exists()


def test_cover_for_a_day_and_for_the_longest(employee, policy, manager):
    assert cover(employee, policy, manager, days=0).last_day_on == TODAY
    assert cover(employee, policy, manager, days=89).last_day_on == TODAY + 89 * DAY


def test_cover_is_about_modules_that_certify_and_people_who_work_here(
    company, employee, policy, manager
):
    gone = EmployeeFactory(team=company, left_on=TODAY)
    policy_of_nothing = CertificationPolicyFactory.build(module=ModuleFactory())

    codes = []
    for person, about in [(gone, policy), (employee, policy_of_nothing)]:
        with pytest.raises(ValidationError) as refusal:
            cover(person, about, manager)
        codes.append(refusal.value.code)

    assert codes == ["not_employed", "not_certifying"]


def test_after_a_revocation_only_hr_covers(employee, policy, manager, hr):
    PeriodFactory(employee=employee, module=policy.module)
    revoke(employee, policy, hr)

    with pytest.raises(ValidationError) as refusal:
        cover(employee, policy, manager)

    assert refusal.value.code == "revoked"
    assert cover(employee, policy, hr).granted_by == hr


def test_revoking_keeps_the_row_and_who_took_it_away(employee, policy, hr):
    period = PeriodFactory(employee=employee, module=policy.module)
    over = PeriodFactory(
        employee=employee,
        module=policy.module,
        valid_from=TODAY - 900 * DAY,
        valid_until=TODAY - 365 * DAY,
    )

    assert revoke(employee, policy, hr) == [period]

    period.refresh_from_db()
    over.refresh_from_db()
    assert (period.revoked_on, period.revoked_by) == (TODAY, hr)
    assert period.revoked_reason == "Left the till open."
    assert over.revoked_on is None
    assert told("revoked") == [("certificationperiod", period.pk, employee.pk, hr.pk)]


def test_only_hr_revokes_and_not_from_themselves(employee, policy, manager, hr):
    for person, by in [(employee, manager), (hr, hr)]:
        PeriodFactory(employee=person, module=policy.module)
        with pytest.raises(PermissionDenied):
            revoke(person, policy, by)


def test_the_journal_holds_no_reason(employee, policy, hr):
    cover(employee, policy, hr, reason="Hurt her hand.")
    revoke(employee, policy, hr, reason="Stole from the till.")

    kept = str(list(Event.objects.values()))
    assert "hand" not in kept
    assert "till" not in kept


def test_a_person_of_another_time_zone_is_covered_from_their_own_day(
    company, policy, manager
):
    auckland = TeamFactory(parent=company, time_zone="Pacific/Auckland")
    person = EmployeeFactory(team=auckland)

    # Noon of TODAY in UTC is one in the morning of the next day there.
    assert cover(person, policy, manager).valid_from == TODAY + DAY
