"""A small house of which every answer is here as a row, with a run over it."""

import datetime as dt
import itertools
import random

from feedback.rules.served import Served, Value, monday
from outcomes.panel.running import work_out
from tests.factories.feedback import record_all
from tests.factories.outcomes import LAST_WEEK
from tests.factories.staff import EmployeeFactory, TeamFactory, moment
from tests.factories.training import EnrolmentFactory, ModuleFactory
from tests.outcomes.organisation import asked
from training.choices import EnrolmentSource, EnrolmentStatus

A_WEEK = dt.timedelta(weeks=1)
WEEKS, TEAMS, SIZE = 36, 6, 4


class AnsweredHouse:
    """TEAMS teams of SIZE people, two answers a week about each, up to LAST_WEEK.

    Three of each team complete the module, one after the other from the 12th week on;
    ``is_for_all`` lets everybody complete it by the 24th, so that nobody is left to
    compare with. The first person has hardly any answers, the last was never asked.
    """

    def __init__(self, company, *, is_for_all=False):
        self.random = random.Random(1)
        self.first_week = LAST_WEEK - A_WEEK * (WEEKS - 1)
        self.teams = [
            TeamFactory(parent=company, code=f"shop-{n}", name=f"Shop {n}")
            for n in range(TEAMS)
        ]
        hired = self.first_week - dt.timedelta(days=400)
        self.people = [
            EmployeeFactory(team=team, hired_on=hired)
            for team in self.teams
            for _each in range(SIZE)
        ]
        self.team_of = {
            person.pk: self.teams[number // SIZE].pk
            for number, person in enumerate(self.people)
        }
        self.module = ModuleFactory(slug="apologise-once")
        self._numbers = itertools.count(1)
        self._train(is_for_all)
        self._answer()

    def judged(self, **facts):
        """Work a run out; return the Estimate of satisfaction. facts: as ``asked``."""
        analysis = work_out(asked(**facts), clock=moment)
        return analysis.estimates.select_related("metric", "analysis").get(
            metric__key="csat"
        )

    def monday(self, week):
        return self.first_week + A_WEEK * week

    def _train(self, is_for_all):
        for number, person in enumerate(self.people):
            if not is_for_all and number % SIZE == SIZE - 1:
                continue
            done = self.monday(12 + number % 12) + dt.timedelta(days=2)
            is_unknown = number % 4 == 2 and number > 4
            EnrolmentFactory(
                employee=person,
                module=self.module,
                status=EnrolmentStatus.COMPLETED,
                progress_percent=100,
                assigned_on=done if is_unknown else done - A_WEEK * (number % 4),
                completed_on=done,
                source=EnrolmentSource.IMPORT if is_unknown else EnrolmentSource.PERSON,
            )

    def _answer(self):
        services = []
        for week in range(WEEKS):
            for person in self.people:
                if person == self.people[0] and week > 2:
                    continue
                services += [self.served(person, week) for _each in range(2)]
        record_all(services)

    def served(self, person, week, others=()):
        """Return a Served of ``person`` in that week; others: Shares of who served too."""
        day = self.monday(week) + dt.timedelta(days=self.random.randrange(7))
        return Served(
            identity=f"id:house-{next(self._numbers)}",
            occurred_at=moment(day=day),
            served_on=day,
            week=monday(day),
            employee_id=person.pk,
            team_id=self.team_of[person.pk],
            values=(Value("csat", self.random.choice([3, 4, 4, 5])),),
            others=others,
        )
