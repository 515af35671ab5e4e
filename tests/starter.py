"""The starter catalogue, or as much of it as a test needs: the whole takes seconds."""

from django.utils import timezone

from training.actions.catalogue_import import import_catalogue
from training.content.reading import read_content
from training.importing.bundle import bundle_of
from training.management.commands.load_starter import STARTER
from training.models import Module


def part_of_starter(*slugs):
    """Return the paths of all skills, of these modules and of the scenarios in them."""
    modules = [STARTER / "modules" / f"{slug}.yaml" for slug in slugs]
    scenarios = [
        STARTER / "scenarios" / f"{step['scenario']}.yaml"
        for path in modules
        for step in read_content(path)["steps"]
        if step["kind"] == "scenario"
    ]
    return [STARTER / "skills.yaml", *scenarios, *modules]


def load_part_of_starter(*slugs):
    """Load skills and these modules; return the Modules by slug."""
    bundle = bundle_of(part_of_starter(*slugs))
    import_catalogue(bundle=bundle, at=timezone.now(), keeps_own=True)
    return {module.slug: module for module in Module.objects.all()}
