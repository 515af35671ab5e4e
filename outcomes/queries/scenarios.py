"""Which scenarios a module holds."""

from training.models import ScenarioVersion


def scenarios_in(module):
    """Return the newest ScenarioVersion in ``module`` of each scenario it has held."""
    versions = ScenarioVersion.objects.filter(steps__version__module=module)
    newest = {}
    for version in versions.select_related("scenario").order_by("number"):
        newest[version.scenario_id] = version
    return list(newest.values())
