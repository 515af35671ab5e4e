"""Random scenario documents: well formed, and otherwise anything."""

from hypothesis import assume, settings
from hypothesis import strategies as st

from tests.training.scenario import reference
from tests.training.scenario.documents import (
    a_choice,
    a_document,
    a_scene,
)
from training.scenario.play import State

# A busy machine is no fault of the scenario.
quick = settings(max_examples=60, deadline=None)
long = settings(max_examples=2_000, deadline=None)

FLAGS = ["angry", "paid"]
SKILLS = ["apologising", "empathy"]


def _some(values):
    if not values:
        return st.just([])
    return st.lists(st.sampled_from(values), unique=True, max_size=2)


def _conditions(names):
    """Draw a condition that asks after flags, and after the choices in ``names``."""
    return st.fixed_dictionaries(
        {},
        optional={
            "mood_min": st.integers(0, 10),
            "mood_max": st.integers(0, 10),
            "flags": _some(FLAGS),
            "not_flags": _some(FLAGS),
            "took": _some(names),
            "not_took": _some(names),
        },
    )


@st.composite
def random_documents(draw, *, circles=True, largest=4):
    """Draw a document. circles: whether scenes may lead back. largest: most scenes.

    At most two choices are asked after, and some of the later scenes and of the endings
    have conditions of their own.
    """
    counts = draw(st.lists(st.integers(1, 3), min_size=1, max_size=largest))
    keys = [f"s{number}" for number in range(len(counts))]
    endings = ["good", "bad"][: draw(st.integers(1, 2))]
    all_names = [
        f"{key}/c{number}"
        for key, count in zip(keys, counts, strict=True)
        for number in range(count)
    ]
    names = draw(st.lists(st.sampled_from(all_names), min_size=1, max_size=2))
    conditions = _conditions(sorted(set(names)))
    closable = [*keys[1:], *endings[1:]]
    closed = {
        key: draw(conditions.filter(_asks))
        for key in draw(st.permutations(closable))[: draw(st.integers(0, 2))]
    }
    scenes = {}
    for number, (key, count) in enumerate(zip(keys, counts, strict=True)):
        targets = (keys if circles else keys[number + 1 :]) + endings
        choices = _choices(targets, closed, conditions)
        scenes[key] = a_scene(*(draw(choices) for _ in range(count)))
        for position, choice in enumerate(scenes[key]["choices"]):
            choice["key"] = f"c{position}"
    document = a_document(scenes, endings, flags=FLAGS, mood=draw(st.integers(0, 10)))
    for key, condition in closed.items():
        (scenes | document["endings"])[key]["if"] = condition
    return document


@st.composite
def _choices(draw, targets, closed, conditions):
    go = draw(st.sampled_from([key for key in targets if key not in closed]))
    branches = draw(st.lists(conditions.filter(_asks), max_size=2))
    if branches:
        tempting = targets + [key for key in targets if key in closed]
        tos = [draw(st.sampled_from(tempting)) for _ in branches]
        ways = [{"if": c, "to": to} for c, to in zip(branches, tos, strict=True)]
        go = [*ways, {"to": go}]
    sets = draw(_some(FLAGS))
    choice = a_choice(
        go=go,
        mood=draw(st.integers(-5, 5)),
        skills=draw(st.dictionaries(st.sampled_from(SKILLS), st.integers(-3, 3))),
        set=sets,
        clear=[flag for flag in draw(_some(FLAGS)) if flag not in sets],
    )
    if draw(st.booleans()):
        choice["if"] = draw(conditions)
    return choice


def _asks(condition):
    """Tell whether a condition asks for anything."""
    return bool(
        condition.get("mood_min", 0) > 0
        or condition.get("mood_max", 10) < 10
        or condition.get("flags")
        or condition.get("not_flags")
        or condition.get("took")
        or condition.get("not_took")
    )


def as_played(state):
    """Return the State that the reference calls ``state``."""
    key, mood, facts = state
    return State(
        key, mood, frozenset(f"took:{fact}" if "/" in fact else fact for fact in facts)
    )


def as_told(state):
    """Return what the reference calls ``state``, a State."""
    facts = frozenset(flag.removeprefix("took:") for flag in state.flags)
    return (state.at, state.mood, facts)


@st.composite
def sound_documents(draw, *, largest=4):
    """Draw a document that has nothing wrong with it."""
    document = draw(random_documents(circles=False, largest=largest))
    for scene in document["scenes"].values():
        scene["choices"][0].pop("if", None)
    return pruned(document)


def pruned(document):
    """Return the document without all that no play comes to; no play changes."""
    states = reference.reachable(document)
    reached = {key for key, _, _ in states}
    used = [
        (state[0], choice["key"], way)
        for state in states
        for choice, way, _ in reference.moves(document, state)
    ]
    taken = {f"{key}/{choice}" for key, choice, _ in used}
    kept = {
        name: {
            key: _asking_less(place, taken)
            for key, place in document[name].items()
            if key in reached
        }
        for name in ("scenes", "endings")
    }
    for number, (key, scene) in enumerate(kept["scenes"].items(), start=1):
        ahead = {**dict(list(kept["scenes"].items())[number:]), **kept["endings"]}
        scene["choices"] = [
            {**_asking_less(choice, taken), "go": go}
            for choice in scene["choices"]
            if f"{key}/{choice['key']}" in taken
            for go in [_ways_left(key, choice, used, taken, ahead)]
        ]
    return a_document(**kept, flags=document["flags"], mood=document["mood"])


def _asking_less(part, taken):
    """Return a part of a document that does not ask after what is never taken."""
    if "not_took" not in part.get("if", {}):
        return dict(part)
    left = [name for name in part["if"]["not_took"] if name in taken]
    return {**part, "if": {**part["if"], "not_took": left}}


def _ways_left(key, choice, used, taken, ahead):
    """Return the ways of a choice that plays go, the last of them always open."""
    left = []
    for way in reference.ways(choice["go"]):
        if (key, choice["key"], way) in used:
            left.append(_asking_less(way, taken))
            if _is_open(left[-1], ahead):
                return left
    if not _asks(ahead[left[-1]["to"]].get("if", {})):
        return [*left[:-1], {"to": left[-1]["to"]}]
    # What goes where nobody comes need only be open, and lead ahead.
    spare = [key for key, place in ahead.items() if not _asks(place.get("if", {}))]
    assume(spare)
    return [*left, {"to": spare[0]}]


def _is_open(way, ahead):
    """Tell whether a way asks for nothing, nor the place it leads to."""
    asked = (way.get("if", {}), ahead[way["to"]].get("if", {}))
    return not any(map(_asks, asked))
