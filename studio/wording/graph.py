"""The picture of a scenario in words: what templates/studio/_graph.html draws."""

import json
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from studio.wording.amounts import percent
from training.scenario.graph import NOWHERE

OUTCOME_WORDS = {
    "won": gettext_lazy("Customer won"),
    "kept": gettext_lazy("Customer kept"),
    "lost": gettext_lazy("Customer lost"),
    "": gettext_lazy("Ending"),
}


@dataclass(frozen=True)
class ShownGraph:
    """A picture to draw. id: of its element on the page. summary: what it shows, for those
    who do not see it. nodes, edges: lists of dictionaries, as static/graph.js reads them.
    """

    id: str
    summary: str
    nodes: list
    edges: list

    @property
    def as_json(self):
        """The nodes and edges, as text."""
        return json.dumps({"nodes": self.nodes, "edges": self.edges})


def shown_graph(graph, *, name, href=None, at="", notes=None, levels=None, shares=None):
    """Return the ShownGraph of ``graph``, a training.scenario.graph.Graph.

    name: id of the element, one for each picture of a page. href: asked of each node
    that is written, returns the address it leads to. at: key of the node one is at.
    notes: {key: short words below the title}, where they are not to be the usual ones.
    levels: {key: 1-5}, a tint. shares: {(source, target): share 0-1 or None}, how wide an
    edge is and what it says; where it is given every edge without one is the thinnest.
    """
    return ShownGraph(
        id=name,
        summary=_summary(graph),
        nodes=[
            _node(node, href, at, notes or {}, (levels or {}).get(node.key))
            for node in graph.nodes
        ],
        edges=[_edge(edge, shares) for edge in graph.edges],
    )


def condition_words(parts):
    """Return what ``parts``, of training.scenario.graph, ask for, in one phrase."""
    return ", ".join(_part_words(part) for part in parts)


def way_words(way):
    """Return the letter and the text of ``way``, and what it asks for, in one line."""
    said = f"{way.letter}: {way.text or way.choice}"
    asked = condition_words((*way.offered_if, *way.leads_if))
    return f"{said} ({asked})" if asked else said


def _summary(graph):
    scenes = sum(node.kind == "scene" for node in graph.nodes)
    endings = sum(node.kind == "ending" for node in graph.nodes)
    return _("How the scenario branches: %(scenes)s, %(endings)s") % {
        "scenes": ngettext("%(count)s scene", "%(count)s scenes", scenes)
        % {"count": scenes},
        "endings": ngettext("%(count)s ending", "%(count)s endings", endings)
        % {"count": endings},
    }


def _node(node, href, at, notes, level):
    under = notes[node.key] if node.key in notes else _usual_note(node)
    title = _("Nowhere yet") if node.key == NOWHERE else node.title
    tip = [title, str(under)]
    if node.findings:
        tip.append(
            ngettext("%(count)s thing to fix", "%(count)s things to fix", node.findings)
            % {"count": node.findings}
        )
    return {
        "key": node.key,
        "kind": node.kind,
        "title": title,
        "under": str(under),
        "tip": "\n".join(filter(None, tip)),
        "outcome": node.outcome,
        "start": node.is_start,
        "at": bool(at) and node.key == at,
        "findings": node.findings,
        "level": level,
        "href": href(node) if href and node.kind != "ghost" else "",
    }


def _usual_note(node):
    if node.kind == "ending":
        return OUTCOME_WORDS[node.outcome]
    if node.kind == "ghost":
        return _("Not written yet")
    return _("Start") if node.is_start else ""


def _edge(edge, shares):
    along = {}
    for way in edge.ways:
        asked = condition_words((*way.offered_if, *way.leads_if))
        along.setdefault(asked, []).append(way.letter)
    label = [
        _("%(letters)s if %(condition)s")
        % {"letters": ", ".join(letters), "condition": asked}
        if asked
        else ", ".join(letters)
        for asked, letters in along.items()
    ]
    share = shares.get((edge.source, edge.target)) if shares is not None else None
    if share:
        label = [f"{label[0]} · {percent(share)}", *label[1:]]
    return {
        "from": edge.source,
        "to": edge.target,
        "label": label,
        "tip": "\n".join(way_words(way) for way in edge.ways),
        "dashed": edge.is_conditional,
        "share": share if shares is None else share or 0,
    }


def _part_words(part):
    match part.kind:
        case "mood_min":
            return _("mood %(mood)s or better") % {"mood": part.value}
        case "mood_max":
            return _("mood %(mood)s or worse") % {"mood": part.value}
        case "flag":
            return _("“%(flag)s” noted") % {"flag": part.value}
        case "not_flag":
            return _("“%(flag)s” not noted") % {"flag": part.value}
    return _("nothing else fits")
