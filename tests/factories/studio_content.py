"""Drafts of modules and question banks to test with."""

from studio.actions.drafts import begin_draft, change_draft
from studio.choices import DraftKind
from tests.factories.staff import moment
from tests.training.catalogue import (
    a_bank_document,
    a_module_document,
    a_quiz,
    a_reading,
)
from training.models import Skill


def a_module_draft(by, *steps, **fields):
    """Return a draft of a module that can be published: a reading and a quiz."""
    document = a_module_document(*(steps or (a_reading(), a_quiz())), **fields)
    for slug in document["skills"]:
        names = {"name": {"en": slug}, "summary": {"en": slug}, "levels": {}}
        Skill.objects.get_or_create(slug=slug, defaults=names | {"position": 0})
    return _written(DraftKind.MODULE, document, by)


def a_bank_draft(by, *questions):
    """Return a draft of a question bank that can be published."""
    return _written(DraftKind.BANK, a_bank_document(*questions), by)


def _written(kind, document, by):
    draft = begin_draft(kind=kind, title="A draft", language="en", by=by, at=moment())
    told = {**document, "slug": draft.slug}
    return change_draft(draft=draft, change=lambda _before: told, by=by, at=moment())
