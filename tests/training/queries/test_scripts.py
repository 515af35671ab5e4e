"""Published scenarios, parsed once and kept."""

from hypothesis import given

from tests.frozen import unguarded
from tests.training.scenario.documents import late_table
from tests.training.scenario.graphs import quick, sound_documents
from training.models import ScenarioVersion
from training.queries.scripts import _moments_left, bounds_of, script_of
from training.scenario.bounds import moments_left
from training.scenario.document import parse


@quick
@given(sound_documents())
def test_moments_left_are_those_the_engine_counts_from_each_state(document):
    scenario = parse(document)

    assert all(
        left == moments_left(scenario, state).best
        for state, left in _moments_left(scenario).items()
    )


def test_script_of_a_version_is_parsed_once(db, module):
    version = ScenarioVersion.objects.get()

    script = script_of(version.pk)

    assert script.scenario == parse(late_table())
    assert script_of(version.pk) is script


def test_script_of_another_document_under_the_same_id_is_another(db, module):
    version = ScenarioVersion.objects.get()
    before = script_of(version.pk)
    unguarded(ScenarioVersion).update(document=late_table() | {"mood": 1})

    assert (before.scenario.mood, script_of(version.pk).scenario.mood) == (4, 1)


def test_bounds_of_a_version_are_those_stored(module):
    bounds = bounds_of(ScenarioVersion.objects.get().pk)

    assert (bounds.total.worst, bounds.total.best) == (-3, 7)
