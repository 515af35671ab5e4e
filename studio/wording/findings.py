"""What stands in the way of publishing a scenario, in words, and where to put it right."""

from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studio.choices import field_name
from training.scenario.document import text
from training.scenario.parts import FRAME, kind_of, part, part_of, scenes

SHORT = 40


@dataclass(frozen=True)
class Shown:
    """A finding as a page shows it. at: the part it lies in. place: that, in words."""

    at: str
    place: str
    text: str


def shown(findings, document, language):
    """Return ``findings`` of ``document`` as a list of Shown.

    language: the one the author writes in, for titles.
    """
    return [_shown(finding, document, language) for finding in findings]


def part_name(document, at, language):
    """Return the part at ``at`` in words: “Scene “He waves””."""
    key, slash, _choice = at.partition("/")
    if at == FRAME:
        return _("The frame")
    title = _words(part(document, key), "title", language) or key
    if slash:
        words = _words(part(document, at), "text", language) or at
        return _("“%(scene)s”, choice %(choice)s") % {"scene": title, "choice": words}
    if key in scenes(document):
        return _("Scene “%(title)s”") % {"title": title}
    return _("Ending “%(title)s”") % {"title": title}


def _shown(finding, document, language):
    at, field = part_of(document, finding.where)
    place = part_name(document, at, language)
    kind = kind_of(document, at)
    if name := field_name(kind, field):
        place = f"{place}: {name}"
    return Shown(at, place, _text(finding, field, kind))


def _text(finding, field, kind):
    """Return the finding in words; in plainer ones where the checks speak of fields."""
    params = finding.params
    if finding.code == "missing":
        named = [field_name(kind, name) or name for name in params["names"].split(", ")]
        return _("Still to write: %(names)s.") % {"names": ", ".join(map(str, named))}
    if finding.code == "wrong_count" and params["count"] == 0:
        return _("There is nothing here yet.")
    if finding.code == "wrong_count" and field == "choices":
        return ngettext(
            "A scene takes at most %(highest)s choice.",
            "A scene takes at most %(highest)s choices.",
            params["highest"],
        ) % {"highest": params["highest"]}
    if finding.code == "bad_key" and field == "go":
        return _("One of its ways leads nowhere yet.")
    return _(finding.message) % params


def _words(here, field, language):
    return Truncator(text((here or {}).get(field, {}), language)).chars(SHORT)
