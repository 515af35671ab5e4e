"""The scenario rules once more: slow, obvious, and on the raw document.

A state is (key, mood, facts): the flags that are set, and of the choices that any
condition names those that were taken, "scene/choice". Shares no line with the package
it checks.
"""

from itertools import chain, combinations


def first_state(document):
    return (document["start"], document["mood"], frozenset())


def holds(condition, mood, facts):
    wanted = condition.get("flags", []) + condition.get("took", [])
    unwanted = condition.get("not_flags", []) + condition.get("not_took", [])
    return (
        mood >= condition.get("mood_min", 0)
        and mood <= condition.get("mood_max", 10)
        and all(fact in facts for fact in wanted)
        and not any(fact in facts for fact in unwanted)
    )


def asked_of(document, key):
    """Return the condition of a scene or ending, {} without one."""
    return (document["scenes"] | document["endings"])[key].get("if", {})


def conditions(document):
    """Return [(place, condition)] for all that is written with an "if"."""
    found = []
    for name in ("scenes", "endings"):
        for key, place in document[name].items():
            found.append((f"{name}.{key}", place))
            for number, choice in enumerate(place.get("choices", [])):
                found.append((f"{name}.{key}.choices[{number}]", choice))
                for which, way in enumerate(ways(choice["go"])):
                    found.append((f"{name}.{key}.choices[{number}].go[{which}]", way))
    return [(f"{where}.if", part["if"]) for where, part in found if "if" in part]


def named_choices(document):
    return {
        name
        for _, condition in conditions(document)
        for name in condition.get("took", []) + condition.get("not_took", [])
    }


def can_hold(*wanted):
    """Tell whether any mood and facts at all make every condition hold at once."""
    facts = sorted(
        {
            fact
            for condition in wanted
            for field in ("flags", "not_flags", "took", "not_took")
            for fact in condition.get(field, [])
        }
    )
    subsets = chain.from_iterable(
        combinations(facts, size) for size in range(len(facts) + 1)
    )
    return any(
        all(holds(condition, mood, subset) for condition in wanted)
        for subset in subsets
        for mood in range(11)
    )


def ways(go):
    return [{"to": go}] if isinstance(go, str) else go


def options(document, state):
    """Return [(choice, next state)] for the choices offered in a state."""
    return [(choice, there) for choice, _, there in moves(document, state)]


def moves(document, state):
    """Return [(choice, the way it goes, next state)] for the choices offered."""
    key, mood, facts = state
    if key in document["endings"]:
        return []
    named, offered = named_choices(document), []
    for choice in document["scenes"][key]["choices"]:
        if not holds(choice.get("if", {}), mood, facts):
            continue
        new_mood = sorted([0, mood + choice.get("mood", 0), 10])[1]
        new_facts = set(facts)
        for flag in choice.get("clear", []):
            new_facts.discard(flag)
        for flag in choice.get("set", []):
            new_facts.add(flag)
        if f"{key}/{choice['key']}" in named:
            new_facts.add(f"{key}/{choice['key']}")
        for way in ways(choice["go"]):
            asked = (way.get("if", {}), asked_of(document, way["to"]))
            if all(holds(condition, new_mood, new_facts) for condition in asked):
                there = (way["to"], new_mood, frozenset(new_facts))
                offered.append((choice, way, there))
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
