"""Signing in and out, and how long one may guess."""

import datetime as dt

import pytest
from axes.models import AccessAttempt
from django.db import connection
from django.urls import reverse

from staff.models import FailedTry
from tests.factories.staff import TODAY, EmployeeFactory
from tests.staff.conftest import PASSWORD

URL = "/sign-in/"
TOO_MANY = "There were too many wrong tries from here."


@pytest.fixture
def amal(waiter):
    waiter.email = "amal@example.com"
    waiter.set_password(PASSWORD)
    waiter.save()
    return waiter


def give(client, username, password=PASSWORD, **headers):
    return client.post(URL, {"username": username, "password": password}, **headers)


def is_signed_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("name", ["E17", "e17", " E17 ", "Amal@Example.com"])
def test_sign_in_takes_number_and_e_mail_in_any_case(client, amal, name):
    response = give(client, name)

    assert response.status_code == 302
    assert response.url == reverse("dashboard:home")
    assert client.session["_auth_user_id"] == str(amal.pk)


@pytest.mark.parametrize("name", ["ÄÖ-1", "äö-1", "Äö-1", "ZOË@EXAMPLE.COM"])
def test_sign_in_takes_letters_beyond_a_to_z_in_any_case(client, amal, name):
    amal.employee_number, amal.email = "Äö-1", "zoë@example.com"
    amal.save()

    give(client, name)

    assert client.session["_auth_user_id"] == str(amal.pk)


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="One number is one person's, in any case"
)
@pytest.mark.parametrize("number", ["Ä-1", "ä-1"])
def test_sign_in_takes_the_number_as_written_before_any_other(client, site, number):
    people = {
        number: EmployeeFactory(employee_number=number, team=site)
        for number in ("Ä-1", "ä-1")
    }
    for person in people.values():
        person.set_password(PASSWORD)
        person.save()

    give(client, number)

    assert client.session["_auth_user_id"] == str(people[number].pk)


def test_sign_in_leads_on_to_the_page_that_was_asked_for(client, amal):
    asked = client.get("/people/")
    assert asked.url == f"{URL}?next=/people/"

    response = client.post(
        asked.url, {"username": "E17", "password": PASSWORD, "next": "/people/"}
    )

    assert response.url == "/people/"


def test_sign_in_leads_to_no_other_site(client, amal):
    response = client.post(
        URL,
        {"username": "E17", "password": PASSWORD, "next": "https://elsewhere.example/"},
    )

    assert response.url == reverse("dashboard:home")


def test_sign_in_says_the_same_whatever_is_wrong(client, amal, site):
    gone = EmployeeFactory(team=site, employee_number="E18", left_on=TODAY)
    gone.set_password(PASSWORD)
    gone.save()
    EmployeeFactory(team=site, employee_number="E19", password="")

    answers = {
        give(client, name, password).text.split("<form")[1].split("csrf")[0]
        + give(client, name, password).text.split('role="alert"')[1].split("</div>")[0]
        for name, password in [
            ("E17", "wrong"),
            ("E18", PASSWORD),
            ("E19", PASSWORD),
            ("nobody", "wrong"),
        ]
    }

    assert len(answers) == 1
    assert not is_signed_in(client)


def test_sign_in_is_refused_before_the_first_day(client, site):
    new = EmployeeFactory(team=site, hired_on=TODAY + dt.timedelta(days=1))
    new.set_password(PASSWORD)
    new.save()

    assert give(client, new.employee_number).status_code == 200
    assert not is_signed_in(client)


def test_sign_in_closes_for_an_account_after_five_wrong_passwords(client, amal, noon):
    for name in ["E17", "e17", "amal@example.com", "E17"]:
        assert give(client, name, "wrong").status_code == 200

    fifth = give(client, "E17", "wrong")
    right = give(client, "E17")

    assert (fifth.status_code, right.status_code) == (429, 429)
    assert TOO_MANY in fifth.text
    assert "try again in 15 minutes" in right.text
    assert right.headers["Retry-After"] == "900"
    noon.shift(dt.timedelta(minutes=15, seconds=1))
    assert give(client, "E17").status_code == 302


def test_sign_in_stays_open_for_a_colleague_and_for_another_place(client, amal, site):
    colleague = EmployeeFactory(team=site)
    colleague.set_password(PASSWORD)
    colleague.save()
    for _try in range(5):
        give(client, "E17", "wrong")

    same_till = give(client, colleague.employee_number)
    client.logout()
    from_home = give(client, "E17", REMOTE_ADDR="192.0.2.9")

    assert (same_till.status_code, from_home.status_code) == (302, 302)


def test_sign_in_closes_for_a_place_that_tries_one_password_on_many(client, amal, noon):
    for number in range(100):
        assert give(client, f"X{number}", "wrong").status_code == 200

    here, elsewhere = give(client, "E17"), give(client, "E17", REMOTE_ADDR="192.0.2.9")

    assert (here.status_code, elsewhere.status_code) == (429, 302)


def test_sign_in_keeps_no_password_that_was_typed(client, amal):
    give(client, "E17", "my other secret")

    assert FailedTry.objects.get().account == ""
    assert "my other secret" not in str(vars(AccessAttempt.objects.get()))


def test_sign_in_shows_a_person_who_is_in_to_the_first_page(amal, sign_in):
    response = sign_in(amal).get(URL)

    assert response.url == reverse("dashboard:home")


def test_sign_in_leads_to_the_set_up_of_an_empty_house(client, db):
    assert client.get(URL).url == "/set-up/"
    assert client.get("/welcome/").url == "/set-up/"


def test_sign_out_takes_a_post_only(amal, sign_in):
    client = sign_in(amal)

    assert client.get("/sign-out/").status_code == 405
    assert is_signed_in(client)
    assert client.post("/sign-out/").url == URL
    assert not is_signed_in(client)


def test_session_ends_the_minute_a_person_leaves(amal, sign_in):
    client = sign_in(amal)
    assert client.get("/me/").status_code == 200

    amal.employments.update(left_on=TODAY)

    assert client.get("/me/").url == f"{URL}?next=/me/"


def test_session_ends_at_midnight_where_the_person_works(amal, site, sign_in, noon):
    site.time_zone = "Asia/Tokyo"
    site.save()
    amal.employments.update(left_on=TODAY + dt.timedelta(days=1))
    client = sign_in(amal)

    noon.move_to(dt.datetime(2026, 11, 23, 14, 59, tzinfo=dt.UTC))
    before = client.get("/me/")
    noon.move_to(dt.datetime(2026, 11, 23, 15, 0, tzinfo=dt.UTC))
    after = client.get("/me/")

    assert (before.status_code, after.status_code) == (200, 302)
