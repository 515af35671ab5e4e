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
from training.scenario.document import load
from training.scenario.references import reference_findings


def found(document):
    return [str(finding) for finding in reference_findings(load(document))]


def one_scene(*choices, **fields):
    return a_document({"only": a_scene(*choices)}, **fields)


def test_reference_findings_of_a_sound_scenario_are_none():
    assert found(late_table()) == []


@pytest.mark.parametrize(
    ("document", "finding"),
    [
        (
            one_scene(a_choice(), start="nowhere"),
            "start: The start is nowhere, but there is no such scene. Scenes: only.",
        ),
        (
            one_scene(a_choice(), start="done"),
            "start: The start is done, but there is no such scene. Scenes: only.",
        ),
        (
            one_scene(a_choice(), endings={"done": an_ending(), "only": an_ending()}),
            "scenes.only: only names both a scene and an ending.",
        ),
        (
            one_scene(a_choice("a"), a_choice("b"), a_choice("a")),
            "scenes.only.choices: Two choices of this scene have the key a.",
        ),
        (
            one_scene(a_choice(go="nowhere")),
            "scenes.only.choices[0].go: Choice go-on leads to nowhere, "
            "which is neither a scene nor an ending.",
        ),
        (
            one_scene(a_choice(go=[{"if": {"mood_min": 3}, "to": "done"}])),
            "scenes.only.choices[0].go: Choice go-on may find no way on: "
            "its last branch needs to be without a condition.",
        ),
        (
            one_scene(
                a_choice(
                    go=[
                        {"if": {"mood_min": 3}, "to": "done"},
                        {"if": {"flags": []}, "to": "done"},
                        {"if": {"mood_min": 2}, "to": "done"},
                    ]
                )
            ),
            "scenes.only.choices[0].go: Branch 2 of choice go-on has no condition, "
            "so the ones after it are never tried.",
        ),
        (
            one_scene(a_choice(set=["a"], clear=["a"]), flags=["a"]),
            "scenes.only.choices[0]: Choice go-on both sets and clears a.",
        ),
        (
            one_scene(a_choice(skills={"empathy": 1, "magic": 1}), skills=["empathy"]),
            "scenes.only.choices[0].skills: Choice go-on gives points for magic, which "
            "is not among the skills of this scenario. Declared: empathy.",
        ),
        (
            one_scene(a_choice(skills={"empathy": 0}), skills=["empathy", "magic"]),
            "skills[1]: No choice gives points for magic.",
        ),
    ],
)
def test_reference_findings_name_what_is_wrong(document, finding):
    assert found(document) == [finding]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"set": ["b"]}, "set"),
        ({"clear": ["b"]}, "clear"),
        ({"if": {"flags": ["b"]}}, "if"),
        ({"if": {"not_flags": ["b"]}}, "if"),
        ({"go": [{"if": {"flags": ["b"]}, "to": "done"}, {"to": "done"}]}, "go[0].if"),
    ],
)
def test_reference_findings_name_unknown_flags(fields, field):
    document = one_scene(a_choice(**fields), flags=["a"])

    assert found(document) == [
        f"scenes.only.choices[0].{field}: b is not among the flags of this scenario. "
        "Declared: a."
    ]


def asking(condition):
    return two_ways(a_choice(), a_choice("x", **{"if": condition}), flags=["a"])


def leading_to_won(condition, *, asks):
    """Return a document with a way that asks for something, to an ending that does."""
    go = [{"if": condition, "to": "won"}, {"to": "done"}]
    endings = {"won": an_ending("won", **{"if": asks}), "done": an_ending()}
    return one_scene(a_choice(go=go), endings=endings, flags=["a"])


