import pytest
from hypothesis import given

from tests.training.scenario import reference
from tests.training.scenario.documents import (
    a_choice,
    a_document,
    a_scene,
    late_table,
)
from tests.training.scenario.graphs import quick, random_documents
from training.scenario.document import load
from training.scenario.plays import count_plays


def test_count_plays_follows_conditions():
    # Three answers after “own-it”, two after “excuse”; the goodbye has two.
    assert count_plays(load(late_table())) == 3 * 2 + 2 * 2


def test_count_plays_of_a_long_chain_counts_no_play_twice():
    scenes = {
        f"s{number}": a_scene(
            a_choice("yes", go=f"s{number + 1}"), a_choice("no", go=f"s{number + 1}")
        )
        for number in range(100)
    }

    assert count_plays(load(a_document(scenes, ["s100"]))) == 2**100


def test_count_plays_refuses_circles():
    scene = a_scene(a_choice("back", "only"), a_choice())

    with pytest.raises(ValueError, match="scenes lead in a circle"):
        count_plays(load(a_document({"only": scene})))


@quick
@given(random_documents(circles=False))
def test_count_plays_counts_what_is_found_by_playing_each(document):
    assert count_plays(load(document)) == len(reference.complete_plays(document))
