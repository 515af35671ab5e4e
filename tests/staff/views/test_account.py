"""One's own settings."""

import pytest

from events.models import Event
from tests.staff.conftest import PASSWORD

NEW = "four green kettles"


@pytest.fixture
def amal(waiter):
    waiter.set_password(PASSWORD)
    waiter.save()
    return waiter


def change(client, old=PASSWORD, new=NEW, again=NEW):
    words = {"old_password": old, "password": new, "password_again": again}
    return client.post("/me/password/", words)


@pytest.mark.parametrize("path", ["/me/", "/me/password/"])
def test_account_is_for_people_who_are_in(client, house, path):
    assert client.get(path).url == f"/sign-in/?next={path}"


def test_account_edit_changes_the_language(amal, sign_in):
    client = sign_in(amal)

    response = client.post("/me/", {"language": "de"})

    assert response.url == "/me/"
    amal.refresh_from_db()
    assert amal.language == "de"
    assert client.get("/me/").headers["Content-Language"] == "de"
    assert Event.objects.get().fields == ["language"]


def test_account_edit_refuses_a_language_we_do_not_speak(amal, sign_in):
    response = sign_in(amal).post("/me/", {"language": "tlh"})

    assert list(response.context["form"].errors) == ["language"]


def test_password_edit_keeps_this_session_and_ends_the_others(amal, client, sign_in):
    elsewhere = type(client)()
    elsewhere.force_login(amal, backend="staff.backends.EmployeeBackend")
    sign_in(amal)

    response = change(client)

    assert response.url == "/me/"
    assert client.get("/me/").status_code == 200
    assert elsewhere.get("/me/").status_code == 302
    amal.refresh_from_db()
    assert amal.check_password(NEW)
    assert Event.objects.get().kind == "password.changed"


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"old": "wrong"}, "old_password"),
        ({"new": "short", "again": "short"}, "password"),
        ({"again": "another"}, "password_again"),
    ],
)
def test_password_edit_refuses_beside_the_field(amal, sign_in, words, field):
    response = change(sign_in(amal), **words)

    assert list(response.context["form"].errors) == [field]
    amal.refresh_from_db()
    assert amal.check_password(PASSWORD)


def test_password_edit_closes_after_five_wrong_ones(amal, sign_in):
    client = sign_in(amal)
    for _try in range(5):
        assert change(client, old="wrong").status_code == 200

    assert change(client).status_code == 429
