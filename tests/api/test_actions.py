"""Making keys and taking them back."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from api.actions import issue_key, note_use, revoke_key
from api.choices import Scope
from api.models import ApiKey
from api.rules import LONGEST_LIFE, USUAL_LIFE, digest_of, key_parts
from events.models import Event
from staff.choices import Role
from tests.factories.api import ApiKeyFactory
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def hr(company):
    return EmployeeFactory(roles=[Role.HR])


def issued(by, **asked):
    asked = {
        "name": "Payroll",
        "scopes": [Scope.PEOPLE_READ],
        "team": None,
        "expires_at": moment() + USUAL_LIFE,
    } | asked
    return issue_key(by=by, at=moment(), **asked)


def test_issue_key_keeps_a_digest_and_tells_the_key_once(hr):
    key, text = issued(hr)

    prefix, secret = key_parts(text)
    assert (key.prefix, key.digest) == (prefix, digest_of(secret))
    assert len(secret) == 43
    assert secret not in str(ApiKey.objects.values().get())
    event = Event.objects.get()
    assert (event.kind, event.actor_id, event.subject_id) == (
        "key.issued",
        hr.pk,
        key.pk,
    )


@pytest.mark.parametrize(
    ("asked", "field", "code"),
    [
        ({"scopes": []}, "scopes", "no_scope"),
        ({"name": ""}, "name", "blank"),
        ({"expires_at": moment() + LONGEST_LIFE * 1.1}, "expires_at", "too_long"),
    ],
)
def test_issue_key_refuses(hr, asked, field, code):
    with pytest.raises(ValidationError) as refusal:
        issued(hr, **asked)

    assert refusal.value.error_dict[field][0].code == code
    assert not Event.objects.exists()


def test_issue_key_refuses_a_date_gone_by_and_a_name_that_is_taken(hr):
    issued(hr)

    with pytest.raises(ValidationError, match="another key|Another key"):
        issued(hr)
    with pytest.raises(ValidationError, match="never be good"):
        issued(hr, name="Other", expires_at=moment() - dt.timedelta(days=1))


def test_issue_key_gives_nobody_more_than_they_have(company):
    inside, outside = TeamFactory(parent=company), TeamFactory(parent=company)
    manager = EmployeeFactory(team=inside, manages=[inside])

    for more in ({}, {"team": outside}):
        with pytest.raises(PermissionDenied):
            issued(manager, **more)
    staff = EmployeeFactory(team=inside)
    with pytest.raises(PermissionDenied):
        issued(staff, team=inside, scopes=[Scope.TRAINING_ASSIGN])


def test_revoke_key_is_told_once_and_frees_its_name(hr):
    key, _text = issued(hr)

    for _time in range(2):
        revoke_key(key=key, by=hr, at=moment())

    assert Event.objects.filter(kind="key.revoked").count() == 1
    assert issued(hr)[0].name == key.name


def test_note_use_never_goes_back(company):
    key = ApiKeyFactory()
    note_use(key=key, today=TODAY)

    note_use(key=key, today=TODAY - dt.timedelta(days=1))

    key.refresh_from_db()
    assert key.last_used_on == TODAY
