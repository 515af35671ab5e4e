"""What is different between two versions of a module or a question bank, in words."""

from django.utils.translation import gettext as _

from studio.rules.content_difference import content_difference
from studio.rules.content_parts import ROWS, TEXTS, kind_of, languages, part
from studio.rules.content_sheet import rows_of
from studio.wording.content import FIELDS, QUESTIONS, part_name, row_name
from studio.wording.difference import KINDS, ShownChange, ShownField
from training.choices import CountsFrom, ObserverKind
from training.scenario.difference import word_changes
from training.scenario.document import text

VALUES = {
    "from": dict(CountsFrom.choices),
    "observer": dict(ObserverKind.choices),
    "kind": QUESTIONS,
}


def shown_content_difference(old, new, language, names):
    """Return what makes ``new`` of ``old``, both documents, as a list of ShownChange.

    language: of titles. names: {name in documents: name to read} of what they name.
    """
    changes = content_difference(old, new)
    return [_shown(change, old, new, language, names) for change in changes]


def _shown(change, old, new, language, names):
    document = new if part(new, change.at) is not None else old
    words = {**names, **_row_words(old, new, change.at, language)}
    is_whole = change.kind in ("added", "removed")
    return ShownChange(
        kind=change.kind,
        word=str(KINDS[change.kind]),
        place=part_name(document, change.at, language),
        fields=tuple(
            _field(field, change.at, document, words)
            for field in change.fields
            # What comes or goes as a whole shows its rows themselves.
            if not (is_whole and field[0].field in ROWS.values())
        ),
    )


def _row_words(old, new, at, language):
    """Return {key: words} of the options, things or points of the part at ``at``."""
    return {
        row["key"]: text(row.get("text", {}), language) or row["key"]
        for document in (old, new)
        if part(document, at) is not None
        for row in rows_of(document, at)
    }


def _field(field, at, document, names):
    value, before, after = field
    label = str(FIELDS.get(value.field, value.field))
    if value.row:
        label = f"{_row_label(document, at, value.row, names)}: {label}"
    if value.language and len(languages(document)) > 1:
        label = f"{label} ({value.language})"
    if value.field in TEXTS:
        runs = word_changes(before or "", after or "")
        return ShownField(label, runs=tuple(runs))
    said = [_said(value.field, each, names) for each in (before, after)]
    return ShownField(label, before=said[0], after=said[1])


def _row_label(document, at, key, names):
    """Return the row ``key`` by its number; by its words where it is gone."""
    keys = [row["key"] for row in rows_of(document, at)]
    if key not in keys:
        return names.get(key, key)
    return row_name(ROWS[kind_of(document, at)], keys.index(key))


def _said(field, value, names):
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(names.get(each, each) for each in value)
    known = VALUES.get(field, names)
    return str(known.get(value, value) if isinstance(value, str) else value)
