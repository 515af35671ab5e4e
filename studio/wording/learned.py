"""What an author learns from plays, in words and figures; "–" where too few people are."""

from dataclasses import dataclass

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from studio.wording.amounts import percent, whole
from studio.wording.graph import shown_graph
from training.models.texts import in_language
from training.queries.plays import mood_of
from training.scenario.graph import choice_letter, graph_of

HIDDEN = "–"
# How many of the choices after which customers are lost stand at the top of the page.
MOST_LOSING = 5
# Of an ending, as short as its place in the picture asks for.
OUTCOMES = {
    "won": gettext_lazy("won"),
    "kept": gettext_lazy("kept"),
    "lost": gettext_lazy("lost"),
}


@dataclass(frozen=True)
class ShownChoice:
    """One choice, as figures in words.

    share: of those who came to the scene, took it. lost: of those who took it, lose the
    customer. percents: the same two as digits for a bar, "" where hidden. more: how many
    points of per cent more are lost than in the whole scene.
    """

    scene: str
    scene_key: str
    letter: str
    text: str
    share: str
    share_percent: str
    mood: object
    lost: str
    lost_percent: str
    more: int


@dataclass(frozen=True)
class ShownScene:
    """One scene. people: how many came to it, in words. mood: a Mood, None where hidden."""

    key: str
    title: str
    people: str
    mood: object
    choices: tuple

    @property
    def is_told(self):
        """Whether anybody came to it, and enough of them to be told of."""
        return self.mood is not None


@dataclass(frozen=True)
class ShownPart:
    """One team or month, as figures in words."""

    name: str
    people: str
    lost: str
    lost_percent: str
    mood: object


def shown_scenes(learned):
    """Return a ShownScene of each scene, in the order of the document."""
    return [_scene(learned, scene) for scene in learned.scenario.scenes.values()]


def losing_choices(scenes):
    """Return the ShownChoices after which most more are lost than in their scene."""
    choices = [choice for scene in scenes for choice in scene.choices]
    worst = sorted(choices, key=lambda choice: -choice.more)
    return [choice for choice in worst[:MOST_LOSING] if choice.more > 0]


def shown_parts(parts, name):
    """Return a ShownPart of each of ``parts``. name: asked of each, returns its words."""
    return [_part(part, name(part.name)) for part in parts]


def month_words(day):
    """Return the month that begins with ``day``: "November 2026"."""
    return date_format(day, "F Y")


def plays_graph(learned, version):
    """Return the ShownGraph of ``version`` with what people did."""
    graph = graph_of(version.document, get_language())
    notes, levels = {}, {}
    for node in graph.nodes:
        arrived = learned.arrived(node.key)
        notes[node.key] = _note(node, arrived, learned.total.people)
        if node.kind == "scene" and arrived and arrived.people:
            levels[node.key] = mood_of(round(arrived.mean_mood)).level
    shares = {}
    for edge in graph.edges:
        went = learned.went(edge.source, edge.target)
        shares[edge.source, edge.target] = went and went.people / learned.total.people
    return shown_graph(
        graph,
        name="plays",
        href=lambda node: f"#scene-{node.key}" if node.kind == "scene" else "",
        notes=notes,
        levels=levels,
        shares=shares,
    )


def people_words(people):
    """Return how many people, in words: "12 people", "nobody yet"."""
    if not people:
        return _("nobody yet")
    words = ngettext("%(count)s person", "%(count)s people", people)
    return words % {"count": whole(people)}


def _scene(learned, scene):
    here = learned.arrived(scene.key)
    offers = enumerate(scene.choices)
    return ShownScene(
        key=scene.key,
        title=in_language(scene.title),
        people=people_words(here.people) if here else HIDDEN,
        mood=_mood(here),
        choices=tuple(
            _choice(learned, scene, choice, choice_letter(position), here)
            for position, choice in offers
        ),
    )


def _choice(learned, scene, choice, letter, here):
    took = learned.took(scene.key, choice.key) if here else None
    share = took.people / here.people if took and here.people else None
    lost = took.lost_share if took else None
    return ShownChoice(
        scene=in_language(scene.title),
        scene_key=scene.key,
        letter=letter,
        text=in_language(choice.text),
        share=_percent(share),
        share_percent=_digits(share),
        mood=_mood(took),
        lost=_percent(lost),
        lost_percent=_digits(lost),
        more=round(100 * lost) - round(100 * here.lost_share) if lost else 0,
    )


def _part(part, name):
    tally = part.tally
    lost = tally.lost_share if tally else None
    return ShownPart(
        name=name,
        people=people_words(tally.people) if tally else HIDDEN,
        lost=_percent(lost),
        lost_percent=_digits(lost),
        mood=_mood(tally),
    )


def _note(node, arrived, everybody):
    if arrived is None:
        return HIDDEN
    if node.kind == "ending":
        return f"{percent(arrived.people / everybody)} · {OUTCOMES[node.outcome]}"
    if not arrived.people:
        return _("nobody yet")
    mood = _("mood {mood}").format(mood=number_format(arrived.mean_mood, 1))
    return f"{percent(arrived.people / everybody)} · {mood}"


def _mood(tally):
    if not tally or not tally.people:
        return None
    return mood_of(round(tally.mean_mood))


def _percent(share):
    return HIDDEN if share is None else percent(share)


def _digits(share):
    return "" if share is None else str(round(100 * share))
