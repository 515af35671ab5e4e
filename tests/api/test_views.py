"""HR's pages for keys."""

import datetime as dt

import pytest
from django.urls import reverse

from api.models import ApiKey
from staff.choices import Role
from tests.api.conftest import Caller
from tests.factories.api import ApiKeyFactory
from tests.factories.staff import EmployeeFactory

pytestmark = pytest.mark.django_db

LIST = reverse("api-keys:key-list")
ADD = reverse("api-keys:key-add")


@pytest.fixture
def hr(company):
    return EmployeeFactory(team=company, roles=[Role.HR])


def asked(hr, **other):
    return {
        "name": "Payroll",
        "scopes": ["people:read"],
        "team": "",
        "last_day_on": (hr.today() + dt.timedelta(days=10)).isoformat(),
    } | other


def test_key_add_shows_a_key_once_that_opens_the_api(sign_in, hr):
    answer = sign_in(hr).post(ADD, asked(hr))

    key = ApiKey.objects.get()
    text = answer.context["text"]
    assert f'<code id="key">{text}</code>' in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    key.text = text
    assert Caller(key).get("/api/v1/teams").status_code == 200
    assert text not in sign_in(hr).get(LIST).text


def test_key_add_is_good_to_the_end_of_the_day_asked_for(sign_in, hr):
    sign_in(hr).post(ADD, asked(hr))

    last_day = hr.today() + dt.timedelta(days=10)
    expires_at = ApiKey.objects.get().expires_at
    assert expires_at.date() == last_day + dt.timedelta(days=1)
    assert f"{last_day:%Y}" in sign_in(hr).get(LIST).text


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"name": ""}, "name"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"last_day_on": "2999-01-01"}, "last_day_on"),
        ({"team": "999"}, "team"),
    ],
)
def test_key_add_keeps_what_was_typed_and_says_what_is_wrong(sign_in, hr, other, field):
    answer = sign_in(hr).post(ADD, asked(hr, **other))

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert not ApiKey.objects.exists()


def test_key_list_marks_keys_whose_keeper_has_left(sign_in, hr):
    maker = EmployeeFactory(roles=[Role.HR], left_on=hr.today())
    kept, orphaned = ApiKeyFactory(by=hr), ApiKeyFactory(by=maker)

    answer = sign_in(hr).get(LIST)

    marks = {key.pk: key.is_orphaned for key in answer.context["keys"]}
    assert marks == {kept.pk: False, orphaned.pk: True}
    assert answer.text.count("Keeper has left") == 1


@pytest.mark.parametrize("count", [3, 300])
def test_key_list_costs_the_same_at_any_length(
    sign_in, hr, count, django_assert_num_queries
):
    ApiKeyFactory.create_batch(count, by=hr, team=hr.postings.get().team)
    client = sign_in(hr)

    with django_assert_num_queries(5):
        answer = client.get(LIST)

    assert answer.text.count('<tr id="key-') == count


def test_key_revoke_asks_first_and_then_closes_the_door(sign_in, hr):
    key = ApiKeyFactory(by=hr)
    url = reverse("api-keys:key-revoke", args=[key.pk])

    question = sign_in(hr).get(url)
    answer = sign_in(hr).post(url)

    assert question.status_code == 200
    assert answer.headers["Location"] == LIST
    assert Caller(key).get("/api/v1/teams").status_code == 401


@pytest.mark.parametrize("roles", [[], [Role.AUTHOR]])
def test_keys_are_for_keepers_of_people(sign_in, company, roles):
    manager = EmployeeFactory(team=company, manages=[company], roles=roles)
    key = ApiKeyFactory()
    revoke = reverse("api-keys:key-revoke", args=[key.pk])

    answers = [sign_in(manager).get(url).status_code for url in (LIST, ADD, revoke)]

    assert answers == [403, 403, 403]
