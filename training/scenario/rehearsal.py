"""Playing what is still being written, from any scene, with any mood and flags."""

from collections.abc import Iterable
from dataclasses import dataclass

from training.scenario.document import MOOD_MAX, MOOD_MIN, Scenario, parse
from training.scenario.parts import endings, scenes
from training.scenario.play import State, Turn, after, available_choices
from training.scenario.taken import choices_named, flag_of

NOWHERE = ""


@dataclass(frozen=True)
class Rehearsal:
    """A play as far as it goes. state: where it stands; at NOWHERE the last choice leads
    to nothing that is written.
    """

    turns: tuple[Turn, ...]
    state: State


def playable(document: dict) -> Scenario:
    """Return the scenario in ``document`` as far as it is written.

    document: one that ``parts.is_editable`` accepts. Texts that are missing are empty,
    choices without a way lead to NOWHERE.
    """
    return parse(
        {
            "slug": "",
            "title": {},
            "setting": {},
            "skills": [],
            "mood": 0,
            "start": NOWHERE,
            **document,
            "customer": {"name": {}, **document.get("customer", {})},
            "scenes": {key: _scene(scene) for key, scene in scenes(document).items()},
            "endings": {
                key: {"title": {}, "text": {}, "outcome": "", **ending}
                for key, ending in endings(document).items()
            },
        }
    )


def known_flags(document: dict) -> list[str]:
    """Return every flag a play of ``document`` may have set, those of choices included."""
    named = choices_named({"scenes": {}, "endings": {}, **_with_ways(document)})
    return [*document.get("flags", []), *map(flag_of, sorted(named))]


def begin(scenario: Scenario, at: str, mood: int | None, flags: Iterable[str]) -> State:
    """Return the state to begin in: at a scene, else at the start; else at NOWHERE.

    mood: 0-10, None for the one the scenario begins with.
    """
    key = at if at in scenario.scenes else scenario.start
    mood = scenario.mood if mood is None else mood
    return State(
        key if key in scenario.scenes else NOWHERE,
        min(max(mood, MOOD_MIN), MOOD_MAX),
        frozenset(flags),
    )


def rehearse(scenario: Scenario, state: State, path: Iterable[int]) -> Rehearsal:
    """Return the play from ``state`` along ``path``, places of choices in their scenes.

    It ends early where the path names a choice that is not there or not offered.
    """
    turns = []
    for place in path:
        if state.at not in scenario.scenes:
            break
        listed = scenario.scenes[state.at].choices
        if place >= len(listed):
            break
        if listed[place] not in available_choices(scenario, state):
            break
        there = _after(scenario, state, listed[place])
        turns.append(Turn(state, listed[place], there))
        state = there
    return Rehearsal(tuple(turns), state)


def _after(scenario, state, choice):
    try:
        there = after(state, choice)
    except ValueError:
        # No way holds: the mood and the flags are those of the choice all the same.
        mood = min(max(state.mood + choice.mood, MOOD_MIN), MOOD_MAX)
        flags = (state.flags - choice.clears) | choice.sets
        return State(NOWHERE, mood, flags)
    known = there.at in scenario.scenes or there.at in scenario.endings
    return there if known else there._replace(at=NOWHERE)


def _scene(scene):
    hurry = {"hurry": {"seconds": 0, **scene["hurry"]}} if "hurry" in scene else {}
    return {
        "title": {},
        **scene,
        **hurry,
        "choices": [_choice(choice) for choice in scene.get("choices", [])],
    }


def _choice(choice):
    return {"text": {}, "why": {}, "go": [{"to": NOWHERE}], **choice}


def _with_ways(document):
    held = {key: _scene(scene) for key, scene in scenes(document).items()}
    return {**document, "scenes": held, "endings": endings(document)}
