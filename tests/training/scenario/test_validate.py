import copy
import time

import pytest
import yaml
from django.conf import settings as site
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.training.scenario import reference
from tests.training.scenario.documents import (
    a_choice,
    a_document,
    a_scene,
    late_table,
    two_ways,
)
from tests.training.scenario.graphs import (
    long,
    quick,
    random_documents,
    sound_documents,
)
from training.scenario.bounds import best_path, score_bounds
from training.scenario.debrief import debrief
from training.scenario.document import load
from training.scenario.validate import findings

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["waves", "back", "time_promised", "en", "a-key"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(max_size=8) | st.sampled_from(sorted(late_table())),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def found(document):
    return [str(finding) for finding in findings(document)]


def codes(document):
    return {finding.code for finding in findings(document)}


def many_flags(count):
    """Return scenes s0, s1, …: each sets a flag of its own or does not."""
    flags = [f"f{number}" for number in range(count)]
    scenes = {
        f"s{number}": a_scene(
            a_choice("yes", go=f"s{number + 1}", set=[flag]),
            a_choice("no", go=f"s{number + 1}"),
        )
        for number, flag in enumerate(flags)
    }
    return a_document(scenes, [f"s{count}"], flags=flags)


def test_findings_of_a_sound_scenario_are_none():
    assert findings(late_table()) == []


def test_findings_of_the_example_that_authors_read_are_none():
    page = (site.BASE_DIR / "docs" / "scenarios.md").read_text("utf-8")
    example = page.partition("```yaml\n")[2].partition("```")[0]

    assert findings(yaml.safe_load(example)) == []


def test_findings_of_a_wrong_shape_hide_the_rest():
    document = {**late_table(), "mood": 11, "start": "nowhere"}

    assert codes(document) == {"out_of_range"}


def test_findings_of_an_unplayable_document_hide_what_plays_come_to():
    document = a_document({"a": a_scene(a_choice(go="b"))}, ["done"])

    assert codes(document) == {"unknown_target"}


@pytest.mark.parametrize(
    ("document", "finding"),
    [
        (
            a_document({"a": a_scene(a_choice()), "b": a_scene(a_choice())}),
            "scenes.b: No play ever comes to scene b.",
        ),
        (
            a_document({"a": a_scene(a_choice())}, ["done", "won"]),
            "endings.won: No play ever comes to ending won.",
        ),
        (
            # The arrow is there, but the mood never is.
            a_document(
                {
                    "a": a_scene(
                        a_choice(
                            mood=5,
                            go=[{"if": {"mood_min": 10}, "to": "won"}, {"to": "done"}],
                        )
                    )
                },
                ["done", "won"],
            ),
            "endings.won: No play ever comes to ending won.",
        ),
        (
            a_document(
                {
                    "a": a_scene(
                        a_choice("x", "b", mood=-1, set=["late"]),
                        a_choice("y", "b", mood=1),
                    ),
                    "b": a_scene(a_choice(**{"if": {"mood_min": 5}})),
                },
                flags=["late"],
            ),
            "scenes.b: Scene b can be a dead end: with mood 3 and these flags set, "
            "no choice is available: late.",
        ),
        (
            a_document(
                {
                    "a": a_scene(
                        a_choice(), a_choice("x", **{"if": {"flags": ["late"]}})
                    )
                },
                flags=["late"],
            ),
            "scenes.a.choices[1]: "
            "Choice x is never available when a play comes to scene a.",
        ),
        (
            two_ways(a_choice(**{"if": {"not_took": ["waves/nod"]}})),
            "scenes.table: Scene table can be a dead end: with mood 4, these flags "
            "set: -, and these choices taken: waves/nod, no choice is available.",
        ),
        (
            two_ways(a_choice(), a_choice("x", **{"if": {"took": ["table/go-on"]}})),
            "scenes.table.choices[1]: "
            "Choice x is never available when a play comes to scene table.",
        ),
        (
            a_document(
                {
                    "a": a_scene(a_choice(go="b")),
                    "b": a_scene(a_choice("x", "a"), a_choice("y", "done")),
                }
            ),
            "scenes.a: These scenes lead back to where they began: a → b → a. "
            "A scenario may not go in circles.",
        ),
    ],
)
def test_findings_name_what_plays_come_to(document, finding):
    assert found(document) == [finding]


def test_findings_tell_a_dead_end_once_a_scene():
    ways = [a_choice("x", "b", mood=-1), a_choice("y", "b"), a_choice("z", "done")]
    stuck = a_scene(a_choice(**{"if": {"mood_min": 9}}))

    faults = findings(a_document({"a": a_scene(*ways), "b": stuck}))

    assert [fault.code for fault in faults] == ["dead_end", "never_available"]
    assert faults[0].params == {"scene": "b", "mood": 3, "flags": "-"}


def test_findings_refuse_too_many_states_naming_the_scene():
    began = time.monotonic()

    # After s0 … s14, 2 ** 15 - 1 states are known; s14 leads to the next 2 ** 15.
    assert found(many_flags(16)) == [
        "scenes.s14: There are more than 50000 different states of scene, mood and "
        "flags; the count went over in scene s14. Use fewer flags, "
        "and ask about fewer choices."
    ]
    assert time.monotonic() - began < 10


def test_findings_accept_many_states_within_the_limit():
    assert findings(many_flags(10)) == []


@quick
@given(random_documents())
def test_findings_agree_with_the_reference(document):
    agrees_with_the_reference(document)


@pytest.mark.soak
@long
@given(random_documents(largest=7))
def test_findings_agree_with_the_reference_at_length(document):
    agrees_with_the_reference(document)


def agrees_with_the_reference(document):
    states = reference.reachable(document)
    reached = {key for key, _, _ in states}
    moves = {state: reference.options(document, state) for state in states}
    offered = {
        (key, choice["key"]) for (key, _, _), to in moves.items() for choice, _ in to
    }
    stuck = {state[0] for state in states if not moves[state]} - document[
        "endings"
    ].keys()
    unreached = (document["scenes"].keys() | document["endings"].keys()) - reached
    never = {
        (key, choice["key"])
        for key, scene in document["scenes"].items()
        for choice in scene["choices"]
        if key in reached and (key, choice["key"]) not in offered
    }
    circling = reference.circling_scenes(document)

    kinds = ("dead", "never", "cycle", "unreachable", "impossible", "closed")
    faults = {kind: [] for kind in kinds}
    places = {kind: set() for kind in kinds}
    for fault in findings(document):
        assert "took:" not in str(fault)
        kind = fault.code.split("_")[0]
        faults[kind].append(fault.params)
        places[kind].add(fault.where)

    assert {params["key"] for params in faults["unreachable"]} == unreached
    assert places["impossible"] == {
        where
        for where, condition in reference.conditions(document)
        if not reference.can_hold(condition)
    }
    assert places["closed"] == closed_ways(document)
    assert {params["scene"] for params in faults["dead"]} == stuck
    for params in faults["dead"]:
        facts = ", ".join([params["flags"], params.get("taken", "-")]).split(", ")
        state = (params["scene"], params["mood"], frozenset(facts) - {"-"})
        assert moves[state] == []
    assert {(p["scene"], p["choice"]) for p in faults["never"]} == never
    assert bool(faults["cycle"]) == bool(circling)
    for params in faults["cycle"]:
        assert_circle(document, params["scenes"].split(" → "))


def closed_ways(document):
    """Return the places of ways that could be open, but not to where they lead."""
    return {
        f"scenes.{key}.choices[{number}].go[{which}]"
        for key, scene in document["scenes"].items()
        for number, choice in enumerate(scene["choices"])
        for which, way in enumerate(reference.ways(choice["go"]))
        for asked in [(way.get("if", {}), reference.asked_of(document, way["to"]))]
        if all(map(reference.can_hold, asked)) and not reference.can_hold(*asked)
    }


def assert_circle(document, scenes):
    assert scenes[0] == scenes[-1]
    for here, there in zip(scenes, scenes[1:], strict=False):
        ways = [
            way["to"]
            for choice in document["scenes"][here]["choices"]
            for way in reference.ways(choice["go"])
        ]
        assert there in ways


@quick
@given(sound_documents())
def test_findings_of_a_random_sound_document_are_none(document):
    assert findings(document) == []


@quick
@given(json_values)
def test_findings_of_any_json_value_never_raise(value):
    assert [str(finding) for finding in findings(value)] != []


@st.composite
def damaged_documents(draw):
    """Draw the example with one to three values replaced, moved or taken out."""
    document = late_table()
    for _ in range(draw(st.integers(1, 3))):
        holder, part = draw(st.sampled_from(list(spots(document))))
        others = [place[spot] for place, spot in spots(document)]
        match draw(st.sampled_from(["replace", "move", "take out", "number"])):
            case "replace":
                holder[part] = draw(json_values)
            case "move":
                holder[part] = copy.deepcopy(draw(st.sampled_from(others)))
            case "number":
                holder[part] = draw(st.integers(-6, 12))
            case "take out":
                del holder[part]
    return document


def spots(value):
    if isinstance(value, dict | list):
        parts = value if isinstance(value, dict) else range(len(value))
        for part in parts:
            yield value, part
            yield from spots(value[part])


@settings(max_examples=200, deadline=None)
@given(damaged_documents())
def test_a_damaged_document_has_findings_or_can_be_played(document):
    has_findings_or_can_be_played(document)


@pytest.mark.soak
@long
@given(damaged_documents())
def test_a_damaged_document_has_findings_or_can_be_played_at_length(document):
    has_findings_or_can_be_played(document)


def has_findings_or_can_be_played(document):
    if not any(str(finding) for finding in findings(document)):
        scenario = load(document)
        back = debrief(scenario, best_path(scenario))
        assert back.total.score == score_bounds(scenario).total.best
