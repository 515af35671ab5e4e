"""Questions in GIFT, the text format of Moodle and others.

Source: https://docs.moodle.org/en/GIFT_format
"""

import re

from django.utils.translation import gettext as _
from django.utils.translation import override

from training.importing.foreign import ForeignAnswer, ForeignQuestion, plain
from training.quiz.questions import QuestionKind

_HEAD = re.compile(r"(?:::(?P<name>.*?)::)?\s*(?:\[\w+\])?(?P<text>.*)", re.DOTALL)
_ANSWER = re.compile(r"([=~])(?:%(-?\d+(?:\.\d+)?)%)?((?:(?![=~]).)*)", re.DOTALL)
_TRUTH = re.compile(r"(T|TRUE|F|FALSE)\s*(?:#.*)?", re.DOTALL)
# What is escaped stands apart for as long as signs are looked for.
_ESCAPED = {f"\\{sign}": chr(0xE000 + ord(sign)) for sign in "~=#{}:\\"}


def read_gift(text, language):
    """Yield a ForeignQuestion, or (line, fault), for each question in ``text``.

    language: in which true and false are said.
    """
    line = 1
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for block in re.split(r"(\n[ \t]*\n)", text):
        lines = enumerate(block.split("\n"))
        told = [
            (n, each) for n, each in lines if not each.lstrip().startswith(("//", "$"))
        ]
        first = next((n for n, each in told if each.strip()), None)
        if first is not None:
            words = "\n".join(each for _n, each in told).strip()
            yield _read(words, line + first, language)
        line += block.count("\n")


def _read(block, line, language):
    for sign, stand_in in _ESCAPED.items():
        block = block.replace(sign, stand_in)
    head, opened, rest = block.partition("{")
    inside, closed, tail = rest.rpartition("}")
    if not opened or not closed:
        return line, _("There are no answers in braces.")
    inside, _marks, general = inside.partition("####")
    found = _HEAD.fullmatch(head.strip())
    text = found["text"] + (f" _____ {tail}" if tail.strip() else "")
    kind, answers = _answers(inside.strip(), language)
    if kind is None:
        return line, _("Of this kind none is taken. Allowed: %(kinds)s.") % {
            "kinds": ", ".join(QuestionKind)
        }
    name = _said(found["name"] or "")
    return ForeignQuestion(line, name, _said(text), kind, answers, _said(general))


def _answers(inside, language):
    """Return (kind, answers) of what stands in the braces; (None, []) for other kinds."""
    if truth := _TRUTH.fullmatch(inside):
        _word, *feedback = [_said(part) for part in inside.split("#")]
        return QuestionKind.SINGLE, _true_or_false(
            truth[1][0] == "T", feedback, language
        )
    if inside.startswith("#") or "->" in inside:
        return None, []
    found = _ANSWER.findall(inside)
    if not found:
        return None, []
    answers = []
    for sign, percent, words in found:
        answer, _mark, feedback = words.partition("#")
        is_right = float(percent) > 0 if percent else sign == "="
        answers.append(ForeignAnswer(_said(answer), is_right, _said(feedback)))
    if all(sign == "=" for sign, _percent, _words in found):
        return QuestionKind.SHORT, answers
    right = sum(answer.is_right for answer in answers)
    kind = QuestionKind.SINGLE if right == 1 else QuestionKind.MULTIPLE
    return kind, answers


def _true_or_false(is_true, feedback, language):
    # In GIFT the first remark is for whoever is wrong, the second for who is right.
    wrong, right = [*feedback, "", ""][:2]
    with override(language):
        return [
            ForeignAnswer(_("True"), is_true, right if is_true else wrong),
            ForeignAnswer(_("False"), not is_true, wrong if is_true else right),
        ]


def _said(text):
    """Return ``text`` as it is meant: without format, escapes and tags."""
    for sign, stand_in in _ESCAPED.items():
        text = text.replace(stand_in, sign[1])
    return plain(text.replace("\\n", " "))
