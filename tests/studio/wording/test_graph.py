import json

from studio.wording.graph import shown_graph
from tests.training.scenario.documents import a_choice, a_document, a_scene, english
from training.scenario.graph import graph_of


def a_graph():
    branches = [{"if": {"mood_min": 5}, "to": "won"}, {"to": "lost"}]
    document = a_document(
        {
            "door": a_scene(
                a_choice("greet", "table", text=english("“Good evening.”")),
                a_choice("nod", "table", **{"if": {"flags": ["late"]}}),
                title=english("At the door"),
            ),
            "table": a_scene(a_choice("serve", branches), a_choice("wait")),
        },
        ["won", "lost"],
    )
    del document["scenes"]["table"]["choices"][1]["go"]
    return graph_of(document, "en")


def test_shown_graph_says_what_each_node_is_and_where_it_leads():
    shown = shown_graph(
        a_graph(), name="g", href=lambda node: f"?at={node.key}", at="door"
    )

    assert [(node["title"], node["under"], node["href"]) for node in shown.nodes] == [
        ("At the door", "Start", "?at=door"),
        ("title", "", "?at=table"),
        ("title", "Customer kept", "?at=won"),
        ("title", "Customer kept", "?at=lost"),
        ("Nowhere yet", "Not written yet", ""),
    ]
    assert [node["key"] for node in shown.nodes if node["at"]] == ["door"]
    assert shown.summary == "How the scenario branches: 2 scenes, 2 endings"
    assert json.loads(shown.as_json)["edges"] == shown.edges


def test_shown_graph_says_on_an_edge_who_goes_there_and_when():
    edges = shown_graph(a_graph(), name="g").edges

    assert [(edge["label"], edge["dashed"]) for edge in edges] == [
        (["A", "B if “late” noted"], False),
        (["A if mood 5 or better"], True),
        (["A if nothing else fits"], True),
        (["B"], False),
    ]
    assert edges[0]["tip"] == "A: “Good evening.”\nB: nod (“late” noted)"


def test_shown_graph_with_shares_says_them_and_draws_the_others_thin():
    shares = {("door", "table"): 0.48, ("table", "won"): None}

    edges = shown_graph(a_graph(), name="g", shares=shares).edges

    assert [(edge["label"][0], edge["share"]) for edge in edges[:2]] == [
        ("A · 48\u00a0%", 0.48),
        ("A if mood 5 or better", 0),
    ]
