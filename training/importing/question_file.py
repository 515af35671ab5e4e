"""Questions from one file, whatever program wrote it; no file makes this raise."""

from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from staff.importing.reading import decoded, table_rows
from training.importing.foreign import taken_questions
from training.importing.gift import read_gift
from training.importing.moodle import read_moodle
from training.importing.questions import read_questions

MOST_MB = 8
TABLES, GIFT, MOODLE = (".csv", ".tsv", ".xlsx"), (".gift", ".txt"), (".xml",)
ENDINGS = (*TABLES, *GIFT, *MOODLE)


def read_question_file(name, content, language, why=""):
    """Return (questions, faults) of ``content``, the bytes of the file ``name``.

    The ending of the name says what it is. language: what the questions are written in.
    why: what is said where a GIFT or XML file gives no reason. faults: texts, one a row or
    question that is none, or one for the file.
    """
    ending = PurePath(name).suffix.lower()
    if ending not in ENDINGS:
        words = _("Choose a file that ends in %(endings)s.")
        return [], [words % {"endings": ", ".join(ENDINGS)}]
    if len(content) > MOST_MB * 1024**2:
        return [], [_("This file is larger than %(most)s MB.") % {"most": MOST_MB}]
    if not content.strip():
        return [], [_("There is nothing in this file.")]
    if ending in MOODLE:
        return taken_questions(read_moodle(content, language), language, why)
    if ending in GIFT:
        return taken_questions(read_gift(decoded(content), language), language, why)
    try:
        return read_questions(table_rows(content), language)
    except ValidationError as refusal:
        return [], refusal.messages
