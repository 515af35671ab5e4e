import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from events.models import Event
from feedback.actions.sources import (
    end_source,
    open_source,
    record_complete_days,
    withdraw_complete_days,
)
from feedback.choices import SourceKind
from feedback.models import ReturnsMark, Source
from tests.factories.feedback import SourceFactory
from tests.factories.staff import TODAY, moment

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def till():
    return SourceFactory(kind=SourceKind.VISITS)


def stretches(till):
    return [
        ((TODAY - period.first_day).days, (TODAY - period.last_day).days)
        for period in till.complete_periods.order_by("first_day")
    ]


def complete(till, first, last):
    return record_complete_days(
        source=till,
        first_day=TODAY - first * DAY,
        last_day=TODAY - last * DAY,
        at=moment(),
    )


def test_open_source_makes_one_and_finds_it_again():
    new = open_source(key="till", kind=SourceKind.VISITS, name="Till", at=moment())
    again = open_source(key="till", kind=SourceKind.VISITS, at=moment())

    assert new == again == Source.objects.get()
    assert (again.name, again.kind) == ("Till", SourceKind.VISITS)
    assert Event.objects.get().kind == "source.opened"


def test_open_source_refuses_a_key_of_another_kind(till):
    with pytest.raises(ValidationError) as refusal:
        open_source(key=till.key, kind=SourceKind.ANSWERS, at=moment())

    assert refusal.value.code == "other_kind"


def test_open_source_refuses_a_key_that_is_no_slug():
    with pytest.raises(ValidationError):
        open_source(key="no slug", kind=SourceKind.ANSWERS, at=moment())

    assert not Source.objects.exists()


def test_record_complete_days_joins_what_touches_and_overlaps(till):
    complete(till, 90, 80)
    complete(till, 70, 60)
    assert stretches(till) == [(90, 80), (70, 60)]

    period = complete(till, 79, 65)

    assert stretches(till) == [(90, 60)]
    assert period.last_day == TODAY - 60 * DAY


def test_record_complete_days_known_already_changes_nothing(till):
    complete(till, 90, 60)
    events, [period] = Event.objects.count(), till.complete_periods.all()

    assert complete(till, 80, 70) == period

    assert Event.objects.count() == events


def test_record_complete_days_marks_the_days_of_which_more_is_known(till):
    complete(till, 200, 100)
    ReturnsMark.objects.all().delete()

    complete(till, 99, 95)

    # Ninety days before the new ones: their windows have just closed.
    mark = ReturnsMark.objects.get()
    assert (TODAY - mark.first_day).days == 99 + 90
    assert (TODAY - mark.last_day).days == 95 + 90


@pytest.mark.parametrize(
    ("kind", "first", "last", "code"),
    [
        (SourceKind.ANSWERS, 9, 8, "not_visits"),
        (SourceKind.VISITS, 8, 9, "ends_before_begins"),
        (SourceKind.VISITS, 9, -2, "future"),
    ],
)
def test_record_complete_days_refuses(kind, first, last, code):
    source = SourceFactory(kind=kind)

    with pytest.raises(ValidationError) as refusal:
        complete(source, first, last)

    assert refusal.value.code == code
    assert not source.complete_periods.exists()


def test_withdraw_complete_days_cuts_them_out(till):
    complete(till, 90, 60)

    left = withdraw_complete_days(
        source=till, first_day=TODAY - 80 * DAY, last_day=TODAY - 70 * DAY, at=moment()
    )

    assert left == 2
    assert stretches(till) == [(90, 81), (69, 60)]


def test_end_source_keeps_the_last_day(till):
    assert end_source(source=till, ended_on=TODAY, at=moment()).ended_on == TODAY

    till.refresh_from_db()
    assert till.ended_on == TODAY
    assert Event.objects.get().kind == "source.completed"


def test_end_source_refuses_a_day_to_come(till):
    with pytest.raises(ValidationError) as refusal:
        end_source(source=till, ended_on=TODAY + 2 * DAY, at=moment())

    assert refusal.value.code == "future"
    till.refresh_from_db()
    assert till.ended_on is None
