import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from events.models import Event
from feedback.actions.correcting import correct_credit, delete_interaction
from feedback.actions.recording import record_services
from feedback.choices import CreditReason, SourceKind
from feedback.models import (
    Credit,
    DeletedInteraction,
    DirtyWeek,
    Interaction,
    Measurement,
    Response,
    ReturnsMark,
)
from feedback.rules.served import Share, Value
from tests.factories.feedback import (
    SourceFactory,
    answer,
    record_all,
    served,
    source_of,
    visit,
)
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment

pytestmark = pytest.mark.django_db
MONDAY = TODAY - dt.timedelta(days=TODAY.weekday())


@pytest.fixture
def waiter(company):
    return EmployeeFactory(team=company)


@pytest.fixture
def auckland(company):
    return TeamFactory(parent=company, time_zone="Pacific/Auckland")


def put_right(interaction, *shares, by=None, reason=CreditReason.WRONG_PERSON):
    return correct_credit(
        interaction=interaction, shares=shares, reason=reason, by=by, at=moment()
    )


def test_correct_credit_says_anew_who_served(waiter, auckland):
    """Sunday noon UTC is Monday in Auckland: another week."""
    sunday = MONDAY - dt.timedelta(days=1)
    interaction = answer(waiter, sunday).interaction
    DirtyWeek.objects.all().delete()
    cook = EmployeeFactory(team=auckland)
    share = Share(cook.pk, auckland.pk, None, week=sunday)

    corrected = put_right(interaction, share, by=waiter)

    credit = Credit.objects.get()
    assert corrected.is_credit_corrected
    assert (credit.employee, credit.team, credit.week) == (cook, auckland, MONDAY)
    assert set(DirtyWeek.objects.values_list("team", "week")) == {
        (waiter.postings.get().team_id, MONDAY - dt.timedelta(days=7)),
        (auckland.pk, MONDAY),
    }
    event = Event.objects.get(kind="credit.corrected")
    assert (event.subject_id, event.actor_id) == (interaction.pk, waiter.pk)
    assert event.fields == ["wrong_person"]
    assert event.batch == corrected.batch


@pytest.mark.parametrize(
    ("weights", "code"), [([5000], "weights"), ([5000, 5000], "twice"), ([], "weights")]
)
def test_correct_credit_refuses_parts_that_are_no_whole(waiter, company, weights, code):
    interaction = answer(waiter).interaction
    shares = [Share(waiter.pk, company.pk, None, MONDAY, each) for each in weights]

    with pytest.raises(ValidationError) as refusal:
        put_right(interaction, *shares)

    assert refusal.value.code == code
    assert Credit.objects.get().weight == 10_000


def test_correct_credit_is_not_undone_by_the_source(waiter, company):
    source = SourceFactory()
    service = served(waiter, values={"csat": 4})
    [interaction] = record_all([service], source)
    cook = EmployeeFactory(team=company)
    put_right(interaction, Share(cook.pk, company.pk, None, MONDAY))
    last_week = TODAY - dt.timedelta(days=7)
    later = served(
        waiter, last_week, identity=service.identity, values=(Value("csat", 1),)
    )

    again = record_services(source=source, services=[service], at=moment())
    changed = record_services(source=source, services=[later], at=moment())

    assert (again.known, changed.changed) == (1, 1)
    assert Credit.objects.get().employee == cook
    assert Credit.objects.get().week == MONDAY - dt.timedelta(days=7)
    assert Measurement.objects.get().value == 1


def test_delete_interaction_leaves_nothing_of_what_was_said(waiter):
    response = answer(waiter, comment="Ann was rude.")
    interaction = response.interaction
    DirtyWeek.objects.all().delete()

    deleted = delete_interaction(
        interaction=interaction, reason="twice", by=waiter, at=moment()
    )

    for model in (Interaction, Credit, Response, Measurement):
        assert not model.objects.exists()
    assert (deleted.uuid, deleted.response_uuid) == (interaction.uuid, response.uuid)
    assert DirtyWeek.objects.get().week == MONDAY
    event = Event.objects.get(kind="interaction.deleted")
    assert (event.subject, event.subject_id) == ("interaction", interaction.pk)
    assert event.fields == ["twice"]


def test_delete_interaction_is_not_undone_by_the_source(waiter):
    service = served(waiter, values={"csat": 4})
    [interaction] = record_all([service])
    delete_interaction(interaction=interaction, reason="twice", by=waiter, at=moment())

    again = record_services(
        source=source_of(SourceKind.ANSWERS), services=[service], at=moment()
    )

    assert (again.new, again.known) == (0, 1)
    assert not Interaction.objects.exists()


def test_delete_interaction_twice_finds_nothing_the_second_time(waiter):
    interaction = answer(waiter).interaction
    delete_interaction(
        interaction=Interaction.objects.get(), reason="twice", by=waiter, at=moment()
    )

    with pytest.raises(Interaction.DoesNotExist):
        delete_interaction(
            interaction=interaction, reason="twice", by=waiter, at=moment()
        )

    assert DeletedInteraction.objects.count() == 1


def test_delete_interaction_of_a_visit_has_the_customer_looked_for_again(waiter):
    interaction = visit(waiter)
    ReturnsMark.objects.all().delete()

    delete_interaction(interaction=interaction, reason="twice", by=waiter, at=moment())

    assert ReturnsMark.objects.get().customer == interaction.customer
