"""Who is next, in an order drawn by lot."""

from collections import Counter

import pytest

from plans.queries.drawn_order import drawn_order, out_of_turn, seed_of
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory
from tests.factories.training import EnrolmentFactory, ModuleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def mona(company):
    return EmployeeFactory(team=TeamFactory(), manages=[company])


def test_drawn_order_stays_whoever_comes_goes_or_begins(company, mona):
    module = ModuleFactory()
    EmployeeFactory.create_batch(8, team=company)
    before = drawn_order(module, mona, TODAY)

    EnrolmentFactory(module=module, employee=before[0])
    newcomer = EmployeeFactory(team=company)
    after = drawn_order(module, mona, TODAY)

    assert len(before) == 9
    assert [each for each in after if each != newcomer] == before[1:]
    assert newcomer in after


def test_drawn_order_holds_only_who_has_it_neither_done_nor_open(company, mona):
    module = ModuleFactory()
    free, done, withdrawn = EmployeeFactory.create_batch(3, team=company)
    EnrolmentFactory(
        module=module,
        employee=done,
        status="completed",
        completed_on=TODAY,
        progress_percent=100,
    )
    EnrolmentFactory(employee=withdrawn)
    EmployeeFactory(team=TeamFactory())

    assert set(drawn_order(module, mona, TODAY)) == {mona, free, withdrawn}


def test_drawn_order_favours_nobody(company, mona):
    people = EmployeeFactory.create_batch(3, team=company)
    firsts = Counter()
    for number in range(120):
        module = ModuleFactory.build(pk=number + 1_000, slug=f"module-{number}")
        order = [each for each in drawn_order(module, mona, TODAY) if each != mona]
        firsts[order[0].pk] += 1

    # 40 each are to be expected; the odds of 20 or fewer are below 1 in 10,000.
    assert all(firsts[person.pk] > 20 for person in people)


def test_seed_of_a_module_is_its_own():
    one, two = ModuleFactory.build(slug="one"), ModuleFactory.build(slug="two")

    assert seed_of(one) == seed_of(one) != seed_of(two)


@pytest.mark.parametrize(
    ("places", "is_out"),
    [([0], False), ([0, 1], False), ([1], True), ([0, 1, 2, 3], True), ([], False)],
)
def test_out_of_turn_is_who_does_not_come_first_and_all_at_once(
    company, mona, places, is_out, django_assert_max_num_queries
):
    module = ModuleFactory()
    EmployeeFactory.create_batch(3, team=company)
    order = drawn_order(module, mona, TODAY)
    has_it = EnrolmentFactory(module=module, employee__team=company).employee
    chosen = [has_it, *(order[place] for place in places)]

    # At most the two, and one that tells what the reader reaches.
    with django_assert_max_num_queries(3):
        found = out_of_turn([module], chosen, mona, TODAY)

    assert found == ((module,) if is_out else ())


def test_out_of_turn_is_not_the_only_one_left(mona):
    assert out_of_turn([ModuleFactory()], [mona], mona, TODAY) == ()
