"""Weeks equal a full rebuild after any sequence of imports, corrections and deletions,
and who came back equals a slow reference with gaps, zones and late feeds."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    precondition,
    rule,
    run_state_machine_as_test,
)

from feedback.actions.correcting import correct_credit, delete_interaction
from feedback.actions.recording import record_services
from feedback.actions.returns import measure_returns
from feedback.actions.sources import (
    end_source,
    record_complete_days,
    withdraw_complete_days,
)
from feedback.actions.summing import sum_dirty_weeks
from feedback.choices import CreditReason, ResponseKind, SourceKind
from feedback.models import (
    DirtyWeek,
    Interaction,
    Measurement,
    Metric,
    Response,
    ReturnsMark,
)
from feedback.queries.who import Postings
from feedback.rules.served import Served, Share, Value
from staff.models import Posting
from tests.factories.feedback import SourceFactory, metric
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment
from tests.feedback.rebuild import (
    cells_as_kept,
    cells_from_rows,
    returns_as_kept,
    returns_from_rows,
)

FIRST = TODAY - dt.timedelta(days=60)
WINDOW = 5
ZONES = ["Pacific/Auckland", "UTC", "America/Los_Angeles"]

# Few days, customers and numbers, so that things meet.
days = st.integers(0, 12).map(lambda n: FIRST + dt.timedelta(days=n))
stretches = st.tuples(st.integers(-9, 12), st.integers(0, 25)).map(
    lambda pair: (
        FIRST + dt.timedelta(days=pair[0]),
        FIRST + dt.timedelta(days=pair[0] + pair[1]),
    )
)
moments = st.tuples(days, st.integers(0, 23)).map(
    lambda pair: dt.datetime.combine(pair[0], dt.time(pair[1]), tzinfo=dt.UTC)
)
values = st.fixed_dictionaries(
    {},
    optional={
        "csat": st.integers(1, 5),
        "nps": st.sampled_from([-100, 0, 100]),
        "complaint": st.sampled_from([0, 1]),
        "handling_time": st.sampled_from([0, 12.5, 600]),
    },
)
places = st.integers(0, 5)
weights = st.sampled_from([1, 3333, 5000, 9999])
choices = st.integers(0, 50)
numbers = st.integers(0, 5)
customers = st.sampled_from(["a", "b", ""])


class House(RuleBasedStateMachine):
    """A few people in teams of three zones, and what can happen to any service."""

    def __init__(self):
        super().__init__()
        # As Django's own TestCase does: every example begins with an empty house, and
        # what has to be committed by itself may believe it is.
        self.example = transaction.atomic()
        self.example._from_testcase = True
        self.example.__enter__()
        root = TeamFactory(code="root")
        self.teams = [TeamFactory(parent=root, time_zone=zone) for zone in ZONES]
        self.people = [EmployeeFactory(team=self.teams[n % 3]) for n in range(4)]
        mover = self.people[0]
        Posting.objects.filter(employee=mover).update(
            valid_to=FIRST + dt.timedelta(days=6)
        )
        Posting.objects.create(
            employee=mover,
            team=self.teams[2],
            valid_from=FIRST + dt.timedelta(days=6),
        )
        self.who = [*(person.pk for person in self.people), None, None]
        self.tools = [SourceFactory() for _ in range(2)]
        self.tills = [SourceFactory(kind=SourceKind.VISITS) for _ in range(2)]
        self.book = Postings()
        self.said = []
        Metric.objects.filter(key="returned").update(window_days=WINDOW)

    def served(self, number, at, place, other, weight, customer, said):
        employee_id = self.who[place]
        team_id = None if employee_id else self.teams[place % 3].pk
        where = self.book.place(moment=at, employee_id=employee_id, team_id=team_id)
        others = ()
        if other is not None and other != place:
            others = (self.share(other, where.served_on, weight),)
        service = Served(
            identity=f"id:{number}",
            occurred_at=where.occurred_at,
            served_on=where.served_on,
            week=where.week,
            employee_id=employee_id,
            team_id=where.team_id,
            values=tuple(Value(key, value) for key, value in said.items()),
            customer_hash=customer,
            others=others,
        )
        # The two places without a person may be one team: that is no two shares.
        same = {(s.employee_id, s.employee_id or s.team_id) for s in service.shares}
        return (
            service if len(same) == len(service.shares) else replace(service, others=())
        )

    def share(self, place, day, weight):
        employee_id = self.who[place]
        team_id, _role = self.book.posting_on(employee_id, day) or (
            self.teams[place % 3].pk,
            None,
        )
        monday = day - dt.timedelta(days=day.weekday())
        return Share(employee_id, team_id, None, monday, weight)

    def record(self, source, services):
        record_services(source=source, services=services, at=moment())
        self.said.append((source, services))

    @precondition(lambda self: self.said)
    @rule(which=choices)
    def the_same_arrives_again(self, which):
        self.record(*self.said[which % len(self.said)])

    @precondition(lambda self: self.said)
    @rule()
    def what_came_last_arrives_again_and_changes_nothing(self):
        source, services = self.said[-1]
        before = self.marks()

        recorded = record_services(source=source, services=services, at=moment())

        distinct = len({each.identity for each in services})
        if distinct == len(services):
            assert (recorded.new, recorded.changed) == (0, 0)
            assert self.marks() == before

    def marks(self):
        return DirtyWeek.objects.count(), ReturnsMark.objects.count()

    def interaction(self, which):
        rows = list(Interaction.objects.order_by("pk"))
        return rows[which % len(rows)] if rows else None

    @rule(
        which=choices,
        place=places,
        other=st.none() | places,
        weight=weights,
    )
    def somebody_else_served(self, which, place, other, weight):
        interaction = self.interaction(which)
        if interaction is None:
            return
        day = interaction.served_on
        shares = [self.share(place, day, 10_000)]
        if other is not None:
            shares = [
                self.share(place, day, 10_000 - weight),
                self.share(other, day, weight),
            ]
        people = {
            (share.employee_id, share.employee_id or share.team_id) for share in shares
        }
        if len(people) < len(shares):
            return
        correct_credit(
            interaction=interaction,
            shares=shares,
            reason=CreditReason.WRONG_PERSON,
            by=None,
            at=moment(),
        )

    @rule(which=choices)
    def a_service_is_deleted(self, which):
        if interaction := self.interaction(which):
            delete_interaction(
                interaction=interaction, reason="twice", by=None, at=moment()
            )

    @rule(most=st.none() | st.integers(1, 3))
    def weeks_are_summed(self, most):
        sum_dirty_weeks(at=moment(), most=most)

    @rule(most=st.none() | st.integers(1, 3))
    def returns_are_measured(self, most):
        measure_returns(at=moment(), most=most)

    @rule()
    def everything_is_as_rebuilt(self):
        measure_returns(at=moment())
        sum_dirty_weeks(at=moment())

        assert returns_as_kept() == returns_from_rows()
        assert cells_as_kept() == cells_from_rows()
        assert not DirtyWeek.objects.exists()
        whole = Interaction.objects.annotate(weight=Sum("credits__weight"))
        assert not whole.exclude(weight=10_000).exists()

    def teardown(self):
        try:
            self.everything_is_as_rebuilt()
        finally:
            transaction.set_rollback(True)
            self.example.__exit__(None, None, None)


class WithAnswers(House):
    """Answers of two survey tools."""

    @rule(
        tool=st.integers(0, 1),
        rows=st.lists(
            st.tuples(
                numbers,
                moments,
                places,
                st.none() | places,
                weights,
                customers,
                values,
            ),
            max_size=6,
        ),
    )
    def answers_arrive(self, tool, rows):
        self.record(self.tools[tool], [self.served(*row) for row in rows])

    @rule(which=choices)
    def a_recovery_is_answered(self, which):
        interaction = self.interaction(which)
        if interaction is None:
            return
        recovery = Response.objects.create(
            interaction=interaction,
            kind=ResponseKind.RECOVERY,
            answered_at=moment(),
        )
        Measurement.objects.create(
            interaction=interaction, response=recovery, metric=metric("csat"), value=5
        )


class WithVisits(House):
    """Visits at two tills, and the days they are complete for."""

    @rule(
        till=st.integers(0, 1),
        rows=st.lists(
            st.tuples(st.integers(0, 14), moments, places, customers),
            min_size=4,
            max_size=10,
        ),
    )
    def visits_arrive(self, till, rows):
        services = [
            self.served(number, at, place, None, 1, customer, {})
            for number, at, place, customer in rows
        ]
        self.record(self.tills[till], services)

    @rule(till=st.integers(0, 1), stretch=stretches)
    def days_are_complete(self, till, stretch):
        record_complete_days(
            source=self.tills[till],
            first_day=stretch[0],
            last_day=stretch[1],
            at=moment(),
        )

    @rule()
    def all_days_are_complete(self):
        for till in self.tills:
            record_complete_days(
                source=till,
                first_day=FIRST - dt.timedelta(days=9),
                last_day=FIRST + dt.timedelta(days=30),
                at=moment(),
            )

    @rule(till=st.integers(0, 1), stretch=stretches)
    def days_are_not_complete_after_all(self, till, stretch):
        withdraw_complete_days(
            source=self.tills[till],
            first_day=stretch[0],
            last_day=stretch[1],
            at=moment(),
        )

    @rule(till=st.integers(0, 1), day=st.none() | days)
    def a_till_ends_or_goes_on(self, till, day):
        end_source(source=self.tills[till], ended_on=day, at=moment())


@pytest.mark.django_db
@pytest.mark.parametrize("house", [WithAnswers, WithVisits])
def test_weeks_and_returns_equal_a_rebuild_after_anything(house):
    run_state_machine_as_test(
        house,
        settings=settings(
            max_examples=25,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            database=None,
        ),
    )
