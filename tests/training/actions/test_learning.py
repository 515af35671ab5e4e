"""Learning: one tap, two taps, two devices."""

import pytest
from django.core.exceptions import ValidationError

from events.models import Event
from tests.factories.staff import TODAY, EmployeeFactory, moment
from tests.factories.training import EnrolmentFactory, ModuleVersionFactory, StepFactory
from tests.training.catalogue import (
    BEST_PLAY,
    NOW,
    WORST_PLAY,
    a_module_document,
    a_play,
    a_quiz,
    a_reading,
    begun,
    publish_catalogue,
    step_of,
)
from training.actions.enrolments import withdraw
from training.actions.learning import (
    answer_question,
    begin_attempt,
    complete_step,
    start_enrolment,
    take_choice,
)
from training.actions.publishing import publish_module
from training.choices import EnrolmentStatus
from training.models import Attempt, ChoiceTaken, Enrolment, QuizAnswer, StepCompletion
from training.queries.learning import is_step_open, path_of

AT = NOW["at"]
RIGHT = {"q1": ["a"], "q2": ["a", "b"]}
WRONG = {"q1": ["b"], "q2": ["a"]}


def kinds_recorded():
    return list(
        Event.objects.filter(subject="enrolment")
        .order_by("pk")
        .values_list("kind", flat=True)
    )


def read(enrolment):
    return complete_step(enrolment=enrolment, step=step_of(enrolment, "reading"), **NOW)


def play_through(enrolment, choices):
    attempt = begin_attempt(
        enrolment=enrolment, step=step_of(enrolment, "scenario"), at=AT
    )
    for position, choice in enumerate(choices):
        take_choice(attempt=attempt, position=position, choice=choice, **NOW)
    attempt.refresh_from_db()
    return attempt


def answer_all(enrolment, answers):
    attempt = begin_attempt(enrolment=enrolment, step=step_of(enrolment, "quiz"), at=AT)
    for question, options in answers.items():
        answer_question(attempt=attempt, question=question, options=options, **NOW)
    attempt.refresh_from_db()
    return attempt


def in_fresh_eyes(enrolment):
    return Enrolment.objects.get(pk=enrolment.pk)


@pytest.fixture
def to_play(employee):
    """An enrolment that begins with a scenario."""
    return begun(employee, publish_catalogue(a_play(), a_reading()))


@pytest.fixture
def to_answer(employee):
    """An enrolment that begins with a quiz."""
    return begun(employee, publish_catalogue(a_quiz(), a_reading()))


# Starting


def test_start_enrolment_pins_the_newest_version(employee, module):
    publish_module(document=a_module_document(a_reading()), at=moment())

    enrolment = begun(employee, module)

    assert (enrolment.status, enrolment.version.number) == ("in_progress", 2)
    assert enrolment.started_at == AT
    assert kinds_recorded() == ["enrolment.started"]


def test_start_enrolment_again_stays_on_the_version_begun(enrolment):
    publish_module(document=a_module_document(a_reading()), at=moment())

    again = start_enrolment(enrolment=enrolment, at=moment(15))

    assert (again.version.number, again.started_at) == (1, AT)
    assert kinds_recorded() == ["enrolment.started"]


@pytest.mark.parametrize("status", ["withdrawn", "waived"])
def test_start_enrolment_of_what_was_taken_back_is_refused(employee, module, status):
    enrolment = EnrolmentFactory(
        employee=employee,
        module=module,
        status=status,
        withdrawn_at=AT if status == "withdrawn" else None,
    )

    with pytest.raises(ValidationError) as refusal:
        start_enrolment(enrolment=enrolment, at=AT)

    assert refusal.value.code == "withdrawn"


# Steps


def test_complete_step_moves_the_enrolment_on(enrolment):
    enrolment = read(enrolment)

    assert (enrolment.steps_done, enrolment.progress_percent) == (1, 33)
    assert (enrolment.status, enrolment.score_percent) == ("in_progress", None)
    assert kinds_recorded() == ["enrolment.started", "enrolment.progressed"]


def test_complete_step_by_a_second_tap_changes_nothing(enrolment):
    read(enrolment)

    again = read(enrolment)

    assert again.steps_done == 1
    assert StepCompletion.objects.count() == 1
    assert kinds_recorded() == ["enrolment.started", "enrolment.progressed"]


