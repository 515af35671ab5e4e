"""The scenario document as plain frozen values.

Every text is ``{language: text}``; an optional text that was left out is ``{}``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from training.scenario.structure import structure_findings
from training.scenario.taken import choices_named, flag_of

MOOD_MIN, MOOD_MAX = 0, 10

Text = Mapping[str, str]


@dataclass(frozen=True)
class Condition:
    """What must be true of mood and flags; as it stands by default it always holds.

    That a choice was taken is a flag too: see ``training.scenario.taken``.
    """

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

    def and_also(self, other: "Condition") -> "Condition":
        """Return the condition that holds where both this and ``other`` hold."""
        return Condition(
            mood_min=max(self.mood_min, other.mood_min),
            mood_max=min(self.mood_max, other.mood_max),
            flags=self.flags | other.flags,
            not_flags=self.not_flags | other.not_flags,
        )


ALWAYS = Condition()


@dataclass(frozen=True)
class Branch:
    """Where a choice may lead. to: key of a scene or ending.

    written: what the branch itself asks for. of_target: what that scene or ending does.
    """

    written: Condition
    to: str
    of_target: Condition = ALWAYS

    @cached_property
    def condition(self) -> Condition:
        """What must hold for a play to go this way."""
        return self.written.and_also(self.of_target)


@dataclass(frozen=True)
class Choice:
    """One thing the employee may say or do in a scene.

    skills: points by skill slug, each -3..3. recovery: "listen", "apologise", "solve",
    "thank" or None. tempts: why busy people take it all the same, "quick", "generous",
    "correct" or None. mood: change of the customer's mood, -5..5. does, says: what
    follows at once. sets, clears: flags; that this choice was taken is among those set
    when a condition names it. go: tried in order on the mood and flags after it.
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
class Hurry:
    """How long a customer in a hurry waits, 10-120 seconds, and what follows then.

    Shown, never counted: no score and no way depends on it.
    """

    seconds: int
    does: Text
    says: Text


@dataclass(frozen=True)
class Scene:
    """One moment with the customer. condition: what every branch leading here needs.

    hurry: None when the customer has time.
    """

    key: str
    title: Text
    does: Text
    says: Text
    ask: Text
    choices: tuple[Choice, ...]
    condition: Condition
    hurry: Hurry | None


@dataclass(frozen=True)
class Ending:
    """One way a play can end; outcome is "won", "kept" or "lost".

    condition: what every branch leading here needs.
    """

    key: str
    title: Text
    text: Text
    outcome: str
    condition: Condition


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
    reading = _Reading(
        named=choices_named(document),
        asked={
            key: _condition(place.get("if", {}))
            for key, place in (document["scenes"] | document["endings"]).items()
        },
    )
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
        scenes={
            key: _scene(key, scene, reading)
            for key, scene in document["scenes"].items()
        },
        endings={
            key: _ending(key, ending) for key, ending in document["endings"].items()
        },
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


@dataclass(frozen=True)
class _Reading:
    """What has to be known of the whole document to read a part of it.

    named: choices that conditions name. asked: by scene or ending, its condition.
    """

    named: frozenset[str]
    asked: Mapping[str, Condition]


def _scene(key: str, scene: Mapping, reading: _Reading) -> Scene:
    return Scene(
        key=key,
        title=scene["title"],
        does=scene.get("does", {}),
        says=scene.get("says", {}),
        ask=scene.get("ask", {}),
        choices=tuple(_choice(key, choice, reading) for choice in scene["choices"]),
        condition=_condition(scene.get("if", {})),
        hurry=_hurry(scene["hurry"]) if "hurry" in scene else None,
    )


def _hurry(hurry: Mapping) -> Hurry:
    return Hurry(
        seconds=int(hurry["seconds"]),
        does=hurry.get("does", {}),
        says=hurry.get("says", {}),
    )


def _ending(key: str, ending: Mapping) -> Ending:
    return Ending(
        key=key,
        title=ending["title"],
        text=ending["text"],
        outcome=ending["outcome"],
        condition=_condition(ending.get("if", {})),
    )


def _choice(scene_key: str, choice: Mapping, reading: _Reading) -> Choice:
    points = choice.get("skills", {})
    name = f"{scene_key}/{choice['key']}"
    taken = {flag_of(name)} if name in reading.named else set()
    return Choice(
        key=choice["key"],
        text=choice["text"],
        skills={skill: int(number) for skill, number in points.items()},
        recovery=choice.get("recovery"),
        tempts=choice.get("tempts"),
        mood=int(choice.get("mood", 0)),
        sets=frozenset(choice.get("set", ())) | taken,
        clears=frozenset(choice.get("clear", ())),
        condition=_condition(choice.get("if", {})),
        does=choice.get("does", {}),
        says=choice.get("says", {}),
        why=choice["why"],
        go=_branches(choice["go"], reading),
    )


def _branches(go: str | list, reading: _Reading) -> tuple[Branch, ...]:
    ways = [{"to": go}] if isinstance(go, str) else go
    return tuple(
        Branch(
            _condition(way.get("if", {})),
            way["to"],
            reading.asked.get(way["to"], ALWAYS),
        )
        for way in ways
    )


def _condition(condition: Mapping) -> Condition:
    took, not_took = condition.get("took", ()), condition.get("not_took", ())
    return Condition(
        mood_min=int(condition.get("mood_min", MOOD_MIN)),
        mood_max=int(condition.get("mood_max", MOOD_MAX)),
        flags=frozenset([*condition.get("flags", ()), *map(flag_of, took)]),
        not_flags=frozenset([*condition.get("not_flags", ()), *map(flag_of, not_took)]),
    )
