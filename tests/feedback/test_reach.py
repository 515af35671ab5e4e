"""Who reaches which answers: the one way rows are reached."""

import pytest

from feedback.models import Credit, Interaction, Measurement, Response
from feedback.rules.served import Share
from staff.choices import Role
from staff.rules import Reach
from tests.factories.feedback import answer
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(company):
    """Answers: ann's in the east, what ben served in the west before he came east, both
    together in the west, and one of the west alone."""
    east, west = TeamFactory(parent=company), TeamFactory(parent=company)
    ann, ben = EmployeeFactory(team=east), EmployeeFactory(team=east)
    share = (Share(ann.pk, west.pk, None, TODAY, 5000),)
    return {
        "ann": ann,
        "ben": ben,
        "east": EmployeeFactory(team=company, manages=[east]),
        "west": EmployeeFactory(team=company, manages=[west]),
        "all": EmployeeFactory(team=company, manages=[company]),
        "hr": EmployeeFactory(team=company, roles=[Role.HR]),
        "author": EmployeeFactory(team=company, roles=[Role.AUTHOR]),
        "rows": {
            "of ann": answer(ann),
            "of ben": answer(ben, team=west),
            "of both": answer(ben, team=west, others=share),
            "of west": answer(team=west),
        },
    }


@pytest.mark.parametrize(
    ("who", "rows"),
    [
        ("ann", ["of ann", "of both"]),
        ("ben", ["of ben", "of both"]),
        ("east", ["of ann"]),
        ("west", ["of ben", "of both", "of west"]),
        ("all", ["of ann", "of ben", "of both", "of west"]),
        ("hr", ["of ann", "of ben", "of both", "of west"]),
        ("author", []),
    ],
)
def test_answers_are_reached_by_the_team_that_served_and_by_the_person(
    house, who, rows
):
    expected = {house["rows"][row] for row in rows}
    user = house[who]

    seen = Response.objects.visible_to(user, TODAY)
    served = Interaction.objects.visible_to(user, TODAY)
    measured = Measurement.objects.visible_to(user, TODAY)

    assert set(seen) == expected
    assert set(served) == {response.interaction for response in expected}
    assert {row.response for row in measured} == expected


def test_a_key_reaches_the_answers_of_its_team(house):
    west = Credit.objects.filter(interaction__responses=house["rows"]["of west"]).get()
    reach = Reach(None, team_paths=(west.team.path,))

    seen = Response.objects.within(reach)

    assert set(seen) == {house["rows"][row] for row in ("of ben", "of both", "of west")}
    assert not Response.objects.within(Reach(None)).exists()
