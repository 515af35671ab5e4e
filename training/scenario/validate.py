"""Everything that is wrong with a scenario document, before anybody plays it."""

from collections.abc import Iterator

from training.scenario.document import Scenario, parse
from training.scenario.finding import Finding, gettext_noop, names
from training.scenario.play import State, start
from training.scenario.references import placed_choices, reference_findings
from training.scenario.states import MOST_STATES, Exploration, cycle, explore
from training.scenario.structure import structure_findings
from training.scenario.taken import split_flags

MESSAGES = {
    "cycle": gettext_noop(
        "These scenes lead back to where they began: %(scenes)s. "
        "A scenario may not go in circles."
    ),
    "too_many_states": gettext_noop(
        "There are more than %(limit)s different states of scene, mood and flags; "
        "the count went over in scene %(scene)s. Use fewer flags, and ask about fewer "
        "choices."
    ),
    "dead_end": gettext_noop(
        "Scene %(scene)s can be a dead end: with mood %(mood)s and these flags set, "
        "no choice is available: %(flags)s."
    ),
    "dead_end_after": gettext_noop(
        "Scene %(scene)s can be a dead end: with mood %(mood)s, these flags set: "
        "%(flags)s, and these choices taken: %(taken)s, no choice is available."
    ),
    "unreachable_scene": gettext_noop("No play ever comes to scene %(key)s."),
    "unreachable_ending": gettext_noop("No play ever comes to ending %(key)s."),
    "never_available": gettext_noop(
        "Choice %(choice)s is never available when a play comes to scene %(scene)s."
    ),
}

# With one of these the document does not say how it is to be played.
_UNPLAYABLE = {
    "unknown_start",
    "shared_key",
    "duplicate_choice",
    "unknown_target",
    "no_fallback",
    "conditional_fallback",
}


def findings(document: object) -> list[Finding]:
    """Return everything that is wrong with ``document``; nothing when it can be played.

    document: any Python value, for example one parsed from JSON or YAML. It never
    makes this raise. What is found in one stage may hide what later stages would find:
    first the shape, then names and texts, then what plays come to.
    """
    if faults := structure_findings(document):
        return faults
    scenario = parse(document)
    faults = reference_findings(scenario)
    if any(fault.code in _UNPLAYABLE for fault in faults):
        return faults
    return [*faults, *_circles(scenario), *_play_findings(scenario)]


def _circles(scenario: Scenario) -> Iterator[Finding]:
    if circle := cycle(scenario):
        yield _finding("cycle", f"scenes.{circle[0]}", scenes=" → ".join(circle))


def _play_findings(scenario: Scenario) -> list[Finding]:
    found = explore(scenario, start(scenario))
    if scene := found.stopped_in:
        # What was not reached by now might still be reached: say nothing about it.
        where = f"scenes.{scene}"
        return [_finding("too_many_states", where, limit=MOST_STATES, scene=scene)]
    return [
        *_unreachable(scenario, found),
        *_dead_ends(scenario, found),
        *_never_available(scenario, found),
    ]


def _unreachable(scenario: Scenario, found: Exploration) -> Iterator[Finding]:
    reached = {state.at for state in found.moves}
    for key in scenario.scenes:
        if key not in reached:
            yield _finding("unreachable_scene", f"scenes.{key}", key=key)
    for key in scenario.endings:
        if key not in reached:
            yield _finding("unreachable_ending", f"endings.{key}", key=key)


def _dead_ends(scenario: Scenario, found: Exploration) -> Iterator[Finding]:
    """Yield one finding a scene, for the state that takes fewest choices to reach."""
    told = set(scenario.endings)
    for state, moves in found.moves.items():
        if not moves and state.at not in told:
            told.add(state.at)
            yield _dead_end(state)


def _dead_end(state: State) -> Finding:
    flags, taken = split_flags(state.flags)
    where, params = f"scenes.{state.at}", {"scene": state.at, "mood": state.mood}
    params["flags"] = names(flags) or "-"
    if not taken:
        return _finding("dead_end", where, **params)
    return _finding("dead_end_after", where, taken=names(taken), **params)


def _never_available(scenario: Scenario, found: Exploration) -> Iterator[Finding]:
    """Yield the choices that no state offers, in scenes that are reached at all."""
    reached = {state.at for state in found.moves}
    offered = {
        (state.at, choice.key)
        for state, moves in found.moves.items()
        for choice, _ in moves
    }
    for scene, choice, where in placed_choices(scenario):
        if scene.key in reached and (scene.key, choice.key) not in offered:
            yield _finding("never_available", where, scene=scene.key, choice=choice.key)


def _finding(code: str, where: str, **params: str | int) -> Finding:
    return Finding(code, where, MESSAGES[code], params)
