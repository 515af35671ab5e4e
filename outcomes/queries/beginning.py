"""How far a house is from its first verdict."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from feedback.models import WeeklyOutcome
from staff.models import Team
from training.choices import EnrolmentStatus
from training.models import Enrolment


@dataclass(frozen=True)
class Beginning:
    """What there is to judge from.

    has_answers: whether anything is known that customers said of somebody.
    has_completions: whether anybody has completed a module. teams: teams with answers
    about their people, counted up to the number a verdict could rest on.
    """

    has_answers: bool
    has_completions: bool
    teams: int


def beginning(metric, enough):
    """Return the Beginning of the house: three statements.

    metric: the feedback Metric that modules are judged by. enough: how many teams there
    have to be for an interval; more are not counted.
    """
    about_people = WeeklyOutcome.objects.filter(metric=metric, employee__isnull=False)
    teams = Team.objects.filter(Exists(about_people.filter(team=OuterRef("pk"))))
    completed = Enrolment.objects.filter(status=EnrolmentStatus.COMPLETED)
    count = len(teams.order_by().values_list("pk", flat=True)[:enough])
    return Beginning(
        has_answers=bool(count) or WeeklyOutcome.objects.exists(),
        has_completions=completed.exists(),
        teams=count,
    )
