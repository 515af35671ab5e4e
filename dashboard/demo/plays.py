"""Writing what the old records brought along: how past training was played and answered.

Only attempts are added, to enrolments as they stand: nothing that evidence rests on.
"""

import datetime as dt

from dashboard.demo.learning import an_answer, taken_choice
from training.choices import EnrolmentSource, EnrolmentStatus, StepKind
from training.models import (
    Attempt,
    ChoiceTaken,
    Enrolment,
    ModuleVersion,
    QuizAnswer,
    Step,
)
from training.queries.quizzes import questions_of
from training.queries.scripts import bounds_of, script_of
from training.quiz.drawing import seed_of
from training.quiz.questions import accepted_answer, is_right_answer
from training.rules import share_percent
from training.scenario import play
from training.scenario.bounds import percent


def write_past_plays(house, chance):
    """Write one play of each scenario and one try at each quiz of past training.

    chance: a random.Random of its own, so that all else in the demo stays as it is.
    """
    steps = {}
    played = Step.objects.filter(
        kind__in=[StepKind.SCENARIO, StepKind.QUIZ],
        version__in=ModuleVersion.objects.latest_of_each(),
    )
    for step in played.select_related("version", "bank_version"):
        steps.setdefault(step.version.module_id, []).append(step)
    past = Enrolment.objects.filter(
        status=EnrolmentStatus.COMPLETED, source=EnrolmentSource.IMPORT
    )
    attempts, choices, answers = [], [], []
    for enrolment in past.order_by("completed_on", "pk"):
        at = house.calendar.moment(enrolment.completed_on, chance.randint(8, 20))
        for step in steps.get(enrolment.module_id, ()):
            attempt = Attempt(
                enrolment=enrolment,
                step=step,
                number=1,
                seed=seed_of(enrolment.uuid, step.key, 1),
                started_at=at - dt.timedelta(minutes=6),
                finished_at=at,
            )
            attempts.append(attempt)
            if step.kind == StepKind.QUIZ:
                answers += _answered(attempt, chance)
            else:
                choices += _played(attempt, chance)
    Attempt.objects.bulk_create(attempts, batch_size=1000)
    ChoiceTaken.objects.bulk_create(choices, batch_size=1000)
    QuizAnswer.objects.bulk_create(answers, batch_size=1000)


def _played(attempt, chance):
    """Play ``attempt`` to its end; return its ChoiceTaken rows, unsaved."""
    version_id = attempt.step.scenario_version_id
    scenario = script_of(version_id).scenario
    state, path = play.start(scenario), []
    while not play.is_finished(scenario, state):
        choice = taken_choice(scenario, state, chance)
        path.append((state.at, choice))
        state = play.step(scenario, state, choice)
    turns = play.replay(scenario, path)
    total = bounds_of(version_id).total
    attempt.score = play.score(turns)
    attempt.score_percent = percent(attempt.score, total.worst, total.best)
    attempt.skill_scores = play.skill_scores(scenario, turns)
    attempt.mood, attempt.ending = state.mood, state.at
    return [
        ChoiceTaken(
            attempt=attempt,
            position=position,
            scene=turn.before.at,
            choice=turn.choice.key,
            mood_after=turn.after.mood,
            at=attempt.finished_at,
        )
        for position, turn in enumerate(turns)
    ]


def _answered(attempt, chance):
    """Answer the quiz of ``attempt``; return its QuizAnswer rows, unsaved."""
    rows = []
    for question in questions_of(attempt):
        given = accepted_answer(question, an_answer(question, chance))
        rows.append(
            QuizAnswer(
                attempt=attempt,
                question=question["key"],
                options=given,
                is_right=is_right_answer(question, given),
                at=attempt.finished_at,
            )
        )
    attempt.score = sum(row.is_right for row in rows)
    attempt.score_percent = share_percent(attempt.score, len(rows))
    return rows
