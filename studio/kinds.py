"""The kinds of things that are written here: how each begins, is checked and published."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter

from django.db.models import Model

from studio.choices import DraftKind
from training.actions.publishing import publish_scenario
from training.models import Scenario
from training.scenario.editing import empty_scenario
from training.scenario.parts import is_editable
from training.scenario.validate import findings


@dataclass(frozen=True)
class Kind:
    """What the studio has to know of one kind of thing.

    model: what is published, with ``slug`` and ``versions``. document_of(version): the
    document that a version was published from.
    empty(slug, title, language): a document with nothing but a title.
    is_editable(document): whether its parts can be told. findings(document): what is in
    the way of publishing, as training.scenario.finding.Finding.
    publish(document=, at=, by=, note=): publishes it and returns the version.
    """

    model: type[Model]
    document_of: Callable
    empty: Callable
    is_editable: Callable
    findings: Callable
    publish: Callable


KINDS = {
    DraftKind.SCENARIO: Kind(
        model=Scenario,
        document_of=attrgetter("document"),
        empty=empty_scenario,
        is_editable=is_editable,
        findings=findings,
        publish=publish_scenario,
    ),
}


def findings_of(kind, document):
    """Return what is in the way of publishing ``document``, as a tuple of findings."""
    return _findings(DraftKind(kind), json.dumps(document))


# A page that saves asks twice, and every look at a draft once more.
@lru_cache(maxsize=64)
def _findings(kind, document):
    return tuple(KINDS[kind].findings(json.loads(document)))
