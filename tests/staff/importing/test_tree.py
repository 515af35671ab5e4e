"""Which teams the rows of a file mean, and which they add."""

import pytest

from staff.models import Team
from tests.factories.people_files import csv_file, plan_of, posts, problems_of, take_in
from tests.factories.staff import (
    HIRED,
    TeamFactory,
)

TREE = ["Employee number", "First name", "Hired on", "Team code", "Team", "Parent team"]
TREE += ["Path"]


def posted(number, code="", team="", parent="", path=""):
    return [number, "A", str(HIRED), code, team, parent, path]


def paths():
    """Return {code: names from the root} of the teams there are."""
    teams = list(Team.objects.order_by("path"))
    return {
        team.code: "/".join(t.name for t in teams if team.path.startswith(t.path))
        for team in teams
    }


def test_teams_are_added_along_a_path_with_or_without_the_organisation(company):
    take_in(
        csv_file(
            TREE,
            posted("n1", path="Company / North / Bar"),
            posted("n2", path="north > Kitchen"),
            posted("n3", path="South", team="Bar"),
        )
    )

    assert paths() == {
        "company": "Company",
        "north": "Company/North",
        "bar": "Company/North/Bar",
        "kitchen": "Company/North/Kitchen",
        "south": "Company/South",
        "bar-2": "Company/South/Bar",
    }


def test_teams_are_added_below_the_team_above_in_any_order(company):
    content = csv_file(
        TREE,
        posted("n1", team="Bar", parent="North"),
        posted("n2", code="N", team="North", parent="Company"),
        posted("n3", team="Bar"),
        posted("n4", code="n"),
    )

    take_in(content)

    assert paths() == {
        "company": "Company",
        "N": "Company/North",
        "bar": "Company/North/Bar",
    }
    assert [posts(f"n{n}")[0][0] for n in (1, 2, 3, 4)] == ["bar", "N", "bar", "N"]
    assert plan_of(content).is_empty


@pytest.mark.parametrize(
    ("rows", "problems"),
    [
        ([posted("n1", team="West")], [(2, "team_unknown")]),
        ([posted("n1", code="W", team="West")], [(2, "team_unknown")]),
        ([posted("n1", team="Bar")], [(2, "team_ambiguous")]),
        ([posted("n1", team="Spa", parent="West")], [(2, "parent_unknown")]),
        ([posted("n1", team="Spa", parent="Bar")], [(2, "team_ambiguous")]),
        ([posted("n1", team="Spa", parent="spa")], [(2, "team_circle")]),
        (
            [posted("n1", team="A", parent="B"), posted("n2", team="B", parent="A")],
            [(2, "team_circle"), (3, "team_circle")],
        ),
        ([posted("n1", team="North", parent="north / bar")], [(2, "team_circle")]),
        (
            [
                posted("n1", code="X", team="X", parent="North"),
                posted("n2", code="X", team="X", parent="South"),
            ],
            [(2, "team_two_parents"), (3, "team_two_parents")],
        ),
        ([posted("n1", path="/".join("abcdefgh" * 5))], [(2, "team_too_deep")]),
        ([posted("n1", path="x" * 201)], [(2, "too_long")]),
        *(([posted("n1", path=mark)], [(2, "team_unknown")]) for mark in "/>|\\»"),
        ([posted("n1", path="//", team="Spa")], [(2, "team_unknown")]),
        ([posted("n1", path="North / >")], [(2, "team_unknown")]),
        ([posted("n1", team="Spa", parent="/")], [(2, "parent_unknown")]),
        ([posted("n1", team="/", parent="North")], [(2, "team_unknown")]),
        ([posted("n1", code="north", parent="/")], []),
        ([posted("n1", code="north", path="/")], []),
    ],
)
def test_teams_that_cannot_be_told_are_set_aside(north, south, rows, problems):
    TeamFactory(parent=north, code="n-bar", name="Bar")
    TeamFactory(parent=south, code="s-bar", name="Bar")

    assert problems_of(csv_file(TREE, *rows)) == problems


def test_a_name_that_several_teams_have_is_set_aside_the_second_time_too(north, south):
    content = csv_file(
        TREE,
        posted("n1", team="Bar", parent="North"),
        posted("n2", team="Bar", parent="South"),
        posted("n3", team="Bar"),
    )

    take_in(content, leaves_rows_out=True)

    # The first of them has "bar" for a code now.
    assert "bar" in paths()
    assert problems_of(content) == [(4, "team_ambiguous")]
    assert posts("n1") != posts("n2")


