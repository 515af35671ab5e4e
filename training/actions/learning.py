"""Learning: starting a module, taking its steps, completing it.

Every act locks the enrolment first, so that two taps, or two devices, take turns; each
is one transaction with its event.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.record import record
from training.actions.answering import taken_answer
from training.actions.certifying import certify_completed
from training.actions.refreshers import make_cards
from training.choices import OPEN_STATUSES, EnrolmentStatus
from training.models import (
    Attempt,
    ChoiceTaken,
    Enrolment,
    ModuleVersion,
    QuizAnswer,
    StepCompletion,
)
from training.queries.learning import is_step_open
from training.queries.quizzes import attempts_left, questions_of
from training.queries.scripts import bounds_of, script_of
from training.quiz.drawing import seed_of
from training.quiz.questions import is_right_answer
from training.rules import mean_percent, share_percent
from training.scenario import play
from training.scenario.bounds import percent


@transaction.atomic
def start_enrolment(*, enrolment, at):
    """Start ``enrolment`` on the module's newest version; return it.

    Started before: unchanged, the learner stays on the version they began with.
    Raises ValidationError, code "withdrawn", when it was taken back or waived.
    """
    enrolment = _locked(enrolment)
    if enrolment.status != EnrolmentStatus.ASSIGNED:
        return enrolment
    enrolment.version = ModuleVersion.objects.latest_of_each().get(
        module=enrolment.module_id
    )
    enrolment.status = EnrolmentStatus.IN_PROGRESS
    enrolment.started_at = at
    _save("enrolment.started", enrolment, at, ["status", "version", "started_at"])
    return enrolment


@transaction.atomic
def complete_step(*, enrolment, step, at, today, score_percent=None):
    """Record that ``step`` is done; return the enrolment, completed with its last step.

    at, today: the moment, and the date where the learner works. score_percent: 0-100
    or None. A step done again keeps its better score until the module is completed;
    from then on the enrolment and its steps stand as they are, and playing on counts
    for nothing but that attempt's own score.
    Raises ValidationError, code "withdrawn", or "not_open" when another step comes
    first, and ValueError when the learner is not on the version that ``step`` belongs to.
    """
    enrolment = _locked_at(step, enrolment)
    if enrolment.status == EnrolmentStatus.COMPLETED:
        return enrolment
    done, is_new = StepCompletion.objects.get_or_create(
        enrolment=enrolment,
        step=step,
        defaults={"completed_at": at, "score_percent": score_percent},
    )
    is_better = not is_new and (score_percent or 0) > (done.score_percent or 0)
    if is_better:
        done.score_percent = score_percent
        done.save()
    if is_new or is_better:
        _take_stock(enrolment, at, today)
    return enrolment


@transaction.atomic
def begin_attempt(*, enrolment, step, at, number=None):
    """Return the open attempt at ``step``, a scenario or quiz; begin one if there is none.

    number: which go it is meant to be, 1 for the first, as the page said that was
    answered. There already, even finished: that one, so that a second tap begins
    nothing anew. Raises ValidationError, code "withdrawn", "not_open" when another step
    comes first, or "no_attempts_left" when a quiz may not be tried again, and ValueError
    when the learner is not on the version that ``step`` belongs to.
    """
    enrolment = _locked_at(step, enrolment)
    attempts = list(enrolment.attempts.filter(step=step).order_by("number"))
    for attempt in attempts:
        if attempt.number == number or attempt.finished_at is None:
            return attempt
    _demand_another_go(enrolment, step, len(attempts))
    number = len(attempts) + 1
    return Attempt.objects.create(
        enrolment=enrolment,
        step=step,
        number=number,
        seed=seed_of(enrolment.uuid, step.key, number),
        started_at=at,
    )


@transaction.atomic
def take_choice(*, attempt, position, choice, at, today):
    """Take ``choice``, a key, as number ``position`` (from 0) of a scenario attempt.

    Returns the ChoiceTaken. The last choice of a play finishes the attempt and the
    step, and may complete the enrolment. A position that is taken already, by a second
    tap or another device, keeps its first choice and returns it.
    Raises ValidationError, code "withdrawn", "not_open" when another step comes first,
    "not_available" when the scene offers no such choice, or "out_of_step" when
    ``position`` is not the next one.
    """
    enrolment = _locked_at(attempt.step, attempt.enrolment)
    path = list(attempt.choices.order_by("position"))
    if position < len(path):
        return path[position]
    if position > len(path):
        raise ValidationError(
            _("The scene has moved on. Here is where you are."), code="out_of_step"
        )
    scenario = script_of(attempt.step.scenario_version_id).scenario
    turns = play.replay(scenario, [(taken.scene, taken.choice) for taken in path])
    state = turns[-1].after if turns else play.start(scenario)
    offers = {offer.key: offer for offer in play.available_choices(scenario, state)}
    if choice not in offers:
        raise ValidationError(
            _("This choice is no longer offered. Here is where you are."),
            code="not_available",
        )
    after = play.after(state, offers[choice])
    taken = ChoiceTaken.objects.create(
        attempt=attempt,
        position=position,
        scene=state.at,
        choice=choice,
        mood_after=after.mood,
        at=at,
    )
    if play.is_finished(scenario, after):
        turns.append(play.Turn(state, offers[choice], after))
        _finish_play(enrolment, attempt, scenario, turns, at, today)
    return taken


@transaction.atomic
def answer_question(*, attempt, question, options, at, today):
    """Record the answer to ``question``, a key, of a quiz attempt.

    options: the keys ticked, the keys in the order given, or the one text typed.
    Returns the QuizAnswer. The last answer finishes the attempt; one that passes
    completes the step. A question answered already keeps its first answer.
    Raises ValidationError, code "withdrawn", "not_open" when another step comes first,
    "unknown_question", "unknown_option" or "nothing_ticked".
    """
    enrolment = _locked_at(attempt.step, attempt.enrolment)
    answered = {answer.question: answer for answer in attempt.answers.all()}
    if question in answered:
        return answered[question]
    questions = {each["key"]: each for each in questions_of(attempt)}
    if question not in questions:
        raise ValidationError(_("There is no such question."), code="unknown_question")
    given = taken_answer(questions[question], options)
    answer = QuizAnswer.objects.create(
        attempt=attempt,
        question=question,
        options=given,
        is_right=is_right_answer(questions[question], given),
        at=at,
    )
    if len(answered) + 1 == len(questions):
        _finish_quiz(enrolment, attempt, at, today)
    return answer


def _demand_another_go(enrolment, step, begun):
    """Refuse a go at a quiz beyond those it may be tried, ``begun`` being begun."""
    if attempts_left(enrolment, step, begun) == 0:
        raise ValidationError(
            _("All tries are used. Your manager can let you try again."),
            code="no_attempts_left",
        )


def _finish_play(enrolment, attempt, scenario, turns, at, today):
    total = bounds_of(attempt.step.scenario_version_id).total
    attempt.score = play.score(turns)
    attempt.score_percent = percent(attempt.score, total.worst, total.best)
    attempt.skill_scores = play.skill_scores(scenario, turns)
    attempt.mood = turns[-1].after.mood
    attempt.ending = turns[-1].after.at
    attempt.finished_at = at
    attempt.save()
    complete_step(
        enrolment=enrolment,
        step=attempt.step,
        at=at,
        today=today,
        score_percent=attempt.score_percent,
    )


def _finish_quiz(enrolment, attempt, at, today):
    answers = list(attempt.answers.all())
    attempt.score = sum(answer.is_right for answer in answers)
    attempt.score_percent = share_percent(attempt.score, len(answers))
    attempt.finished_at = at
    attempt.save()
    if attempt.score_percent >= attempt.step.document["pass_percent"]:
        complete_step(
            enrolment=enrolment,
            step=attempt.step,
            at=at,
            today=today,
            score_percent=attempt.score_percent,
        )


def _locked(enrolment):
    """Return ``enrolment`` read again under lock; refuse one that was taken back."""
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("employee")
        .get(pk=enrolment.pk)
    )
    if enrolment.status not in (*OPEN_STATUSES, EnrolmentStatus.COMPLETED):
        raise ValidationError(
            _("This training was taken back. What you did so far is kept."),
            code="withdrawn",
        )
    return enrolment


def _locked_at(step, enrolment):
    """Return ``enrolment`` as ``_locked`` does; refuse a ``step`` that is not its turn."""
    enrolment = _locked(enrolment)
    if step.version_id != enrolment.version_id:
        raise ValueError(f"{enrolment!r} is not on the version of {step!r}")
    if not is_step_open(step, enrolment):
        raise ValidationError(
            _("Another step comes before this one. Here is where you are."),
            code="not_open",
        )
    return enrolment


def _take_stock(enrolment, at, today):
    """Count the steps done; with the last one, complete the enrolment and certify."""
    steps = enrolment.version.steps.count()
    scores = enrolment.step_completions.values_list("score_percent", flat=True)
    enrolment.steps_done = len(scores)
    enrolment.progress_percent = share_percent(len(scores), steps)
    enrolment.score_percent = mean_percent([s for s in scores if s is not None])
    changed = ["steps_done", "progress_percent", "score_percent"]
    if len(scores) < steps:
        kind = "enrolment.progressed"
    else:
        kind = "enrolment.completed"
        enrolment.status = EnrolmentStatus.COMPLETED
        # Whoever moved west since noon may be a date behind the day it was given them.
        days = [day for day in (today, enrolment.assigned_on) if day]
        enrolment.completed_at, enrolment.completed_on = at, max(days)
        changed += ["status", "completed_at", "completed_on"]
    _save(kind, enrolment, at, changed)
    if enrolment.status == EnrolmentStatus.COMPLETED:
        make_cards(enrolment=enrolment, today=enrolment.completed_on)
        certify_completed(enrolment=enrolment, at=at, today=today)


def _save(kind, enrolment, at, fields):
    """Write ``fields``, and no others, and record that the learner did so."""
    learner = enrolment.employee
    enrolment.save(update_fields=fields)
    record(kind, at=at, by=learner, employee=learner, subject=enrolment, fields=fields)
