"""The list of people, and one of them."""

import datetime as dt
import re

import pytest

from staff.actions.people import appoint_manager, hire, move, record_leaving
from staff.choices import Role
from tests.factories.staff import (
    TODAY,
    EmployeeFactory,
    JobRoleFactory,
    TeamFactory,
    moment,
)

URL = "/people/"


def names(response):
    """Return the first names in the table of a list page, in its order."""
    rows = re.findall(r'<tr id="person-.*?</tr>', response.text, re.DOTALL)
    return [re.search(r'/people/\d+/">(\w+)', row)[1] for row in rows]


def person(first_name, **facts):
    return EmployeeFactory(first_name=first_name, last_name=first_name, **facts)


# The list ---------------------------------------------------------------------------


def test_person_list_is_closed_to_those_who_lead_nobody(client, waiter, sign_in):
    assert client.get(URL).url == f"/sign-in/?next={URL}"
    assert sign_in(waiter).get(URL).status_code == 403


def test_person_list_of_a_manager_holds_their_subtree_by_name(house, site, sign_in):
    boss = person("Mona", team=site, manages=[site])
    shift = TeamFactory(parent=site)
    person("Zora", team=site)
    person("Amal", team=shift)
    person("Stranger", team=house)
    person("Newcomer", team=site, hired_on=TODAY + dt.timedelta(days=3))
    person("Leaver", team=site, left_on=TODAY)

    response = sign_in(boss).get(URL)

    assert names(response) == ["Amal", "Mona", "Newcomer", "Zora"]


def test_person_list_of_hr_holds_everybody_who_works_here(hr, site, house, sign_in):
    EmployeeFactory(first_name="Amal", last_name="A", team=site)
    EmployeeFactory(first_name="Without", last_name="B")
    EmployeeFactory(first_name="Leaver", last_name="C", team=site, left_on=TODAY)

    assert names(sign_in(hr).get(URL)) == ["Amal", "Without", "Hanna"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ama", ["Amal"]),
        ("E17", ["Amal"]),
        ("haddad amal", ["Amal"]),
        ("amal nobody", []),
        ("100%", []),
        ("", ["Amal", "Hanna"]),
    ],
)
def test_person_list_finds_by_every_word(hr, site, sign_in, text, found):
    EmployeeFactory(
        first_name="Amal", last_name="Haddad", employee_number="E17", team=site
    )

    assert names(sign_in(hr).get(URL, {"text": text})) == found


@pytest.mark.parametrize("text", ["özil", "ÖZIL", "müller", "MÜLL", "ä-1", "Ä-1"])
def test_person_list_finds_letters_beyond_a_to_z_in_any_case(hr, site, sign_in, text):
    EmployeeFactory(
        first_name="Ann", last_name="ÖZIL Müller", employee_number="ä-17", team=site
    )
    EmployeeFactory(
        first_name="Ben", last_name="Ozil Muller", employee_number="a-17", team=site
    )

    assert names(sign_in(hr).get(URL, {"text": text})) == ["Ann"]


@pytest.mark.parametrize("text", ["%", "_", "\\", ".", "(", "[a"])
def test_person_list_takes_every_sign_for_what_it_is(hr, site, sign_in, text):
    EmployeeFactory(first_name="Ann", last_name=f"a{text}b", team=site)
    EmployeeFactory(first_name="Ben", last_name="acb", team=site)

    assert names(sign_in(hr).get(URL, {"text": f"a{text}B"})) == ["Ann"]


def test_person_list_filters_by_team_role_and_state(hr, house, site, sign_in):
    waiting, cooking = JobRoleFactory(name="Waiter"), JobRoleFactory(name="Cook")
    shift = TeamFactory(parent=site)
    person("Boss", team=house, manages=[site])
    person("Author", team=site, roles=[Role.AUTHOR])
    person("Cook", team=shift, job_role=cooking, last_login=moment())
    person("Waiter", team=shift, job_role=waiting)
    person("Gone", team=shift, left_on=TODAY)
    client = sign_in(hr)

    def found(**asked):
        return set(names(client.get(URL, asked))) - {"Hanna"}

    assert found(team=site.pk) == {"Author", "Cook", "Waiter"}
    assert found(role="manager") == {"Boss"}
    assert found(role="author") == {"Author"}
    assert found(role=f"job:{cooking.pk}") == {"Cook"}
    assert found(state="never", team=shift.pk) == {"Waiter"}
    assert found(state="left") == {"Gone"}
    assert found(state="left", team=shift.pk) == {"Gone"}
    assert found(team=shift.pk, role=f"job:{waiting.pk}", text="wai") == {"Waiter"}


def test_person_list_shows_leavers_to_hr_only(manager, site, sign_in):
    EmployeeFactory(first_name="Gone", team=site, left_on=TODAY)

    response = sign_in(manager).get(URL, {"state": "left"})

    assert "left" in response.context["form"].errors.as_text()
    assert "Gone" not in response.text


def test_person_list_knows_no_team_out_of_reach(manager, house, sign_in):
    other = TeamFactory(parent=house)

    response = sign_in(manager).get(URL, {"team": other.pk})

    assert list(response.context["form"].errors) == ["team"]


