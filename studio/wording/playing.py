"""A play of a draft as its page shows it. All it knows stands in the address."""

from dataclasses import dataclass

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from studio.wording.difference import condition_text
from studio.wording.findings import part_name
from training.scenario.document import Choice, Ending, Scene, text
from training.scenario.graph import choice_letter
from training.scenario.parts import part, scenes
from training.scenario.play import State, Turn, available_choices
from training.scenario.rehearsal import begin, playable, rehearse
from training.scenario.taken import split_flags


@dataclass(frozen=True)
class Offer:
    """A choice of the scene one stands in. url: None when it is not offered now, and why
    says when it would be.
    """

    letter: str
    choice: Choice
    url: str | None
    why: str


@dataclass(frozen=True)
class ShownPlay:
    """A play as far as it goes. first, state: where it began and where it stands.

    scene, ending: what stands there; neither where nothing is written. last: the turn
    before. turns: (turn, address of the play before it). flags: those set, in words.
    start_url, again_url: to begin anew where it began, and where it stands.
    """

    first: State
    state: State
    scene: Scene | None
    ending: Ending | None
    last: Turn | None
    turns: list
    offers: list
    flags: list
    start_url: str
    again_url: str


def shown_play(document, language, *, at, mood, flags, places):
    """Return the ShownPlay of ``document``, a draft's, from ``at`` along ``places``.

    at: key of a scene, else the start. mood: 0-10, None for the scenario's. flags: those
    set at first. places: of the choices taken, each from 0 in its scene.
    """
    scenario = playable(document)
    first = begin(scenario, at, mood, flags)
    played = rehearse(scenario, first, places)
    state, turns = played.state, played.turns
    taken = places[: len(turns)]
    return ShownPlay(
        first=first,
        state=state,
        scene=scenario.scenes.get(state.at),
        ending=scenario.endings.get(state.at),
        last=turns[-1] if turns else None,
        turns=[
            (turn, _address(first, taken[:number], language))
            for number, turn in enumerate(turns)
        ],
        offers=list(_offers(scenario, document, state, first, taken, language)),
        flags=[flag_words(flag, document, language) for flag in sorted(state.flags)],
        start_url=_address(first, [], language),
        again_url=_address(state, [], language),
    )


def scene_titles(document, language):
    """Return (key, title) of the scenes of ``document``."""
    return [
        (key, text(scene.get("title", {}), language) or key)
        for key, scene in scenes(document).items()
    ]


def flag_words(flag, document, language):
    """Return ``flag`` as a page says it; of a choice, that it was chosen."""
    _flags, taken = split_flags([flag])
    if not taken:
        return flag
    name = part_name(document, taken[0], language)
    return _("%(choice)s was chosen") % {"choice": name}


def _offers(scenario, document, state, first, places, language):
    if state.at not in scenario.scenes:
        return
    offered = available_choices(scenario, state)
    for place, choice in enumerate(scenario.scenes[state.at].choices):
        url = _address(first, [*places, place], language)
        stated = part(document, f"{state.at}/{choice.key}").get("if", {})
        yield Offer(
            letter=choice_letter(place),
            choice=choice,
            url=url if choice in offered else None,
            why=condition_text(stated, document, language),
        )


def _address(state, places, language):
    asked = [("from", state.at), ("mood", state.mood), ("language", language)]
    asked += [("flags", flag) for flag in sorted(state.flags)]
    if places:
        asked.append(("path", ".".join(map(str, places))))
    return f"?{urlencode(asked)}"
