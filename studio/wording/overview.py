"""All that is learned at a glance, in words and figures."""

from dataclasses import dataclass

from studio.wording.amounts import percent
from studio.wording.learned import HIDDEN, people_words
from training.models.texts import in_language


@dataclass(frozen=True)
class ShownScenario:
    """lost: the share of first plays that lose the customer; lost_percent: as digits."""

    slug: str
    title: str
    people: str
    lost: str
    lost_percent: str


@dataclass(frozen=True)
class ShownModule:
    """hardest: the text of the question fewest get right; right: the share that does;
    right_percent: as digits.
    """

    slug: str
    title: str
    people: str
    hardest: str
    right: str
    right_percent: str


def shown_scenarios(glances):
    """Return a ShownScenario of each of ``glances``, ScenarioGlances."""
    return [_scenario(glance) for glance in glances]


def shown_modules(glances):
    """Return a ShownModule of each of ``glances``, ModuleGlances."""
    return [_module(glance) for glance in glances]


def _scenario(glance):
    tally = glance.tally
    share = tally.lost_share if tally else None
    return ShownScenario(
        slug=glance.version.scenario.slug,
        title=glance.version.title,
        people=people_words(tally.people) if tally else HIDDEN,
        lost=HIDDEN if share is None else percent(share),
        lost_percent="" if share is None else str(round(100 * share)),
    )


def _module(glance):
    question, share = glance.hardest or (None, None)
    return ShownModule(
        slug=glance.module.slug,
        title=str(glance.module),
        people=HIDDEN if glance.people is None else people_words(glance.people),
        hardest=in_language(question["text"]) if question else "",
        right=HIDDEN if share is None else percent(share),
        right_percent="" if share is None else str(round(100 * share)),
    )
