import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.scenario import reference
from tests.training.scenario.documents import late_table
from tests.training.scenario.graphs import as_told, long, quick, sound_documents
from training.scenario.bounds import Bounds, Span, score_bounds
from training.scenario.debrief import Standing, debrief
from training.scenario.document import load
from training.scenario.play import State, is_finished, start, step

BEST = [("waves", "own-it"), ("ready", "serve"), ("goodbye", "invite")]
MIXED = [("waves", "own-it"), ("ready", "take-off-bill"), ("goodbye", "nod")]


def told(moment):
    better = moment.better and moment.better.key
    return (moment.number, moment.taken.key, moment.tag, better, moment.lost)


def test_debrief_of_the_best_play_has_nothing_better():
    back = debrief(load(late_table()), BEST)

    assert [told(moment) for moment in back.moments] == [
        (1, "own-it", "best", None, 0),
        (2, "serve", "best", None, 0),
        (3, "invite", "best", None, 0),
    ]
    assert back.parted_at is None
    assert list(back.best_path) == BEST
    assert back.best_moments == ()
    assert back.moods == back.best_moods == (5, 8, 8)
    assert back.total == Standing(7, -3, 7, 100)


def test_debrief_of_a_mixed_play_shows_where_the_paths_part():
    scenario = load(late_table())

    back = debrief(scenario, MIXED)

    assert [told(moment) for moment in back.moments] == [
        (1, "own-it", "best", None, 0),
        (2, "take-off-bill", "parted", "serve", 1),
        (3, "nod", "could_do_more", "invite", 2),
    ]
    assert back.parted_at == 2
    assert back.start_mood == 4
    assert (back.moods, back.best_moods) == ((5, 6, 6), (5, 8, 8))
    assert list(back.best_path) == BEST
    assert (back.ending, back.best_ending) == (scenario.endings["back"],) * 2
    assert back.total == Standing(4, -3, 7, 70)
    assert back.skills == {
        "apologising": Standing(3, -3, 5, 75),
        "promising-well": Standing(1, 0, 3, 33),
    }


def test_debrief_tells_the_best_run_from_the_parting_on():
    back = debrief(load(late_table()), MIXED)

    assert [
        (best.number, best.scene.title["en"], best.taken.key, best.mood_after)
        for best in back.best_moments
    ] == [(2, "Ready to leave", "serve", 8), (3, "The goodbye", "invite", 8)]


def test_debrief_moment_carries_what_the_page_shows():
    scenario = load(late_table())

    moment = debrief(scenario, MIXED).moments[1]

    assert moment.scene.title == {"en": "Ready to leave"}
    assert moment.before == State("ready", 5, frozenset({"time_promised"}))
    assert (moment.mood_before, moment.mood_after) == (5, 6)


def test_debrief_compares_with_the_best_choice_of_that_very_state():
    path = [("waves", "excuse"), ("ready", "take-off-bill"), ("goodbye", "invite")]

    back = debrief(load(late_table()), path)

    # Without the promise "serve" is not on offer: taking it off the bill is the best.
    assert [told(moment) for moment in back.moments] == [
        (1, "excuse", "parted", "own-it", 5),
        (2, "take-off-bill", "best", None, 0),
        (3, "invite", "best", None, 0),
    ]


def test_debrief_lets_the_paths_part_only_once():
    path = [("waves", "excuse"), ("ready", "take-off-bill"), ("goodbye", "nod")]

    back = debrief(load(late_table()), path)

    assert [moment.tag for moment in back.moments] == [
        "parted",
        "best",
        "could_do_more",
    ]


def test_debrief_calls_a_good_choice_helpful_after_the_parting():
    document = late_table()
    nod = document["scenes"]["goodbye"]["choices"][1]
    nod["skills"] = {"apologising": 1}
    path = [("waves", "excuse"), ("ready", "hide"), ("goodbye", "nod")]

    back = debrief(load(document), path)

    assert [told(moment) for moment in back.moments] == [
        (1, "excuse", "parted", "own-it", 5),
        (2, "hide", "could_do_more", "take-off-bill", 3),
        (3, "nod", "helped", "invite", 1),
    ]


def test_debrief_takes_stored_bounds():
    bounds = Bounds(
        Span(-13, 17), {"apologising": Span(-10, 10), "promising-well": Span(0, 6)}
    )

    back = debrief(load(late_table()), BEST, bounds=bounds)

    assert back.total == Standing(7, -13, 17, 67)


@pytest.mark.parametrize("path", [[], BEST[:2]])
def test_debrief_refuses_a_play_that_has_not_ended(path):
    with pytest.raises(ValueError, match="the play has not ended"):
        debrief(load(late_table()), path)


@quick
@given(sound_documents(), st.data())
def test_debrief_agrees_with_all_plays(document, data):
    agrees_with_all_plays(document, data)


@pytest.mark.soak
@long
@given(sound_documents(largest=6), st.data())
def test_debrief_agrees_with_all_plays_at_length(document, data):
    agrees_with_all_plays(document, data)


def agrees_with_all_plays(document, data):
    choices, _, _ = data.draw(st.sampled_from(reference.complete_plays(document)))
    scenario = load(document)
    state, path = start(scenario), []
    for choice in choices:
        path.append((state.at, choice["key"]))
        state = step(scenario, state, choice["key"])

    back = debrief(scenario, path)

    tags = [moment.tag for moment in back.moments]
    bounds = score_bounds(scenario)
    missed = bounds.total.best - reference.points(choices)
    assert is_finished(scenario, state)
    assert sum(moment.lost for moment in back.moments) == missed
    assert tags.count("parted") == (1 if missed else 0)
    assert back.best_path[: tags.index("parted") if missed else None] == tuple(
        path[: tags.index("parted") if missed else None]
    )
    assert [(best.scene, best.taken.key) for best in back.best_moments] == [
        (scenario.scenes[scene], choice)
        for scene, choice in back.best_path[(back.parted_at or 0) - 1 :]
        if missed
    ]
    for moment, choice in zip(back.moments, choices, strict=True):
        worth = {
            offered["key"]: reference.points([offered])
            + reference.points(reference.best_play(document, there)[0])
            for offered, there in reference.options(document, as_told(moment.before))
        }
        assert moment.lost == max(worth.values()) - worth[choice["key"]]
        assert (moment.tag == "best") == (moment.lost == 0) == (moment.better is None)
        if moment.better:
            assert worth[moment.better.key] == max(worth.values())
            assert moment.tag == "parted" or moment.tag == (
                "helped" if reference.points([choice]) > 0 else "could_do_more"
            )
