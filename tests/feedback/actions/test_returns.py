import datetime as dt

import pytest

from events.models import Event
from feedback.actions.correcting import delete_interaction
from feedback.actions.recording import record_services
from feedback.actions.returns import measure_returns
from feedback.actions.sources import (
    end_source,
    record_complete_days,
    withdraw_complete_days,
)
from feedback.choices import SourceKind
from feedback.models import DirtyWeek, Interaction, Measurement, Metric, ReturnsMark
from feedback.tasks import sum_weeks
from tests.factories.feedback import SourceFactory, record_all, served, visit
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment
from tests.feedback.rebuild import cells_as_kept, cells_from_rows

pytestmark = pytest.mark.django_db
FIRST = TODAY - dt.timedelta(days=100)


def day(number):
    return FIRST + dt.timedelta(days=number)


@pytest.fixture(autouse=True)
def _ten_days(db):
    Metric.objects.filter(key="returned").update(window_days=10)


@pytest.fixture
def waiter(company):
    return EmployeeFactory(team=company)


@pytest.fixture
def till():
    return SourceFactory(kind=SourceKind.VISITS)


def complete(till, first, last):
    record_complete_days(
        source=till, first_day=day(first), last_day=day(last), at=moment()
    )


def measured():
    """Measure, and return {day number: value} of what is known."""
    measure_returns(at=moment())
    known = Measurement.objects.filter(metric__key="returned")
    return {
        (served_on - FIRST).days: value
        for served_on, value in known.values_list("interaction__served_on", "value")
    }


def test_measure_returns_waits_until_it_can_be_known(waiter, till):
    visit(waiter, day(0), source=till)
    visit(waiter, day(7), source=till)
    complete(till, 0, 9)
    assert measured() == {}

    complete(till, 10, 10)
    assert measured() == {0: 1}

    complete(till, 11, 17)
    assert measured() == {0: 1, 7: 0}
    assert not ReturnsMark.objects.exists()


def test_measure_returns_does_not_count_the_same_day_or_somebody_else(waiter, till):
    visit(waiter, day(0), "Ann", source=till, hour=9)
    visit(waiter, day(0), "Ann", source=till, hour=18)
    visit(waiter, day(3), "Bob", source=till)
    complete(till, 0, 20)

    assert measured() == {0: 0, 3: 0}


def test_measure_returns_goes_by_the_date_where_it_happened(company, till):
    """Two visits within an hour, one on either side of midnight in Tokyo."""
    tokyo = TeamFactory(parent=company, time_zone="Asia/Tokyo")
    waiter = EmployeeFactory(team=tokyo)
    visit(waiter, day(0), source=till, hour=23)
    visit(waiter, day(1), source=till, hour=0)
    complete(till, 0, 20)

    assert measured() == {0: 1, 1: 0}


def test_measure_returns_again_when_a_visit_comes_late(waiter, till):
    visit(waiter, day(0), source=till)
    complete(till, 0, 20)
    assert measured() == {0: 0}
    DirtyWeek.objects.all().delete()

    visit(waiter, day(8), source=till)

    assert measured() == {0: 1, 8: 0}
    sum_weeks.enqueue()
    assert cells_as_kept() == cells_from_rows()


def test_measure_returns_again_when_a_visit_is_deleted(waiter, till):
    visit(waiter, day(0), source=till)
    later = visit(waiter, day(8), source=till)
    complete(till, 0, 20)
    assert measured() == {0: 1, 8: 0}

    delete_interaction(interaction=later, reason="twice", by=None, at=moment())

    assert measured() == {0: 0}


@pytest.mark.parametrize("customer", ["", "Bob"])
def test_measure_returns_again_when_it_was_another_customer(waiter, till, customer):
    visit(waiter, day(0), source=till)
    first = served(waiter, day(8), customer="Ann")
    record_all([first], till)
    complete(till, 0, 20)
    assert measured() == {0: 1, 8: 0}

    second = served(waiter, day(8), customer=customer, identity=first.identity)
    record_services(source=till, services=[second], at=moment())

    assert measured() == ({0: 0, 8: 0} if customer else {0: 0})


def test_measure_returns_forgets_what_is_no_longer_known(waiter, till):
    visit(waiter, day(0), source=till)
    complete(till, 0, 20)
    assert measured() == {0: 0}

    withdraw_complete_days(source=till, first_day=day(5), last_day=day(5), at=moment())

    assert measured() == {}


def test_measure_returns_waits_for_every_source_that_had_begun(waiter, till):
    other = SourceFactory(kind=SourceKind.VISITS)
    visit(waiter, day(3), source=till)
    complete(till, 0, 20)
    complete(other, 0, 5)
    assert measured() == {}

    visit(waiter, day(6), source=other)
    complete(other, 6, 13)

    assert measured() == {3: 1}


def test_measure_returns_counts_no_source_that_began_later(waiter, till):
    """Or shops would win customers on the day on which they get a till."""
    new = SourceFactory(kind=SourceKind.VISITS)
    visit(waiter, day(3), source=till)
    visit(waiter, day(6), source=new)
    complete(till, 0, 20)
    complete(new, 5, 20)

    assert measured() == {3: 0, 6: 0}


def test_measure_returns_knows_nothing_across_the_end_of_a_source(waiter, till):
    other = SourceFactory(kind=SourceKind.VISITS)
    visit(waiter, day(3), source=till)
    visit(waiter, day(9), source=till)
    for each in (till, other):
        complete(each, 0, 30)
    assert measured() == {3: 1, 9: 0}

    end_source(source=other, ended_on=day(8), at=moment())
    assert measured() == {9: 0}

    end_source(source=other, ended_on=None, at=moment())
    assert measured() == {3: 1, 9: 0}


def test_measure_returns_leaves_answers_alone(waiter):
    tool = SourceFactory()
    till = SourceFactory(kind=SourceKind.VISITS)
    visit(waiter, day(3), source=tool)
    complete(till, 0, 20)

    assert measured() == {}


def test_measure_returns_goes_on_where_it_stopped(waiter, till, monkeypatch):
    monkeypatch.setattr("feedback.actions.returns.CUSTOMERS", 2)
    for name in "abcde":
        visit(waiter, day(0), name, source=till)
    ReturnsMark.objects.all().delete()
    complete(till, 0, 20)

    assert measure_returns(at=moment(), most=2) == 2
    assert ReturnsMark.objects.get().done_through > 0
    assert measure_returns(at=moment()) == 3
    assert measure_returns(at=moment()) == 0


def test_measure_returns_journals_a_slice_as_one_event(waiter, till):
    visit(waiter, day(0), source=till)
    complete(till, 0, 20)

    measured()

    event = Event.objects.get(kind="feedback.measured")
    assert Interaction.objects.get().batch == event.batch
