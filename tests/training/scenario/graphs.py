"""Random scenario documents: well formed, and otherwise anything."""

from hypothesis import settings
from hypothesis import strategies as st

from tests.training.scenario import reference
from tests.training.scenario.documents import a_choice, a_document, a_scene

# A busy machine is no fault of the scenario.
quick = settings(max_examples=60, deadline=None)
long = settings(max_examples=2_000, deadline=None)

FLAGS = ["angry", "paid"]
SKILLS = ["apologising", "empathy"]


def _some(values):
    return st.lists(st.sampled_from(values), unique=True, max_size=2)


conditions = st.fixed_dictionaries(
    {},
    optional={
        "mood_min": st.integers(0, 10),
        "mood_max": st.integers(0, 10),
        "flags": _some(FLAGS),
        "not_flags": _some(FLAGS),
    },
)


@st.composite
def random_documents(draw, *, circles=True, largest=4):
    """Draw a document. circles: whether scenes may lead back. largest: most scenes."""
    count = draw(st.integers(1, largest))
    keys = [f"s{number}" for number in range(count)]
    endings = ["good", "bad"][: draw(st.integers(1, 2))]
    scenes = {}
    for number, key in enumerate(keys):
        ahead = keys if circles else keys[number + 1 :]
        choices = draw(st.lists(_choices(ahead + endings), min_size=1, max_size=3))
        for position, choice in enumerate(choices):
            choice["key"] = f"c{position}"
        scenes[key] = a_scene(*choices)
    return a_document(scenes, endings, flags=FLAGS, mood=draw(st.integers(0, 10)))


@st.composite
def _choices(draw, targets):
    go = draw(st.sampled_from(targets))
    branches = draw(st.lists(conditions.filter(_asks), max_size=2))
    if branches:
        tos = [draw(st.sampled_from(targets)) for _ in branches]
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
    )


@st.composite
def sound_documents(draw, *, largest=4):
    """Draw a document that has nothing wrong with it."""
    document = draw(random_documents(circles=False, largest=largest))
    for scene in document["scenes"].values():
        scene["choices"][0].pop("if", None)
    return pruned(document)


def pruned(document):
    """Return the document without the scenes, endings and choices no play comes to."""
    states = reference.reachable(document)
    reached = {key for key, _, _ in states}
    offered = {
        (state[0], choice["key"])
        for state in states
        for choice, _ in reference.options(document, state)
    }
    scenes = {}
    for key, scene in document["scenes"].items():
        choices = [c for c in scene["choices"] if (key, c["key"]) in offered]
        for choice in choices:
            ways = [way for way in reference.ways(choice["go"]) if way["to"] in reached]
            # A last branch that goes where nobody comes is itself never taken.
            ways[-1] = {"to": ways[-1]["to"]}
            choice["go"] = ways
        if key in reached:
            scenes[key] = {**scene, "choices": choices}
    endings = [key for key in document["endings"] if key in reached]
    return a_document(scenes, endings, flags=document["flags"], mood=document["mood"])
