"""What is different between two versions of a scenario, in words anybody can read."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from studio.choices import FIELDS, OUTCOMES, RECOVERY_STEPS, TEMPTATIONS, field_name
from studio.wording.findings import part_name
from training.scenario.difference import difference, word_changes
from training.scenario.document import text
from training.scenario.parts import endings, kind_of, languages, part, scenes

KINDS = {
    "added": pgettext_lazy("part of a scenario", "New"),
    "removed": pgettext_lazy("part of a scenario", "Gone"),
    "changed": pgettext_lazy("part of a scenario", "Changed"),
    "moved": pgettext_lazy("part of a scenario", "Moved"),
}
HELD = {
    "customer.name": FIELDS["name"],
    "customer.detail": gettext_lazy("Beside the customer’s name"),
    "hurry.seconds": gettext_lazy("Seconds until the customer grows restless"),
    "hurry.does": gettext_lazy("What can be seen then"),
    "hurry.says": gettext_lazy("What the customer says then"),
}
VALUES = {
    "outcome": dict(OUTCOMES),
    "recovery": dict(RECOVERY_STEPS),
    "tempts": dict(TEMPTATIONS),
}


@dataclass(frozen=True)
class ShownField:
    """One field that changed. runs: words with their marks; else before and after."""

    label: str
    runs: tuple = ()
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class ShownChange:
    """One part that changed. kind: "added", "removed", "changed" or "moved"; word: that."""

    kind: str
    word: str
    place: str
    fields: tuple[ShownField, ...]


def shown_difference(old, new, language, names):
    """Return what makes ``new`` of ``old``, both documents, as a list of ShownChange.

    language: of titles. names: {slug: name} of skills.
    """
    return [
        _shown(
            change, new if part(new, change.at) is not None else old, language, names
        )
        for change in difference(old, new)
    ]


def condition_text(condition, document, language):
    """Return what ``condition``, of ``document``, asks for, in one phrase."""
    said = []
    if "mood_min" in condition:
        said.append(_("mood %(mood)s or better") % {"mood": condition["mood_min"]})
    if "mood_max" in condition:
        said.append(_("mood %(mood)s or worse") % {"mood": condition["mood_max"]})
    phrases = {
        "flags": _("“%(flag)s” noted"),
        "not_flags": _("“%(flag)s” not noted"),
    }
    for name, phrase in phrases.items():
        said += [phrase % {"flag": flag} for flag in condition.get(name, [])]
    phrases = {
        "took": _("%(choice)s was chosen"),
        "not_took": _("%(choice)s was not chosen"),
    }
    for name, phrase in phrases.items():
        said += [
            phrase % {"choice": part_name(document, at, language)}
            for at in condition.get(name, [])
        ]
    return ", ".join(said)


def _shown(change, document, language, names):
    return ShownChange(
        kind=change.kind,
        word=str(KINDS[change.kind]),
        place=part_name(document, change.at, language),
        fields=tuple(
            _field(field, kind_of(document, change.at), document, language, names)
            for field in change.fields
        ),
    )


def _field(field, kind, document, language, names):
    label = _label(field, kind, document, names)
    if field.is_text:
        runs = word_changes(field.before or "", field.after or "")
        return ShownField(label, runs=tuple(runs))
    said = [
        _value(field.field, value, document, language)
        for value in (field.before, field.after)
    ]
    return ShownField(label, before=said[0], after=said[1])


def _label(field, kind, document, names):
    if field.field == "points":
        name = names.get(field.of, field.of)
        return _("Points for %(skill)s") % {"skill": name}
    label = str(HELD.get(field.field) or field_name(kind, field.field))
    is_one_of_many = field.of and len(languages(document)) > 1
    return f"{label} ({field.of})" if is_one_of_many else label


def _value(field, value, document, language):
    if value is None:
        return "–"
    if field in VALUES:
        return str(VALUES[field].get(value, value))
    if field == "if":
        return condition_text(value, document, language)
    if field == "go":
        return "; ".join(_way(way, document, language) for way in value)
    if field == "start":
        return _title(document, value, language)
    if isinstance(value, list):
        return ", ".join(value)
    return str(value).replace("-", "−")


def _way(way, document, language):
    title = _title(document, way["to"], language) or _("nowhere yet")
    if "if" not in way:
        return title
    condition = condition_text(way["if"], document, language)
    return _("%(place)s if %(condition)s") % {"place": title, "condition": condition}


def _title(document, key, language):
    here = scenes(document).get(key, endings(document).get(key, {}))
    return text(here.get("title", {}), language) or key
