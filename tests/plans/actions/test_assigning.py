"""Assigning: one batch, once, within reach, and back again."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from events.models import Event
from plans.actions.assigning import confirm_assignment, undo_assignment, withdraw_one
from plans.choices import ConflictKind, WayOut
from plans.models import AssignmentBatch
from plans.queries.assigning import assignment_preview
from staff.models import Employee, Team, TeamManager
from tests.factories.api import ApiKeyFactory
from tests.factories.outcomes import EstimateFactory
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment
from tests.factories.training import EnrolmentFactory, ModuleFactory
from training.models import Enrolment

LATER = moment(12) + dt.timedelta(minutes=29)
TOO_LATE = moment(12) + dt.timedelta(minutes=31)


@pytest.fixture
def manager(company):
    return EmployeeFactory(team=company, manages=[company])


@pytest.fixture
def ask(manager):
    """A function that confirms an assignment as the manager would."""

    def confirmed(**changes):
        asked = {
            "batch_uuid": uuid.uuid4(),
            "answers": {},
            "reach": manager.reach_on(TODAY),
            "by": manager,
            "at": moment(),
            "today": TODAY,
        }
        return confirm_assignment(**(asked | changes))

    return confirmed


def undo(batch, by, at=LATER):
    return undo_assignment(
        batch=batch, reach=by.reach_on(TODAY), by=by, at=at, today=TODAY
    )


def test_confirm_assignment_enrols_everybody_in_everything_under_one_batch(
    company, manager, ask
):
    people = EmployeeFactory.create_batch(3, team=company)
    modules = ModuleFactory.create_batch(2)

    batch = ask(employees=people, modules=modules, due_on=TODAY, reason="The rush")

    enrolments = Enrolment.objects.filter(batch_uuid=batch.uuid)
    assert enrolments.count() == 6
    assert set(
        enrolments.values_list("assigned_on", "assigned_by", "due_on", "reason")
    ) == {(TODAY, manager.pk, TODAY, "The rush")}
    kinds = Event.objects.order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["enrolment.assigned"] * 6 + ["assignment_batch.confirmed"]


def test_confirm_assignment_twice_with_one_uuid_makes_one_batch(employee, ask):
    asked = {
        "batch_uuid": uuid.uuid4(),
        "employees": [employee],
        "modules": [ModuleFactory()],
    }

    assert ask(**asked) == ask(**asked)

    assert (AssignmentBatch.objects.count(), Enrolment.objects.count()) == (1, 1)


def test_confirm_assignment_refuses_the_uuid_of_another_request(employee, ask):
    asked = {
        "batch_uuid": uuid.uuid4(),
        "employees": [employee],
        "modules": [ModuleFactory()],
    }
    ask(**asked, asked=["monday"])

    with pytest.raises(ValidationError) as refusal:
        ask(**asked, asked=["tuesday"])

    assert refusal.value.code == "batch_differs"


def test_confirm_assignment_refuses_people_out_of_reach_and_saves_nothing(
    company, employee
):
    site = TeamFactory(parent=company)
    manager = EmployeeFactory(team=site, manages=[site])

    with pytest.raises(PermissionDenied):
        confirm_assignment(
            batch_uuid=uuid.uuid4(),
            employees=[employee],
            modules=[ModuleFactory()],
            answers={},
            reach=manager.reach_on(TODAY),
            by=manager,
            at=moment(),
            today=TODAY,
        )

    assert not AssignmentBatch.objects.exists()
    assert Team.objects.count() == 2


def test_confirm_assignment_refuses_more_than_one_act_should_write(
    company, ask, monkeypatch
):
    monkeypatch.setattr("plans.queries.assigning.MOST_ENROLMENTS", 3)
    people = EmployeeFactory.create_batch(2, team=company)

    with pytest.raises(ValidationError) as refusal:
        ask(employees=people, modules=ModuleFactory.create_batch(2))

    assert refusal.value.code == "too_many"
    assert not AssignmentBatch.objects.exists()


def test_confirm_assignment_counts_what_comes_before_against_the_most(
    employee, ask, monkeypatch
):
    monkeypatch.setattr("plans.queries.assigning.MOST_ENROLMENTS", 1)
    first, second = ModuleFactory.create_batch(2)
    second.prerequisites.add(first)
    asked = {"employees": [employee], "modules": [second]}

    with pytest.raises(ValidationError) as refusal:
        ask(**asked, answers={"prerequisite_missing": "add_before"})

    assert refusal.value.code == "too_many"


def test_confirm_assignment_does_what_was_seen_and_nothing_else(company, ask):
    people, module = EmployeeFactory.create_batch(2, team=company), ModuleFactory()
    seen = _seen(people[:1], module)

    with pytest.raises(ValidationError) as refusal:
        ask(employees=people, modules=[module], seen=seen)

    assert refusal.value.code == "changed"
    assert "People: 2, before 1. Enrolments: 2, before 1." in refusal.value.messages[0]
    assert not AssignmentBatch.objects.exists()


def test_confirm_assignment_tells_other_people_of_the_same_number(company, ask):
    people, module = EmployeeFactory.create_batch(2, team=company), ModuleFactory()

    with pytest.raises(ValidationError, match="not in number") as refusal:
        ask(employees=people[:1], modules=[module], seen=_seen(people[1:], module))

    assert refusal.value.code == "changed"


@pytest.mark.parametrize("seen", ["", "0.0.x", "nonsense", "٣.x.y", "1" * 99])
def test_confirm_assignment_shows_first_what_nobody_has_seen(employee, ask, seen):
    with pytest.raises(ValidationError, match="what will happen") as refusal:
        ask(employees=[employee], modules=[ModuleFactory()], seen=seen)

    assert refusal.value.code == "changed"


def test_confirm_assignment_keeps_whom_it_left_out_and_why(company, ask):
    people, module = EmployeeFactory.create_batch(2, team=company), ModuleFactory()
    EnrolmentFactory(employee=people[0], module=module)

    batch = ask(employees=people, modules=[module])

    batch.refresh_from_db()
    assert batch.left_out == [[people[0].pk, module.pk, "learning_already"]]


def test_batches_open_to_are_ones_own_or_all(company, manager, employee, ask):
    mine = ask(employees=[employee], modules=[ModuleFactory()])
    key = ApiKeyFactory()
    keys = ask(employees=[employee], modules=[ModuleFactory()], by=key)
    other = EmployeeFactory(pk=key.pk + 1000, manages=[company])

    batches = AssignmentBatch.objects
    assert list(batches.made_by(manager)) == [mine]
    assert list(batches.made_by(key)) == [keys]
    assert list(batches.open_to(other)) == []
    assert set(batches.open_to(key)) == {mine, keys}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"employees": []}, "nothing_to_assign"),
        ({"modules": []}, "nothing_to_assign"),
    ],
)
def test_confirm_assignment_refuses_an_empty_desk(employee, ask, changes, code):
    asked = {"employees": [employee], "modules": [ModuleFactory()]} | changes

    with pytest.raises(ValidationError) as refusal:
        ask(**asked)

    assert refusal.value.code == code
    assert not AssignmentBatch.objects.exists()


def test_confirm_assignment_refuses_a_day_that_is_past(employee, ask):
    with pytest.raises(ValidationError) as refusal:
        ask(
            employees=[employee],
            modules=[ModuleFactory()],
            due_on=TODAY - dt.timedelta(days=1),
        )

    assert refusal.value.error_dict["due_on"][0].code == "due_in_past"


def test_confirm_assignment_waits_for_open_conflicts_and_then_gives_the_next_cycle(
    employee, ask
):
    finished = _finished(employee)
    asked = {"employees": [employee], "modules": [finished.module]}

    with pytest.raises(ValidationError) as refusal:
        ask(**asked)
    batch = ask(
        **asked, answers={ConflictKind.FINISHED_BEFORE.value: WayOut.ASSIGN_AGAIN.value}
    )

    assert refusal.value.code == "conflicts_open"
    again = Enrolment.objects.get(batch_uuid=batch.uuid)
    assert (again.cycle, finished.cycle) == (2, 1)


def test_confirm_assignment_adds_what_comes_before(employee, ask):
    first, second = ModuleFactory.create_batch(2)
    second.prerequisites.add(first)

    batch = ask(
        employees=[employee],
        modules=[second],
        answers={ConflictKind.PREREQUISITE_MISSING.value: WayOut.ADD_BEFORE.value},
    )

    enrolled = Enrolment.objects.filter(batch_uuid=batch.uuid).order_by("pk")
    assert [enrolment.module for enrolment in enrolled] == [first, second]


def test_undo_assignment_takes_back_what_nobody_started_and_keeps_the_rest(
    company, manager, ask
):
    batch = ask(
        employees=EmployeeFactory.create_batch(2, team=company),
        modules=[ModuleFactory()],
    )
    started, _waiting = Enrolment.objects.order_by("pk")
    Enrolment.objects.filter(pk=started.pk).update(
        status="in_progress",
        started_at=moment(),
        version=started.module.versions.get(),
    )

    taken, kept = undo(batch, manager, at=LATER)

    assert [enrolment.status for enrolment in taken] == ["withdrawn"]
    assert [enrolment.pk for enrolment in kept] == [started.pk]


def test_undo_assignment_takes_back_nobody_who_is_in_reach_no_more(company, ask):
    sites = [TeamFactory(parent=company) for _site in range(2)]
    manager = EmployeeFactory(team=company, manages=sites)
    people = [EmployeeFactory(team=site) for site in sites]
    batch = ask(
        employees=people,
        modules=[ModuleFactory()],
        by=manager,
        reach=manager.reach_on(TODAY),
    )
    relieved = TeamManager.objects.filter(team=sites[1])
    relieved.update(valid_to=TODAY)

    taken, _kept = undo(batch, Employee.objects.get(pk=manager.pk))

    assert [enrolment.employee for enrolment in taken] == people[:1]
    assert people[1].enrolments.get().status == "assigned"


def test_undo_assignment_is_refused_to_a_manager_relieved_of_all_of_it(
    employee, company, ask
):
    manager = EmployeeFactory(team=company, manages=[company])
    asked = {"employees": [employee], "modules": [ModuleFactory()], "by": manager}
    batch = ask(**asked, reach=manager.reach_on(TODAY))
    TeamManager.objects.filter(employee=manager).update(valid_to=TODAY)

    with pytest.raises(ValidationError) as refusal:
        undo(batch, manager)

    assert refusal.value.code == "out_of_reach"
    batch.refresh_from_db()
    assert (batch.undone_at, employee.enrolments.get().status) == (None, "assigned")


def test_undo_assignment_leaves_what_others_asked_of_whoever_takes_it_back(
    company, employee, ask
):
    hr = EmployeeFactory(team=company, roles=["hr"])
    batch = ask(employees=[hr, employee], modules=[ModuleFactory()])

    taken, kept = undo(batch, hr)

    assert [enrolment.employee for enrolment in taken] == [employee]
    assert [enrolment.employee for enrolment in kept] == [hr]
    assert hr.enrolments.get().status == "assigned"


@pytest.mark.parametrize("people", [3, 60])
def test_undo_assignment_costs_the_same_for_any_number(
    company, manager, ask, django_assert_num_queries, people
):
    batch = ask(
        employees=EmployeeFactory.create_batch(people, team=company),
        modules=[ModuleFactory()],
    )
    reach = manager.reach_on(TODAY)

    with django_assert_num_queries(13):
        taken, _kept = undo_assignment(
            batch=batch, reach=reach, by=manager, at=LATER, today=TODAY
        )

    assert len(taken) == people


@pytest.mark.parametrize("people", [3, 30])
def test_confirm_assignment_costs_the_same_for_any_number(
    company, manager, ask, django_assert_num_queries, people
):
    employees = EmployeeFactory.create_batch(people, team=company)
    asked = {"employees": employees, "modules": [ModuleFactory()]}
    reach = manager.reach_on(TODAY)

    with django_assert_num_queries(20):
        ask(**asked, reach=reach)


def test_undo_assignment_is_refused_after_half_an_hour(employee, manager, ask):
    batch = ask(employees=[employee], modules=[ModuleFactory()])

    with pytest.raises(ValidationError) as refusal:
        undo(batch, manager, at=TOO_LATE)

    assert refusal.value.code == "too_late"
    assert Enrolment.objects.get().status == "assigned"


def test_a_module_taken_back_can_be_assigned_again(employee, manager, ask):
    module = ModuleFactory()
    ask(employees=[employee], modules=[module])
    withdraw_one(enrolment=Enrolment.objects.get(), by=manager, at=moment())

    ask(employees=[employee], modules=[module])

    cycles = Enrolment.objects.order_by("cycle").values_list("cycle", "status")
    assert list(cycles) == [(1, "withdrawn"), (2, "assigned")]


def test_withdraw_one_refuses_what_was_finished(employee, manager):
    finished = _finished(employee)

    with pytest.raises(ValidationError) as refusal:
        withdraw_one(enrolment=finished, by=manager, at=moment())

    assert refusal.value.code == "started"


def test_withdraw_one_leaves_what_was_asked_of_oneself(manager):
    asked = EnrolmentFactory(employee=manager, assigned_by=EmployeeFactory())

    with pytest.raises(ValidationError) as refusal:
        withdraw_one(enrolment=asked, by=manager, at=moment())

    assert refusal.value.code == "own"
    asked.refresh_from_db()
    assert asked.status == "assigned"


def test_withdraw_one_takes_back_what_one_gave_oneself(manager):
    given = EnrolmentFactory(employee=manager, assigned_by=manager)

    withdrawn = withdraw_one(enrolment=given, by=manager, at=moment())

    assert withdrawn.status == "withdrawn"


def _seen(people, module):
    return assignment_preview(
        employees=people, modules=[module], answers={}, today=TODAY
    ).seen


def _finished(employee):
    return EnrolmentFactory(
        employee=employee,
        status="completed",
        completed_on=TODAY,
        completed_at=moment(),
        progress_percent=100,
    )


def test_confirm_assignment_keeps_that_harm_was_accepted(employee, ask):
    module = EstimateFactory(verdict="harmful").module

    batch = ask(
        employees=[employee],
        modules=[module],
        answers={"harmful": "assign_all_the_same"},
    )

    batch.refresh_from_db()
    assert batch.in_spite == [module.pk]
    assert Event.objects.get(kind="assignment_batch.confirmed").fields == ["in_spite"]
