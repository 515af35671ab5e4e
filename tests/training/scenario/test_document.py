import pytest

from tests.training.scenario.documents import (
    a_choice,
    a_document,
    a_scene,
    an_ending,
    english,
    late_table,
    two_ways,
)
from training.scenario.document import ALWAYS, Branch, Condition, Hurry, load, text


def test_load_reads_every_field():
    scenario = load(late_table())

    own_it, excuse = scenario.scenes["waves"].choices
    serve, invite = (
        scenario.scenes["ready"].choices[0],
        scenario.scenes["goodbye"].choices[0],
    )
    assert (scenario.slug, scenario.start, scenario.mood) == ("a-scenario", "waves", 4)
    assert scenario.skills == ("apologising", "promising-well")
    assert scenario.flags == ("time_promised",)
    assert scenario.customer_detail == {"en": "table 6"}
    assert scenario.scenes["waves"].ask == {"en": "What do you say?"}
    assert own_it.says == {"en": "Four minutes. Four I can do."}
    assert (own_it.recovery, own_it.mood, own_it.points) == ("apologise", 1, 3)
    assert (own_it.sets, own_it.clears) == ({"time_promised"}, frozenset())
    assert own_it.go == (Branch(ALWAYS, "ready"),)
    assert (excuse.recovery, excuse.does, excuse.condition) == (None, {}, ALWAYS)
    assert serve.condition == Condition(flags=frozenset({"time_promised"}))
    assert invite.go == (Branch(Condition(mood_min=5), "back"), Branch(ALWAYS, "lost"))
    assert scenario.endings["back"].outcome == "kept"


def test_load_reads_a_hurry():
    hurry = {"seconds": 30.0, "says": english("Well?")}
    scenario = load(a_document({"only": a_scene(a_choice(), hurry=hurry)}))

    assert scenario.scenes["only"].hurry == Hurry(30, does={}, says={"en": "Well?"})


def test_load_remembers_the_choices_that_a_condition_names():
    asked = {"took": ["waves/nod"], "not_took": ["waves/gone"]}
    scenario = load(two_ways(a_choice("x", **{"if": asked})))

    nod, ask = scenario.scenes["waves"].choices
    assert (nod.sets, ask.sets) == ({"took:waves/nod"}, frozenset())
    assert scenario.scenes["table"].choices[0].condition == Condition(
        flags=frozenset({"took:waves/nod"}), not_flags=frozenset({"took:waves/gone"})
    )
    assert scenario.flags == ()


def test_load_asks_of_a_way_what_the_way_and_its_end_ask_for():
    go = [{"if": {"mood_max": 8, "flags": ["a"]}, "to": "won"}, {"to": "done"}]
    asked = {"mood_min": 5, "mood_max": 9, "not_flags": ["b"]}
    endings = {"won": an_ending("won", **{"if": asked}), "done": an_ending()}
    scene = a_scene(a_choice(go=go))
    scenario = load(a_document({"only": scene}, endings=endings, flags=["a", "b"]))

    won, done = scenario.scenes["only"].choices[0].go
    assert won.written == Condition(mood_max=8, flags=frozenset("a"))
    assert won.condition == Condition(
        mood_min=5, mood_max=8, flags=frozenset("a"), not_flags=frozenset("b")
    )
    assert done.condition == ALWAYS


def test_load_makes_whole_numbers_of_floats():
    document = {**late_table(), "mood": 4.0}

    assert repr(load(document).mood) == "4"


def test_load_refuses_with_place_reason_and_what_is_allowed():
    document = {**late_table(), "mood": 11}

    with pytest.raises(
        ValueError, match="^mood: 11 is out of range. Allowed: 0 to 10.$"
    ):
        load(document)


def test_choices_come_in_document_order():
    scenario = load(late_table())

    assert [(scene.key, choice.key) for scene, choice in scenario.choices()] == [
        ("waves", "own-it"),
        ("waves", "excuse"),
        ("ready", "serve"),
        ("ready", "take-off-bill"),
        ("ready", "hide"),
        ("goodbye", "invite"),
        ("goodbye", "nod"),
    ]


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ({}, True),
        ({"mood_min": 5, "mood_max": 5}, True),
        ({"mood_min": 6}, False),
        ({"mood_max": 4}, False),
        ({"flags": frozenset("a")}, True),
        ({"flags": frozenset("ab")}, False),
        ({"not_flags": frozenset("b")}, True),
        ({"not_flags": frozenset("ab")}, False),
    ],
)
def test_condition_holds(condition, holds):
    assert Condition(**condition).holds(5, frozenset("a")) is holds


@pytest.mark.parametrize(
    ("value", "language", "words"),
    [
        ({"sv": "hej", "en": "hi"}, "sv", "hej"),
        ({"sv": "hej", "en": "hi"}, "sv-fi", "hej"),
        ({"sv": "hej", "en": "hi"}, "de", "hej"),
        ({"en": "hi", "sv": "hej"}, "de-at", "hi"),
        ({"pt-BR": "oi", "en": "hi"}, "pt-br", "oi"),
        ({"pt-BR": "oi", "en": "hi"}, "pt_BR", "oi"),
        ({"pt-BR": "oi", "en": "hi"}, "", "oi"),
        ({}, "en", ""),
    ],
)
def test_text_picks_the_language(value, language, words):
    assert text(value, language) == words
