"""The journal's numbers while several write and several number."""

import threading

import pytest
from django.db import connection, transaction

from events.models import Event
from events.numbering import number_events
from events.record import record
from tests.concurrency import Together, database_in_a_file
from tests.factories.staff import moment

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _real_database(tmp_path):
    with database_in_a_file(tmp_path / "journal.sqlite3"):
        yield


def write(kind):
    with transaction.atomic():
        record(kind, at=moment())


def test_what_was_begun_first_and_commits_last_is_numbered_last():
    """A reader between the two commits has gone past nothing."""
    begun, may_commit = threading.Event(), threading.Event()

    def slow():
        # SQLite lets one write at a time: there, the slow one has only read its clock.
        if connection.vendor == "sqlite":
            begun.set()
            may_commit.wait(60)
            write("slow.happened")
            return
        with transaction.atomic():
            record("slow.happened", at=moment())
            begun.set()
            may_commit.wait(60)

    with Together() as together:
        together.start(slow)
        begun.wait(60)
        write("quick.happened")
        before = number_events()
        may_commit.set()
    after = number_events()

    numbered = Event.objects.order_by("sequence").values_list("kind", "sequence")
    assert list(numbered) == [("quick.happened", 1), ("slow.happened", 2)]
    assert (before.sequence, after.sequence) == (1, 2)
    assert Event.objects.get(sequence=2).numbered_at > before.as_of


def test_readers_never_meet_a_number_behind_one_they_have_seen():
    done = threading.Event()

    def write_some(writer):
        for _time in range(25):
            write(f"writer{writer}.happened")

    def follow():
        seen, is_last = [], False
        while not is_last:
            is_last = done.is_set()
            end = number_events()
            behind = seen[-1] if seen else 0
            numbered = Event.objects.filter(sequence__lte=end.sequence)
            upto = list(
                numbered.order_by("sequence").values_list("sequence", flat=True)
            )
            assert upto[: len(seen)] == seen
            assert upto == list(range(1, end.sequence + 1))
            assert end.sequence >= behind
            seen = upto
        assert len(seen) == 100

    with Together() as together:
        writers = [together.start(write_some, writer) for writer in range(4)]
        for _reader in range(2):
            together.start(follow)
        for writer in writers:
            writer.join(60)
        done.set()
