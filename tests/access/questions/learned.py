"""How the acts of what authors learn are asked."""

from tests.access.questions.asking import Asked, asks
from tests.factories.training import ScenarioVersionFactory
from tests.training.scenario.documents import late_table


@asks("See how a scenario is played")
def scenario_learned(asker, whom):
    version = ScenarioVersionFactory(document=late_table() | {"slug": "learned"})
    return Asked({"slug": version.scenario.slug})


@asks("See how the questions of a module are answered")
def module_questions(asker, whom):
    return Asked({"slug": asker.scene.free_module.slug})
