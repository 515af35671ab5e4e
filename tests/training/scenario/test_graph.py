from hypothesis import given
from hypothesis import strategies as st

from tests.training.scenario.documents import (
    a_choice,
    a_document,
    a_scene,
    english,
    late_table,
)
from tests.training.scenario.graphs import quick, random_documents
from training.scenario.document import parse
from training.scenario.graph import NOWHERE, Part, graph_of
from training.scenario.validate import findings

anything = st.recursive(
    st.none() | st.booleans() | st.integers(0, 9) | st.sampled_from(["s0", "done", ""]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["en", "key", "to", "if", "flags", "mood_min", "title"])
            | st.integers(0, 3),
            inner,
            max_size=3,
        )
    ),
    max_leaves=12,
)


def test_graph_has_scenes_endings_and_the_choices_between_them():
    document = a_document(
        {
            "door": a_scene(
                a_choice("greet", "table", text=english("“Good evening.”")),
                a_choice("nod", "table"),
                a_choice("ignore", "gone"),
                title=english("At the door"),
            ),
            "table": a_scene(a_choice("serve", "done")),
        },
        ["done", "gone"],
    )

    graph = graph_of(document, "en")

    assert [(node.key, node.kind, node.is_start) for node in graph.nodes] == [
        ("door", "scene", True),
        ("table", "scene", False),
        ("done", "ending", False),
        ("gone", "ending", False),
    ]
    assert graph.node("door").title == "At the door"
    assert graph.node("done").outcome == "kept"
    assert [
        (edge.source, edge.target, "".join(way.letter for way in edge.ways))
        for edge in graph.edges
    ] == [
        ("door", "table", "AB"),
        ("door", "gone", "C"),
        ("table", "done", "A"),
    ]
    assert graph.edges[0].ways[0].text == "“Good evening.”"


def test_graph_tells_what_a_choice_asks_for_and_where_it_leads_otherwise():
    ways = [
        {"if": {"mood_min": 5, "not_flags": ["late"]}, "to": "won"},
        {"to": "lost"},
    ]
    choice = a_choice("serve", ways, **{"if": {"flags": ["paid"], "mood_max": 8}})
    document = a_document({"door": a_scene(choice)}, ["won", "lost"])

    to_won, to_lost = graph_of(document, "en").edges

    assert to_won.ways[0].offered_if == (Part("mood_max", 8), Part("flag", "paid"))
    assert to_won.ways[0].leads_if == (Part("mood_min", 5), Part("not_flag", "late"))
    assert to_lost.ways[0].leads_if == (Part("otherwise"),)
    assert to_won.is_conditional


def test_graph_draws_as_ghosts_what_is_named_and_not_written():
    document = {
        "start": "hall",
        "scenes": {
            "door": {"choices": [{"key": "a", "go": "kitchen"}, {"key": "b"}]},
        },
    }

    graph = graph_of(document, "en")

    assert [(node.key, node.kind) for node in graph.nodes] == [
        ("door", "scene"),
        ("hall", "ghost"),
        ("kitchen", "ghost"),
        (NOWHERE, "ghost"),
    ]
    assert graph.node("hall").is_start
    assert graph.node("door").title == "door"


def test_graph_counts_findings_where_they_belong():
    document = late_table()
    document["scenes"]["ready"]["choices"][0]["go"] = "nowhere"

    graph = graph_of(document, "en", findings(document))

    assert {node.key: node.findings for node in graph.nodes if node.findings} == {
        "ready": 1
    }


@quick
@given(random_documents())
def test_graph_has_every_way_of_a_sound_document_once(document):
    scenario = parse(document)

    graph = graph_of(document, "en")

    assert sorted(
        (edge.source, way.choice, edge.target)
        for edge in graph.edges
        for way in edge.ways
    ) == sorted(
        (scene.key, choice.key, branch.to)
        for scene, choice in scenario.choices()
        for branch in choice.go
    )


@quick
@given(st.data())
def test_graph_takes_whatever_is_written_so_far(data):
    scene = st.fixed_dictionaries(
        {},
        optional={
            "title": anything,
            "choices": anything
            | st.lists(
                st.fixed_dictionaries(
                    {}, optional={"key": anything, "if": anything, "go": anything}
                )
                | anything,
                max_size=3,
            ),
        },
    )
    scenes = st.dictionaries(st.sampled_from(["s0", "s1"]), scene | anything)
    document = data.draw(
        anything
        | st.fixed_dictionaries(
            {},
            optional={
                "start": anything,
                "scenes": scenes | anything,
                "endings": anything,
            },
        )
    )

    graph = graph_of(document, "en", findings(document))

    keys = [node.key for node in graph.nodes]
    assert len(keys) == len(set(keys))
    assert {key for edge in graph.edges for key in (edge.source, edge.target)} <= set(
        keys
    )
