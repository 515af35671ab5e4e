"""The catalogue from files: all of them or none, in an order that works."""

from collections import Counter
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from training.actions.publishing import (
    announce_modules,
    publish_bank,
    publish_module,
    publish_path,
    publish_scenario,
    publish_skills,
    was_bank,
    was_module,
    was_scenario,
)
from training.actions.storing import announce_media, keep_content
from training.choices import ImportState
from training.content.difference import changed_places
from training.content.reading import read_file
from training.importing.bundle import UNREADABLE
from training.models import (
    LearningPath,
    ModuleVersion,
    QuestionBankVersion,
    ScenarioVersion,
)
from training.queries.catalogue_documents import (
    module_document,
    path_document,
    skills_document,
)

MOST_FAULTS = 100
# What a document is by its format, in the order in which one needs the other.
KINDS = {
    "encore.skills/1": "skills",
    "encore.scenario/1": "scenario",
    "encore.bank/1": "bank",
    "encore.module/1": "module",
    "encore.path/1": "path",
}


@dataclass(frozen=True)
class Taken:
    """What became of one file of an import.

    kind: one of KINDS' values or "media". state: an ImportState. places: where a changed
    document says something else than before.
    """

    name: str
    kind: str
    state: str
    places: tuple[str, ...] = ()


def import_catalogue(*, bundle, at, by=None, note="", keeps_own=False, is_trial=False):
    """Publish everything in ``bundle``, an importing.bundle.Bundle; return a Taken each.

    What is in the catalogue as it stands in the file stays untouched, and the rest
    becomes the next version, with ``note``. keeps_own: what somebody here published
    stays, too, and what has been here before does not come back. is_trial: say what
    would be, and write nothing. Raises ValidationError, one message a fault with file
    and line, at most 100; then nothing is saved.
    """
    files, faults = _read(bundle.contents)
    if faults:
        raise ValidationError(faults[:MOST_FAULTS])
    publishing = _Publishing(at, by, note, keeps_own)
    with transaction.atomic():
        taken = [*_announced(bundle.media, at, by, faults)]
        taken += publishing.of(_in_order(files), faults)
        if faults or is_trial:
            transaction.set_rollback(True)
        else:
            for medium in bundle.media:
                _announce(medium, at, by, keeps=keep_content)
    if faults:
        raise ValidationError(faults[:MOST_FAULTS])
    return taken


def _read(contents):
    """Return (files, faults): the ContentFiles that can be published as far as known."""
    files, faults, names = [], [], {}
    for name, content in sorted(contents.items()):
        try:
            file = read_file(name, content)
        except ValidationError as fault:
            faults.append(fault)
            continue
        if found := file.faults():
            faults += found
            continue
        named = (KINDS[file.document["format"]], file.document.get("slug"))
        if named in names:
            message = _("%(file)s, line %(line)s: The same stands in %(other)s.")
            line = file.lines.of("slug" if named[1] else "format")
            params = {"file": name, "line": line, "other": names[named]}
            faults.append(ValidationError(message, code="twice", params=params))
        names[named] = name
        files.append(file)
    return files, faults


def _in_order(files):
    """Return ``files`` so that each comes after those it names, but for modules."""
    kinds = list(KINDS)
    return sorted(files, key=lambda file: kinds.index(file.document["format"]))


def _needed(document):
    """Return {(kind, slug)} of what has to be there before ``document``."""
    steps = document.get("steps", [])
    return {
        *(("scenario", step["scenario"]) for step in steps if "scenario" in step),
        *(("bank", step["bank"]) for step in steps if "bank" in step),
    }


def _announced(media, at, by, faults):
    """Yield a Taken of each of ``media``; their files are not kept yet."""
    for medium in media:
        try:
            _file, is_new = _announce(medium, at, by)
        except ValidationError as refusal:
            faults.append(refusal)
        except UNREADABLE:
            message = _("%(file)s: It cannot be read; the file is damaged.")
            params = {"file": medium.name}
            faults.append(ValidationError(message, code="refused", params=params))
        else:
            state = ImportState.NEW if is_new else ImportState.SAME
            yield Taken(medium.name, "media", state)


