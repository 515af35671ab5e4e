"""Writing a scenario: what follows a change, and what is left for the checks to tell."""

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.scenario.documents import late_table
from tests.training.scenario.graphs import quick, random_documents, sound_documents
from training.scenario import editing, parts
from training.scenario.bounds import score_bounds
from training.scenario.document import load
from training.scenario.play import start
from training.scenario.states import explore
from training.scenario.validate import findings


def addresses(document):
    """Return the addresses of all scenes, endings and choices."""
    choices = [at for at, _ in parts.choices(document)]
    return [*parts.scenes(document), *parts.endings(document), *choices]


def plays(document, renamed=()):
    """Return every move a play can make, by keys; ``renamed`` gives old keys for new."""
    old = dict(renamed)
    scenario = load(document)
    return {
        (old.get(state.at, state.at), state.mood, choice.key, old.get(to.at, to.at))
        for state, moves in explore(scenario, start(scenario)).moves.items()
        for choice, to in moves
    }


def codes(document):
    return [finding.code for finding in findings(document)]


def test_an_empty_scenario_says_what_it_lacks():
    (fault,) = findings(editing.empty_scenario("late", "Late", "en"))

    assert fault.code == "missing"
    assert fault.params["names"] == (
        "setting, customer, skills, start, scenes, endings"
    )


def test_a_scenario_is_built_from_nothing():
    document = editing.empty_scenario("late", "Late", "en")
    document |= {"setting": {"en": "A bar."}, "customer": {"name": {"en": "Tomas"}}}
    document |= {"skills": ["empathy"]}
    document, scene = editing.add_scene(document, "He waves", "en")
    document["scenes"][scene]["says"] = {"en": "Hello?"}
    document, choice = editing.add_choice(document, scene, "“Four minutes.”", "en")
    document, ending = editing.add_ending(document, "He stays", "en")
    parts.part(document, choice).update(
        why={"en": "Clear."}, skills={"empathy": 1}, go=ending
    )
    parts.part(document, ending).update(text={"en": "Good."}, outcome="won")

    assert (scene, choice, ending) == ("he-waves", "he-waves/four-minutes", "he-stays")
    assert list(document)[-3:] == ["start", "scenes", "endings"]
    assert findings(document) == []


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("He waves you over", "he-waves-you-over"),
        ("“What’s wrong, then?”", "whats-wrong-then"),
        ("Größe 42", "grosse-42"),
        ("3 o'clock", "oclock"),
        ("顧客", "scene"),
        ("taken", "taken-2"),
        (
            "A sentence that goes on and on, and then a little",
            "a-sentence-that-goes-on-and-on-and-then",
        ),
    ],
)
def test_keys_are_made_of_words(words, key):
    assert editing.key_from(words, {"taken"}, "scene") == key


@given(st.text(), st.lists(st.text()))
@quick
def test_made_keys_are_well_formed_and_free(words, others):
    taken = {editing.key_from(each, (), "scene") for each in others}

    key = editing.key_from(words, taken, "scene")

    assert editing.KEY.fullmatch(key)
    assert key not in taken


@given(sound_documents(), st.data())
@quick
def test_renaming_keeps_every_play(document, data):
    before = deepcopy(document)
    keys = [*document["scenes"], *document["endings"]]
    old = data.draw(st.sampled_from(keys))

    renamed, key = editing.rename(document, old, "quite-new")

    assert plays(renamed, [("quite-new", old)]) == plays(document)
    assert score_bounds(load(renamed)) == score_bounds(load(document))
    assert editing.rename(renamed, key, old)[0] == before == document


def test_renaming_a_scene_takes_along_what_asks_about_its_choices():
    document = late_table()
    condition = {"took": ["waves/own-it"], "not_took": ["ready/hide"]}
    document["scenes"]["goodbye"]["choices"][0]["if"] = condition

    scene, _ = editing.rename(document, "waves", "beckons")
    choice, _ = editing.rename(scene, "beckons/own-it", "say-so")

    assert scene["start"] == "beckons"
    assert parts.part(choice, "goodbye/invite")["if"] == {
        "took": ["beckons/say-so"],
        "not_took": ["ready/hide"],
    }
    assert parts.references(choice, "beckons/say-so") == ["goodbye/invite"]


@pytest.mark.parametrize("key", ["waves", "back", "Not A Key", "", "9"])
def test_a_key_that_is_taken_or_malformed_is_refused(key):
    with pytest.raises(ValueError, match="cannot be the key"):
        editing.rename(late_table(), "ready", key)


def test_what_led_to_a_removed_scene_is_a_finding():
    document = editing.remove(late_table(), "goodbye")

    assert codes(document) == ["unknown_target"] * 3


def test_what_led_to_a_removed_scene_may_lead_elsewhere():
    document = editing.remove(late_table(), "waves", instead="ready")

    assert document["start"] == "ready"
    assert "unknown_start" not in codes(document)


