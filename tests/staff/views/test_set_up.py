"""First set-up in the browser."""

import pytest

from staff.models import Employee, Organisation, Team
from tests.factories.staff import EmployeeFactory
from tests.staff.conftest import PASSWORD

KEY = "kettle-7423-harbour"
ORGANISATION, SELF = "/set-up/organisation/", "/set-up/you/"
HOUSE = {"name": "Harbour Street", "time_zone": "Europe/Berlin"}
YOU = {
    "first_name": "Olga",
    "last_name": "Owner",
    "employee_number": "1",
    "email": "",
    "language": "",
    "password": PASSWORD,
    "password_again": PASSWORD,
}


@pytest.fixture
def empty(db, settings):
    settings.SET_UP_KEY = KEY


@pytest.fixture
def with_key(client, empty):
    """A visitor who has given the key."""
    client.post("/set-up/", {"key": KEY})
    return client


def test_set_up_leads_from_a_key_to_a_house(client, empty):
    assert client.get("/people/", follow=True).request["PATH_INFO"] == "/set-up/"
    asked = client.post("/set-up/", {"key": f" {KEY} "})
    assert asked.url == ORGANISATION
    named = client.post(asked.url, HOUSE)
    assert named.url == SELF
    assert "The first person at Harbour Street." in client.get(named.url).text

    done = client.post(named.url, YOU)

    assert done.url == "/set-up/people/"
    assert "/people/import/" in client.get(done.url).text
    assert Team.objects.get().name == "Harbour Street"
    assert client.session["_auth_user_id"] == str(Employee.objects.get().pk)


def test_set_up_takes_the_key_from_no_path(client, empty):
    page = client.get("/set-up/").text

    assert 'data-fragment="key"' in page
    assert "fragment.js" in page
    assert client.get(f"/set-up/{KEY}/").status_code == 404


@pytest.mark.parametrize("path", [ORGANISATION, SELF])
def test_set_up_asks_for_the_key_first(client, empty, path):
    assert client.get(path).url == "/set-up/"


def test_set_up_forgets_the_key_when_another_is_set(client, empty, settings):
    client.post("/set-up/", {"key": KEY})
    settings.SET_UP_KEY = "another"

    assert client.get(ORGANISATION).url == "/set-up/"


def test_set_up_refuses_a_wrong_key_typed(client, empty):
    response = client.post("/set-up/", {"key": "guess"})

    assert "This key does not fit." in response.text


def test_set_up_creates_nothing_without_the_key(client, empty):
    client.post("/set-up/", {"key": "guess"})

    client.post(ORGANISATION, HOUSE)
    client.post(SELF, YOU)

    assert not Organisation.objects.exists()
    assert not Employee.objects.exists()


def test_set_up_closes_for_a_place_that_guesses(client, empty):
    for number in range(100):
        client.post("/set-up/", {"key": f"guess{number}"})

    assert client.post("/set-up/", {"key": KEY}).status_code == 429


@pytest.mark.parametrize("path", ["/set-up/", ORGANISATION, SELF])
def test_set_up_without_a_key_in_the_settings_says_how_to_get_one(
    client, db, settings, path
):
    settings.SET_UP_KEY = ""

    response = client.get(path, follow=True)

    assert "ENCORE_SETUP_KEY=" in response.text
    assert "<form" not in response.text


def test_set_up_of_the_person_waits_for_the_organisation(with_key):
    assert with_key.get(SELF).url == ORGANISATION


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"password": "short", "password_again": "short"}, "password"),
        ({"password_again": "something else"}, "password_again"),
        ({"first_name": ""}, "first_name"),
        ({"email": "no mail"}, "email"),
    ],
)
def test_set_up_of_the_person_shows_what_is_wrong_beside_it(with_key, wrong, field):
    with_key.post(ORGANISATION, HOUSE)

    response = with_key.post(SELF, YOU | wrong)

    assert list(response.context["form"].errors) == [field]
    assert not Employee.objects.exists()


@pytest.mark.parametrize("zone", ["", "Moon/Base", "../../etc/passwd"])
def test_set_up_of_the_organisation_knows_its_zones(with_key, zone):
    response = with_key.post(ORGANISATION, HOUSE | {"time_zone": zone})

    assert list(response.context["form"].errors) == ["time_zone"]


@pytest.mark.parametrize("path", ["/set-up/", ORGANISATION, SELF])
@pytest.mark.parametrize("method", ["get", "post"])
def test_set_up_is_gone_once_it_is_done(client, house, settings, path, method):
    settings.SET_UP_KEY = KEY

    response = getattr(client, method)(path, {"key": KEY} | HOUSE | YOU)

    assert response.status_code == 404


def test_set_up_stays_gone_when_nobody_is_left(client, house, settings):
    settings.SET_UP_KEY = KEY
    assert not Employee.objects.exists()

    assert client.get("/set-up/").status_code == 404


def test_set_up_people_is_gone_once_somebody_is_here(administrator, house, sign_in):
    client = sign_in(administrator)
    assert client.get("/set-up/people/").status_code == 200

    EmployeeFactory(team=house)

    assert client.get("/set-up/people/").status_code == 404
