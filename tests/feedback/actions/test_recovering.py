"""Putting a complaint right: said once, said anew, and refused."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from events.models import Event
from feedback.actions.correcting import delete_interaction
from feedback.actions.recovering import put_right
from feedback.models import Customer, Interaction, Recovery
from tests.factories.feedback import answer
from tests.factories.staff import TODAY, EmployeeFactory, moment
from tests.factories.training import SkillFactory

pytestmark = pytest.mark.django_db
A_DAY = dt.timedelta(days=1)


@pytest.fixture
def boss(company):
    return EmployeeFactory(team=company, manages=[company])


@pytest.fixture
def complaint(company):
    return answer(EmployeeFactory(team=company), TODAY - 2 * A_DAY, 1).interaction


def say(interaction, by, **words):
    return put_right(
        **{
            "interaction": interaction,
            "put_right_on": TODAY - A_DAY,
            "did": "We cooked it again.",
            "apologised": True,
            "cost": None,
            "skill": None,
            "customer_hash": "",
            "by": by,
            "at": moment(),
            "today": TODAY,
            **words,
        }
    )


def told():
    events = Event.objects.filter(kind__startswith="recovery.").order_by("pk")
    return [(event.kind, event.fields) for event in events]


def test_put_right_keeps_what_was_done(complaint, boss):
    skill = SkillFactory()

    recovery = say(
        complaint, boss, cost=Decimal("12.50"), skill=skill, customer_hash="abc"
    )

    kept = Recovery.objects.get()
    assert kept == recovery
    assert (kept.interaction, kept.by, kept.skill) == (complaint, boss, skill)
    assert (kept.did, kept.cost) == ("We cooked it again.", Decimal("12.50"))
    assert (kept.put_right_on, kept.apologised) == (TODAY - A_DAY, True)
    assert kept.customer == Customer.objects.get(key_hash="abc")


def test_put_right_tells_the_journal_and_no_reader_of_answers(complaint, boss):
    batch = complaint.batch

    say(complaint, boss, did="Told Ms Lee that we are sorry.", customer_hash="abc")

    event = Event.objects.get(kind="recovery.recorded")
    assert event.fields == ["apologised", "customer", "did", "put_right_on"]
    assert (event.subject, event.subject_id) == ("interaction", complaint.pk)
    assert (event.actor_id, event.at) == (boss.pk, moment())
    complaint.refresh_from_db()
    assert complaint.batch == batch


def test_put_right_said_again_writes_nothing(complaint, boss):
    say(complaint, boss, cost=Decimal("5"), customer_hash="abc")
    first = Recovery.objects.values().get()
    other = EmployeeFactory()

    again = {"cost": Decimal("5.00"), "customer_hash": "abc", "at": moment(14)}
    say(complaint, other, did=" We cooked it again. ", **again)

    assert Recovery.objects.values().get() == first
    assert len(told()) == 1


def test_put_right_said_anew_names_what_changed_and_who_said_so(complaint, boss):
    say(complaint, boss)
    other = EmployeeFactory()

    say(complaint, other, did="We cooked it twice.", cost=Decimal(3), at=moment(14))

    kept = Recovery.objects.get()
    assert (kept.by, kept.recorded_at) == (other, moment(14))
    assert told()[1] == ("recovery.changed", ["cost", "did"])


def test_put_right_keeps_the_customer_until_another_is_named(complaint, boss):
    say(complaint, boss, customer_hash="abc")

    say(complaint, boss, apologised=False)
    kept = Recovery.objects.get().customer
    say(complaint, boss, apologised=False, customer_hash="xyz")

    assert kept.key_hash == "abc"
    assert Recovery.objects.get().customer.key_hash == "xyz"
    assert told()[2] == ("recovery.changed", ["customer"])


@pytest.mark.parametrize(
    ("words", "field", "code"),
    [
        ({"put_right_on": TODAY + A_DAY}, "put_right_on", "in_the_future"),
        ({"put_right_on": TODAY - 3 * A_DAY}, "put_right_on", "before_service"),
        ({"did": " \n "}, "did", "nothing_said"),
        ({"did": "a" * 1_001}, "did", "max_length"),
        ({"cost": Decimal("-0.01")}, "cost", "min_value"),
        ({"cost": Decimal("0.001")}, "cost", "max_decimal_places"),
    ],
)
def test_put_right_refuses_what_cannot_be(complaint, boss, words, field, code):
    with pytest.raises(ValidationError) as refusal:
        say(complaint, boss, **words)

    assert [each.code for each in refusal.value.error_dict[field]] == [code]
    assert not Recovery.objects.exists()
    assert told() == []


def test_put_right_takes_the_day_of_service_and_today(complaint, boss):
    for day in (TODAY - 2 * A_DAY, TODAY):
        say(complaint, boss, put_right_on=day, did="a" * 1_000)

        assert Recovery.objects.get().put_right_on == day


def test_put_right_refuses_where_nobody_complained(company, boss):
    praise = answer(EmployeeFactory(team=company), score=3).interaction

    with pytest.raises(ValidationError) as refusal:
        say(praise, boss)

    assert refusal.value.code == "no_complaint"


def test_put_right_of_a_deleted_answer_is_no_more(complaint, boss):
    gone = Interaction.objects.get()
    delete_interaction(interaction=complaint, reason="twice", by=boss, at=moment())

    with pytest.raises(Interaction.DoesNotExist):
        say(gone, boss)


def test_a_deleted_answer_takes_along_how_it_was_put_right(complaint, boss):
    say(complaint, boss, customer_hash="abc")

    delete_interaction(interaction=complaint, reason="wished", by=boss, at=moment())

    assert not Recovery.objects.exists()


@pytest.mark.parametrize("wrong", [{"cost": -1}, {"did": ""}])
def test_the_database_keeps_what_a_recovery_is(complaint, boss, wrong):
    said = {"did": "Said sorry.", "apologised": True, "put_right_on": TODAY}

    with pytest.raises(IntegrityError), transaction.atomic():
        Recovery.objects.create(
            interaction=complaint, by=boss, recorded_at=moment(), **(said | wrong)
        )
