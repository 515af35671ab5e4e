"""Questions from a file into a bank, as its next version."""

from django.core.exceptions import ValidationError
from django.db import transaction

from training.actions.publishing import publish_bank
from training.content.reading import content_faults
from training.importing.questions import merged
from training.models import QuestionBank


@transaction.atomic
def import_questions(*, read, slug, language, at, title="", by=None):
    """Take questions into the bank ``slug``; return its newest version.

    read: (questions, faults), as the readers of files in training.importing return.
    title: for a bank that is new, its slug unless given. Questions that are there and
    not in the file stay; the same file again changes nothing. Raises ValidationError,
    code "invalid", one message a fault; then nothing is saved.
    """
    questions, faults = read
    if not faults:
        document = _document(slug, language, title, questions)
        faults = content_faults(document)
    if faults:
        raise ValidationError(
            [ValidationError(fault, code="invalid") for fault in faults]
        )
    return publish_bank(document=document, at=at, by=by)


def _document(slug, language, title, questions):
    # Locked, so that two imports at once take turns.
    bank = QuestionBank.objects.select_for_update().filter(slug=slug).first()
    newest = bank and bank.versions.order_by("-number").first()
    if newest is None:
        return {
            "format": "encore.bank/1",
            "slug": slug,
            "title": {language: title or slug},
            "questions": questions,
        }
    document = newest.document
    titles = document["title"] | ({language: title} if title else {})
    return document | {
        "title": titles,
        "questions": merged(document["questions"], questions),
    }
