"""Certificates opened, revoked and looked at in the same moment, each on a connection
of its own: nobody gains two terms, nobody is told twice, nobody waits for ever.
"""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from events.models import Event
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment
from tests.factories.training import (
    CertificationPolicyFactory,
    ModuleFactory,
    PeriodFactory,
)
from tests.training.actions.test_at_once import at_once
from training.actions.certification_calendar import keep_certifications
from training.actions.certifying import give_cover, revoke_certification
from training.actions.enrolments import enrol_self
from training.actions.learning import complete_step, start_enrolment
from training.models import CertificationPeriod, Enrolment

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="SQLite lets one writer in at a time; there is nothing to lock.",
    ),
]
ENDS = TODAY + dt.timedelta(days=10)


@pytest.fixture
def policy():
    return CertificationPolicyFactory(refresher=ModuleFactory())


@pytest.fixture
def person(policy):
    person = EmployeeFactory(team=TeamFactory())
    PeriodFactory(
        employee=person, module=policy.module, valid_until=ENDS, look_on=TODAY
    )
    return person


def completing(person, module):
    enrolment = enrol_self(employee=person, module=module, at=moment())
    enrolment = start_enrolment(enrolment=enrolment, at=moment())
    step = enrolment.version.steps.get()
    return lambda: complete_step(
        enrolment=enrolment, step=step, at=moment(), today=TODAY
    )


def test_module_and_refresher_completed_at_once_renew_once(person, policy):
    acts = [completing(person, each) for each in (policy.module, policy.refresher)]

    at_once(*acts)

    renewal = CertificationPeriod.objects.get(source="completion")
    assert (renewal.valid_from, renewal.valid_until.year) == (ENDS, 2027)


def test_two_keepers_tell_and_assign_once(person):
    def keep():
        return keep_certifications(at=moment(day=TODAY + dt.timedelta(days=1)))

    CertificationPeriod.objects.update(
        renewal_opens_on=TODAY + dt.timedelta(days=1), look_on=TODAY
    )

    assert sorted(at_once(keep, keep, keep)) == [0, 0, 1]
    assert Enrolment.objects.count() == 1
    assert Event.objects.filter(kind="certification.renewal_due").count() == 1


def test_one_cover_of_two_is_given(person, policy):
    def cover():
        try:
            return give_cover(
                employee=person,
                module=policy.module,
                last_day_on=TODAY + dt.timedelta(days=30),
                reason="The course was full.",
                by=None,
                at=moment(),
            )
        except ValidationError:
            return None

    at_once(cover, cover, cover)

    assert CertificationPeriod.objects.filter(source="cover").count() == 1


@pytest.mark.parametrize("_again", range(3))
def test_nobody_waits_for_ever(person, policy, _again):
    def revoke():
        return revoke_certification(
            employee=person, module=policy.module, reason="Why.", by=None, at=moment()
        )

    def keep():
        return keep_certifications(at=moment())

    acts = [completing(person, each) for each in (policy.module, policy.refresher)]

    at_once(*acts, keep, revoke, keep)

    assert Enrolment.objects.filter(status="completed").count() == 2
