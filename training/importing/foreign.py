"""Questions that other programs wrote, as a question bank holds them."""

import html
import re
from dataclasses import dataclass, field

from django.core.exceptions import SuspiciousOperation
from django.utils.html import strip_tags
from django.utils.text import slugify
from django.utils.translation import gettext as _

from training.importing.questions import (
    LETTERS,
    LONGEST_KEY,
    MOST_ACCEPTED,
    MOST_OPTIONS,
    MOST_QUESTIONS,
    fault_of,
    too_many_questions,
)
from training.quiz.questions import QuestionKind
from training.quiz.typed import folded

# Of one text as it stands in the file, with its tags.
LONGEST_TEXT = 20_000


@dataclass(frozen=True)
class ForeignAnswer:
    """One answer. why: what the file says about it; "" when nothing."""

    text: str
    is_right: bool
    why: str = ""


@dataclass(frozen=True)
class ForeignQuestion:
    """A question as it stands in a file. line: where, from 1. kind: a QuestionKind."""

    line: int
    name: str
    text: str
    kind: str
    answers: list[ForeignAnswer] = field(default_factory=list)
    why: str = ""


def taken_questions(read, language, why=""):
    """Return (questions, faults) of ``read``, an iterable of ForeignQuestions or faults.

    A fault is (line, why it is no question). why: what is said where the file gives no
    reason. Keys are made from names, or from texts; questions stand under ``language``.
    """
    questions, faults, keys = [], [], set()
    for each in read:
        if isinstance(each, tuple):
            line, fault = each
        else:
            line, fault = each.line, _fault_in(each, why)
        if len(questions) + len(faults) == MOST_QUESTIONS:
            return questions, [*faults, too_many_questions(line)]
        if not fault:
            key = _new_key(each, keys)
            question = _question(each, key, language, why)
            fault = fault_of(question)
        if fault:
            words = _("line %(line)s: %(fault)s")
            faults.append(words % {"line": line, "fault": fault})
            continue
        keys.add(key)
        questions.append(question)
    return questions, faults


def plain(text):
    """Return ``text``, perhaps HTML, as text: on one line, without tags.

    What is longer than a question may be, and what looks like tags without end, stays
    as it stands.
    """
    if len(text) > LONGEST_TEXT:
        return text
    text = re.sub(r"<(?:br|/p|/li|/div)\b[^<>]*>", " ", text, flags=re.IGNORECASE)
    try:
        told = strip_tags(text)
    except SuspiciousOperation:  # Tags in tags, far deeper than anybody writes.
        told = text
    return " ".join(html.unescape(told).split())


def _fault_in(question, why):
    """Return why ``question`` cannot be taken, or ""."""
    is_short = question.kind == QuestionKind.SHORT
    fewest, most = (1, MOST_ACCEPTED) if is_short else (2, MOST_OPTIONS)
    count = len(question.answers)
    if not question.text:
        return _("The question has no text.")
    texts = [question.text, question.why]
    texts += [part for answer in question.answers for part in (answer.text, answer.why)]
    if max(map(len, texts)) > LONGEST_TEXT:
        words = _("A text in it is longer than %(most)s signs.")
        return words % {"most": LONGEST_TEXT}
    if not fewest <= count <= most:
        words = _("There are %(count)s options; %(fewest)s to %(most)s are allowed.")
        return words % {"count": count, "fewest": fewest, "most": most}
    if not any(answer.is_right for answer in question.answers):
        return _("No answer is right.")
    if not all(answer.text for answer in question.answers):
        return _("An answer is empty.")
    if is_short:
        unwritable = [a.text for a in question.answers if not folded(a.text)]
        if unwritable:
            words = _("“%s” has neither a letter nor a number.")
            return words % unwritable[0]
    if not (question.why or why or _is_told(question)):
        return _(
            "It does not say why. Allowed: feedback, or one explanation for all that "
            "have none (--why for the command)."
        )
    return ""


def _is_told(question):
    """Tell whether the answers themselves say why: each option, or one that is typed."""
    told = [bool(answer.why) for answer in question.answers]
    if question.kind == QuestionKind.SHORT:
        return any(told)
    return question.kind != QuestionKind.ORDERING and all(told)


def _new_key(question, keys):
    wanted = slugify(question.name) or slugify(question.text) or f"line-{question.line}"
    wanted = re.sub(r"[-_]+", "-", wanted).strip("-")[: LONGEST_KEY - 4].strip("-")
    key, number = wanted, 2
    while key in keys:
        key, number = f"{wanted}-{number}", number + 1
    return key


def _question(question, key, language, why):
    reason = question.why or why
    head = {"key": key, "kind": question.kind, "text": {language: question.text}}
    answers = question.answers
    if question.kind == QuestionKind.SHORT:
        accepted = [answer.text for answer in answers]
        reason = reason or next(answer.why for answer in answers if answer.why)
        return head | {"why": {language: reason}, "accepted": {language: accepted}}
    rows = [
        {"key": LETTERS[place], "text": {language: answer.text}}
        for place, answer in enumerate(answers)
    ]
    if question.kind == QuestionKind.ORDERING:
        return head | {"why": {language: reason}, "items": rows}
    return head | {
        "options": [
            row | {"is_right": answer.is_right, "why": {language: answer.why or reason}}
            for row, answer in zip(rows, answers, strict=True)
        ]
    }
