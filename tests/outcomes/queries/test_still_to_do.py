"""Who has a module still before them, and who has it open."""

import pytest

from outcomes.queries.still_to_do import Left, open_counts, still_to_do
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory
from tests.factories.training import EnrolmentFactory, ModuleFactory

pytestmark = pytest.mark.django_db
FINISHED = {"status": "completed", "completed_on": TODAY, "progress_percent": 100}


@pytest.fixture
def mona(company):
    return EmployeeFactory(team=company, manages=[company])


def test_still_to_do_tells_what_is_open_from_what_nobody_assigned(company, mona):
    module = ModuleFactory()
    done, open_, again, _free = EmployeeFactory.create_batch(4, team=company)
    EnrolmentFactory(employee=done, module=module, **FINISHED)
    EnrolmentFactory(employee=open_, module=module)
    EnrolmentFactory(employee=again, module=module, cycle=1, **FINISHED)
    EnrolmentFactory(employee=again, module=module, cycle=2)
    EnrolmentFactory(employee__team=TeamFactory(), module=module)

    to_do = still_to_do(mona, TODAY, [module.pk])

    assert (to_do.people, to_do.left_of(module.pk)) == (5, Left(open=1, unassigned=2))
    assert to_do.left_of(module.pk).people == 3


def test_open_counts_counts_within_reach_whoever_does_it_again(company, mona):
    module = ModuleFactory()
    again = EmployeeFactory(team=company)
    EnrolmentFactory(employee=again, module=module, cycle=1, **FINISHED)
    EnrolmentFactory(
        employee=again,
        module=module,
        cycle=2,
    )
    EnrolmentFactory(employee__team=TeamFactory(), module=module)

    assert open_counts(mona, TODAY, [module.pk]) == {module.pk: 1}
    assert open_counts(mona, TODAY, []) == {}
