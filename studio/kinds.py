"""The kinds of things that are written here: how each begins, is checked and published."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter

from django.db.models import Model

from studio.choices import DraftKind
from studio.queries.content_findings import content_problems
from studio.rules import content_parts
from studio.rules.content_editing import empty_bank, empty_module
from training.actions.publishing import (
    publish_bank,
    publish_module,
    publish_scenario,
)
from training.models import Module, QuestionBank, Scenario
from training.queries.catalogue_documents import module_document
from training.scenario.editing import empty_scenario
from training.scenario.parts import is_editable
from training.scenario.validate import findings


def _own_titles(version):
    return version.document["title"]


def _scenario_findings(document):
    return _findings_in(json.dumps(document))


# A page that saves asks twice, and every look at a draft once more. Of modules and banks
# nothing is kept: what stands in their way depends on what else is published.
@lru_cache(maxsize=64)
def _findings_in(document):
    return tuple(findings(json.loads(document)))


@dataclass(frozen=True)
class Kind:
    """What the studio has to know of one kind of thing.

    model: what is published, with ``slug`` and ``versions``. document_of(version): the
    document that a version was published from.
    empty(slug, title, language): a document with nothing but a title.
    is_editable(document): whether its parts can be told. findings(document): what is in
    the way of publishing, as training.scenario.finding.Finding.
    publish(document=, at=, by=, note=): publishes it and returns the version.
    titles_of(version): its title in every language.
    """

    model: type[Model]
    document_of: Callable
    empty: Callable
    is_editable: Callable
    findings: Callable
    publish: Callable
    titles_of: Callable = _own_titles


KINDS = {
    DraftKind.SCENARIO: Kind(
        model=Scenario,
        document_of=attrgetter("document"),
        empty=empty_scenario,
        is_editable=is_editable,
        findings=_scenario_findings,
        publish=publish_scenario,
    ),
    DraftKind.MODULE: Kind(
        model=Module,
        document_of=module_document,
        empty=empty_module,
        is_editable=content_parts.is_editable,
        findings=content_problems,
        publish=publish_module,
        titles_of=attrgetter("module.title"),
    ),
    DraftKind.BANK: Kind(
        model=QuestionBank,
        document_of=attrgetter("document"),
        empty=empty_bank,
        is_editable=content_parts.is_editable,
        findings=content_problems,
        publish=publish_bank,
    ),
}


def findings_of(kind, document):
    """Return what is in the way of publishing ``document``, as a tuple of findings."""
    return tuple(KINDS[DraftKind(kind)].findings(document))