@given(random_documents(), st.data())
@quick
def test_any_change_of_any_document_can_be_checked(document, data):
    before = deepcopy(document)
    for _ in range(3):
        at = data.draw(st.sampled_from(addresses(document)))
        change = data.draw(st.sampled_from(CHANGES))

        document = change(document, at)

        findings(document)
        assert parts.is_editable(document)
        if not addresses(document):
            break
    assert editing.remove_language(before, "en") != before


def rename(document, at):
    return editing.rename(document, at, editing.key_from(at, addresses(document), "x"))[
        0
    ]


def with_branches(document, at):
    if "/" not in at:
        return document
    document = editing.add_branch(document, at)
    return editing.remove_branch(document, at, 0)


CHANGES = [
    rename,
    with_branches,
    lambda document, at: editing.remove(document, at),
    lambda document, at: editing.duplicate(document, at)[0],
    lambda document, at: editing.move(document, at, 1),
    lambda document, at: editing.move(document, at, -1),
]


@given(sound_documents(), st.data())
@quick
def test_moving_scenes_and_endings_keeps_every_play(document, data):
    at = data.draw(st.sampled_from([*document["scenes"], *document["endings"]]))

    moved = editing.move(document, at, data.draw(st.sampled_from([-1, 1])))

    assert plays(moved) == plays(document)


def test_parts_move_by_one_place_and_stop_at_the_ends():
    document = late_table()

    assert list(editing.move(document, "ready", -1)["scenes"])[0] == "ready"
    assert editing.move(document, "waves", -1) == document
    assert editing.move(document, "goodbye", 1) == document
    moved = editing.move(document, "ready/serve", 1)["scenes"]["ready"]["choices"]
    assert [choice["key"] for choice in moved] == ["take-off-bill", "serve", "hide"]


def test_a_copy_stands_after_its_model_under_a_key_of_its_own():
    document, scene = editing.duplicate(late_table(), "waves")
    document, choice = editing.duplicate(document, "ready/serve")

    assert list(document["scenes"]) == ["waves", scene, "ready", "goodbye"]
    assert (scene, choice) == ("waves-2", "ready/serve-2")
    assert document["scenes"][scene] == document["scenes"]["waves"]


def test_a_branch_is_added_before_the_last_and_taken_out_again():
    document = late_table()

    branched = editing.add_branch(document, "waves/own-it")

    assert parts.part(branched, "waves/own-it")["go"] == [
        {"if": {}, "to": "ready"},
        {"to": "ready"},
    ]
    assert editing.remove_branch(branched, "waves/own-it", 0) == document


def test_a_language_comes_with_a_title_to_write_and_goes_with_all_its_texts():
    document = editing.add_language(late_table(), "de")

    assert codes(document) == ["blank"]
    assert parts.languages(document) == ["en", "de"]
    assert editing.remove_language(document, "de") == late_table()


def test_texts_stand_in_the_order_of_the_languages():
    text = editing.with_text({"de": "Ja"}, "en", "Yes", ["en", "de"])

    assert list(text.items()) == [("en", "Yes"), ("de", "Ja")]
    assert editing.with_text(text, "de", " ", ["en", "de"]) == {"en": "Yes"}


@pytest.mark.parametrize(
    ("where", "at"),
    [
        ("document", ("", "document")),
        ("customer.name", ("", "customer")),
        ("skills[1]", ("", "skills")),
        ("scenes.waves", ("waves", "")),
        ("scenes.waves.says", ("waves", "says")),
        ("scenes.ready.choices[1].go[0].to", ("ready/take-off-bill", "go")),
        ("scenes.ready.choices", ("ready", "choices")),
        ("scenes.ready.choices[7]", ("ready", "")),
        ("endings.back.text", ("back", "text")),
        ("scenes.nowhere", ("", "scenes")),
    ],
)
def test_a_finding_lies_in_a_part(where, at):
    assert parts.part_of(late_table(), where) == at


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        {"scenes": []},
        {"scenes": {"a": []}},
        {"scenes": {"a": {"choices": {}}}},
        {"scenes": {"a": {"choices": [{"text": {}}]}}},
        {"scenes": {"a": {"choices": [{"key": "b", "go": [{}]}]}}},
        {"scenes": {"a": {"choices": [{"key": "b", "go": 4}]}}},
        {"scenes": {"a": {"choices": [{"key": "b", "if": {"flags": 3}}]}}},
        {"title": "A title"},
        {"title": {"en": 3}},
        {"skills": "empathy"},
        {"mood": "high"},
    ],
)
def test_what_has_no_parts_is_not_editable(document):
    assert not parts.is_editable(document)


def test_unfinished_documents_are_editable():
    assert parts.is_editable({})
    assert parts.is_editable(editing.empty_scenario("late", "Late", "en"))
    assert parts.is_editable(late_table())
