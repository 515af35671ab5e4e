"""A scenario as a picture: what can be come to, and which choices lead there.

For whatever an author has written so far: a document need not fit the schema, and what is
not there yet is drawn as a ghost.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from string import ascii_uppercase
from typing import Literal, NamedTuple

from training.scenario.document import text
from training.scenario.finding import Finding

OUTCOMES = ("won", "kept", "lost")
# Key of the ghost that choices lead to whose target is not written yet.
NOWHERE = ""
_OWNER = re.compile(r"(?:scenes|endings)\.([^.\[]+)")

Kind = Literal["scene", "ending", "ghost"]
PartKind = Literal["mood_min", "mood_max", "flag", "not_flag", "otherwise"]


class Part(NamedTuple):
    """One part of a condition. value: a mood, 0-10, or a flag; "" of "otherwise"."""

    kind: PartKind
    value: int | str = ""


@dataclass(frozen=True)
class Node:
    """A scene, an ending, or a ghost: what choices name and nobody has written.

    title: in the language asked for, the key where there is none. outcome: of an ending,
    "won", "kept", "lost" or "". findings: how many of them are about it.
    """

    key: str
    kind: Kind
    title: str
    outcome: str = ""
    is_start: bool = False
    findings: int = 0


@dataclass(frozen=True)
class Way:
    """One choice on its way along an edge.

    letter: of the choice in its scene, "A" first. offered_if: when the choice is offered.
    leads_if: when it leads this way and no other; nothing where it always does.
    """

    choice: str
    letter: str
    text: str
    offered_if: tuple[Part, ...] = ()
    leads_if: tuple[Part, ...] = ()

    @property
    def is_conditional(self) -> bool:
        """Whether mood or flags have a say in it."""
        return bool(self.offered_if or self.leads_if)


@dataclass(frozen=True)
class Edge:
    """All ways from one node to another, in the order of the choices."""

    source: str
    target: str
    ways: tuple[Way, ...]

    @property
    def is_conditional(self) -> bool:
        """Whether every way along it asks for something."""
        return all(way.is_conditional for way in self.ways)


@dataclass(frozen=True)
class Graph:
    """Scenes first, then endings, then ghosts, each in the order of the document."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def node(self, key: str) -> Node | None:
        """Return the node named ``key``, or None."""
        return next((node for node in self.nodes if node.key == key), None)


def graph_of(
    document: object, language: str, findings: Iterable[Finding] = ()
) -> Graph:
    """Return the Graph of ``document``, any parsed JSON or YAML value.

    language: a tag such as "en", as ``document.text`` takes it. findings: what
    ``validate.findings`` said of it. Nothing in the document makes this raise.
    """
    written = _mapping(document)
    scenes, endings = _mapping(written.get("scenes")), _mapping(written.get("endings"))
    edges = tuple(_edges(scenes, language))
    nodes = {
        key: Node(key, "scene", _title(scene, key, language))
        for key, scene in scenes.items()
    }
    for key, ending in endings.items():
        outcome = _word(_mapping(ending).get("outcome"))
        shown = outcome if outcome in OUTCOMES else ""
        nodes.setdefault(key, Node(key, "ending", _title(ending, key, language), shown))
    start = _word(written.get("start"))
    for key in [start] * bool(start) + [edge.target for edge in edges]:
        nodes.setdefault(key, Node(key, "ghost", key))
    if start:
        nodes[start] = replace(nodes[start], is_start=True)
    for finding in findings:
        owner = _OWNER.match(finding.where)
        if owner and (node := nodes.get(owner[1])):
            nodes[node.key] = replace(node, findings=node.findings + 1)
    return Graph(tuple(nodes.values()), edges)


def choice_letter(position: int) -> str:
    """Return the letter of the choice at ``position``, from 0: "A" first."""
    if position < len(ascii_uppercase):
        return ascii_uppercase[position]
    return str(position + 1)


def _edges(scenes: Mapping, language: str) -> Iterator[Edge]:
    for key, scene in scenes.items():
        along: dict[str, list[Way]] = {}
        for position, choice in enumerate(_sequence(_mapping(scene).get("choices"))):
            for target, way in _ways(position, _mapping(choice), language):
                along.setdefault(target, []).append(way)
        for target, ways in along.items():
            yield Edge(key, target, tuple(ways))


def _ways(position: int, choice: Mapping, language: str) -> Iterator[tuple[str, Way]]:
    way = Way(
        choice=_word(choice.get("key")),
        letter=choice_letter(position),
        text=_text(choice.get("text"), language),
        offered_if=_parts(choice.get("if")),
    )
    go = choice.get("go")
    branches = [_mapping(branch) for branch in _sequence(go)]
    if not branches:
        yield _word(go), way
    for number, branch in enumerate(branches):
        parts = _parts(branch.get("if"))
        if number and not parts:
            parts = (Part("otherwise"),)
        yield _word(branch.get("to")), replace(way, leads_if=parts)


def _parts(condition: object) -> tuple[Part, ...]:
    asked = _mapping(condition)
    moods = [
        Part(kind, asked[kind])
        for kind in ("mood_min", "mood_max")
        if isinstance(asked.get(kind), int)
    ]
    flags = [
        Part(kind, flag)
        for kind, field in (("flag", "flags"), ("not_flag", "not_flags"))
        for flag in map(_word, _sequence(asked.get(field)))
        if flag
    ]
    return (*moods, *flags)


def _title(value: object, key: str, language: str) -> str:
    return _text(_mapping(value).get("title"), language) or key


def _text(value: object, language: str) -> str:
    texts = {tag: words for tag, words in _mapping(value).items() if _word(words)}
    return text(texts, language).strip()


def _mapping(value: object) -> Mapping:
    """Return ``value`` where it is an object, without fields that have no name."""
    if not isinstance(value, Mapping):
        return {}
    return {key: inner for key, inner in value.items() if isinstance(key, str)}


def _sequence(value: object) -> Sequence:
    return value if isinstance(value, list | tuple) else ()


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""
