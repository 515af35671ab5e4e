"""Clients that poll while others write miss nothing."""

import datetime as dt
import random
import threading
import time
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.timezone import now

from events.record import record
from feedback.actions.correcting import delete_interaction
from feedback.models import (
    Credit,
    Customer,
    DeletedInteraction,
    Interaction,
    Measurement,
    Response,
)
from staff.actions.people import hire, move, record_leaving
from staff.actions.teams import move_team
from staff.models import Employee, Team
from tests.api.conftest import Caller
from tests.concurrency import Together, database_in_a_file
from tests.factories.api import ApiKeyFactory
from tests.factories.staff import EmployeeFactory, TeamFactory
from tests.factories.training import EnrolmentFactory, ModuleFactory
from training.actions.enrolments import enrol, withdraw
from training.choices import EnrolmentSource
from training.models import Enrolment, Module

ENROLMENTS = "/api/v1/enrolments"
PEOPLE = "/api/v1/people"
TEAMS = "/api/v1/teams"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _real_database(tmp_path, company):
    with database_in_a_file(tmp_path / "encore.sqlite3"):
        yield


def progress(enrolment, percent, *, at, before_commit=lambda: None):
    with transaction.atomic():
        Enrolment.objects.filter(pk=enrolment.pk).update(progress_percent=percent)
        record(
            "enrolment.progressed",
            at=at,
            employee=enrolment.employee,
            subject=enrolment,
            fields=["progress_percent"],
        )
        before_commit()


class Follower:
    """A client that keeps a copy of a list: one full pull, then changes.

    by: the parameter it continues with, "after" or "updated_since".
    """

    def __init__(self, key, by, chance=None, path=ENROLMENTS):
        self.caller, self.by, self.chance = Caller(key), by, chance
        self.path = path
        self.rows, self.place = {}, {}

    def poll(self):
        limit = self.chance.choice([7, 50, 500]) if self.chance else 500
        answer = self.caller.get(self.path, self.place | {"limit": limit}).json()
        self.take(answer["results"])
        while answer["next"]:
            # Whoever follows by number may turn back after any page of changes.
            if "after" in self.place and self.chance and self.chance.random() < 0.2:
                self.place = {"after": answer["sequence"]}
                return
            answer = self.caller.get(answer["next"]).json()
            self.take(answer["results"])
        end = {"after": answer["sequence"], "updated_since": answer["as_of"]}
        self.place = {self.by: end[self.by]}

    def take(self, rows):
        for row in rows:
            if "is_removed" in row:
                self.rows.pop(row["id"], None)
            else:
                self.rows[row["id"]] = row


def test_both_ways_to_poll_see_what_was_begun_first_and_commits_last(company):
    slow, quick = EnrolmentFactory.create_batch(2)
    key = ApiKeyFactory()
    followers = [Follower(key, "after"), Follower(key, "updated_since")]
    for follower in followers:
        follower.poll()
    begun, may_commit = threading.Event(), threading.Event()

    def wait():
        begun.set()
        may_commit.wait(60)

    def write_slowly():
        at = now()
        # SQLite lets one write at a time: there, the slow one has only read its clock.
        if connection.vendor == "sqlite":
            wait()
            progress(slow, 10, at=at)
        else:
            progress(slow, 10, at=at, before_commit=wait)

    with Together() as together:
        together.start(write_slowly)
        begun.wait(60)
        progress(quick, 20, at=now())
        for follower in followers:
            follower.poll()
        between = [dict(follower.rows) for follower in followers]
        may_commit.set()
    for follower in followers:
        follower.poll()

    def percents(rows):
        return [rows[str(e.uuid)]["progress_percent"] for e in (slow, quick)]

    assert [percents(rows) for rows in between] == [[0, 20], [0, 20]]
    assert [percents(follower.rows) for follower in followers] == [[10, 20], [10, 20]]


@pytest.mark.parametrize(
    "seconds", [4, pytest.param(30, marks=pytest.mark.soak)], ids=str
)
def test_pages_and_changes_add_up_to_the_table(company, seconds):
    """Eight write, six follow; in the end everybody has what is there."""
    north, south = (TeamFactory(parent=company, code=c) for c in ("north", "south"))
    TeamFactory(parent=north, code="bar")
    people = [EmployeeFactory(team=team) for team in (north, south) for _n in range(10)]
    ModuleFactory.create_batch(6)
    stop_at = time.monotonic() + seconds
    written = threading.Event()
    acts = []

    def write(writer):
        chance = random.Random(writer)
        act = ACTS[writer % len(ACTS)]  # however slow the machine, each is done once
        while act:
            act(chance, people)
            acts.append(act)
            act = chance.choice(ACTS) if time.monotonic() < stop_at else None

    def follow(follower):
        while not written.is_set():
            follower.poll()
            time.sleep(0.02)

    whole, limited = ApiKeyFactory(), ApiKeyFactory(team=north)
    followers = [
        Follower(whole, "after", random.Random(1)),
        Follower(whole, "updated_since"),
        Follower(limited, "after", random.Random(2)),
        Follower(whole, "updated_since", path=PEOPLE),
        Follower(limited, "after", random.Random(3), PEOPLE),
        Follower(limited, "after", random.Random(4), TEAMS),
    ]
    with Together() as together:
        writers = [together.start(write, writer) for writer in range(8)]
        for follower in followers:
            together.start(follow, follower)
        for writer in writers:
            writer.join(seconds + 60)
        written.set()

    for follower in followers:
        # No turning back any more: this once to the very end.
        follower.chance = None
        follower.poll()
        rows, _end = follower.caller.pull(follower.path)
        assert follower.rows == {row["id"]: row for row in rows}
        assert rows
    assert len(followers[2].rows) < len(followers[0].rows)
    assert len(followers[4].rows) < len(followers[3].rows)
    assert set(acts) == set(ACTS)
    print(f"{len(acts)} acts, {Enrolment.objects.count()} enrolments")


