"""Questions in Moodle XML.

Source: https://docs.moodle.org/en/Moodle_XML_format
"""

from dataclasses import dataclass, field
from xml.parsers import expat

from django.utils.translation import gettext as _
from django.utils.translation import override

from training.importing.foreign import ForeignAnswer, ForeignQuestion, plain
from training.quiz.questions import QuestionKind

_KINDS = {
    "multichoice": QuestionKind.SINGLE,
    "truefalse": QuestionKind.SINGLE,
    "shortanswer": QuestionKind.SHORT,
    "ordering": QuestionKind.ORDERING,
}
# In a file beside the questions, and none itself.
_NO_QUESTIONS = ("category", "description")
# 2,000 questions with eight answers have some 100,000.
MOST_ELEMENTS = 300_000


@dataclass
class _Element:
    tag: str
    attributes: dict
    line: int
    children: list = field(default_factory=list)
    pieces: list = field(default_factory=list)

    @property
    def text(self):
        return "".join(self.pieces)

    def first(self, tag):
        return next((child for child in self.children if child.tag == tag), None)

    def said(self, tag):
        """Return the plain text below ``tag``; "" when it is not there."""
        child = self.first(tag)
        inner = child and (child.first("text") or child)
        return plain(inner.text) if inner else ""


def read_moodle(content, language):
    """Yield a ForeignQuestion, or (line, fault), for each question in ``content``, bytes.

    language: in which true and false are said.
    """
    try:
        root = _parsed(content)
    except expat.ExpatError as fault:
        yield fault.lineno, _("This is not XML, or it is damaged.")
        return
    except (LookupError, ValueError):  # Of an encoding that is none, or none for XML.
        yield 1, _("This is not written in UTF-8. Save the file as UTF-8.")
        return
    for question in root.children:
        kind = question.attributes.get("type", "")
        if question.tag != "question" or kind in _NO_QUESTIONS:
            continue
        if kind not in _KINDS:
            words = _("“%(kind)s” is no kind. Allowed: %(kinds)s.")
            yield question.line, words % {"kind": kind, "kinds": ", ".join(_KINDS)}
            continue
        yield _read(question, kind, language)


def _read(question, kind, language):
    answers = [
        ForeignAnswer(
            answer.said("text"), _fraction(answer) > 0, answer.said("feedback")
        )
        for answer in question.children
        if answer.tag == "answer"
    ]
    ours = _KINDS[kind]
    if kind == "multichoice" and question.said("single") in ("false", "0"):
        ours = QuestionKind.MULTIPLE
    if kind == "ordering":
        answers = [ForeignAnswer(answer.text, True) for answer in answers]
    if kind == "shortanswer":
        answers = [answer for answer in answers if answer.is_right]
    if kind == "truefalse":
        with override(language):
            words = {"true": _("True"), "false": _("False")}
        answers = [
            ForeignAnswer(words.get(a.text, a.text), a.is_right, a.why) for a in answers
        ]
    return ForeignQuestion(
        question.line,
        question.said("name"),
        question.said("questiontext"),
        ours,
        answers,
        question.said("generalfeedback"),
    )


def _fraction(answer):
    try:
        return float(answer.attributes.get("fraction", 0))
    except ValueError:
        return 0.0


def _parsed(content):
    """Return the root _Element of ``content``; entities of its own are refused."""
    parser = expat.ParserCreate()
    top = _Element("", {}, 1)
    opened, count = [top], 0

    def start(tag, attributes):
        nonlocal count
        count += 1
        if count > MOST_ELEMENTS:
            refuse("has too many elements")
        element = _Element(tag, attributes, parser.CurrentLineNumber)
        opened[-1].children.append(element)
        opened.append(element)

    def data(text):
        opened[-1].pieces.append(text)

    def refuse(reason):
        fault = expat.ExpatError(reason)
        fault.lineno = parser.CurrentLineNumber
        raise fault

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda tag: opened.pop()
    parser.CharacterDataHandler = data
    parser.EntityDeclHandler = lambda *_declared: refuse("declares entities")
    parser.Parse(content, True)
    return top.children[0]
