"""The parts of a scenario document that is being written, finished or not.

A part has an address: "" is the frame, "waves" a scene or an ending, "waves/own-it" a
choice. Nothing here asks whether the document is sound; ``is_editable`` tells whether it
can be taken apart at all.
"""

import re
from collections.abc import Iterator

FRAME = ""
FRAME_TEXTS = ("title", "setting")
CUSTOMER_TEXTS = ("name", "detail")
SCENE_TEXTS = ("title", "does", "says", "ask")
HURRY_TEXTS = ("says", "does")
CHOICE_TEXTS = ("text", "does", "says", "why")
ENDING_TEXTS = ("title", "text")

_PLACE = re.compile(r"(?:scenes|endings)\.([^.\[]+)(?:\.choices\[(\d+)\])?(.*)")


def scenes(document: dict) -> dict:
    """Return the scenes by key; empty when there are none yet."""
    return document.get("scenes", {})


def endings(document: dict) -> dict:
    """Return the endings by key; empty when there are none yet."""
    return document.get("endings", {})


def choices(document: dict) -> Iterator[tuple[str, dict]]:
    """Yield every choice with its address, in document order."""
    for key, scene in scenes(document).items():
        for choice in scene.get("choices", []):
            yield f"{key}/{choice['key']}", choice


def part(document: dict, at: str) -> dict | None:
    """Return the scene, ending or choice at ``at``, the document itself for the frame.

    None when there is no such part.
    """
    if at == FRAME:
        return document
    key, slash, choice_key = at.partition("/")
    if not slash:
        return scenes(document).get(key, endings(document).get(key))
    listed = scenes(document).get(key, {}).get("choices", [])
    return next((each for each in listed if each["key"] == choice_key), None)


def kind_of(document: dict, at: str) -> str:
    """Return what kind of part ``at`` is: "frame", "scene", "choice" or "ending"."""
    if at == FRAME:
        return "frame"
    if "/" in at:
        return "choice"
    return "scene" if at in scenes(document) else "ending"


def part_of(document: dict, where: str) -> tuple[str, str]:
    """Return the address a finding's ``where`` lies in, and the field there, or "".

    "scenes.waves.choices[0].go" is ("waves/own-it", "go").
    """
    found = _PLACE.fullmatch(where)
    if not found or part(document, found[1]) is None:
        field = re.match(r"[a-z_]+", where)
        return FRAME, field[0] if field else ""
    key, number, rest = found.groups()
    listed = scenes(document).get(key, {}).get("choices", [])
    field = re.match(r"\.?([a-z_]*)", rest)[1]
    if number is None or int(number) >= len(listed):
        return key, field
    return f"{key}/{listed[int(number)]['key']}", field


def ways(choice: dict) -> list[dict]:
    """Return where ``choice`` leads, as branches; none when it leads nowhere yet."""
    go = choice.get("go", [])
    return [{"to": go}] if isinstance(go, str) else go


def targets(choice: dict) -> list[str]:
    """Return the keys that ``choice`` leads to, each once, in order."""
    return list(dict.fromkeys(way["to"] for way in ways(choice) if "to" in way))


def conditions(document: dict) -> Iterator[tuple[str, dict]]:
    """Yield every condition with the address of the part it stands in."""
    for key, each in (*scenes(document).items(), *endings(document).items()):
        if "if" in each:
            yield key, each["if"]
    for at, choice in choices(document):
        stated = [choice.get("if"), *(way.get("if") for way in ways(choice))]
        yield from ((at, condition) for condition in stated if condition)


def named_in(condition: dict) -> list[str]:
    """Return the addresses of the choices that ``condition`` asks about."""
    return [*condition.get("took", []), *condition.get("not_took", [])]


def references(document: dict, at: str) -> list[str]:
    """Return the addresses of the parts that name ``at``, each once; "" is the start.

    For a scene also those that ask about one of its choices. What lies in the scene
    itself does not count.
    """
    found = [""] if document.get("start") == at else []
    if "/" not in at:
        found += [by for by, choice in choices(document) if at in targets(choice)]
    for by, condition in conditions(document):
        if any(f"{name}/".startswith(f"{at}/") for name in named_in(condition)):
            found.append(by)
    inside = f"{at}/"
    return [by for by in dict.fromkeys(found) if not f"{by}/".startswith(inside)]


def texts(document: dict) -> Iterator[tuple[dict, str]]:
    """Yield every place of a text that is there: what holds it, and its field."""
    held = [
        *((document, field) for field in FRAME_TEXTS),
        *((document.get("customer", {}), field) for field in CUSTOMER_TEXTS),
    ]
    for scene in scenes(document).values():
        held += [(scene, field) for field in SCENE_TEXTS]
        held += [(scene.get("hurry", {}), field) for field in HURRY_TEXTS]
    for _, choice in choices(document):
        held += [(choice, field) for field in CHOICE_TEXTS]
    for ending in endings(document).values():
        held += [(ending, field) for field in ENDING_TEXTS]
    yield from ((holder, field) for holder, field in held if field in holder)


def languages(document: dict) -> list[str]:
    """Return the languages of the document: those of its title, then any other."""
    found = dict.fromkeys(document.get("title", {}))
    for holder, field in texts(document):
        found.update(dict.fromkeys(holder[field]))
    return list(found)


def is_editable(document: object) -> bool:
    """Tell whether ``document``, any value, is shaped so that its parts can be told.

    What is missing or out of range does no harm; what is of the wrong kind does.
    """
    try:
        return _is_dict(document) and all(_kinds(document))
    except (AttributeError, KeyError, TypeError):
        return False


def _kinds(document: dict) -> Iterator[bool]:
    yield _is_dict(document.get("customer", {}))
    yield all(_is_list(document.get(name, [])) for name in ("skills", "flags"))
    yield all(isinstance(document.get(name, ""), str) for name in ("slug", "start"))
    yield _is_number(document.get("mood", 0))
    parts = [*scenes(document).values(), *endings(document).values()]
    yield all(_is_dict(each) and _is_dict(each.get("if", {})) for each in parts)
    yield all(_is_dict(each.get("hurry", {})) for each in parts)
    yield all(isinstance(each.get("choices", []), list) for each in parts)
    for _, choice in choices(document):
        yield isinstance(choice["key"], str) and _is_dict(choice.get("if", {}))
        yield all(map(_is_number, choice.get("skills", {}).values()))
        yield _is_number(choice.get("mood", 0))
        yield all(_is_list(choice.get(name, [])) for name in ("set", "clear"))
        yield all(_is_dict(way) and isinstance(way["to"], str) for way in ways(choice))
    for _, condition in conditions(document):
        named = ("flags", "not_flags", "took", "not_took")
        yield all(_is_list(condition.get(name, [])) for name in named)
    for holder, field in texts(document):
        yield all(isinstance(words, str) for words in holder[field].values())


def _is_dict(value: object) -> bool:
    return isinstance(value, dict)


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _is_number(value: object) -> bool:
    return isinstance(value, int)
