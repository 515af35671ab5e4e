"""How each kind of thing that is written is spoken of."""

from collections.abc import Callable
from dataclasses import dataclass

from studio.choices import DraftKind
from studio.rules import content_parts
from studio.wording import content, findings
from studio.wording.content_difference import shown_content_difference
from studio.wording.difference import shown_difference
from training.scenario.editing import text_languages


@dataclass(frozen=True)
class Wording:
    """The words for one kind of document.

    languages(document): its tags, the first is written first. findings(found, document,
    language): as studio.wording.findings.Shown. difference(old, new, language, names):
    as studio.wording.difference.ShownChange; names: {name in documents: name to read}.
    """

    languages: Callable
    findings: Callable
    difference: Callable


SCENARIO = Wording(text_languages, findings.shown, shown_difference)
CONTENT = Wording(content_parts.languages, content.shown, shown_content_difference)
WORDINGS = {
    DraftKind.SCENARIO: SCENARIO,
    DraftKind.MODULE: CONTENT,
    DraftKind.BANK: CONTENT,
}
