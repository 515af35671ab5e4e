"""The scenario rules once more: slow, obvious, and on the raw document.

A state is (key, mood, flags). Shares no line with the package it checks.
"""


def first_state(document):
    return (document["start"], document["mood"], frozenset())


def holds(condition, mood, flags):
    return (
        mood >= condition.get("mood_min", 0)
        and mood <= condition.get("mood_max", 10)
        and all(flag in flags for flag in condition.get("flags", []))
        and not any(flag in flags for flag in condition.get("not_flags", []))
    )


def ways(go):
    return [{"to": go}] if isinstance(go, str) else go


def options(document, state):
    """Return [(choice, next state)] for the choices offered in a state."""
    key, mood, flags = state
    if key in document["endings"]:
        return []
    offered = []
    for choice in document["scenes"][key]["choices"]:
        if not holds(choice.get("if", {}), mood, flags):
            continue
        new_mood = sorted([0, mood + choice.get("mood", 0), 10])[1]
        new_flags = set(flags)
        for flag in choice.get("clear", []):
            new_flags.discard(flag)
        for flag in choice.get("set", []):
            new_flags.add(flag)
        for way in ways(choice["go"]):
            if holds(way.get("if", {}), new_mood, new_flags):
                offered.append((choice, (way["to"], new_mood, frozenset(new_flags))))
                break
    return offered


def reachable(document):
    """Return all reachable states: add what can be added until nothing is new."""
    states = {first_state(document)}
    while True:
        more = {there for here in states for _, there in options(document, here)}
        if more <= states:
            return states
        states |= more


def circling_scenes(document):
    """Return the scenes from which some walk along the arrows leads back."""
    arrows = {
        key: {way["to"] for choice in scene["choices"] for way in ways(choice["go"])}
        for key, scene in document["scenes"].items()
    }
    circling = set()
    for key in arrows:
        ahead = arrows[key]
        for _ in arrows:
            ahead = ahead | {to for via in ahead for to in arrows.get(via, ())}
        if key in ahead:
            circling.add(key)
    return circling


def plays(document, state=None):
    """Yield every play from a state on, as ([choice, …], last state, positions).

    Stuck plays are included. For documents without circles.
    """
    state = state or first_state(document)
    offered = options(document, state)
    if not offered:
        yield [], state, []
    for choice, there in offered:
        position = document["scenes"][state[0]]["choices"].index(choice)
        for choices, last, positions in plays(document, there):
            yield [choice, *choices], last, [position, *positions]


def complete_plays(document, state=None):
    return [
        play for play in plays(document, state) if play[1][0] in document["endings"]
    ]


def points(choices, skill=None):
    return sum(
        number
        for choice in choices
        for slug, number in choice.get("skills", {}).items()
        if skill in (None, slug)
    )


def best_play(document, state=None):
    """Return the best complete play: points, then final mood, then document order."""
    return min(
        complete_plays(document, state),
        key=lambda play: (-points(play[0]), -play[1][1], play[2]),
    )