@pytest.mark.parametrize(
    ("condition", "finding"),
    [
        (
            {"took": ["waves/wink"]},
            "This asks whether waves/wink was taken, but scene waves has no such "
            "choice. Choices: nod, ask.",
        ),
        (
            {"not_took": ["winks/nod"]},
            "This asks whether winks/nod was taken, but there is no scene winks. "
            "Scenes: waves, table.",
        ),
        (
            {"took": ["waves/nod"], "not_took": ["waves/nod"]},
            "This can never hold: it asks that waves/nod was taken, and that it was "
            "not.",
        ),
        (
            {"flags": ["a"], "not_flags": ["a"]},
            "This can never hold: a would have to be set and not set.",
        ),
        (
            {"mood_min": 6, "mood_max": 5},
            "This can never hold: the mood would have to be at least 6 and at most 5.",
        ),
    ],
)
def test_reference_findings_name_what_a_condition_cannot_ask(condition, finding):
    assert found(asking(condition)) == [f"scenes.table.choices[1].if: {finding}"]


@pytest.mark.parametrize(
    ("condition", "asks", "finding"),
    [
        (
            {"mood_max": 4},
            {"mood_min": 6},
            "the mood would have to be at least 6 and at most 4.",
        ),
        ({"flags": ["a"]}, {"not_flags": ["a"]}, "a would have to be set and not set."),
        (
            {"took": ["only/go-on"]},
            {"not_took": ["only/go-on"]},
            "only/go-on would have to be taken and not taken.",
        ),
    ],
)
def test_reference_findings_name_ways_that_their_end_closes(condition, asks, finding):
    assert found(leading_to_won(condition, asks=asks)) == [
        "scenes.only.choices[0].go[0]: This way is never open: with what won itself "
        f"asks for, {finding}"
    ]


def test_reference_findings_name_the_end_that_cannot_be_held_once():
    never = {"mood_min": 6, "mood_max": 5}

    assert found(leading_to_won({"mood_min": 3}, asks=never)) == [
        "endings.won.if: This can never hold: the mood would have to be at least 6 and "
        "at most 5."
    ]


@pytest.mark.parametrize("go", ["done", [{"if": {"mood_min": 3}, "to": "done"}]])
def test_reference_findings_name_the_last_way_to_a_place_that_asks(go):
    endings = {"done": an_ending(**{"if": {"mood_min": 3}})}
    ways = [*go, {"to": "done"}] if isinstance(go, list) else go

    assert found(one_scene(a_choice(go=ways), endings=endings)) == [
        "scenes.only.choices[0].go: Choice go-on may find no way on: its last branch "
        "leads to done, which asks for a condition of its own."
    ]


def test_reference_findings_let_the_start_ask_for_nothing():
    document = one_scene(a_choice())
    document["scenes"]["only"]["if"] = {}
    assert found(document) == []

    document["scenes"]["only"]["if"] = {"mood_max": 9}

    assert found(document) == [
        "scenes.only.if: Every play begins in only, so it cannot ask for a condition."
    ]


@pytest.mark.parametrize(
    "path",
    [
        "setting",
        "customer.name",
        "customer.detail",
        "scenes.waves.title",
        "scenes.waves.does",
        "scenes.waves.says",
        "scenes.waves.ask",
        "scenes.waves.hurry.does",
        "scenes.waves.hurry.says",
        "scenes.waves.choices[0].text",
        "scenes.waves.choices[0].says",
        "scenes.waves.choices[0].why",
        "endings.lost.title",
        "endings.lost.text",
    ],
)
def test_reference_findings_name_each_text_without_a_language(path):
    document = late_table()
    hurry = {"seconds": 20, "does": english("does"), "says": english("says")}
    document["scenes"]["waves"]["hurry"] = hurry
    document = in_two_languages(document)
    holder = document
    *way, last = path.replace("[0]", ".0").split(".")
    for part in way:
        holder = holder[int(part) if part.isdigit() else part]
    assert found(document) == []

    holder[last] = english("only English")

    assert found(document) == [
        f"{path}: The title has this language, this text has not: sv."
    ]


def in_two_languages(value):
    """Return the document with every {"en": text} also in Swedish."""
    if isinstance(value, list):
        return [in_two_languages(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"en"}:
        return {**value, "sv": "på svenska"}
    return {key: in_two_languages(inner) for key, inner in value.items()}
