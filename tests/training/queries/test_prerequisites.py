"""What has to be learned before what, and who lacks it."""

import pytest

from tests.factories.staff import EmployeeFactory
from tests.factories.training import EnrolmentFactory, ModuleFactory
from training.queries.prerequisites import (
    SETTLED_OR_UNDER_WAY,
    missing_before,
    prerequisites_missing,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain():
    """Three modules, each to be learned before the next."""
    first, second, third = ModuleFactory.create_batch(3)
    second.prerequisites.add(first)
    third.prerequisites.add(second)
    return first, second, third


def test_missing_before_is_the_whole_chain_first_ones_first(chain):
    first, second, third = chain

    assert missing_before(EmployeeFactory(), third) == [first, second]


def test_missing_before_names_what_two_ways_lead_to_once(chain):
    first, second, third = chain
    third.prerequisites.add(first)

    assert missing_before(EmployeeFactory(), third) == [first, second]


def test_missing_before_ends_in_a_ring(chain):
    first, second, third = chain
    first.prerequisites.add(third)

    assert set(missing_before(EmployeeFactory(), third)) == {first, second}


def test_missing_before_leaves_out_what_is_no_longer_on_offer(chain):
    first, second, third = chain
    first.is_archived = True
    first.save()

    assert missing_before(EmployeeFactory(), third) == [second]


@pytest.mark.parametrize(
    ("status", "advises", "blocks"),
    [
        ("assigned", True, False),
        ("waived", False, False),
    ],
)
def test_what_is_under_way_is_advised_to_learners_and_counts_when_assigning(
    chain, status, advises, blocks
):
    first, second, _third = chain
    learner = EnrolmentFactory(module=first, status=status).employee

    blocking = prerequisites_missing([learner], [second], counting=SETTLED_OR_UNDER_WAY)

    assert bool(missing_before(learner, second)) == advises
    assert bool(blocking) == blocks


@pytest.mark.parametrize("people", [1, 30])
def test_prerequisites_missing_costs_three_queries_at_any_length(
    chain, django_assert_num_queries, people
):
    first, _second, third = chain
    employees = EmployeeFactory.create_batch(people)

    with django_assert_num_queries(3):
        missing = prerequisites_missing(employees, [first, third])

    assert len(missing) == people
