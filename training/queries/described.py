"""The catalogue in one table: which skill is trained by what."""

from dataclasses import dataclass

from training.models import Module, Skill, Step
from training.models.texts import in_language
from training.queries.learning import steps_on_offer
from training.queries.scripts import script_of
from training.scenario.plays import count_plays


@dataclass(frozen=True)
class ScenarioDescribed:
    """One scenario step of a module. plays: how many different ones there are.

    minutes: those of the step.
    """

    title: str
    scenes: int
    endings: int
    plays: int
    minutes: int


@dataclass(frozen=True)
class ModuleDescribed:
    """One module on offer, with the scenarios of its newest version; minutes: of it all."""

    title: str
    minutes: int
    scenarios: tuple[ScenarioDescribed, ...]


@dataclass(frozen=True)
class SkillDescribed:
    """One skill with the modules that train it, by slug; none where nothing does yet."""

    name: str
    modules: tuple[ModuleDescribed, ...]


def described_catalogue(language):
    """Return a SkillDescribed for every skill in its order, as a list.

    language: of the titles, such as "en". A module that trains two skills stands below
    both.
    """
    on_offer = Module.objects.on_offer().prefetch_related("skills").order_by("slug")
    modules = [(module, _described(module, language)) for module in on_offer]
    return [
        SkillDescribed(
            in_language(skill.name, language),
            tuple(told for module, told in modules if skill in module.skills.all()),
        )
        for skill in Skill.objects.order_by("position", "pk")
    ]


def _described(module, language):
    plays = steps_on_offer(module).exclude(scenario_version=None)
    return ModuleDescribed(
        in_language(module.title, language),
        module.minutes,
        tuple(_scenario(step, language) for step in plays),
    )


def _scenario(step: Step, language):
    scenario = script_of(step.scenario_version_id).scenario
    return ScenarioDescribed(
        title=in_language(scenario.title, language),
        scenes=len(scenario.scenes),
        endings=len(scenario.endings),
        plays=count_plays(scenario),
        minutes=step.minutes,
    )
