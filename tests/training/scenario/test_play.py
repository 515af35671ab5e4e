import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.scenario import reference
from tests.training.scenario.documents import (
    a_choice,
    a_document,
    a_scene,
    an_ending,
    late_table,
    two_ways,
)
from tests.training.scenario.graphs import as_played, quick, sound_documents
from training.scenario.document import load
from training.scenario.play import (
    State,
    available_choices,
    is_finished,
    mood_bars,
    replay,
    score,
    skill_scores,
    start,
    step,
)

BEST = [("waves", "own-it"), ("ready", "serve"), ("goodbye", "invite")]


def keys(choices):
    return [choice.key for choice in choices]


def test_start_is_the_first_scene_with_no_flag():
    assert start(load(late_table())) == State("waves", 4, frozenset())


def test_available_choices_are_those_whose_condition_holds():
    scenario = load(late_table())
    promised = State("ready", 4, frozenset({"time_promised"}))

    assert keys(available_choices(scenario, promised)) == [
        "serve",
        "take-off-bill",
        "hide",
    ]
    assert keys(available_choices(scenario, promised._replace(flags=frozenset()))) == [
        "take-off-bill",
        "hide",
    ]


def test_available_choices_at_an_ending_are_none():
    scenario = load(late_table())
    ended = State("back", 7, frozenset())

    assert is_finished(scenario, ended)
    assert available_choices(scenario, ended) == ()


def test_available_choices_refuse_an_unknown_place():
    with pytest.raises(ValueError, match="no such scene or ending: cellar"):
        available_choices(load(late_table()), State("cellar", 4, frozenset()))


@pytest.mark.parametrize(
    ("mood", "change", "mood_after"), [(4, 1, 5), (9, 5, 10), (2, -5, 0)]
)
def test_step_keeps_the_mood_within_its_range(mood, change, mood_after):
    scene = a_scene(a_choice(mood=change))
    scenario = load(a_document({"only": scene}, mood=mood))

    assert step(scenario, start(scenario), "go-on").mood == mood_after


def test_step_sets_and_clears_flags():
    choice = a_choice(set=["b"], clear=["a"])
    scenario = load(a_document({"only": a_scene(choice)}, flags=["a", "b", "c"]))

    after = step(scenario, State("only", 4, frozenset("ac")), "go-on")

    assert after == State("done", 4, frozenset("bc"))


@pytest.mark.parametrize(("mood", "ending"), [(5, "back"), (4, "lost")])
def test_step_takes_the_first_branch_that_holds(mood, ending):
    scenario = load(late_table())

    assert step(scenario, State("goodbye", mood, frozenset()), "invite").at == ending


@pytest.mark.parametrize(
    ("taken", "offered"), [("nod", ["as-before", "x"]), ("ask", ["as-before"])]
)
def test_available_choices_look_back_at_what_was_taken(taken, offered):
    asked = {"took": ["waves/nod"], "not_took": ["waves/ask"]}
    scenario = load(two_ways(a_choice("as-before"), a_choice("x", **{"if": asked})))

    state = step(scenario, start(scenario), taken)

    assert keys(available_choices(scenario, state)) == offered


@pytest.mark.parametrize(("mood", "ending"), [(6, "won"), (5, "done")])
def test_step_goes_where_the_end_of_the_way_allows_it(mood, ending):
    endings = {"won": an_ending("won", **{"if": {"mood_min": 6}}), "done": an_ending()}
    scene = a_scene(a_choice(go=[{"to": "won"}, {"to": "done"}]))
    scenario = load(a_document({"only": scene}, endings=endings, mood=mood))

    assert step(scenario, start(scenario), "go-on").at == ending


def test_step_branches_on_the_state_after_the_choice():
    go = [{"if": {"mood_min": 6, "flags": ["a"]}, "to": "back"}, {"to": "lost"}]
    scene = a_scene(a_choice(go=go, mood=2, set=["a"]))
    scenario = load(a_document({"only": scene}, ["back", "lost"], flags=["a"]))

    assert step(scenario, start(scenario), "go-on").at == "back"


@pytest.mark.parametrize("choice", ["serve", "shout"])
def test_step_refuses_what_is_not_offered(choice):
    scenario = load(late_table())

    with pytest.raises(ValueError, match=f"choice {choice} is not available in ready"):
        step(scenario, State("ready", 4, frozenset()), choice)


def test_step_refuses_a_choice_that_leads_nowhere():
    choice = a_choice(go=[{"if": {"mood_min": 9}, "to": "done"}])
    scenario = load(a_document({"only": a_scene(choice)}))

    with pytest.raises(ValueError, match="choice go-on in scene only leads nowhere"):
        step(scenario, start(scenario), "go-on")


def test_replay_gives_states_and_points():
    scenario = load(late_table())

    turns = replay(scenario, BEST)

    promised = frozenset({"time_promised"})
    assert [turn.after for turn in turns] == [
        State("ready", 5, promised),
        State("goodbye", 8, promised),
        State("back", 8, promised),
    ]
    assert [turn.pick for turn in turns] == BEST
    assert score(turns) == 7
    assert skill_scores(scenario, turns) == {"apologising": 4, "promising-well": 3}


def test_replay_of_an_unfinished_play_stops_where_it_stopped():
    turns = replay(load(late_table()), BEST[:1])

    assert [turn.after.at for turn in turns] == ["ready"]


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ([("ready", "hide")], "the play stands in waves, not in ready"),
        ([("waves", "hide")], "choice hide is not available in waves"),
        ([*BEST, ("back", "nod")], "choice nod is not available in back"),
    ],
)
def test_replay_refuses_what_cannot_have_been_played(path, reason):
    with pytest.raises(ValueError, match=reason):
        replay(load(late_table()), path)


def test_mood_bars_of_every_mood():
    bars = [mood_bars(mood) for mood in range(11)]

    assert bars == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 5]


@quick
@given(sound_documents(), st.data())
def test_replay_of_a_stored_path_comes_to_the_same_state(document, data):
    scenario = load(document)
    state, expected, path = start(scenario), reference.first_state(document), []
    while not is_finished(scenario, state):
        choice, expected = data.draw(
            st.sampled_from(reference.options(document, expected))
        )
        path.append((state.at, choice["key"]))
        state = step(scenario, state, choice["key"])

    assert replay(scenario, path)[-1].after == state == as_played(expected)
