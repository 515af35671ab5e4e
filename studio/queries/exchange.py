"""What the pages of import and export show."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from training.choices import ImportState
from training.models.texts import in_language
from training.queries.catalogue_documents import KINDS, catalogue_documents

MOST_PLACES = 5
KIND_WORDS = {
    "skills": _("Skills"),
    "scenarios": _("Scenarios"),
    "banks": _("Question banks"),
    "modules": _("Modules"),
    "paths": _("Learning paths"),
}
THING_WORDS = {
    "skills": _("Skills"),
    "scenario": _("Scenario"),
    "bank": _("Question bank"),
    "module": _("Module"),
    "path": _("Learning path"),
    "media": _("Video or captions"),
}


@dataclass
class Shelf:
    """What there is of one kind to take out. things: [(slug, title)]."""

    kind: str
    word: str
    things: list = field(default_factory=list)


@dataclass(frozen=True)
class PreviewRow:
    """What would become of one file. places: where it changes, a few of them."""

    name: str
    word: str
    state: str
    state_word: str
    places: list
    more: int


@dataclass(frozen=True)
class Preview:
    """What a file would do. rows: new and changed first; same: how many stay."""

    rows: list
    same: int
    faults: list
    passed_over: list


def shelves():
    """Return a Shelf of each kind of which there is something in the catalogue."""
    found = {kind: Shelf(kind, KIND_WORDS[kind]) for kind in KINDS}
    for each in catalogue_documents():
        title = in_language(each.document["title"]) if each.slug else ""
        found[each.kind].things.append((each.slug, title))
    return [shelf for shelf in found.values() if shelf.things]


def preview_of(upload):
    """Return the Preview of ``upload``, a CatalogueUpload."""
    taken = upload.preview.get("taken", [])
    rows = [_row(each) for each in taken if each["state"] != ImportState.SAME]
    return Preview(
        rows=rows,
        same=len(taken) - len(rows),
        faults=upload.preview.get("faults", []),
        passed_over=upload.preview.get("passed_over", []),
    )


def _row(taken):
    is_changed = taken["state"] == ImportState.CHANGED
    places = taken["places"] if is_changed else []
    return PreviewRow(
        name=taken["name"],
        word=THING_WORDS[taken["kind"]],
        state=taken["state"],
        state_word=ImportState(taken["state"]).label,
        places=places[:MOST_PLACES],
        more=max(len(places) - MOST_PLACES, 0),
    )