def test_person_list_answers_htmx_with_the_list_alone(hr, sign_in):
    response = sign_in(hr).get(URL, headers={"HX-Request": "true"})

    assert names(response) == ["Hanna"]
    assert "<h1>" not in response.text


def test_person_list_shows_50_a_page(hr, site, sign_in):
    EmployeeFactory.create_batch(60, team=site)
    client = sign_in(hr)

    first, second = client.get(URL), client.get(URL, {"page": 2})

    assert (len(names(first)), len(names(second))) == (50, 11)
    assert "61 people" in first.text


@pytest.mark.parametrize("people", [3, 300])
def test_person_list_costs_the_same_for_any_number(
    hr, site, sign_in, django_assert_num_queries, people
):
    boss = EmployeeFactory(
        last_name="Aalto", team=site, manages=[site], roles=[Role.AUTHOR]
    )
    EmployeeFactory.create_batch(people - 2, team=site)
    EmployeeFactory(team=site, manages=[site])
    client = sign_in(hr)

    with django_assert_num_queries(13):
        response = client.get(URL)

    assert len(names(response)) == min(people + 1, 50)
    assert boss.first_name in response.text


# One person ------------------------------------------------------------------------


def page_of(client, employee):
    return client.get(f"/people/{employee.pk}/")


def test_person_detail_tells_where_somebody_has_worked(hr, house, site, sign_in):
    bar = TeamFactory(name="Bar", parent=house)
    mona = EmployeeFactory(first_name="Mona", last_name="M", team=site, manages=[bar])
    facts = {"by": hr, "at": moment()}
    amal = hire(
        employee_number="E17",
        first_name="Amal",
        hired_on=dt.date(2026, 3, 1),
        team=site,
        is_assumed=True,
        **facts,
    )
    move(
        employee=amal, team=bar, job_role=None, valid_from=dt.date(2026, 9, 1), **facts
    )
    record_leaving(employee=amal, left_on=dt.date(2026, 12, 1), **facts)

    text = page_of(sign_in(hr), amal).text

    assert "1 Mar 2026 to 31 Aug 2026" in text
    assert "First day assumed" in text
    assert "1 Sep 2026 to 30 Nov 2026" in text
    assert "Hired 1 Mar 2026, last day 30 Nov 2026" in text
    assert re.search(rf"Managed by</dt><dd>{mona}<", text)


def test_person_detail_names_the_nearest_manager_who_is_somebody_else(
    hr, house, site, sign_in
):
    regional = EmployeeFactory(team=house, manages=[house])
    local = EmployeeFactory(team=site, manages=[site])
    amal = EmployeeFactory(team=site)
    client = sign_in(hr)

    assert f"Managed by</dt><dd>{local}</dd>" in page_of(client, amal).text
    assert f"Managed by</dt><dd>{regional}</dd>" in page_of(client, local).text


def test_person_detail_is_shown_to_oneself_without_any_act(waiter, sign_in):
    response = page_of(sign_in(waiter), waiter)

    assert response.status_code == 200
    assert "/people/codes/" not in response.text
    assert "roles/" not in response.text
    assert f"/people/{waiter.pk}/edit/" not in response.text


def test_person_detail_out_of_reach_is_not_found(house, waiter, manager, sign_in):
    stranger = EmployeeFactory(team=house)

    assert page_of(sign_in(waiter), manager).status_code == 404
    assert page_of(sign_in(manager), stranger).status_code == 404


def test_person_detail_of_a_leaver_is_for_hr(manager, hr, site, sign_in):
    gone = EmployeeFactory(team=site, left_on=TODAY)

    assert page_of(sign_in(manager), gone).status_code == 404
    response = page_of(sign_in(hr), gone)
    assert "Last day 22 Nov 2026" in response.text
    assert "/people/codes/" not in response.text


@pytest.mark.parametrize(
    ("who", "may_hand", "may_grant"),
    [("manager", True, False), ("hr", True, False), ("administrator", True, True)],
)
def test_person_detail_offers_what_one_may_do(
    request, waiter, sign_in, who, may_hand, may_grant
):
    text = page_of(sign_in(request.getfixturevalue(who)), waiter).text

    assert (f"/people/codes/?employee={waiter.pk}" in text) is may_hand
    assert (f"/people/{waiter.pk}/roles/grant/" in text) is may_grant


def test_person_detail_offers_nobody_their_own_roles(administrator, sign_in):
    assert "roles/" not in page_of(sign_in(administrator), administrator).text


def test_person_detail_costs_the_same_for_any_history(
    hr, site, sign_in, django_assert_num_queries
):
    amal = EmployeeFactory(team=site)
    for month in range(3, 9):
        move(
            employee=amal,
            team=TeamFactory(parent=site),
            job_role=None,
            valid_from=dt.date(2026, month, 1),
            by=hr,
            at=moment(),
        )
    appoint_manager(
        employee=amal, team=site, valid_from=dt.date(2026, 3, 1), by=hr, at=moment()
    )
    client = sign_in(hr)

    with django_assert_num_queries(15):
        page_of(client, amal)
