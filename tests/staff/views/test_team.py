"""The tree of teams in the browser."""

import datetime as dt
import re

import pytest

from staff.models import Team, TeamManager
from staff.queries.teams import headcounts, managers_by_team
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory

URL = "/teams/"


def rows(response):
    """Return [team name, level, people] of the tree shown."""
    found = re.findall(
        r'--level:(\d+)">(?:<a[^>]*>)?([^<]+)<.*?data-label="People">(?:<a[^>]*>)?(\d+)',
        response.text,
        re.DOTALL,
    )
    return [(name, int(level), int(people)) for level, name, people in found]


def test_team_list_draws_the_tree_with_its_people(house, site, hr, sign_in):
    TeamFactory(name="Bar", parent=site)
    shift = TeamFactory(name="Shift", parent=site)
    EmployeeFactory.create_batch(2, team=shift)
    EmployeeFactory(team=site)
    EmployeeFactory(team=site, left_on=TODAY)
    EmployeeFactory(team=site, hired_on=TODAY + dt.timedelta(days=7))
    client = sign_in(hr)

    response = client.get(URL)

    assert rows(response) == [
        ("Company", 0, 5),
        ("Site", 1, 4),
        ("Bar", 2, 0),
        ("Shift", 2, 2),
    ]
    assert "4 people" in client.get("/people/", {"team": site.pk}).text


def test_team_list_of_a_manager_begins_with_their_team(house, site, manager, sign_in):
    TeamFactory(name="Other", parent=house)
    TeamFactory(name="Shift", parent=site)

    response = sign_in(manager).get(URL)

    assert rows(response) == [("Site", 0, 1), ("Shift", 1, 0)]
    assert "Mona" in response.text
    assert "/teams/add/" not in response.text


def test_team_list_asks_of_teams_within_reach_only(house, site, manager):
    other = TeamFactory(name="Other", parent=house)
    EmployeeFactory(team=other, manages=[other])

    assert managers_by_team(manager.reach, TODAY) == {site.pk: [manager]}
    assert dict(headcounts(manager.reach, TODAY)) == {site.pk: 1}


def test_team_list_is_closed_to_those_who_lead_nobody(waiter, sign_in):
    assert sign_in(waiter).get(URL).status_code == 403


@pytest.mark.parametrize("teams", [3, 300])
def test_team_list_costs_the_same_for_any_number(
    house, hr, sign_in, django_assert_num_queries, teams
):
    for _number in range(teams):
        team = TeamFactory(parent=house)
        EmployeeFactory(team=team, manages=[team])
    client = sign_in(hr)

    with django_assert_num_queries(7):
        response = client.get(URL)

    assert len(rows(response)) == teams + 1


@pytest.mark.parametrize(
    "path", ["add/", "{site}/", "{site}/move/", "{site}/managers/add/"]
)
def test_teams_are_drawn_by_hr_only(manager, site, sign_in, path):
    client = sign_in(manager)

    assert client.post(URL + path.format(site=site.pk), {}).status_code == 403


def test_team_add_hangs_a_team_below_another(hr, site, sign_in):
    sent = {"name": "Night shift", "parent": site.pk, "code": "", "time_zone": ""}

    response = sign_in(hr).post(f"{URL}add/", sent)

    assert response.url == URL
    team = Team.objects.get(name="Night shift")
    assert Team.objects.get_parent(team) == site
    assert (team.code, team.time_zone) == ("night-shift", "UTC")


def test_team_add_refuses_a_code_that_is_taken(hr, site, sign_in):
    sent = {"name": "Other", "parent": site.pk, "code": "site", "time_zone": ""}

    response = sign_in(hr).post(f"{URL}add/", sent)

    assert list(response.context["form"].errors) == ["code"]
    assert Team.objects.count() == 2


def test_team_edit_changes_name_and_clock(hr, site, sign_in):
    sent = {"name": "Harbour", "time_zone": "Europe/Berlin"}

    response = sign_in(hr).post(f"{URL}{site.pk}/", sent)

    assert response.url == f"{URL}{site.pk}/"
    site.refresh_from_db()
    assert (site.name, site.time_zone, site.code) == (
        "Harbour",
        "Europe/Berlin",
        "site",
    )


def test_team_move_hangs_it_elsewhere(hr, house, site, sign_in):
    region = TeamFactory(parent=house)

    sign_in(hr).post(f"{URL}{site.pk}/move/", {"parent": region.pk})

    moved = Team.objects.get(pk=site.pk)
    assert Team.objects.get_parent(moved) == region


def test_team_move_offers_no_place_below_itself(hr, site, sign_in):
    shift = TeamFactory(parent=site)

    response = sign_in(hr).post(f"{URL}{site.pk}/move/", {"parent": shift.pk})

    assert list(response.context["move_form"].errors) == ["parent"]


def test_team_manager_add_and_team_manager_end(hr, site, waiter, sign_in):
    client = sign_in(hr)

    client.post(f"{URL}{site.pk}/managers/add/", {"number": "e17", "valid_from": TODAY})
    assert TeamManager.objects.valid_on(TODAY).get().employee == waiter
    client.post(f"{URL}{site.pk}/managers/{waiter.pk}/end/")

    assert not TeamManager.objects.valid_on(TODAY).exists()


def test_team_manager_add_refuses_a_number_nobody_has(hr, site, sign_in):
    sent = {"number": "nobody", "valid_from": TODAY}

    response = sign_in(hr).post(f"{URL}{site.pk}/managers/add/", sent)

    assert list(response.context["manager_form"].errors) == ["number"]


def test_team_manager_add_refuses_somebody_who_has_left(hr, site, sign_in):
    gone = EmployeeFactory(team=site, left_on=TODAY)
    sent = {"number": gone.employee_number, "valid_from": TODAY}

    response = sign_in(hr).post(f"{URL}{site.pk}/managers/add/", sent)

    assert response.context["manager_form"].non_field_errors()
    assert not TeamManager.objects.exists()
