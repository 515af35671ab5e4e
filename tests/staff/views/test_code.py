"""The pages of sign-in codes."""

import datetime as dt
import re

import pytest
from django.db import transaction

from events.record import record
from staff.actions.sign_in_codes import CODES_AT_ONCE, IssuedCode, issue_codes
from staff.choices import Role
from staff.models import PeopleImport, SignInCode
from staff.views.code import fragment_of
from tests.factories.staff import EmployeeFactory, TeamFactory, moment
from tests.staff.conftest import PASSWORD

WELCOME, SHEET = "/welcome/", "/people/codes/"


def fields(number, code, password=PASSWORD, again=PASSWORD):
    names = ["number", "code", "password", "password_again"]
    return dict(zip(names, [number, code, password, again], strict=True))


@pytest.fixture
def code(manager, waiter):
    [issued] = issue_codes(employees=[waiter], by=manager, at=moment())
    return issued.code


def picked(response):
    """Return the ids of the people offered, and of those ticked already."""
    boxes = re.findall(r'name="employees" value="(\d+)"( checked)?', response.text)
    offered = {int(pk) for pk, _ticked in boxes}
    return offered, {int(pk) for pk, ticked in boxes if ticked}


# Redeeming --------------------------------------------------------------------------


def test_code_redeem_lets_the_person_in(client, waiter, code):
    response = client.post(WELCOME, fields("e17", code.lower()))

    assert response.url == "/today/"
    assert client.session["_auth_user_id"] == str(waiter.pk)
    page = client.get("/me/").text
    assert "Welcome, Amal. Your password is set." in page
    assert "handed out by Mona" in page


def test_code_redeem_takes_no_code_from_the_path(client, code):
    response = client.get(WELCOME)

    assert 'data-fragment="number code"' in response.text
    assert "fragment.js" in response.text
    assert "no-store" in response.headers["Cache-Control"]
    assert client.get(f"/welcome/E17/{code}/").status_code == 404
    assert SignInCode.objects.get().used_at is None


def test_code_sheet_keeps_number_and_code_out_of_what_is_sent(waiter):
    waiter.employee_number = "north/17 ä"

    fragment = fragment_of(IssuedCode(waiter, "ABCD-EFGH", moment()))

    assert fragment == "#north%2F17%20%C3%A4/ABCD-EFGH"


@pytest.mark.parametrize("number", ["nobody", "E17"])
def test_code_redeem_says_the_same_for_unknown_number_and_wrong_code(
    client, code, number
):
    response = client.post(WELCOME, fields(number, "AAAA-AAAA"))

    assert response.status_code == 200
    assert "This number and this code do not go together." in response.text
    assert PASSWORD not in response.text


def test_code_redeem_says_that_a_right_code_is_spent(client, code, noon):
    noon.shift(dt.timedelta(days=8))

    response = client.post(WELCOME, fields("E17", code))

    assert "Ask whoever gave it to you for a new one." in response.text


def test_code_redeem_asks_for_the_same_password_twice(client, code):
    response = client.post(WELCOME, fields("E17", code, again="another one"))

    assert "The two passwords are not the same." in response.text
    assert SignInCode.objects.get().used_at is None


def test_code_redeem_puts_what_is_wrong_with_a_password_beside_it(client, code):
    response = client.post(WELCOME, fields("E17", code, "short", "short"))

    assert list(response.context["form"].errors) == ["password"]


def test_code_redeem_closes_after_five_wrong_codes(client, code):
    for _try in range(5):
        assert client.post(WELCOME, fields("E17", "AAAA-AAAA")).status_code == 200

    response = client.post(WELCOME, fields("E17", code))

    assert response.status_code == 429
    assert "You can try again in 15 minutes." in response.text


def test_code_redeem_ends_the_sessions_of_before(manager, waiter, client, sign_in):
    waiter.set_password(PASSWORD)
    waiter.save()
    old = type(client)()
    old.force_login(waiter, backend="staff.backends.EmployeeBackend")
    [issued] = issue_codes(employees=[waiter], by=manager, at=moment())

    assert old.get("/me/").status_code == 302
    client.post(WELCOME, fields("E17", issued.code))

    assert old.get("/me/").status_code == 302
    assert client.get("/me/").status_code == 200


# Handing out ------------------------------------------------------------------------


def test_code_sheet_is_closed_to_those_who_lead_nobody(client, waiter, sign_in):
    assert client.get(SHEET).url == f"/sign-in/?next={SHEET}"
    assert sign_in(waiter).get(SHEET).status_code == 403


