"""Writers record, correct and delete while several sum and measure, on a real database."""

import datetime as dt
import itertools
import random
import threading
from dataclasses import replace

import pytest
from django.db import connection, transaction
from django.db.models import Sum

from feedback.actions.correcting import correct_credit, delete_interaction
from feedback.actions.recording import record_services
from feedback.actions.returns import measure_returns
from feedback.actions.sources import record_complete_days
from feedback.actions.summing import sum_dirty_weeks
from feedback.choices import CreditReason, SourceKind
from feedback.models import (
    Credit,
    Customer,
    DirtyWeek,
    Interaction,
    Measurement,
    Metric,
    ReturnsMark,
)
from feedback.rules.served import Served, Share, Value
from tests.concurrency import Together, database_in_a_file
from tests.factories.feedback import SourceFactory
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment
from tests.feedback.rebuild import (
    cells_as_kept,
    cells_from_rows,
    returns_as_kept,
    returns_from_rows,
)

pytestmark = pytest.mark.django_db(transaction=True)
FIRST = TODAY - dt.timedelta(days=60)
ROUNDS, ROWS = 8, 20


@pytest.fixture(autouse=True)
def _real_database(tmp_path, transactional_db):
    with database_in_a_file(tmp_path / "feedback.sqlite3"):
        yield


@pytest.fixture
def people():
    root = TeamFactory(code="root")
    teams = [TeamFactory(parent=root) for _ in range(3)]
    return [(EmployeeFactory(team=team).pk, team.pk) for team in teams * 2]


def some_services(dice, people, kind):
    for number in dice.sample(range(60), ROWS):
        employee_id, team_id = dice.choice(people)
        day = FIRST + dt.timedelta(days=dice.randrange(28))
        yield Served(
            identity=f"id:{number}",
            occurred_at=moment(12, day),
            served_on=day,
            week=day - dt.timedelta(days=day.weekday()),
            employee_id=employee_id,
            team_id=team_id,
            customer_hash=f"customer-{dice.randrange(30):03}",
            values=(
                ()
                if kind == SourceKind.VISITS
                else (Value("csat", dice.randint(1, 5)),)
            ),
        )


def test_cells_equal_a_rebuild_after_writers_and_summers_at_once(people):
    Metric.objects.filter(key="returned").update(window_days=7)
    sources = [SourceFactory(), *SourceFactory.create_batch(2, kind=SourceKind.VISITS)]
    for till in sources[1:]:
        last = FIRST + dt.timedelta(days=40)
        record_complete_days(source=till, first_day=FIRST, last_day=last, at=moment())
    done = threading.Event()

    def write(source, seed):
        dice = random.Random(seed)
        for _round in range(ROUNDS):
            services = list(some_services(dice, people, source.kind))
            record_services(source=source, services=services, at=moment())

    def put_right(seed):
        dice = random.Random(seed)
        for _round in range(ROUNDS * 2):
            row = dice.choice(list(Interaction.objects.order_by("pk")) or [None])
            employee_id, team_id = dice.choice(people)
            share = Share(employee_id, team_id, None, row and row.served_on)
            try:
                if row and dice.random() < 0.3:
                    delete_interaction(
                        interaction=row, reason="twice", by=None, at=moment()
                    )
                elif row:
                    correct_credit(
                        interaction=row,
                        shares=[share],
                        reason=CreditReason.WRONG_PERSON,
                        by=None,
                        at=moment(),
                    )
            except Interaction.DoesNotExist:
                continue

    def follow():
        is_last = False
        while not is_last:
            is_last = done.is_set()
            measure_returns(at=moment())
            sum_dirty_weeks(at=moment())

    with Together() as together:
        writers = [
            together.start(write, source, seed)
            for seed, source in enumerate([*sources, sources[0], sources[1]])
        ]
        writers += [together.start(put_right, seed) for seed in (10, 11)]
        for _summer in range(2):
            together.start(follow)
        for writer in writers:
            writer.join(60)
        done.set()

    assert not DirtyWeek.objects.exists()
    assert not ReturnsMark.objects.exists()
    assert cells_as_kept() == cells_from_rows()
    assert returns_as_kept() == returns_from_rows()
    assert Measurement.objects.filter(metric__key="returned").exists()
    whole = Interaction.objects.annotate(weight=Sum("credits__weight"))
    assert not whole.exclude(weight=10_000).exists()


def test_two_chunks_with_the_same_rows_at_once_record_them_once(people):
    source = SourceFactory()
    dice = random.Random(1)
    services = list(some_services(dice, people, source.kind))
    recorded = []

    def write():
        recorded.append(record_services(source=source, services=services, at=moment()))

    with Together() as together:
        for _writer in range(3):
            together.start(write)

    assert sorted(each.new for each in recorded) == [0, 0, ROWS]
    assert sorted(each.known for each in recorded) == [0, ROWS, ROWS]
    assert Credit.objects.count() == Interaction.objects.count() == ROWS


def test_two_sources_that_bring_the_same_customers_at_once_do_not_block_each_other(
    people,
):
    sources = SourceFactory.create_batch(2)
    places = itertools.cycle(people)

    def write(source, keys):
        services = [
            Served(
                identity=f"id:{key}",
                occurred_at=moment(),
                served_on=TODAY,
                week=TODAY,
                employee_id=None,
                team_id=next(places)[1],
                customer_hash=f"customer-{key:03}",
            )
            for key in keys
        ]
        for start in range(0, len(services), 20):
            part = services[start : start + 20]
            record_services(source=source, services=part, at=moment())

    with Together() as together:
        together.start(write, sources[0], range(200))
        together.start(write, sources[1], range(199, -1, -1))

    assert Customer.objects.count() == 200
    assert Interaction.objects.count() == 400


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite lets one write at a time"
)
def test_a_mark_that_commits_while_cells_are_summed_is_kept(people):
    """Drawn before, committed after: its number is among those that were summed."""

    employee_id, team_id = people[0]
    service = Served(
        identity="id:late",
        occurred_at=moment(),
        served_on=TODAY,
        week=TODAY - dt.timedelta(days=TODAY.weekday()),
        employee_id=employee_id,
        team_id=team_id,
        values=(Value("csat", 1),),
    )
    slow, quick = SourceFactory(), SourceFactory()
    written, may_commit = threading.Event(), threading.Event()

    def record_slowly():
        with transaction.atomic():
            record_services(source=slow, services=[service], at=moment())
            written.set()
            may_commit.wait(20)

    with Together() as together:
        writer = together.start(record_slowly)
        written.wait(20)
        record_services(
            source=quick, services=[replace(service, identity="id:a")], at=moment()
        )
        sum_dirty_weeks(at=moment())
        may_commit.set()
        writer.join(20)

    assert DirtyWeek.objects.count() == 1
    sum_dirty_weeks(at=moment())
    assert cells_as_kept() == cells_from_rows()
