"""Hanging teams up, and elsewhere."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from events.models import Event
from staff.actions.teams import create_team, move_team
from staff.models import Team
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment

DAY = dt.timedelta(days=1)
ACT = {"by": None, "at": moment()}


@pytest.mark.django_db
def test_create_team_makes_the_organisation_once():
    root = create_team(
        name="Bella Group", parent=None, time_zone="Europe/Berlin", **ACT
    )

    assert (root.code, root.time_zone, root.is_root()) == (
        "bella-group",
        "Europe/Berlin",
        True,
    )
    with pytest.raises(ValidationError) as refused:
        create_team(name="Another", parent=None, **ACT)
    assert refused.value.code == "root_exists"


def test_create_team_takes_its_zone_from_above_and_a_free_code(company):
    first = create_team(name="North", parent=company, **ACT)
    second = create_team(name="North", parent=first, **ACT)

    assert [first.code, second.code] == ["north", "north-2"]
    assert first.time_zone == company.time_zone
    assert Team.objects.get_parent(second) == first
    assert Event.objects.filter(kind="team.created").count() == 2


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"name": ""}, "name"),
        ({"name": "Twice", "code": "company"}, "code"),
    ],
)
def test_create_team_refuses_by_field(company, fields, word):
    with pytest.raises(ValidationError) as refused:
        create_team(parent=company, **fields, **ACT)

    assert list(refused.value.message_dict) == [word]


def test_create_team_refuses_an_unknown_time_zone(company):
    with pytest.raises(ValidationError) as refused:
        create_team(name="Mars", parent=company, time_zone="Mars/Olympus", **ACT)

    assert refused.value.code == "zone_unknown"


def test_move_team_takes_its_people_along_and_tells_it_of_each(company):
    north, south = (
        TeamFactory(parent=company, code=code) for code in ("north", "south")
    )
    bar = TeamFactory(parent=north, code="bar")
    anna = EmployeeFactory(team=bar)
    newcomer = EmployeeFactory(team=bar, hired_on=TODAY + 90 * DAY)
    EmployeeFactory(team=company)
    EmployeeFactory(team=bar, left_on=TODAY - 90 * DAY)

    move_team(team=north, parent=south, **ACT)
    move_team(team=north, parent=south, **ACT)

    assert Team.objects.get_root(Team.objects.get(code="bar")) == Team.objects.get(
        code="company"
    )
    assert Team.objects.get_parent(Team.objects.get(code="north")) == Team.objects.get(
        code="south"
    )
    assert list(Event.objects.values_list("kind", "employee_id")) == [
        ("team.moved", None),
        ("employee.moved", anna.pk),
        ("employee.moved", newcomer.pk),
    ]


@pytest.mark.parametrize(
    ("team", "parent", "code"),
    [("north", "bar", "team_circle"), ("company", "north", "team_is_root")],
)
def test_move_team_refuses_what_is_no_tree(company, team, parent, code):
    north = TeamFactory(parent=company, code="north")
    TeamFactory(parent=north, code="bar")
    teams = {team.code: team for team in Team.objects.all()}

    with pytest.raises(ValidationError) as refused:
        move_team(team=teams[team], parent=teams[parent], **ACT)

    assert refused.value.code == code