def test_complete_step_of_another_version_is_a_programmers_mistake(enrolment):
    other = publish_module(document=a_module_document(a_reading()), at=moment())

    with pytest.raises(ValueError, match="not on the version"):
        complete_step(enrolment=enrolment, step=other.steps.get(), **NOW)

    assert not StepCompletion.objects.exists()


def test_complete_step_before_the_start_is_a_programmers_mistake(employee, module):
    enrolment = EnrolmentFactory(employee=employee, module=module)
    step = module.versions.get().steps.get(kind="reading")

    with pytest.raises(ValueError, match="not on the version"):
        complete_step(enrolment=enrolment, step=step, **NOW)


def test_the_last_step_completes_the_enrolment_with_its_day_score_and_event(enrolment):
    read(enrolment)
    play_through(enrolment, WORST_PLAY)
    answer_all(enrolment, RIGHT)

    enrolment = in_fresh_eyes(enrolment)
    assert enrolment.status == EnrolmentStatus.COMPLETED
    assert (enrolment.completed_at, enrolment.completed_on) == (AT, TODAY)
    assert (enrolment.progress_percent, enrolment.score_percent) == (100, 50)
    assert kinds_recorded()[-1] == "enrolment.completed"
    event = Event.objects.get(kind="enrolment.completed")
    assert (event.actor_id, event.employee_id) == (enrolment.employee_id,) * 2
    assert {"status", "completed_on", "score_percent"} <= set(event.fields)


def test_completing_stands_or_falls_with_its_event(enrolment, monkeypatch):
    read(enrolment)
    play_through(enrolment, BEST_PLAY)
    attempt = answer_all(enrolment, {"q1": ["a"]})

    def journal_is_full(*args, **kwargs):
        raise OSError("no space left")

    monkeypatch.setattr("training.actions.learning.record", journal_is_full)
    with pytest.raises(OSError, match="no space"):
        answer_question(attempt=attempt, question="q2", options=["a", "b"], **NOW)

    assert in_fresh_eyes(enrolment).status == EnrolmentStatus.IN_PROGRESS
    assert QuizAnswer.objects.count() == 1
    assert Attempt.objects.get(pk=attempt.pk).finished_at is None
    assert StepCompletion.objects.count() == 2


def test_completed_stays_completed_and_keeps_its_score(enrolment):
    read(enrolment)
    play_through(enrolment, WORST_PLAY)
    answer_all(enrolment, RIGHT)

    play_through(enrolment, BEST_PLAY)
    read(enrolment)

    enrolment = in_fresh_eyes(enrolment)
    assert (enrolment.status, enrolment.score_percent) == ("completed", 50)
    assert kinds_recorded().count("enrolment.completed") == 1
    played = StepCompletion.objects.get(step__kind="scenario")
    assert played.score_percent == 0
    runs = Attempt.objects.filter(step__kind="scenario").order_by("number")
    assert [run.score_percent for run in runs] == [0, 100]


# The order of the steps


@pytest.mark.parametrize("kind", ["scenario", "quiz"])
def test_complete_step_ahead_of_its_turn_is_refused(enrolment, kind):
    step = step_of(enrolment, kind)

    with pytest.raises(ValidationError) as refusal:
        complete_step(enrolment=enrolment, step=step, score_percent=100, **NOW)

    assert refusal.value.code == "not_open"
    assert not StepCompletion.objects.exists()
    assert in_fresh_eyes(enrolment).steps_done == 0


def test_nothing_is_taken_at_a_step_ahead_of_its_turn(enrolment):
    play, quiz = (
        Attempt.objects.create(
            enrolment=enrolment, step=step_of(enrolment, kind), number=1, started_at=AT
        )
        for kind in ("scenario", "quiz")
    )

    acts = [
        lambda: begin_attempt(enrolment=enrolment, step=play.step, at=AT),
        lambda: take_choice(attempt=play, position=0, choice=BEST_PLAY[0], **NOW),
        lambda: answer_question(attempt=quiz, question="q1", options=["a"], **NOW),
    ]
    codes = []
    for act in acts:
        with pytest.raises(ValidationError) as refusal:
            act()
        codes.append(refusal.value.code)

    assert codes == ["not_open"] * 3
    assert not ChoiceTaken.objects.exists()
    assert not QuizAnswer.objects.exists()


