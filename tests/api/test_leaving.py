"""Somebody leaves, in the browser, and what becomes of the keys they look after."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from api.models import ApiKey
from events.models import Event
from staff.choices import Role
from tests.api.conftest import Caller
from tests.factories.api import ApiKeyFactory
from tests.factories.staff import (
    HIRED,
    TODAY,
    EmployeeFactory,
    TeamFactory,
    moment,
)

DAY = dt.timedelta(days=1)


@pytest.fixture
def site(company):
    with time_machine.travel(moment(), tick=False):
        yield TeamFactory(code="site", parent=company)


@pytest.fixture
def hr(site):
    return EmployeeFactory(first_name="Hanna", team=site, roles=[Role.HR])


@pytest.fixture
def waiter(site):
    return EmployeeFactory(first_name="Amal", team=site)


@pytest.fixture
def leaver(site):
    """HR as well, and with a key that a program pulls with."""
    return EmployeeFactory(first_name="Lea", team=site, roles=[Role.HR])


@pytest.fixture
def key(leaver):
    return ApiKeyFactory(by=leaver, name="Payroll")


@pytest.fixture
def client_of_hr(sign_in, hr):
    return sign_in(hr)


def url(employee):
    return reverse("api-people:person-leave", args=[employee.pk])


def told(key):
    events = Event.objects.filter(subject="apikey", subject_id=key.pk).order_by("id")
    return list(events.values_list("kind", "actor_id", "fields"))[1:]


def opens(key):
    return Caller(key).get("/api/v1/teams").status_code == 200


@pytest.mark.parametrize(
    ("said", "left_on"),
    [
        ({"last_day_on": TODAY.isoformat()}, TODAY + DAY),
        ({"is_now": "on"}, TODAY),
    ],
)
def test_person_leave_records_the_first_day_away(client_of_hr, waiter, said, left_on):
    answer = client_of_hr.post(url(waiter), said)

    assert answer.url == waiter.get_absolute_url()
    assert waiter.employments.get().left_on == left_on


def test_person_leave_ends_access_the_same_minute(client, client_of_hr, waiter):
    assert waiter.works_here()

    client_of_hr.post(url(waiter), {"is_now": "on"})

    assert not waiter.works_here()


def test_person_leave_asks_for_a_day(client_of_hr, waiter):
    page = client_of_hr.post(url(waiter), {"last_day_on": ""})

    assert "Say which day is the last one." in page.text


def test_person_leave_refuses_a_last_day_before_the_first(client_of_hr, waiter):
    eve = (HIRED - DAY).isoformat()

    page = client_of_hr.post(url(waiter), {"last_day_on": eve})

    assert "The last day lies before the first day." in page.text
    assert waiter.employments.get().left_on is None


def test_person_leave_of_somebody_new_may_be_that_they_never_came(client_of_hr, site):
    new = EmployeeFactory(team=site, hired_on=TODAY + 3 * DAY)
    old = EmployeeFactory(team=site)

    client_of_hr.post(url(new), {"never_came": "on"})

    assert new.employments.get().left_on == TODAY + 3 * DAY
    assert "never_came" not in client_of_hr.get(url(old)).text


def test_person_leave_is_for_those_who_keep_people(sign_in, site, waiter):
    manager = EmployeeFactory(team=site, manages=[site])

    assert sign_in(manager).get(url(waiter)).status_code == 403


def test_a_key_goes_to_whoever_records_the_leaving(client_of_hr, hr, leaver, key):
    page = client_of_hr.get(url(leaver))
    client_of_hr.post(url(leaver), {"is_now": "on", f"key_{key.pk}": "keep"})

    assert "The key “Payroll”" in page.text
    assert ApiKey.objects.get().kept_by == hr
    assert told(key) == [("key.handed_over", hr.pk, ["kept_by"])]
    assert opens(key)


def test_a_key_may_be_revoked_with_the_leaving(client_of_hr, hr, leaver, key):
    client_of_hr.post(url(leaver), {"is_now": "on", f"key_{key.pk}": "revoke"})

    assert told(key) == [("key.revoked", hr.pk, [])]
    assert not opens(key)


def test_a_key_is_good_until_a_leaving_to_come(client_of_hr, hr, leaver, key):
    said = {"last_day_on": TODAY + 3 * DAY, f"key_{key.pk}": "revoke"}

    client_of_hr.post(url(leaver), said)

    assert told(key) == [("key.changed", hr.pk, ["expires_at"])]
    assert opens(key)
    with time_machine.travel(moment(day=TODAY + 4 * DAY), tick=False):
        assert not opens(key)


def test_a_refused_leaving_leaves_the_keys_alone(client_of_hr, hr, site):
    last = EmployeeFactory(team=site, roles=[Role.ADMINISTRATOR])
    key = ApiKeyFactory(by=last)

    page = client_of_hr.post(url(last), {"is_now": "on", f"key_{key.pk}": "revoke"})

    assert "Somebody has to administer Encore." in page.text
    assert told(key) == []
    assert opens(key)


def test_who_records_their_own_leaving_cannot_take_the_key_over(sign_in, leaver, key):
    client = sign_in(leaver)

    page = client.get(url(leaver))
    client.post(url(leaver), {"last_day_on": TODAY, f"key_{key.pk}": "keep"})

    assert "Leave it for somebody else to look after" in page.text
    assert ApiKey.objects.get().kept_by == leaver
    assert told(key) == []


def test_hr_is_told_of_a_key_whose_keeper_has_left_until_it_is_taken_over(
    client_of_hr, hr, site
):
    ApiKeyFactory(by=hr)
    gone = EmployeeFactory(team=site, roles=[Role.HR], left_on=TODAY)
    key = ApiKeyFactory(by=gone)
    hint, home = "with a key whose keeper has left", reverse("dashboard:my-team")

    before = client_of_hr.get(home)
    listed = client_of_hr.get(reverse("api-keys:key-list"))
    client_of_hr.post(reverse("api-keys:key-keep", args=[key.pk]))
    client_of_hr.post(reverse("api-keys:key-keep", args=[key.pk]))
    after = client_of_hr.get(home)

    assert hint in before.text
    assert listed.text.count("I look after it") == 1
    assert hint not in after.text
    assert told(key) == [("key.handed_over", hr.pk, ["kept_by"])]
    assert opens(key)


def test_nobody_but_hr_is_told_of_keys(sign_in, site):
    manager = EmployeeFactory(team=site, manages=[site])
    gone = EmployeeFactory(team=site, roles=[Role.HR], left_on=TODAY)
    ApiKeyFactory(by=gone)

    page = sign_in(manager).get(reverse("dashboard:my-team"))

    assert "keeper has left" not in page.text
