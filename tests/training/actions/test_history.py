"""Keeping what people completed before Encore kept the record."""

import datetime as dt
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from events.models import Event
from tests.factories.staff import HIRED, TODAY, EmployeeFactory, TeamFactory, moment
from tests.factories.training import EnrolmentFactory, ModuleFactory
from training.actions.history import add_outside_modules, record_past_trainings
from training.choices import EnrolmentStatus
from training.importing.history import PastTraining
from training.models import Enrolment, Module

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def past(person, module, completed_on=HIRED + 30 * DAY, **more):
    return PastTraining(person.pk, module.pk, completed_on, **more)


def keep(*trainings, **more):
    kept = record_past_trainings(trainings=trainings, at=moment(), **more)
    return kept.new, kept.changed, kept.known


def test_past_trainings_become_completed_enrolments_with_an_event_each(employee):
    module, hanna, batch = ModuleFactory(), EmployeeFactory(), uuid4()
    first = past(employee, module, assigned_on=HIRED, score_percent=85)

    kept = keep(first, past(hanna, module), by=hanna, batch=batch)

    known, unknown = Enrolment.objects.order_by("pk")
    assert kept == (2, 0, 0)
    assert (known.status, known.source) == ("completed", "import")
    assert (known.assigned_on, known.completed_on, known.score_percent) == (
        HIRED,
        HIRED + 30 * DAY,
        85,
    )
    assert (unknown.assigned_on, unknown.score_percent) == (None, None)
    assert (known.batch_uuid, known.completed_at, known.version) == (batch, None, None)
    events = Event.objects.order_by("pk")
    assert [(e.kind, e.subject_id, e.batch, e.actor_id) for e in events] == [
        ("enrolment.imported", known.pk, batch, hanna.pk),
        ("enrolment.imported", unknown.pk, batch, hanna.pk),
    ]


def test_past_trainings_again_change_nothing(employee):
    row = past(employee, ModuleFactory(), assigned_on=HIRED, score_percent=85)
    keep(row)

    assert keep(row, row) == (0, 0, 2)
    assert Enrolment.objects.count() == 1
    assert Event.objects.count() == 1


def test_past_trainings_twice_at_one_go_are_one(employee):
    row = past(employee, ModuleFactory())

    assert keep(row, row) == (1, 0, 1)


def test_past_trainings_fill_in_only_what_nobody_knew(employee):
    module = ModuleFactory()
    keep(past(employee, module, score_percent=70))

    filled = keep(past(employee, module, assigned_on=HIRED, score_percent=90))
    again = keep(past(employee, module, assigned_on=HIRED + DAY))

    enrolment = Enrolment.objects.get()
    assert (filled, again) == ((0, 1, 0), (0, 0, 1))
    assert (enrolment.assigned_on, enrolment.score_percent) == (HIRED, 70)
    event = Event.objects.get(kind="enrolment.corrected")
    assert (event.subject_id, event.fields) == (enrolment.pk, ["assigned_on"])


def test_past_trainings_are_counted_the_same_at_one_go_and_one_by_one(employee):
    module = ModuleFactory()
    bare = past(employee, module, assigned_on=None, score_percent=None)
    full = past(employee, module, assigned_on=HIRED, score_percent=90)

    assert keep(bare, full, full) == (1, 1, 1)
    assert [Enrolment.objects.get().assigned_on, Event.objects.count()] == [HIRED, 1]


def test_past_trainings_leave_what_is_being_learned_alone(employee):
    running = EnrolmentFactory(employee=employee)

    keep(past(employee, running.module), past(employee, running.module, HIRED + DAY))

    rows = Enrolment.objects.order_by("cycle").values_list("cycle", "status")
    assert list(rows) == [
        (1, EnrolmentStatus.ASSIGNED),
        (2, EnrolmentStatus.COMPLETED),
        (3, EnrolmentStatus.COMPLETED),
    ]
    running.refresh_from_db()
    assert running.assigned_on == TODAY


def test_past_trainings_never_fill_in_encores_own_record(employee):
    own = EnrolmentFactory(
        employee=employee,
        completed_on=TODAY,
        status=EnrolmentStatus.COMPLETED,
        progress_percent=100,
    )

    assert keep(past(employee, own.module, TODAY, score_percent=50)) == (0, 0, 1)
    own.refresh_from_db()
    assert own.score_percent is None


@pytest.mark.parametrize(
    ("completed_on", "assigned_on", "code"),
    [
        (TODAY + DAY, None, "completed_later"),
        (HIRED, HIRED + DAY, "assigned_after"),
        (HIRED - DAY, None, "not_employed"),
    ],
)
def test_past_trainings_refuse_days_that_cannot_be(
    employee, completed_on, assigned_on, code
):
    good = past(employee, ModuleFactory())
    wrong = past(employee, ModuleFactory(), completed_on, assigned_on=assigned_on)

    with pytest.raises(ValidationError) as refusal:
        keep(good, wrong)

    assert refusal.value.code == code
    assert Enrolment.objects.count() == 0


def test_past_trainings_are_over_by_the_day_it_is_where_the_person_works(company):
    tokyo = EmployeeFactory(team=TeamFactory(parent=company, time_zone="Asia/Tokyo"))
    tomorrow = past(tokyo, ModuleFactory(), TODAY + DAY)

    kept = record_past_trainings(trainings=[tomorrow], at=moment(23))

    assert kept.new == 1


@pytest.mark.parametrize("count", [3, 40])
def test_past_trainings_cost_the_same_for_any_number(django_assert_num_queries, count):
    people, module = EmployeeFactory.create_batch(count), ModuleFactory()

    with django_assert_num_queries(8):
        keep(*[past(person, module) for person in people])

    assert Enrolment.objects.count() == count


def add(*titles, language="en", **more):
    added = add_outside_modules(
        minutes=dict.fromkeys(titles, 30), language=language, at=moment(), **more
    )
    return [added[title] for title in titles]


def test_add_outside_modules_are_learned_nowhere(employee):
    [module] = add("Größe zeigen", language="de", by=employee)

    assert (module.slug, module.title) == ("groe-zeigen", {"de": "Größe zeigen"})
    assert not Module.objects.on_offer().exists()
    assert Event.objects.get().kind == "module.added"


def test_add_outside_modules_again_are_the_same():
    ModuleFactory(slug="smile", title={"en": "Smile"})

    assert add("Smile", "Bow") == add("Smile", "Bow")
    assert [module.slug for module in add("Smile", "Bow")] == ["smile-2", "bow"]


def test_add_outside_modules_have_an_address_in_every_script():
    assert [module.slug for module in add("笑顔", "Улыбка")] == ["module", "module-2"]
