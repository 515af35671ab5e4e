"""The kinds of things that are written here: how each begins, is checked and published."""

from collections.abc import Callable
from dataclasses import dataclass

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

    model: what is published, with ``slug`` and ``versions`` (number, document).
    empty(slug, title, language): a document with nothing but a title.
    is_editable(document): whether its parts can be told. findings(document): what is in
    the way of publishing, as training.scenario.finding.Finding.
    publish(document=, at=, by=, note=): publishes it and returns the version.
    """

    model: type[Model]
    empty: Callable
    is_editable: Callable
    findings: Callable
    publish: Callable


KINDS = {
    DraftKind.SCENARIO: Kind(
        model=Scenario,
        empty=empty_scenario,
        is_editable=is_editable,
        findings=findings,
        publish=publish_scenario,
    ),
}