def test_new_teams_hang_below_the_organisation_where_that_was_said(company):
    content = csv_file(TREE, posted("n1", team="West"), posted("n2", code="E"))

    take_in(content, new_teams="below_root")

    assert paths() == {"company": "Company", "west": "Company/West", "E": "Company/E"}


@pytest.mark.parametrize("step", [1, -1])
@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ([posted("n1", code="R1", team="West"), posted("n2", team="West")], ["R1"] * 2),
        (
            [
                posted("n1", code="R1", team="West"),
                posted("n2", team="Bar", parent="West"),
            ],
            ["R1", "bar"],
        ),
        (
            [posted("n1", code="R1", team="West"), posted("n2", path="West")],
            ["R1", "west"],
        ),
    ],
)
def test_a_new_team_with_a_code_is_there_for_rows_without(company, rows, codes, step):
    content = csv_file(TREE, *rows[::step])

    take_in(content, new_teams="below_root")

    assert [posts(f"n{n}")[0][0] for n in (1, 2)] == codes
    assert len(paths()) == len({"company", "R1", *codes})
    assert plan_of(content, new_teams="below_root").is_empty


def test_a_known_team_is_neither_moved_nor_renamed(north, south):
    content = csv_file(TREE, posted("n1", code="NORTH", team="Nord", parent="South"))

    plan = plan_of(content)
    take_in(content)

    assert [(r.code, dict(r.params)) for r in plan.remarks] == [
        ("team_hangs_elsewhere", {"parent": "Company"})
    ]
    assert paths()["north"] == "Company/North"


@pytest.mark.parametrize("cell", ["team", "parent", "path"])
def test_no_team_is_called_like_a_separator(company, cell):
    row = posted("n1", **{"team": "Spa", cell: "/"})

    plan = plan_of(csv_file(TREE, row), new_teams="below_root")

    assert (len(plan.problems), plan.new_teams) == (1, ())


@pytest.mark.parametrize(
    ("rows", "teams"),
    [
        (
            [posted("n1", code="4711", path="4711 / Bar")],
            {"4711-2": "Company/4711", "4711": "Company/4711/Bar"},
        ),
        (
            [posted("n1", code="HH1", path="HH1 / Bar")],
            {"hh1-2": "Company/HH1", "HH1": "Company/HH1/Bar"},
        ),
        (
            [posted("n1", path="Spa"), posted("n2", code="SPA", path="Bar / Bath")],
            {"spa-2": "Company/Spa", "bar": "Company/Bar", "SPA": "Company/Bar/Bath"},
        ),
        (
            [posted("n1", team="Spa"), posted("n2", code="spa", team="Bath")],
            {"spa": "Company/Bath"},
        ),
    ],
)
def test_codes_are_made_around_those_that_the_file_gives(company, rows, teams):
    content = csv_file(TREE, *rows)

    take_in(content, new_teams="below_root")

    assert paths() == {"company": "Company", **teams}
    assert plan_of(content, new_teams="below_root").is_empty


@pytest.mark.parametrize("new_teams", ["refuse", "below_root"])
@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ([posted("n1", code="west"), posted("n2", path="West / Bar")], ["west", "bar"]),
        ([posted("n1", code="x"), posted("n2", code="X", path="North")], ["north"] * 2),
        (
            [
                posted("n1", code="x"),
                posted("n2", code="x", team="North", parent="Company"),
            ],
            ["north"] * 2,
        ),
        (
            [
                posted("n1", team="Bar", parent="x"),
                posted("n2", code="x", path="North"),
            ],
            ["bar", "north"],
        ),
        (
            [
                posted("n1", path="North / X9"),
                posted("n2", code="x9", path="North / Bar"),
            ],
            ["x9", "x9"],
        ),
        (
            [
                posted("n1", code="x", path="South"),
                posted("n2", code="x", path="West"),
            ],
            ["x", "x"],
        ),
    ],
)
@pytest.mark.parametrize("step", [1, -1])
def test_the_file_explains_a_code_in_any_order(
    north, south, rows, codes, new_teams, step
):
    content = csv_file(TREE, *rows[::step])

    take_in(content, new_teams=new_teams)

    assert [posts(f"n{n}")[0][0] for n in (1, 2)] == codes
    assert plan_of(content, new_teams=new_teams).is_empty
