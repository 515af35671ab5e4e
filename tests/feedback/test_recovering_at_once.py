"""Two managers say at the same time how a complaint was put right."""

import threading

import pytest
from django.db import transaction

from events.models import Event
from feedback.actions.correcting import delete_interaction
from feedback.models import Interaction, Recovery
from tests.concurrency import Together, database_in_a_file
from tests.factories.feedback import answer, recovered
from tests.factories.staff import EmployeeFactory, TeamFactory, moment

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _real_database(tmp_path, transactional_db):
    with database_in_a_file(tmp_path / "feedback.sqlite3"):
        yield


@pytest.fixture
def team():
    return TeamFactory(code="root")


@pytest.fixture
def complaint(team):
    return answer(EmployeeFactory(team=team), score=1).interaction


def said_at_once(complaint, sayers):
    """Have each of ``sayers`` say something else at the same moment."""
    start = threading.Barrier(len(sayers))

    def say(number, by):
        start.wait()
        recovered(complaint, by, did=f"Number {number}.", customer=f"LK-{number}")

    with Together() as together:
        for number, by in enumerate(sayers):
            together.start(say, number, by)


def test_of_two_at_once_the_second_changes_what_the_first_said(team, complaint):
    said_at_once(complaint, EmployeeFactory.create_batch(4, team=team))

    kept = Recovery.objects.get()
    kinds = Event.objects.filter(kind__startswith="recovery.").order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == [
        "recovery.recorded",
        *["recovery.changed"] * 3,
    ]
    assert kinds.last().actor_id == kept.by_id
    assert kept.did in {f"Number {number}." for number in range(4)}


def test_the_same_new_customer_of_two_complaints_is_one(team, complaint):
    other = answer(EmployeeFactory(team=team), score=2).interaction
    sayers = EmployeeFactory.create_batch(2, team=team)
    start = threading.Barrier(2)

    def say(interaction, by):
        start.wait()
        recovered(interaction, by, customer="LK-1")

    with Together() as together:
        for pair in zip((complaint, other), sayers, strict=True):
            together.start(say, *pair)

    first, second = Recovery.objects.all()
    assert first.customer_id == second.customer_id is not None


def test_what_is_deleted_while_somebody_says_so_stays_deleted(team, complaint):
    boss = EmployeeFactory(team=team)
    is_locked, refused = threading.Event(), []

    def delete():
        with transaction.atomic():
            delete_interaction(
                interaction=complaint, reason="twice", by=None, at=moment()
            )
            is_locked.set()

    def say():
        is_locked.wait(60)
        try:
            recovered(Interaction(pk=complaint.pk, source=complaint.source), boss)
        except Interaction.DoesNotExist:
            refused.append(True)

    with Together() as together:
        together.start(delete)
        together.start(say)

    assert refused == [True]
    assert not Recovery.objects.exists()
