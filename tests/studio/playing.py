"""People who play scenarios, written at once: what is learned from them is counted."""

import datetime as dt
from itertools import count

from tests.factories.staff import EmployeeFactory, moment
from tests.factories.training import (
    EnrolmentFactory,
    ScenarioVersionFactory,
    StepFactory,
)
from tests.training.scenario.documents import late_table
from training.choices import StepKind
from training.models import Attempt, ChoiceTaken
from training.scenario import play
from training.scenario.document import parse

numbers = count(1)


def a_step(document=None, slug="a-scenario"):
    """Make a step with a scenario, ``late_table`` where its last ending is a loss."""
    if document is None:
        document = late_table()
        document["endings"]["lost"]["outcome"] = "lost"
    return StepFactory(
        kind=StepKind.SCENARIO,
        scenario_version=ScenarioVersionFactory(document=document | {"slug": slug}),
    )


def played(step, path, *, team=None, employee=None, at=None, is_finished=True):
    """Let somebody play the scenario of ``step``, choice by choice; return the Attempt.

    path: keys of choices. team: of a new person; else ``employee`` plays once more.
    """
    at = at or moment() - dt.timedelta(days=1)
    scenario = parse(step.scenario_version.document)
    employee = employee or EmployeeFactory(team=team)
    enrolment = EnrolmentFactory(
        employee=employee,
        module=step.version.module,
        version=step.version,
        cycle=next(numbers) % 30_000,
        status="waived",
    )
    attempt = Attempt.objects.create(
        enrolment=enrolment, step=step, number=1, started_at=at
    )
    state, rows = play.start(scenario), []
    for position, choice in enumerate(path):
        after = play.step(scenario, state, choice)
        rows.append(
            ChoiceTaken(
                attempt=attempt,
                position=position,
                scene=state.at,
                choice=choice,
                mood_after=after.mood,
                at=at,
            )
        )
        state = after
    ChoiceTaken.objects.bulk_create(rows)
    if is_finished:
        attempt.finished_at, attempt.mood, attempt.ending = at, state.mood, state.at
        attempt.score_percent = 50
        attempt.save()
    return attempt