def test_steps_open_one_after_the_other_for_page_and_act_alike(enrolment):
    def open_steps():
        path = path_of(enrolment)
        shown = [place.step.key for place in path if place.is_open]
        taken = [each.step.key for each in path if is_step_open(each.step, enrolment)]
        assert shown == taken
        return shown

    opened = [open_steps()]
    read(enrolment)
    opened.append(open_steps())
    play_through(enrolment, BEST_PLAY)
    opened.append(open_steps())
    answer_all(enrolment, RIGHT)
    opened.append(open_steps())

    assert opened == [["read"], ["read", "play"], *[["read", "play", "check"]] * 2]


# Scenarios


def test_take_choice_records_scene_choice_and_mood(to_play):
    attempt = play_through(to_play, BEST_PLAY[:1])

    taken = attempt.choices.get()
    assert (taken.position, taken.scene, taken.choice) == (0, "waves", "own-it")
    assert (taken.mood_after, taken.at) == (5, AT)


def test_take_choice_to_the_end_scores_the_play(to_play):
    attempt = play_through(to_play, BEST_PLAY)

    assert (attempt.score, attempt.score_percent) == (7, 100)
    assert attempt.skill_scores == {"apologising": 4, "promising-well": 3}
    assert (attempt.mood, attempt.ending, attempt.finished_at) == (8, "back", AT)
    done = StepCompletion.objects.get()
    assert (done.step.kind, done.score_percent) == ("scenario", 100)


def test_take_choice_by_a_second_tap_keeps_the_first(to_play):
    attempt = play_through(to_play, ["own-it"])

    again = take_choice(attempt=attempt, position=0, choice="own-it", **NOW)

    assert again == attempt.choices.get()


def test_take_choice_on_a_second_device_keeps_the_first(to_play):
    attempt = play_through(to_play, ["own-it", "serve"])
    elsewhere = Attempt.objects.get(pk=attempt.pk)

    kept = take_choice(attempt=elsewhere, position=0, choice="excuse", **NOW)

    assert (kept.choice, attempt.choices.count()) == ("own-it", 2)


def test_take_choice_of_a_finished_play_keeps_its_end(to_play):
    attempt = play_through(to_play, BEST_PLAY)

    kept = take_choice(attempt=attempt, position=2, choice="nod", **NOW)

    assert kept.choice == "invite"
    assert Attempt.objects.get(pk=attempt.pk).score == 7


@pytest.mark.parametrize(
    ("position", "choice", "code"),
    [
        (1, "own-it", "not_available"),
        (1, "", "not_available"),
        (2, "invite", "out_of_step"),
    ],
)
def test_take_choice_refuses_what_is_not_offered(to_play, position, choice, code):
    attempt = play_through(to_play, ["own-it"])

    with pytest.raises(ValidationError) as refusal:
        take_choice(attempt=attempt, position=position, choice=choice, **NOW)

    assert refusal.value.code == code
    assert attempt.choices.count() == 1


def test_take_choice_refuses_one_whose_condition_does_not_hold(to_play):
    attempt = play_through(to_play, ["excuse"])

    with pytest.raises(ValidationError) as refusal:
        take_choice(attempt=attempt, position=1, choice="serve", **NOW)

    assert refusal.value.code == "not_available"


def test_take_choice_after_the_end_is_refused(to_play):
    attempt = play_through(to_play, BEST_PLAY)

    with pytest.raises(ValidationError) as refusal:
        take_choice(attempt=attempt, position=3, choice="nod", **NOW)

    assert refusal.value.code == "not_available"


@pytest.mark.parametrize("plays", [(BEST_PLAY, WORST_PLAY), (WORST_PLAY, BEST_PLAY)])
def test_the_better_of_two_plays_is_kept(to_play, plays):
    for choices in plays:
        play_through(to_play, choices)

    assert StepCompletion.objects.get().score_percent == 100
    assert in_fresh_eyes(to_play).score_percent == 100


# Attempts


def test_begin_attempt_is_the_open_one(to_play):
    step = step_of(to_play, "scenario")
    first = begin_attempt(enrolment=to_play, step=step, at=AT)

    assert begin_attempt(enrolment=to_play, step=step, at=AT) == first


def test_begin_attempt_after_a_finished_one_is_the_next(to_play):
    play_through(to_play, BEST_PLAY)
    step = step_of(to_play, "scenario")

    again = begin_attempt(enrolment=to_play, step=step, at=AT)

    assert (again.number, again.finished_at) == (2, None)


def test_begin_attempt_by_a_late_second_tap_begins_nothing_anew(to_play):
    first = play_through(to_play, BEST_PLAY)
    step = step_of(to_play, "scenario")

    assert begin_attempt(enrolment=to_play, step=step, at=AT, number=1) == first
    assert Attempt.objects.count() == 1


