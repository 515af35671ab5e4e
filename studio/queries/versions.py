"""Published versions, and which modules use them."""

from training.models import Module, ModuleVersion, ScenarioVersion


def scenario_versions(slug):
    """Return the versions of the scenario ``slug``, newest first, with their authors."""
    versions = ScenarioVersion.objects.filter(scenario__slug=slug)
    return versions.select_related("published_by").order_by("-number")


def modules_with_scenario(slug):
    """Return the modules whose newest version has the scenario ``slug`` in it, by slug."""
    newest = ModuleVersion.objects.latest_of_each()
    using = newest.filter(steps__scenario_version__scenario__slug=slug)
    modules = Module.objects.filter(pk__in=using.values("module"))
    return modules.filter(is_archived=False).order_by("slug")


def modules_with_bank(slug):
    """Return the modules whose newest version draws from the bank ``slug``, by slug."""
    newest = ModuleVersion.objects.latest_of_each()
    using = newest.filter(steps__bank_version__bank__slug=slug)
    modules = Module.objects.filter(pk__in=using.values("module"))
    return modules.filter(is_archived=False).order_by("slug")
