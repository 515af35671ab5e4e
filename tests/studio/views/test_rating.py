"""What authors read of ratings: numbers from five people on, and never a name."""

import pytest

from staff.choices import Role
from tests.factories.staff import TODAY, EmployeeFactory, moment
from tests.factories.training import (
    EnrolmentFactory,
    ModuleFactory,
    ModuleVersionFactory,
)
from training.actions.rating import rate_module


@pytest.fixture
def client_of_author(sign_in, company):
    return sign_in(EmployeeFactory(team=company, roles=[Role.AUTHOR]))


@pytest.fixture
def version(db):
    return ModuleVersionFactory(
        module=ModuleFactory(slug="waiting", version=False), number=7
    )


def rate(version, count):
    """Let ``count`` people give four stars and a comment; return the people."""
    people = EmployeeFactory.create_batch(count)
    for person in people:
        enrolment = EnrolmentFactory(
            employee=person,
            module=version.module,
            version=version,
            status="completed",
            completed_on=TODAY,
            progress_percent=100,
        )
        rate_module(enrolment=enrolment, stars=4, comment="Too <long>.", at=moment())
    return people


def test_rating_list_of_four_says_how_many_are_missing(client_of_author, version):
    rate(version, 4)

    response = client_of_author.get("/studio/modules/waiting/ratings/")

    assert "Too few people rated “Waiting” so far" in response.text
    assert "1 more, and you see what they say." in response.text
    assert "Too &lt;long&gt;." not in response.text


def test_rating_list_of_five_tells_figures_and_no_name(client_of_author, version):
    people = rate(version, 5)

    response = client_of_author.get("/studio/modules/waiting/ratings/")

    assert "4.0 of 5 for “Waiting”" in response.text
    assert response.text.count("Too &lt;long&gt;.") == 5
    assert "Version 7" in response.text
    assert [p for p in people if p.last_name in response.text] == []


@pytest.mark.parametrize("count", [5, 15])
def test_rating_list_costs_the_same_for_any_number(
    client_of_author, version, django_assert_num_queries, count
):
    rate(version, count)

    with django_assert_num_queries(8):
        client_of_author.get("/studio/modules/waiting/ratings/")


@pytest.mark.parametrize(("count", "is_told"), [(4, False), (5, True)])
def test_catalogue_and_module_show_stars_from_five_people_on(
    sign_in, employee, version, count, is_told
):
    rate(version, count)
    client = sign_in(employee)

    for path in ("/learn/", "/learn/modules/waiting/"):
        text = " ".join(client.get(path).text.split())
        assert (f"4.0 of 5 from {count} people" in text) == is_told, path


def test_only_authors_are_led_from_a_module_to_its_ratings(client_of_author, version):
    way = "/studio/modules/waiting/ratings/"

    assert way in client_of_author.get("/learn/modules/waiting/").text
    client_of_author.force_login(
        EmployeeFactory(), backend="staff.backends.EmployeeBackend"
    )
    assert way not in client_of_author.get("/learn/modules/waiting/").text
