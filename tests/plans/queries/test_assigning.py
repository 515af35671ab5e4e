"""What the desk says before anybody is asked."""

import datetime as dt

import pytest

from outcomes.choices import Verdict
from plans.choices import ConflictKind, WayOut
from plans.queries.assigning import assignment_preview
from tests.factories.outcomes import EstimateFactory
from tests.factories.staff import TODAY, EmployeeFactory
from tests.factories.training import EnrolmentFactory, ModuleFactory

FINISHED = {"status": "completed", "completed_on": TODAY, "progress_percent": 100}


def preview(employees, modules, answers=None):
    return assignment_preview(
        employees=employees, modules=modules, answers=answers or {}, today=TODAY
    )


def test_assignment_preview_counts_people_times_modules_and_their_minutes(company):
    people = EmployeeFactory.create_batch(3, team=company)

    desk = preview(people, [ModuleFactory(minutes=8), ModuleFactory(minutes=5)])

    assert (len(desk.pairs), desk.minutes, desk.conflicts) == (6, 39, ())


def test_assignment_preview_leaves_out_whoever_is_learning_it_already(employee):
    learning = EnrolmentFactory(employee=employee, due_on=TODAY)

    desk = preview([employee], [learning.module])

    [conflict] = desk.conflicts
    assert conflict.kind == ConflictKind.LEARNING_ALREADY
    assert (conflict.since, conflict.answer) == (TODAY, WayOut.LEAVE_OUT)
    assert (desk.pairs, desk.open_conflicts) == ((), ())


def test_assignment_preview_leaves_out_whoever_has_left(company):
    leaver = EmployeeFactory(team=company, left_on=TODAY)

    [conflict] = preview([leaver], [ModuleFactory()]).conflicts

    assert conflict.kind == ConflictKind.LEAVING


def test_assignment_preview_lets_somebody_begin_who_starts_next_week(company):
    newcomer = EmployeeFactory(team=company, hired_on=TODAY + dt.timedelta(days=7))

    desk = preview([newcomer], [ModuleFactory()])

    assert (len(desk.pairs), desk.conflicts) == (1, ())


def test_assignment_preview_names_the_whole_chain_that_comes_before(employee):
    first, second, third = ModuleFactory.create_batch(3)
    third.prerequisites.add(second)
    second.prerequisites.add(first)

    [conflict] = preview([employee], [third]).conflicts

    assert conflict.kind == ConflictKind.PREREQUISITE_MISSING
    assert conflict.missing == (first, second)


@pytest.mark.parametrize("status", ["assigned", "waived"])
def test_assignment_preview_counts_a_prerequisite_under_way_or_waived(employee, status):
    first, second = ModuleFactory.create_batch(2)
    second.prerequisites.add(first)
    EnrolmentFactory(employee=employee, module=first, status=status)

    assert preview([employee], [second]).conflicts == ()


def test_assignment_preview_asks_for_nothing_that_is_no_longer_on_offer(employee):
    second = ModuleFactory()
    second.prerequisites.add(ModuleFactory(is_archived=True))

    assert preview([employee], [second]).conflicts == ()


def test_assignment_preview_takes_a_prerequisite_of_the_same_batch(employee):
    first, second = ModuleFactory.create_batch(2)
    second.prerequisites.add(first)

    assert preview([employee], [first, second]).conflicts == ()


def test_assignment_preview_answer_to_one_conflict_counts_before_that_to_its_kind(
    company,
):
    module = ModuleFactory()
    one, other = EmployeeFactory.create_batch(2, team=company)
    for person in (one, other):
        EnrolmentFactory(
            employee=person,
            module=module,
            status="completed",
            completed_on=TODAY,
            progress_percent=100,
        )

    desk = preview(
        [one, other],
        [module],
        {
            "finished_before": "leave_out",
            f"finished_before:{one.pk}:{module.pk}": "assign_again",
        },
    )

    assert [pair[0] for pair in desk.pairs] == [one]


@pytest.mark.parametrize("people", [3, 30])
def test_assignment_preview_costs_six_queries_at_any_length(
    company, django_assert_num_queries, people
):
    employees = EmployeeFactory.create_batch(people, team=company)
    modules = ModuleFactory.create_batch(2)
    modules[1].prerequisites.add(modules[0])

    with django_assert_num_queries(6):
        preview(employees, modules)


@pytest.fixture
def harmful(db):
    return EstimateFactory(verdict=Verdict.HARMFUL).module


def test_assignment_preview_asks_before_a_harmful_module_is_given(employee, harmful):
    desk = preview([employee], [harmful])

    [conflict] = desk.open_conflicts
    assert conflict.kind == ConflictKind.HARMFUL
    assert conflict.ways_out == (WayOut.LEAVE_OUT, WayOut.ASSIGN_ALL_THE_SAME)
    assert desk.pairs == ()


def test_assignment_preview_looks_further_once_harm_is_accepted(employee, harmful):
    EnrolmentFactory(employee=employee, module=harmful, **FINISHED)

    desk = preview([employee], [harmful], {"harmful": "assign_all_the_same"})
    given = preview(
        [employee],
        [harmful],
        {"harmful": "assign_all_the_same", "finished_before": "assign_again"},
    )

    assert [each.kind for each in desk.open_conflicts] == ["finished_before"]
    assert [each.kind for each in desk.left_out] == ["finished_before"]
    assert (len(given.pairs), given.in_spite) == (1, (harmful,))


def test_assignment_preview_tells_of_no_harm_to_whoever_learns_it_already(
    employee, harmful
):
    EnrolmentFactory(employee=employee, module=harmful)

    [conflict] = preview([employee], [harmful]).conflicts

    assert conflict.kind == ConflictKind.LEARNING_ALREADY