def test_code_sheet_offers_people_without_a_password(manager, waiter, site, sign_in):
    with_password = EmployeeFactory(team=site)
    with_password.set_password(PASSWORD)
    with_password.save()
    with_code = EmployeeFactory(team=site)
    issue_codes(employees=[with_code], by=manager, at=moment())

    response = sign_in(manager).get(SHEET)

    assert picked(response) == ({waiter.pk, with_code.pk}, {waiter.pk})


def test_code_sheet_shows_each_code_once_with_a_square_to_scan(
    manager, waiter, sign_in, client
):
    response = sign_in(manager).post(SHEET, {"employees": [waiter.pk]})

    [code] = re.findall(r'class="letters">([0-9A-Z-]{9})<', response.text)
    assert response.text.count("<svg xmlns") + response.text.count("<svg view") >= 1
    assert "no-store" in response.headers["Cache-Control"]
    client.logout()
    assert client.post(WELCOME, fields("E17", code)).url == "/today/"


def test_code_sheet_asks_whom_when_nobody_is_picked(manager, waiter, sign_in):
    response = sign_in(manager).post(SHEET, {"employees": []})

    assert "Nobody is picked yet." in response.text
    assert not SignInCode.objects.exists()


def test_code_sheet_of_a_team_holds_its_subtree(house, hr, waiter, site, sign_in):
    other = TeamFactory(parent=house)
    EmployeeFactory(team=other)

    response = sign_in(hr).get(SHEET, {"team": site.pk})

    assert picked(response)[0] == {waiter.pk}


def test_code_sheet_of_a_team_out_of_reach_is_not_found(house, manager, sign_in):
    other = TeamFactory(parent=house)

    assert sign_in(manager).get(SHEET, {"team": other.pk}).status_code == 404


def test_code_sheet_of_an_import_holds_those_it_hired(hr, waiter, site, sign_in):
    EmployeeFactory(team=site)
    brought = PeopleImport.objects.create(file_name="a.csv", created_at=moment())
    with transaction.atomic():
        record("employee.hired", at=moment(), employee=waiter, batch=brought.uuid)

    response = sign_in(hr).get(SHEET, {"import": brought.uuid})

    assert picked(response)[0] == {waiter.pk}


@pytest.mark.parametrize("value", ["nonsense", "e64bf332-27c6-48e2-9eda-df4b3aca4457"])
def test_code_sheet_of_an_unknown_import_is_not_found(hr, sign_in, value):
    assert sign_in(hr).get(SHEET, {"import": value}).status_code == 404


def test_code_sheet_of_an_import_is_for_hr(manager, sign_in):
    brought = PeopleImport.objects.create(file_name="a.csv", created_at=moment())

    response = sign_in(manager).get(SHEET, {"import": brought.uuid})

    assert response.status_code == 404


def test_code_sheet_of_one_person_says_that_the_password_ends(manager, waiter, sign_in):
    waiter.set_password(PASSWORD)
    waiter.save()

    response = sign_in(manager).get(SHEET, {"employee": waiter.pk})

    assert "Amal has a password. It ends the moment the code is made" in response.text
    assert picked(response)[0] == {waiter.pk}


def test_code_sheet_of_a_person_out_of_reach_is_not_found(house, manager, sign_in):
    stranger = EmployeeFactory(team=house)
    client = sign_in(manager)

    asked = client.get(SHEET, {"employee": stranger.pk})
    posted = client.post(SHEET, {"employees": [stranger.pk]})

    assert asked.status_code == 404
    assert "out of your reach by now" in posted.text
    assert not SignInCode.objects.exists()


def test_code_sheet_refuses_to_let_a_manager_become_hr(manager, site, sign_in):
    hr_here = EmployeeFactory(team=site, roles=[Role.HR])
    client = sign_in(manager)

    asked = client.get(SHEET, {"employee": hr_here.pk})
    posted = client.post(SHEET, {"employees": [hr_here.pk]})

    assert (asked.status_code, posted.status_code) == (403, 403)
    assert hr_here.pk not in picked(client.get(SHEET))[0]
    assert not SignInCode.objects.exists()


@pytest.mark.parametrize("people", [3, 300])
def test_code_sheet_costs_the_same_for_any_number(
    manager, site, sign_in, django_assert_num_queries, people
):
    EmployeeFactory.create_batch(people, team=site)
    client = sign_in(manager)

    with django_assert_num_queries(16):
        response = client.get(SHEET)

    assert len(picked(response)[0]) == min(people, CODES_AT_ONCE)
