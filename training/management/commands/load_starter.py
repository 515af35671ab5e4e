from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from training.actions.publishing import (
    publish_bank,
    publish_module,
    publish_path,
    publish_scenario,
    publish_skills,
    was_bank,
    was_module,
    was_scenario,
)
from training.content.reading import read_content
from training.models import (
    LearningPath,
    ModuleVersion,
    QuestionBankVersion,
    ScenarioVersion,
)

STARTER = Path(__file__).resolve().parents[2] / "starter"


class Command(BaseCommand):
    help = (
        "Load the starter catalogue: skills, scenarios, banks, modules, paths. Again: no "
        "change. What somebody here has published under the same name is kept, and what "
        "has been here before does not come back."
    )

    def add_arguments(self, parser):
        parser.add_argument("--folder", type=Path, default=STARTER)

    @transaction.atomic
    def handle(self, *, folder, **options):
        at = timezone.now()
        before = _count()
        try:
            publish_skills(document=read_content(folder / "skills.yaml"))
            for document in _documents(folder / "scenarios"):
                known = was_scenario(document)
                if not known and not _is_edited(ScenarioVersion, "scenario", document):
                    publish_scenario(document=document, at=at)
            for document in _documents(folder / "banks"):
                known = was_bank(document)
                if not known and not _is_edited(QuestionBankVersion, "bank", document):
                    publish_bank(document=document, at=at)
            for document in _in_order(_documents(folder / "modules")):
                known = was_module(document)
                if not known and not _is_edited(ModuleVersion, "module", document):
                    publish_module(document=document, at=at)
            for document in _documents(folder / "paths"):
                if not _is_own_path(document):
                    publish_path(document=document, at=at)
        except ValidationError as refusal:
            raise CommandError("\n".join(refusal.messages)) from refusal
        self.stdout.write(f"{_count() - before} versions published.")


def _documents(folder):
    return [read_content(path) for path in sorted(folder.glob("*.yaml"))]


def _in_order(documents):
    """Return the modules so that each comes after those it names."""
    waiting, ordered = {each["slug"]: each for each in documents}, []
    while waiting:
        ready = [
            each for each in waiting.values() if not waiting.keys() & _named_in(each)
        ]
        # In a circle nothing is ready; publishing says which module closes it.
        for each in ready or list(waiting.values()):
            ordered.append(waiting.pop(each["slug"]))
    return ordered


def _named_in(document):
    """Return the slugs of the modules that ``document`` names: they have to be there."""
    refresher = document.get("certification", {}).get("refresher")
    return {*document.get("prerequisites", []), refresher}


def _is_edited(model, owner, document):
    """Return whether the newest version was published by a person of this house."""
    versions = model.objects.filter(**{f"{owner}__slug": document["slug"]})
    newest = versions.order_by("-number").first()
    return newest is not None and newest.published_by_id is not None


def _is_own_path(document):
    """Return whether the path was published by a person of this house."""
    paths = LearningPath.objects.filter(slug=document["slug"])
    return paths.exclude(published_by=None).exists()


def _count():
    kinds = (ModuleVersion, QuestionBankVersion, ScenarioVersion)
    return sum(kind.objects.count() for kind in kinds)
