"""A small catalogue to test with, and a learner's way through it."""

from tests.factories.staff import TODAY, moment
from tests.factories.training import EnrolmentFactory, SkillFactory
from tests.training.scenario.documents import english, late_table
from training.actions.learning import (
    answer_question,
    begin_attempt,
    complete_step,
    start_enrolment,
    take_choice,
)
from training.actions.publishing import publish_module, publish_scenario
from training.choices import StepKind
from training.models import Attempt, Module
from training.queries.quizzes import questions_of
from training.quiz.questions import right_answer

# Their keys in ``late_table``: all the points there are, and none of them.
BEST_PLAY = ["own-it", "serve", "invite"]
WORST_PLAY = ["excuse", "hide", "nod"]


def an_option(key, *, is_right=False):
    return {
        "key": key,
        "text": english(f"option {key}"),
        "is_right": is_right,
        "why": english(f"why {key}"),
    }


def a_question(key, kind="single", right=("a",), options=("a", "b", "c")):
    return {
        "key": key,
        "kind": kind,
        "text": english(f"question {key}"),
        "options": [an_option(each, is_right=each in right) for each in options],
    }


def an_ordering(key="order", items=("a", "b", "c")):
    return {
        "key": key,
        "kind": "ordering",
        "text": english(f"question {key}"),
        "why": english(f"why {key}"),
        "items": [{"key": each, "text": english(f"item {each}")} for each in items],
    }


def a_short(key="short", **accepted):
    return {
        "key": key,
        "kind": "short",
        "text": english(f"question {key}"),
        "why": english(f"why {key}"),
        "accepted": accepted or {"en": ["Café au lait"], "de": ["Milchkaffee"]},
    }


def a_bank_document(*questions, slug="service"):
    return {
        "format": "encore.bank/1",
        "slug": slug,
        "title": english("Service"),
        "questions": list(questions) or [a_question(f"b{n}") for n in range(6)],
    }


def a_reading(key="read", body="One *idea*."):
    return {
        "key": key,
        "kind": "reading",
        "minutes": 2,
        "title": english("Read this"),
        "body": english(body),
    }


def a_play(key="play"):
    return {
        "key": key,
        "kind": "scenario",
        "minutes": 5,
        "title": english("The late table"),
        "scenario": "a-scenario",
    }


def a_quiz(key="check", questions=None, pass_percent=75, **fields):
    return {
        "key": key,
        "kind": "quiz",
        "minutes": 3,
        "title": english("Two questions"),
        "pass_percent": pass_percent,
        "questions": questions
        or [a_question("q1"), a_question("q2", "multiple", right=("a", "b"))],
        **fields,
    }


def a_drawn_quiz(key="check", draw=3, **fields):
    quiz = a_quiz(key, bank="service", draw=draw, **fields)
    del quiz["questions"]
    return quiz


def a_practice(key="watch", observer="manager", items=("greet", "name")):
    return {
        "key": key,
        "kind": "practice",
        "minutes": 10,
        "title": english("At the door"),
        "body": english("Three customers, as they come."),
        "observer": observer,
        "checklist": [
            {"key": item, "text": english(f"item {item}"), "hint": english("look")}
            for item in items
        ],
    }


def a_module_document(*steps, **fields):
    """Return the document of a module: a reading, a scenario, a quiz, unless told."""
    return {
        "format": "encore.module/1",
        "slug": "waiting",
        "title": english("When they wait"),
        "summary": english("What to say while they wait."),
        "minutes": 10,
        "skills": ["apologising"],
        "prerequisites": [],
        "steps": list(steps) or [a_reading(), a_play(), a_quiz()],
        **fields,
    }


def a_path_document(*modules, **fields):
    return {
        "format": "encore.path/1",
        "slug": "first-week",
        "title": english("The first week"),
        "summary": english("What helps most, in this order."),
        "modules": list(modules) or ["waiting"],
        **fields,
    }


def publish_catalogue(*steps, **fields):
    """Publish skills, the scenario ``late_table`` and one module; return the module."""
    for slug in ("apologising", "promising-well"):
        SkillFactory(slug=slug)
    publish_scenario(document=late_table(), at=moment())
    version = publish_module(document=a_module_document(*steps, **fields), at=moment())
    return Module.objects.get(pk=version.module_id)


def begun(employee, module, **fields):
    """Return an enrolment of ``employee`` in ``module`` that was started."""
    enrolment = EnrolmentFactory(employee=employee, module=module, **fields)
    return start_enrolment(enrolment=enrolment, at=moment())


def step_of(enrolment, kind):
    return enrolment.version.steps.get(kind=kind)


def latest_attempt(enrolment):
    return Attempt.objects.filter(enrolment=enrolment).latest("number")


NOW = {"at": moment(), "today": TODAY}


def complete(enrolment, play=(), **when):
    """Take every step of ``enrolment``; return it as it then stands.

    play: keys of the choices in a scenario. Every question is answered rightly.
    when: at and today, NOW unless told.
    """
    when = NOW | when
    for step in enrolment.version.steps.order_by("position"):
        if step.kind == StepKind.READING:
            complete_step(enrolment=enrolment, step=step, **when)
            continue
        attempt = begin_attempt(enrolment=enrolment, step=step, at=when["at"])
        if step.kind == StepKind.SCENARIO:
            for position, choice in enumerate(play):
                take_choice(attempt=attempt, position=position, choice=choice, **when)
            continue
        for question in questions_of(attempt):
            answer_question(
                attempt=attempt,
                question=question["key"],
                options=right_answer(question),
                **when,
            )
    enrolment.refresh_from_db()
    return enrolment
