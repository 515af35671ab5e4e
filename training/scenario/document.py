"""The scenario document as plain frozen values.

Every text is ``{language: text}``; an optional text that was left out is ``{}``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from training.scenario.structure import structure_findings

MOOD_MIN, MOOD_MAX = 0, 10

Text = Mapping[str, str]


@dataclass(frozen=True)
class Condition:
    """What must be true of mood and flags; as it stands by default it always holds."""

    mood_min: int = MOOD_MIN
    mood_max: int = MOOD_MAX
    flags: frozenset[str] = frozenset()
    not_flags: frozenset[str] = frozenset()

    def holds(self, mood: int, flags: frozenset[str]) -> bool:
        """Tell whether this holds. mood: 0-10. flags: those that are set."""
        return (
            self.mood_min <= mood <= self.mood_max
            and self.flags <= flags
            and self.not_flags.isdisjoint(flags)
        )


ALWAYS = Condition()


@dataclass(frozen=True)
class Branch:
    """Where a choice leads when the condition holds; ``to`` is a scene or ending."""

    condition: Condition
    to: str


@dataclass(frozen=True)
class Choice:
    """One thing the employee may say or do in a scene.

    skills: points by skill slug, each -3..3. recovery: "listen", "apologise", "solve",
    "thank" or None. tempts: why busy people take it all the same, "quick", "generous",
    "correct" or None. mood: change of the customer's mood, -5..5. does, says: what
    follows at once. go: tried in order on the mood and flags after this choice.
    """

    key: str
    text: Text
    skills: Mapping[str, int]
    recovery: str | None
    tempts: str | None
    mood: int
    sets: frozenset[str]
    clears: frozenset[str]
    condition: Condition
    does: Text
    says: Text
    why: Text
    go: tuple[Branch, ...]

    @property
    def points(self) -> int:
        """The points this choice gives, over all its skills."""
        return sum(self.skills.values())


@dataclass(frozen=True)
class Scene:
    """One moment with the customer."""

    key: str
    title: Text
    does: Text
    says: Text
    ask: Text
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Ending:
    """One way a play can end; outcome is "won", "kept" or "lost"."""

    key: str
    title: Text
    text: Text
    outcome: str


@dataclass(frozen=True)
class Scenario:
    """A whole scenario. mood: the customer's at the start, 0-10. start: a scene."""

    slug: str
    title: Text
    setting: Text
    customer_name: Text
    customer_detail: Text
    skills: tuple[str, ...]
    mood: int
    flags: tuple[str, ...]
    start: str
    scenes: Mapping[str, Scene]
    endings: Mapping[str, Ending]

    def choices(self) -> Iterator[tuple[Scene, Choice]]:
        """Yield every choice with its scene, in document order."""
        for scene in self.scenes.values():
            for choice in scene.choices:
                yield scene, choice


def load(document: object) -> Scenario:
    """Return the scenario that ``document``, a parsed JSON or YAML value, describes.

    Only the shape is checked; ``validate.findings`` tells whether it can be played.
    Raises ValueError naming the place, the reason and what is allowed.
    """
    if faults := structure_findings(document):
        raise ValueError("\n".join(map(str, faults)))
    return parse(document)


def parse(document: Mapping) -> Scenario:
    """Return the scenario in ``document``, which is known to fit ``schema.json``.

    For documents that were checked when they were published; anything else goes
    through ``load``.
    """
    customer = document["customer"]
    scenes, endings = document["scenes"], document["endings"]
    return Scenario(
        slug=document["slug"],
        title=document["title"],
        setting=document["setting"],
        customer_name=customer["name"],
        customer_detail=customer.get("detail", {}),
        skills=tuple(document["skills"]),
        mood=int(document["mood"]),
        flags=tuple(document.get("flags", ())),
        start=document["start"],
        scenes={key: _scene(key, scene) for key, scene in scenes.items()},
        endings={key: Ending(key=key, **ending) for key, ending in endings.items()},
    )


def text(value: Text, language: str) -> str:
    """Return ``value`` in ``language``, a tag such as "en" or "pt-br".

    Falls back to the same language without its region, then to the first language the
    text is written in: the author's. An empty text gives "".
    Source: RFC 4647, section 3.4 (lookup).
    """
    tags = {tag.casefold(): tag for tag in value}
    wanted = language.casefold().replace("_", "-")
    while wanted:
        if wanted in tags:
            return value[tags[wanted]]
        wanted = wanted.rpartition("-")[0]
    return next(iter(value.values()), "")


def _scene(key: str, scene: Mapping) -> Scene:
    return Scene(
        key=key,
        title=scene["title"],
        does=scene.get("does", {}),
        says=scene.get("says", {}),
        ask=scene.get("ask", {}),
        choices=tuple(map(_choice, scene["choices"])),
    )


def _choice(choice: Mapping) -> Choice:
    points = choice.get("skills", {})
    return Choice(
        key=choice["key"],
        text=choice["text"],
        skills={skill: int(number) for skill, number in points.items()},
        recovery=choice.get("recovery"),
        tempts=choice.get("tempts"),
        mood=int(choice.get("mood", 0)),
        sets=frozenset(choice.get("set", ())),
        clears=frozenset(choice.get("clear", ())),
        condition=_condition(choice.get("if", {})),
        does=choice.get("does", {}),
        says=choice.get("says", {}),
        why=choice["why"],
        go=_branches(choice["go"]),
    )


def _branches(go: str | list) -> tuple[Branch, ...]:
    if isinstance(go, str):
        return (Branch(ALWAYS, go),)
    return tuple(Branch(_condition(entry.get("if", {})), entry["to"]) for entry in go)


def _condition(condition: Mapping) -> Condition:
    return Condition(
        mood_min=int(condition.get("mood_min", MOOD_MIN)),
        mood_max=int(condition.get("mood_max", MOOD_MAX)),
        flags=frozenset(condition.get("flags", ())),
        not_flags=frozenset(condition.get("not_flags", ())),
    )