def test_begin_attempt_at_a_step_of_another_version_is_a_programmers_mistake(enrolment):
    other = StepFactory(version=ModuleVersionFactory())

    with pytest.raises(ValueError, match="not on the version"):
        begin_attempt(enrolment=enrolment, step=other, at=AT)


# Quizzes


def test_answer_question_knows_right_from_wrong(to_answer):
    attempt = answer_all(to_answer, {"q1": ["a"], "q2": ["b", "a", "c"]})

    answers = attempt.answers.order_by("question")
    assert [(a.options, a.is_right) for a in answers] == [
        (["a"], True),
        (["a", "b", "c"], False),
    ]


def test_a_quiz_passed_completes_its_step(to_answer):
    attempt = answer_all(to_answer, RIGHT)

    assert (attempt.score, attempt.score_percent, attempt.finished_at) == (2, 100, AT)
    assert StepCompletion.objects.get().score_percent == 100


def test_a_quiz_failed_completes_nothing(to_answer):
    attempt = answer_all(to_answer, WRONG)

    assert (attempt.score_percent, attempt.finished_at) == (0, AT)
    assert not StepCompletion.objects.exists()
    assert kinds_recorded() == ["enrolment.started"]


def test_a_quiz_failed_after_it_was_passed_stays_done(to_answer):
    answer_all(to_answer, RIGHT)
    answer_all(to_answer, WRONG)

    assert StepCompletion.objects.get().score_percent == 100


def test_answer_question_by_a_second_tap_keeps_the_first(to_answer):
    attempt = answer_all(to_answer, {"q1": ["a"]})

    kept = answer_question(attempt=attempt, question="q1", options=["b"], **NOW)

    assert kept.options == ["a"]
    assert QuizAnswer.objects.count() == 1


def test_answer_question_by_a_second_tap_on_the_last_does_not_finish_twice(to_answer):
    attempt = answer_all(to_answer, RIGHT)

    answer_question(attempt=attempt, question="q2", options=["c"], **NOW)

    assert Attempt.objects.get().score_percent == 100
    assert kinds_recorded() == ["enrolment.started", "enrolment.progressed"]


@pytest.mark.parametrize(
    ("question", "options", "code"),
    [
        ("q9", ["a"], "unknown_question"),
        ("q1", ["z"], "unknown_option"),
        ("q1", [], "nothing_ticked"),
    ],
)
def test_answer_question_refuses_what_was_not_asked(to_answer, question, options, code):
    attempt = answer_all(to_answer, {})

    with pytest.raises(ValidationError) as refusal:
        answer_question(attempt=attempt, question=question, options=options, **NOW)

    assert refusal.value.code == code
    assert not QuizAnswer.objects.exists()


# Taken back meanwhile


def test_nothing_goes_on_once_it_was_taken_back(to_play):
    attempt = play_through(to_play, ["own-it"])
    step = step_of(to_play, "reading")
    Enrolment.objects.update(status="withdrawn", withdrawn_at=AT)

    acts = [
        lambda: complete_step(enrolment=to_play, step=step, **NOW),
        lambda: begin_attempt(enrolment=to_play, step=step, at=AT),
        lambda: take_choice(attempt=attempt, position=1, choice="serve", **NOW),
        lambda: answer_question(attempt=attempt, question="q1", options=["a"], **NOW),
    ]
    codes = []
    for act in acts:
        with pytest.raises(ValidationError) as refusal:
            act()
        codes.append(refusal.value.code)

    assert codes == ["withdrawn"] * 4
    assert attempt.choices.count() == 1


def test_what_was_begun_is_not_taken_back(enrolment):
    taken, kept = withdraw(Enrolment.objects.all(), at=AT, by=EmployeeFactory())

    assert (taken, kept) == ([], [enrolment])


# What it costs


@pytest.mark.parametrize("steps", [1, 3])
def test_complete_step_costs_the_same_for_any_number_of_steps(
    employee, module, django_assert_num_queries, steps
):
    readings = [a_reading(key=f"read-{number}") for number in range(steps)]
    document = a_module_document(*readings, a_play(), a_quiz())
    publish_module(document=document, at=moment())
    enrolment = begun(employee, module)
    step = enrolment.version.steps.get(key="read-0")

    with django_assert_num_queries(13):
        complete_step(enrolment=enrolment, step=step, **NOW)