def _announce(medium, at, by, keeps=None):
    with medium.open() as opened:
        content = File(opened, medium.name)
        content.size = medium.size
        name = PurePosixPath(medium.name).name
        return announce_media(content=content, name=name, at=at, by=by, keeps=keeps)


class _Publishing:
    """Publishing many documents with the same moment, person and note."""

    def __init__(self, at, by, note, keeps_own):
        self.at, self.by, self.note, self.keeps_own = at, by, note, keeps_own

    def of(self, files, faults):
        """Return a Taken of each of ``files``, or add to ``faults`` why there is none.

        What needs one that is refused is passed over: the fault is not its own.
        """
        taken, refused = [], set()
        # Modules may name each other in any order, also in a ring: all are there first.
        announce_modules(
            documents=[
                file.document
                for file in files
                if KINDS[file.document["format"]] == "module"
            ]
        )
        for file in files:
            document = file.document
            kind = KINDS[document["format"]]
            if _needed(document) & refused:
                refused.add((kind, document["slug"]))
                continue
            try:
                with transaction.atomic():
                    state, places = getattr(self, f"_{kind}")(document)
            except ValidationError as refusal:
                faults.append(file.refused(refusal))
                refused.add((kind, document.get("slug")))
            else:
                taken.append(Taken(file.name, kind, state, tuple(places)))
        return taken

    def _skills(self, document):
        slugs = {skill["slug"] for skill in document["skills"]}
        before = skills_document()
        before["skills"] = [
            skill for skill in before["skills"] if skill["slug"] in slugs
        ]
        if not publish_skills(document=document):
            return ImportState.SAME, []
        if not before["skills"]:
            return ImportState.NEW, []
        return ImportState.CHANGED, changed_places(before, document)

    def _scenario(self, document):
        versions = ScenarioVersion.objects.filter(scenario__slug=document["slug"])
        return self._version(
            document, versions, publish_scenario, was_scenario, _own_document
        )

    def _bank(self, document):
        versions = QuestionBankVersion.objects.filter(bank__slug=document["slug"])
        return self._version(document, versions, publish_bank, was_bank, _own_document)

    def _module(self, document):
        versions = ModuleVersion.objects.filter(module__slug=document["slug"])
        return self._version(
            document, versions, publish_module, was_module, module_document
        )

    def _version(self, document, versions, publish, was_here, document_of):
        newest = versions.order_by("-number").first()
        before = newest and document_of(newest)
        is_own = newest is not None and newest.published_by_id is not None
        if self.keeps_own and newest and (is_own or was_here(document)):
            return ImportState.SAME if before == document else ImportState.KEPT, []
        version = publish(document=document, at=self.at, by=self.by, note=self.note)
        if newest is None:
            return ImportState.NEW, []
        if version.pk == newest.pk:
            return ImportState.SAME, []
        # The same words with newer scenarios or banks in them are a version, too.
        return ImportState.CHANGED, changed_places(before, document)

    def _path(self, document):
        path = LearningPath.objects.filter(slug=document["slug"]).first()
        if path and self.keeps_own and path.published_by_id is not None:
            return ImportState.KEPT, []
        before = path and path_document(path)
        publish_path(document=document, at=self.at, by=self.by)
        if path is None:
            return ImportState.NEW, []
        if before == document:
            return ImportState.SAME, []
        return ImportState.CHANGED, changed_places(before, document)


def _own_document(version):
    return version.document


def counted(taken):
    """Return {state: how many} of ``taken``, in the order of ImportState."""
    counts = Counter(each.state for each in taken)
    return {state: counts[state] for state in ImportState if counts[state]}
