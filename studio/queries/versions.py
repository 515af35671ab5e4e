"""Published versions, and which modules use them."""

from django.db.models import Exists, OuterRef

from training.models import Module, ModuleVersion, ScenarioVersion, Step


def scenario_versions(slug):
    """Return the versions of the scenario ``slug``, newest first, with their authors."""
    versions = ScenarioVersion.objects.filter(scenario__slug=slug)
    return versions.select_related("published_by").order_by("-number")


def modules_with_scenario(slug):
    """Return the modules whose newest version has the scenario ``slug`` in it, by slug."""
    newest = ModuleVersion.objects.latest_of_each().filter(module=OuterRef("pk"))
    used = Step.objects.filter(
        scenario_version__scenario__slug=slug, version__in=newest.values("pk")
    )
    return Module.objects.filter(Exists(used), is_archived=False).order_by("slug")
