"""Learning a module step by step, as somebody with a phone in their hand would."""

import datetime as dt
from uuid import uuid5

from training.actions.learning import (
    answer_question,
    begin_attempt,
    complete_step,
    start_enrolment,
    take_choice,
)
from training.actions.observing import record_observation
from training.choices import Seen, StepKind
from training.queries.quizzes import questions_of
from training.queries.scripts import script_of
from training.quiz.questions import right_answer
from training.scenario import play


def learn(enrolment, chance, *, at, last=None):
    """Let one person take the steps of ``enrolment``, beginning at the moment ``at``.

    last: how many steps they take before they stop; None for all of them.
    """
    enrolment = start_enrolment(enrolment=enrolment, at=at)
    for step in enrolment.version.steps.order_by("position")[:last]:
        at += dt.timedelta(minutes=chance.randint(2, 9))
        _take(enrolment, step, chance, at)


def _take(enrolment, step, chance, at):
    today = at.date()
    if step.kind in (StepKind.READING, StepKind.VIDEO):
        complete_step(enrolment=enrolment, step=step, at=at, today=today)
        return
    if step.kind == StepKind.PRACTICE:
        _be_observed(enrolment, step, at)
        return
    attempt = begin_attempt(enrolment=enrolment, step=step, at=at)
    if step.kind == StepKind.QUIZ:
        _answer_all(attempt, chance, at, today)
    else:
        _play_through(attempt, chance, at, today)


def _be_observed(enrolment, step, at):
    """Let whoever assigned the module look on; without somebody the step stays open."""
    if enrolment.assigned_by in (None, enrolment.employee):
        return
    record_observation(
        enrolment=enrolment,
        step=step,
        uuid=uuid5(enrolment.uuid, step.key),
        observer=enrolment.assigned_by,
        items={item["key"]: Seen.OBSERVED for item in step.document["checklist"]},
        at=at,
        today=at.date(),
    )


def _answer_all(attempt, chance, at, today):
    """Answer a quiz, mostly right; once more, and right, when it was not enough."""
    for question in questions_of(attempt):
        is_sure = attempt.number > 1
        options = right_answer(question) if is_sure else an_answer(question, chance)
        answer_question(
            attempt=attempt,
            question=question["key"],
            options=options,
            at=at,
            today=today,
        )
    attempt.refresh_from_db()
    passing = attempt.step.document["pass_percent"]
    if attempt.number == 1 and attempt.score_percent < passing:
        again = begin_attempt(enrolment=attempt.enrolment, step=attempt.step, at=at)
        _answer_all(again, chance, at, today)


def an_answer(question, chance):
    """Return an answer to ``question`` that is right four times out of five."""
    return right_answer(question) if chance.random() < 0.8 else _wrong(question, chance)


def _wrong(question, chance):
    if "options" in question:
        wrong = [o["key"] for o in question["options"] if not o.get("is_right")]
        return [chance.choice(wrong)]
    return right_answer(question)[::-1] if "items" in question else ["?"]


def _play_through(attempt, chance, at, today):
    """Play a scenario to an end, more often well than badly."""
    scenario = script_of(attempt.step.scenario_version_id).scenario
    state, position = play.start(scenario), 0
    while not play.is_finished(scenario, state):
        choice = taken_choice(scenario, state, chance)
        take_choice(
            attempt=attempt, position=position, choice=choice, at=at, today=today
        )
        state, position = play.step(scenario, state, choice), position + 1


def taken_choice(scenario, state, chance):
    """Return the key of a choice offered in ``state``, more often a good one."""
    offers = play.available_choices(scenario, state)
    weights = [2.0 ** max(choice.points, -1) for choice in offers]
    return chance.choices(offers, weights)[0].key
