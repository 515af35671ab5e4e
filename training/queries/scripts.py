"""Published scenarios, parsed once and kept: versions never change."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.db.models import TextField
from django.db.models.functions import Cast

from training.models import ScenarioVersion
from training.models.texts import DocumentField
from training.scenario.bounds import Bounds, prospects
from training.scenario.document import Scenario, parse
from training.scenario.play import State, start
from training.scenario.states import explore, scene_order


@dataclass(frozen=True)
class Script:
    """A scenario to play. moments_left: by state, the most choices up to an ending."""

    scenario: Scenario
    moments_left: Mapping[State, int]

    @cached_property
    def best(self):
        """The best prospect of every state there is: {State: Prospect}."""
        return prospects(self.scenario, start(self.scenario))


def script_of(version_id):
    """Return the Script of the ScenarioVersion with the id ``version_id``."""
    as_text = ScenarioVersion.objects.annotate(text=Cast("document", TextField()))
    return _script(as_text.values_list("text", flat=True).get(pk=version_id))


def bounds_of(version_id):
    """Return the Bounds stored with the ScenarioVersion with the id ``version_id``."""
    stored = ScenarioVersion.objects.values_list("bounds", flat=True)
    return Bounds.from_json(stored.get(pk=version_id))


# Kept by what it says, not by its id: after a restored backup, or in the next test, the
# same id may be another scenario.
@lru_cache(maxsize=32)
def _script(document):
    scenario = parse(DocumentField().to_python(document))
    return Script(scenario, _moments_left(scenario))


def _moments_left(scenario):
    """Count backwards from the endings; each state is looked at once."""
    rank = {key: place for place, key in enumerate(scene_order(scenario))}
    moves = explore(scenario, start(scenario)).moves
    left = {}
    for state in sorted(moves, key=lambda state: -rank[state.at]):
        left[state] = max((1 + left[to] for _choice, to in moves[state]), default=0)
    return left
