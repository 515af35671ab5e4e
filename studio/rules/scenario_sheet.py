"""The parts of a scenario as the flat values of a form, and back.

Texts are those of one language. A condition is ``if_mood_min`` and so on; way n, from 0,
of a choice is ``way0_to`` with its condition ``way0_mood_min`` and so on.
"""

from copy import deepcopy

from studio.rules.sheet import Sheet
from training.scenario.editing import (
    add_ending,
    add_scene,
    text_languages,
    with_text,
)
from training.scenario.parts import (
    CHOICE_TEXTS,
    CUSTOMER_TEXTS,
    ENDING_TEXTS,
    FRAME,
    FRAME_TEXTS,
    HURRY_TEXTS,
    SCENE_TEXTS,
    part,
    scenes,
    ways,
)

NEW_SCENE, NEW_ENDING = "+scene", "+ending"
LAST = ("start", "scenes", "endings")
MOODS, NAMED = ("mood_min", "mood_max"), ("flags", "not_flags", "took", "not_took")


def read(document: dict, at: str, language: str) -> dict | None:
    """Return the values of the part at ``at``, None when there is none."""
    here = part(document, at)
    if here is None:
        return None
    if at == FRAME:
        return _frame_values(here, language)
    if "/" in at:
        return _choice_values(here, language)
    if at in scenes(document):
        return _scene_values(here, language)
    return _ending_values(here, language)


def write(
    document: dict, at: str, language: str, values: dict, makes: bool = False
) -> dict:
    """Return the document with ``values`` as the part at ``at``."""
    document = deepcopy(document)
    here, order = part(document, at), text_languages(document)
    if at == FRAME:
        _write_frame(here, language, values, order)
    elif "/" in at:
        document = _with_targets(document, at, language, values, makes)
        _write_choice(part(document, at), language, values, order)
    elif at in scenes(document):
        _write_scene(here, language, values, order)
    else:
        _write_ending(here, language, values, order)
    return document


SHEET = Sheet(read, write)


def condition_values(prefix: str, condition: dict) -> dict:
    """Return the values of ``condition``, each name led by ``prefix``."""
    moods = {f"{prefix}_{name}": condition.get(name) for name in MOODS}
    return moods | {f"{prefix}_{name}": condition.get(name, []) for name in NAMED}


def condition_in(prefix: str, values: dict) -> dict:
    """Return the condition that ``values`` give under ``prefix``."""
    given = {name: values[f"{prefix}_{name}"] for name in (*MOODS, *NAMED)}
    return {name: each for name, each in given.items() if each not in (None, [])}


def way_count(values: dict) -> int:
    """Return how many ways a choice with these values has."""
    return sum(name.startswith("way") and name.endswith("_to") for name in values)


def _frame_values(document, language):
    customer = document.get("customer", {})
    return {
        **_texts(document, FRAME_TEXTS, language),
        **{
            f"customer_{name}": words
            for name, words in _texts(customer, CUSTOMER_TEXTS, language).items()
        },
        "skills": document.get("skills", []),
        "mood": document.get("mood"),
        "flags": document.get("flags", []),
        "start": document.get("start", ""),
    }


def _scene_values(scene, language):
    hurry = scene.get("hurry", {})
    return {
        **_texts(scene, SCENE_TEXTS, language),
        **condition_values("if", scene.get("if", {})),
        "hurry_seconds": hurry.get("seconds"),
        **{
            f"hurry_{name}": words
            for name, words in _texts(hurry, HURRY_TEXTS, language).items()
        },
    }


def _ending_values(ending, language):
    return {
        **_texts(ending, ENDING_TEXTS, language),
        "outcome": ending.get("outcome", ""),
        **condition_values("if", ending.get("if", {})),
    }


def _choice_values(choice, language):
    return {
        **_texts(choice, CHOICE_TEXTS, language),
        "mood": choice.get("mood", 0),
        "points": choice.get("skills", {}),
        "recovery": choice.get("recovery", ""),
        "tempts": choice.get("tempts", ""),
        "set": choice.get("set", []),
        "clear": choice.get("clear", []),
        **condition_values("if", choice.get("if", {})),
        **_way_values(choice),
    }


