"""Agreeing to a plan, by both in either order, and ending it."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from events.models import Event
from plans.actions.agreeing import (
    agree_to_plan,
    cancel_plan,
    complete_plan,
    propose_plan,
)
from plans.actions.planning import set_item
from plans.choices import ItemKind, PlanStatus
from staff.models import TeamManager
from tests.factories.plans import GoalFactory, ItemFactory, PlanFactory
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment
from tests.factories.training import EnrolmentFactory, ModuleFactory
from training.models import Enrolment

DAY = dt.timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def harbour(company):
    return TeamFactory(parent=company, name="Harbour Street")


@pytest.fixture
def mona(harbour):
    return EmployeeFactory(first_name="Mona", team=harbour, manages=[harbour])


@pytest.fixture
def amal(harbour):
    return EmployeeFactory(first_name="Amal", team=harbour)


@pytest.fixture
def proposed(amal):
    return PlanFactory(employee=amal, status=PlanStatus.IN_REVIEW)


def by(person):
    return {"by": person, "at": moment(), "today": TODAY}


def code_of(refused):
    return refused.value.code


def test_propose_plan_lays_a_draft_before_both(amal, mona):
    plan = GoalFactory(plan=PlanFactory(employee=amal)).plan

    propose_plan(plan=plan, **by(mona))
    plan = propose_plan(plan=plan, **by(mona))

    assert plan.status == PlanStatus.IN_REVIEW
    assert Event.objects.filter(kind="plan.proposed").count() == 1


def test_propose_plan_without_anything_in_it_is_refused(amal, mona):
    with pytest.raises(ValidationError) as refused:
        propose_plan(plan=PlanFactory(employee=amal), **by(mona))

    assert code_of(refused) == "empty"


@pytest.mark.parametrize("order", [["amal", "mona"], ["mona", "amal"]])
def test_agree_to_plan_by_both_in_either_order_makes_it_active(
    amal, mona, proposed, order
):
    first, second = [{"amal": amal, "mona": mona}[name] for name in order]

    one = agree_to_plan(plan=proposed, **by(first))
    plan = agree_to_plan(plan=proposed, **by(second))

    assert one.status == PlanStatus.IN_REVIEW
    assert plan.status == PlanStatus.ACTIVE
    assert (plan.agreed_on, plan.manager_agreed_on) == (TODAY, TODAY)
    assert plan.agreed_by == mona
    agreed = Event.objects.filter(kind="plan.agreed").order_by("pk")
    assert [event.actor_id for event in agreed] == [first.pk, second.pk]
    assert Event.objects.filter(kind="plan.activated").count() == 1


@pytest.mark.parametrize("actor", ["amal", "mona"])
def test_agree_to_plan_twice_is_no_yes_of_the_other(amal, mona, proposed, actor):
    person = {"amal": amal, "mona": mona}[actor]

    agree_to_plan(plan=proposed, **by(person))
    plan = agree_to_plan(plan=proposed, **by(person))

    assert plan.status == PlanStatus.IN_REVIEW
    assert Event.objects.filter(kind="plan.agreed").count() == 1


def test_agree_to_plan_of_a_manager_is_for_somebody_else(mona, company):
    plan = PlanFactory(employee=mona, status=PlanStatus.IN_REVIEW)
    hr = EmployeeFactory(team=company, roles=["hr"])

    agree_to_plan(plan=plan, **by(mona))
    still = agree_to_plan(plan=plan, **by(mona))
    plan = agree_to_plan(plan=plan, **by(hr))

    assert (still.status, still.manager_agreed_on) == (PlanStatus.IN_REVIEW, None)
    assert (plan.status, plan.agreed_by) == (PlanStatus.ACTIVE, hr)


def test_agree_to_plan_by_a_stranger_is_forbidden(proposed, company, harbour):
    elsewhere = TeamFactory(parent=company)
    for person in [
        EmployeeFactory(team=elsewhere, manages=[elsewhere]),
        EmployeeFactory(team=harbour),
    ]:
        with pytest.raises(PermissionDenied):
            agree_to_plan(plan=proposed, **by(person))


def test_agree_to_plan_is_to_what_one_has_read(amal, mona, proposed):
    read = proposed.revision
    set_item(plan=proposed, kind=ItemKind.TEXT, text="One more thing", **by(mona))

    with pytest.raises(ValidationError) as refused:
        agree_to_plan(plan=proposed, revision=read, **by(amal))
    plan = agree_to_plan(plan=proposed, revision=read + 1, **by(amal))

    assert code_of(refused) == "changed"
    assert plan.agreed_on == TODAY


def test_agree_to_plan_that_is_still_written_is_refused(amal):
    with pytest.raises(ValidationError) as refused:
        agree_to_plan(plan=PlanFactory(employee=amal), **by(amal))

    assert code_of(refused) == "not_proposed"


def test_agree_to_plan_for_who_has_left_is_refused(harbour, company):
    hr = EmployeeFactory(team=company, roles=["hr"])
    gone = EmployeeFactory(team=harbour, left_on=TODAY)
    plan = PlanFactory(employee=gone, status=PlanStatus.IN_REVIEW)

    with pytest.raises(ValidationError) as refused:
        agree_to_plan(plan=plan, **by(hr))

    assert code_of(refused) == "left"


def test_agree_to_plan_assigns_its_modules_by_the_manager(amal, mona, proposed):
    goal = GoalFactory(plan=proposed, why="Saturdays are rushed")
    soon = ItemFactory(plan=proposed, goal=goal, due_on=TODAY + 9 * DAY)
    later = ItemFactory(plan=proposed, due_on=None)
    ItemFactory(plan=proposed, text="Greet first")
    agree_to_plan(plan=proposed, **by(mona))
    assert not Enrolment.objects.exists()

    agree_to_plan(plan=proposed, **by(amal))

    soon.refresh_from_db()
    later.refresh_from_db()
    given = soon.enrolment
    assert (given.employee, given.module) == (amal, soon.module)
    assert (given.assigned_by, given.assigned_on) == (mona, TODAY)
    assert (given.due_on, given.reason) == (TODAY + 9 * DAY, "Saturdays are rushed")
    assert later.enrolment.due_on is None
    assert soon.is_assigned_here
    assert Enrolment.objects.count() == 2


def test_agree_to_plan_gives_what_comes_before_with_it(amal, mona, proposed):
    before = ModuleFactory(slug="before")
    module = ModuleFactory(slug="after")
    module.prerequisites.add(before)
    item = ItemFactory(plan=proposed, module=module, due_on=TODAY + DAY)
    late = ItemFactory(plan=proposed, module=before, due_on=TODAY + 30 * DAY)
    agree_to_plan(plan=proposed, **by(amal))

    agree_to_plan(plan=proposed, **by(mona))

    item.refresh_from_db()
    late.refresh_from_db()
    assert item.enrolment.module == module
    assert late.enrolment.due_on == TODAY + DAY
    assert Enrolment.objects.count() == 2


def test_agree_to_plan_counts_what_is_learned_already(amal, mona, proposed):
    learning, since, before = ItemFactory.create_batch(3, plan=proposed)
    open_one = EnrolmentFactory(employee=amal, module=learning.module)
    done = {"status": "completed", "progress_percent": 100}
    fresh = EnrolmentFactory(
        employee=amal, module=since.module, completed_on=TODAY, **done
    )
    old = EnrolmentFactory(
        employee=amal, module=before.module, completed_on=TODAY - 90 * DAY, **done
    )
    agree_to_plan(plan=proposed, **by(amal))

    agree_to_plan(plan=proposed, **by(mona))

    for item in (learning, since, before):
        item.refresh_from_db()
    assert (learning.enrolment, since.enrolment) == (open_one, fresh)
    assert not learning.is_assigned_here
    assert before.enrolment != old
    assert (before.enrolment.cycle, before.enrolment.status) == (2, "assigned")


def test_agree_to_plan_late_makes_what_is_past_due_today(amal, mona, proposed):
    item = ItemFactory(plan=proposed, due_on=TODAY - 3 * DAY)
    agree_to_plan(plan=proposed, **by(amal))

    agree_to_plan(plan=proposed, **by(mona))

    item.refresh_from_db()
    assert item.enrolment.due_on == TODAY


def test_agree_to_plan_anew_gives_nothing_twice(amal, mona, proposed):
    ItemFactory(plan=proposed)
    for person in (amal, mona):
        agree_to_plan(plan=proposed, **by(person))
    set_item(plan=proposed, kind=ItemKind.TEXT, text="One more thing", **by(mona))

    for person in (mona, amal):
        plan = agree_to_plan(plan=proposed, **by(person))

    assert plan.status == PlanStatus.ACTIVE
    assert Enrolment.objects.count() == 1


def test_agree_to_plan_after_the_manager_moved_waits_for_the_next(
    amal, mona, proposed, harbour
):
    ItemFactory(plan=proposed)
    agree_to_plan(plan=proposed, **by(mona))
    TeamManager.objects.filter(employee=mona).update(valid_to=TODAY)
    ines = EmployeeFactory(team=harbour, manages=[harbour])

    waiting = agree_to_plan(plan=proposed, **by(amal))
    plan = agree_to_plan(plan=proposed, **by(ines))

    assert waiting.status == PlanStatus.IN_REVIEW
    assert (waiting.agreed_on, waiting.agreed_by) == (TODAY, None)
    assert (plan.status, plan.agreed_by) == (PlanStatus.ACTIVE, ines)
    assert Enrolment.objects.get().assigned_by == ines


def test_complete_plan_ends_it_and_leaves_room_for_the_next(amal, mona):
    plan = PlanFactory(employee=amal, agreed_by=mona)

    plan = complete_plan(plan=plan, **by(mona))

    assert (plan.status, plan.ended_on) == (PlanStatus.COMPLETE, TODAY)
    assert Event.objects.get().kind == "plan.completed"
    PlanFactory(employee=amal)


def test_complete_plan_needs_both_to_have_agreed(mona, proposed):
    with pytest.raises(ValidationError) as refused:
        complete_plan(plan=proposed, **by(mona))

    assert code_of(refused) == "not_active"


def test_cancel_plan_keeps_its_reason_and_takes_back_what_nobody_started(
    amal, mona, proposed
):
    ItemFactory(plan=proposed)
    begun = ItemFactory(plan=proposed)
    for person in (amal, mona):
        agree_to_plan(plan=proposed, **by(person))
    begun.refresh_from_db()
    Enrolment.objects.filter(pk=begun.enrolment_id).update(
        status="in_progress",
        started_at=moment(),
        version=begun.module.versions.get(),
    )

    plan = cancel_plan(plan=proposed, reason=" Moves to the till ", **by(mona))

    assert (plan.status, plan.end_reason) == ("cancelled", "Moves to the till")
    statuses = Enrolment.objects.order_by("status").values_list("status", flat=True)
    assert list(statuses) == ["in_progress", "withdrawn"]
    event = Event.objects.get(kind="plan.cancelled")
    assert event.fields == ["end_reason", "ended_on", "status"]


def test_cancel_plan_without_a_reason_is_refused(mona, proposed):
    with pytest.raises(ValidationError) as refused:
        cancel_plan(plan=proposed, reason="  ", **by(mona))

    assert code_of(refused) == "no_reason"


@pytest.mark.parametrize(
    ("end", "words"),
    [(complete_plan, {}), (cancel_plan, {"reason": "I would rather not"})],
)
def test_a_plan_is_ended_by_the_manager_alone(amal, mona, end, words):
    plan = PlanFactory(employee=amal, agreed_by=mona)

    with pytest.raises(PermissionDenied):
        end(plan=plan, **words, **by(amal))
