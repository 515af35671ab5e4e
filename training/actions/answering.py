"""What somebody sends as an answer: taken as it is stored, or refused in words."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from training.quiz.questions import UnanswerableError, accepted_answer


def taken_answer(question, sent):
    """Return ``sent`` as an answer to ``question``, a document, is stored.

    Raises ValidationError, code "nothing_ticked" or "unknown_option".
    """
    try:
        return accepted_answer(question, sent)
    except UnanswerableError as trouble:
        raise refused_answer(str(trouble)) from trouble


def refused_answer(code):
    """Return the ValidationError for ``code``, "nothing_ticked" or "unknown_option"."""
    words = {
        "nothing_ticked": _("Choose an answer first."),
        "unknown_option": _("There is no such answer."),
    }
    return ValidationError(words[code], code=code)