def _way_values(choice):
    """Return the values of the ways; the last has a condition only where it states one."""
    values, listed = {}, ways(choice) or [{"to": ""}]
    for number, way in enumerate(listed):
        values[f"way{number}_to"] = way["to"]
        if number < len(listed) - 1 or way.get("if"):
            values |= condition_values(f"way{number}", way.get("if", {}))
    return values


def _write_frame(document, language, values, order):
    _write_texts(document, FRAME_TEXTS, language, values, order)
    # The languages of the document are those of its title: a blank one keeps its place.
    if not values["title"].strip():
        blank = {**document.get("title", {}), language: ""}
        document["title"] = {each: blank[each] for each in order if each in blank}
    told = {name: values[f"customer_{name}"] for name in CUSTOMER_TEXTS}
    customer = document.get("customer", {})
    _write_texts(customer, CUSTOMER_TEXTS, language, told, order)
    for name, value in {
        "customer": customer,
        "skills": values["skills"],
        "mood": values["mood"],
        "flags": values["flags"],
        "start": values["start"],
    }.items():
        _put(document, name, value)
    document |= {name: document.pop(name) for name in LAST if name in document}


def _write_scene(scene, language, values, order):
    _write_texts(scene, SCENE_TEXTS, language, values, order)
    _put_condition(scene, values)
    hurry = scene.get("hurry", {})
    _put(hurry, "seconds", values["hurry_seconds"])
    told = {name: values[f"hurry_{name}"] for name in HURRY_TEXTS}
    _write_texts(hurry, HURRY_TEXTS, language, told, order)
    _put(scene, "hurry", hurry)
    scene["choices"] = scene.pop("choices", [])


def _write_ending(ending, language, values, order):
    _write_texts(ending, ENDING_TEXTS, language, values, order)
    _put(ending, "outcome", values["outcome"])
    _put_condition(ending, values)


def _write_choice(choice, language, values, order):
    _write_texts(choice, CHOICE_TEXTS, language, values, order)
    points = {skill: number for skill, number in values["points"].items() if number}
    # A skill without points may be named all the same: it stays as it is.
    kept = {s: n for s, n in choice.get("skills", {}).items() if s in values["points"]}
    _put(choice, "skills", {skill: points.get(skill, 0) for skill in kept} | points)
    if values["mood"] != choice.get("mood", 0):
        _put(choice, "mood", values["mood"] or None)
    for name in ("recovery", "tempts", "set", "clear"):
        _put(choice, name, values[name])
    _put_condition(choice, values)
    if any(values.get(name) != each for name, each in _way_values(choice).items()):
        _put(choice, "go", _go(values))


def _go(values):
    """Return what ``go`` is to be: a key, branches, or nothing yet."""
    count = way_count(values)
    if count == 1 and "way0_mood_min" not in values:
        return values["way0_to"]
    return [_way(f"way{number}", values) for number in range(count)]


def _way(prefix, values):
    asked = f"{prefix}_mood_min" in values
    return ({"if": condition_in(prefix, values)} if asked else {}) | {
        "to": values[f"{prefix}_to"]
    }


def _with_targets(document, at, language, values, makes):
    """Make the scenes and endings that ``values`` ask for, and name them there.

    Until they are made the choice leads where it led before.
    """
    before = ways(part(document, at))
    for number in range(way_count(values)):
        to = values[f"way{number}_to"]
        title = values.pop(f"way{number}_new", "").strip()
        if to not in (NEW_SCENE, NEW_ENDING):
            continue
        if makes and title:
            add = add_scene if to == NEW_SCENE else add_ending
            document, key = add(document, title, language)
        else:
            key = before[number]["to"] if number < len(before) else ""
        values[f"way{number}_to"] = key
    return document


def _texts(holder, fields, language):
    return {field: holder.get(field, {}).get(language, "") for field in fields}


def _write_texts(holder, fields, language, values, order):
    for field in fields:
        text = with_text(holder.get(field, {}), language, values[field], order)
        _put(holder, field, text)


def _put(holder, field, value):
    """Set ``field`` to ``value``; one without a value is taken out."""
    if holder.get(field) == value:
        return
    if value in (None, "", [], {}):
        holder.pop(field, None)
    else:
        holder[field] = value


def _put_condition(holder, values):
    before = condition_values("if", holder.get("if", {}))
    if any(values[name] != each for name, each in before.items()):
        _put(holder, "if", condition_in("if", values))
