"""What is told of ratings: of five people or more, each counted once, no names."""

import pytest

from tests.factories.staff import TODAY, EmployeeFactory, moment
from tests.factories.training import (
    EnrolmentFactory,
    ModuleFactory,
    ModuleVersionFactory,
)
from training.actions.rating import rate_module
from training.queries.ratings import (
    RatingsShown,
    StarsOfVersion,
    StarsShown,
    ratings_of,
    with_stars,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def versions():
    """Two versions of one module, numbered 1 and 2."""
    module = ModuleFactory(version=False)
    return [ModuleVersionFactory(module=module, number=number) for number in (1, 2)]


def rate(version, *stars, comment="", employee=None, cycle=1):
    """Let as many people rate ``version`` as there are ``stars``."""
    for each in stars:
        enrolment = EnrolmentFactory(
            employee=employee or EmployeeFactory(),
            module=version.module,
            version=version,
            cycle=cycle,
            status="completed",
            completed_on=TODAY,
            progress_percent=100,
        )
        rate_module(enrolment=enrolment, stars=each, comment=comment, at=moment())


def test_ratings_of_four_tell_nothing_but_that_there_are_four(versions):
    rate(versions[0], 1, 1, 1, 1, comment="Too long.")

    ratings = ratings_of(versions[0].module)

    assert ratings == RatingsShown(raters=4)
    assert ratings.still_missing == 1


def test_ratings_of_five_tell_mean_answers_and_comments(versions):
    rate(versions[0], 5, 5, 3, 2)
    rate(versions[0], 5, comment="More telephones.")

    ratings = ratings_of(versions[0].module)

    assert (ratings.raters, ratings.mean) == (5, 4.0)
    assert [(a.stars, a.count, a.percent) for a in ratings.answers] == [
        (5, 3, 60),
        (4, 0, 0),
        (3, 1, 20),
        (2, 1, 20),
        (1, 0, 0),
    ]
    assert ratings.comments == ("More telephones.",)


def test_ratings_of_somebody_who_learned_it_twice_count_once_with_the_last(versions):
    again = EmployeeFactory()
    rate(versions[0], 1, employee=again, cycle=1, comment="Before.")
    rate(versions[0], 5, employee=again, cycle=2, comment="After.")
    rate(versions[0], 5, 5, 5)

    assert ratings_of(versions[0].module) == RatingsShown(raters=4)

    rate(versions[0], 5)
    ratings = ratings_of(versions[0].module)
    assert (ratings.mean, ratings.comments) == (5.0, ("After.",))


def test_an_earlier_cycle_rated_late_does_not_count_before_a_later_one(versions):
    again = EmployeeFactory()
    rate(versions[1], 5, employee=again, cycle=2)
    rate(versions[0], 1, employee=again, cycle=1)
    rate(versions[1], 5, 5, 5, 5)

    ratings = ratings_of(versions[0].module)

    assert (ratings.raters, ratings.mean) == (5, 5.0)


def test_ratings_by_version_come_newest_first(versions):
    rate(versions[0], 1, 1, 1, 1, 1)
    rate(versions[1], 4, 4, 4, 4, 5)

    assert ratings_of(versions[0].module).versions == (
        StarsOfVersion(2, 5, 4.2),
        StarsOfVersion(1, 5, 1.0),
    )


def test_ratings_by_version_cannot_be_had_by_subtraction(versions):
    rate(versions[0], 1, 1, 1, 1, 1, 1)
    rate(versions[1], 5)

    assert [v.mean for v in ratings_of(versions[0].module).versions] == [None, None]


def test_comments_stand_in_an_order_that_says_nothing_of_time(versions):
    for comment in ("shorter", "Better sound", "more examples", "a", "B"):
        rate(versions[0], 3, comment=comment)

    comments = ratings_of(versions[0].module).comments

    assert comments == ("a", "B", "Better sound", "more examples", "shorter")


def test_with_stars_tells_of_each_module_from_five_people_on(
    versions, django_assert_num_queries
):
    few, none = ModuleVersionFactory(), ModuleFactory()
    rate(versions[0], 5, 4, 4)
    rate(versions[1], 4, 4)
    rate(few, 5, 5, 5, 5)

    with django_assert_num_queries(1):
        modules = with_stars([versions[0].module, few.module, none])

    assert [module.stars for module in modules] == [StarsShown(4.2, 5), None, None]
