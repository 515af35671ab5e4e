"""A small organisation with cells and trainings, drawn from a seed, effects known."""

import datetime as dt
import random

from django.utils import timezone

from feedback.models import Metric, WeeklyOutcome
from feedback.rules.served import WHOLE
from outcomes.actions.analysis import ask_for_analysis
from staff.models import Employee, Employment, Posting
from tests.factories.outcomes import LAST_WEEK
from tests.factories.staff import TODAY, TeamFactory, moment
from tests.factories.training import ModuleFactory
from training.choices import EnrolmentSource, EnrolmentStatus
from training.models import Enrolment

A_WEEK = dt.timedelta(weeks=1)
ANSWERS = 4


class Organisation:
    """``teams`` teams of ``size`` people, ``weeks`` weeks of answers up to LAST_WEEK.

    Two in three people of each team complete each of ``modules``, {slug: change of
    satisfaction}, one after the other; a change of +1 halves complaints.
    """

    def __init__(self, *, modules, teams=10, size=6, weeks=40, seed=1, root=None):
        self.random = random.Random(seed)
        self.first_week = LAST_WEEK - A_WEEK * (weeks - 1)
        self.weeks = weeks
        self.root = root or TeamFactory(code="house")
        self.teams = [
            TeamFactory(code=f"t{n:02}", parent=self.root) for n in range(teams)
        ]
        self.people = self._people(size)
        self.modules = {slug: ModuleFactory(slug=slug) for slug in modules}
        self.completed = {}
        self._train(size)
        self._answers(modules)

    def monday(self, week):
        return self.first_week + A_WEEK * week

    def _people(self, size):
        hired = self.first_week - dt.timedelta(days=400)
        Employee.objects.bulk_create(
            Employee(employee_number=f"P{n:04}", first_name=f"Person {n:04}")
            for n in range(len(self.teams) * size)
        )
        people = list(Employee.objects.filter(employee_number__startswith="P"))
        people.sort(key=lambda person: person.employee_number)
        Employment.objects.bulk_create(
            Employment(employee=person, hired_on=hired) for person in people
        )
        Posting.objects.bulk_create(
            Posting(employee=person, team=self.team_of(n, size), valid_from=hired)
            for n, person in enumerate(people)
        )
        return people

    def team_of(self, number, size):
        return self.teams[number // size]

    def _train(self, size):
        rows = []
        for turn, (slug, module) in enumerate(self.modules.items()):
            for number, person in enumerate(self.people):
                if (number + turn) % 3 == 2:
                    continue
                week = self.random.randrange(self.weeks // 3, self.weeks - 10)
                self.completed[slug, person.pk] = week
                done = self.monday(week) + dt.timedelta(days=2)
                rows.append(
                    Enrolment(
                        employee=person,
                        module=module,
                        assigned_on=done - A_WEEK,
                        completed_on=done,
                        completed_at=moment(day=done),
                        status=EnrolmentStatus.COMPLETED,
                        progress_percent=100,
                        source=EnrolmentSource.PERSON,
                    )
                )
        Enrolment.objects.bulk_create(rows)

    def _answers(self, modules):
        csat, complaint = (Metric.objects.get(key=key) for key in ("csat", "complaint"))
        cells = []
        size = len(self.people) // len(self.teams)
        for number, person in enumerate(self.people):
            level = self.random.gauss(4, 0.2)
            for week in range(self.weeks):
                lift = sum(
                    change
                    for slug, change in modules.items()
                    if self.completed.get((slug, person.pk), self.weeks) <= week
                )
                place = {
                    "team": self.team_of(number, size),
                    "employee": person,
                    "week": self.monday(week),
                    "responses": ANSWERS,
                    "weight": ANSWERS * WHOLE,
                }
                values = [self.random.gauss(level + lift, 0.4) for _ in range(ANSWERS)]
                upset = [
                    float(self.random.random() < 0.3 * 0.5**lift)
                    for _ in range(ANSWERS)
                ]
                for metric, found in ((csat, values), (complaint, upset)):
                    cells.append(
                        WeeklyOutcome(
                            metric=metric,
                            total=sum(found),
                            squares=sum(value**2 for value in found),
                            **place,
                        )
                    )
        WeeklyOutcome.objects.bulk_create(cells, batch_size=2000)


def asked(**facts):
    """Return an Analysis that waits to be worked out."""
    facts = {"by": None, "at": timezone.now(), "today": TODAY, **facts}
    return ask_for_analysis(**facts)[0]