def _linger(chance):
    """Keep a transaction open for a while, so that commits come in another order."""
    if connection.vendor != "sqlite":
        time.sleep(chance.random() / 50)


def _assign(chance, people):
    with transaction.atomic():
        module = chance.choice(list(Module.objects.order_by("pk")))
        chosen = chance.sample(people, 3)
        open_now = Enrolment.objects.open().filter(module=module, employee__in=chosen)
        busy = set(open_now.values_list("employee", flat=True))
        pairs = [(p, module) for p in chosen if p.pk not in busy]
        try:
            with transaction.atomic():
                enrol(pairs, source=EnrolmentSource.PERSON, at=now())
        except ValidationError:
            return
        _linger(chance)


def _take_back(chance, people):
    person = chance.choice(people)
    with transaction.atomic():
        withdraw(Enrolment.objects.filter(employee=person), at=now(), by=None)
        _linger(chance)


def _progress(chance, people):
    chosen = Enrolment.objects.filter(employee=chance.choice(people)).first()
    if chosen:
        progress(
            chosen,
            chance.randrange(100),
            at=now(),
            before_commit=lambda: _linger(chance),
        )


def _move(chance, people):
    team = Team.objects.get(code=chance.choice(["north", "south"]))
    person = chance.choice(people)
    today = now().date()
    move(employee=person, team=team, job_role=None, valid_from=today, by=None, at=now())


def _hire(chance, people):
    """Take on somebody for the bar, which hangs here today and there tomorrow."""
    hire(
        employee_number=uuid.uuid4().hex,
        first_name="New",
        hired_on=now().date() - dt.timedelta(days=30),
        team=Team.objects.get(code="bar"),
        by=None,
        at=now(),
    )


def _leave(chance, people):
    newcomers = Employee.objects.filter(first_name="New", employments__left_on=None)
    if newcomers:
        try:
            record_leaving(
                employee=chance.choice(newcomers),
                left_on=now().date(),
                by=None,
                at=now(),
            )
        except ValidationError:  # another writer was quicker
            return


def _move_team(chance, people):
    bar = Team.objects.get(code="bar")
    parent = Team.objects.get(code=chance.choice(["north", "south"]))
    move_team(team=bar, parent=parent, by=None, at=now())


ACTS = [_assign, _take_back, _progress, _progress, _move, _hire, _leave, _move_team]


# Answers ------------------------------------------------------------------------------

RESPONSES = "/api/v1/responses"


def sent(numbers, score=4, comment=""):
    return {
        "source": "survey",
        "responses": [
            {
                "external_id": f"r{number}",
                "occurred_at": "2026-11-20T12:00:00Z",
                "employee_number": "E1",
                "customer": f"card {number % 11}",
                "comment": comment,
                "values": {"csat": score},
            }
            for number in numbers
        ],
    }


def test_the_same_answers_sent_twice_at_once_are_kept_once(company):
    EmployeeFactory(team=company, employee_number="E1")
    key, start = ApiKeyFactory(), threading.Barrier(4)
    bodies = []

    def send(order):
        body = sent(sorted(range(700), reverse=order % 2 == 1))
        start.wait(60)
        answer = Caller(key).post(RESPONSES, body, content_type="application/json")
        bodies.append(answer.json())

    with Together() as together:
        for order in range(4):
            together.start(send, order)

    counted = [(body["new"], body["known"], body["refused"]) for body in bodies]
    assert sum(new for new, _known, _refused in counted) == 700
    assert {(new + known, refused) for new, known, refused in counted} == {(700, 0)}
    assert Interaction.objects.count() == Credit.objects.count() == 700
    assert Response.objects.count() == Measurement.objects.count() == 700
    assert Customer.objects.count() == 11
    by_place = [
        [row["id"] for row in sorted(body["results"], key=lambda row: row["id"])]
        for body in bodies
    ]
    assert by_place == [by_place[0]] * 4


def test_whoever_follows_answers_misses_none_that_are_sent_meanwhile(company):
    """Two send, also corrections and deletions; in the end the copy is the table."""
    EmployeeFactory(team=company, employee_number="E1")
    key, written = ApiKeyFactory(), threading.Event()
    followers = [
        Follower(key, "after", random.Random(1), RESPONSES),
        Follower(key, "updated_since", path=RESPONSES),
        Follower(key, "after", path="/api/v1/measurements"),
    ]

    def send(writer):
        caller, chance = Caller(key), random.Random(writer)
        for turn in range(6):
            body = sent(chance.sample(range(60), 20), chance.randint(1, 5), f"{turn}")
            caller.post(RESPONSES, body, content_type="application/json")
            chosen = Interaction.objects.order_by("?").first()
            try:
                delete_interaction(
                    interaction=chosen, reason="twice", by=None, at=now()
                )
            except Interaction.DoesNotExist:
                continue

    def follow(follower):
        while not written.is_set():
            follower.poll()
            time.sleep(0.02)

    with Together() as together:
        writers = [together.start(send, writer) for writer in range(2)]
        for follower in followers:
            together.start(follow, follower)
        for writer in writers:
            writer.join(60)
        written.set()

    for follower in followers:
        follower.chance = None
        follower.poll()
        rows, _end = follower.caller.pull(follower.path)
        assert follower.rows == {row["id"]: row for row in rows}
        assert rows
    assert DeletedInteraction.objects.exists()
