"""Writing a scenario: a document in, a new document out.

Nothing is repaired behind the author's back: what no longer leads anywhere is left as it
is, and ``validate.findings`` tells of it. Addresses are those of ``parts``. A document
that ``parts.is_editable`` refuses is none to edit.
"""

import re
import unicodedata
from collections.abc import Container, Iterable
from copy import deepcopy

from training.scenario.parts import (
    choices,
    conditions,
    endings,
    languages,
    part,
    scenes,
    texts,
    ways,
)

FORMAT = "encore.scenario/1"
START_MOOD = 5
LONGEST_KEY = 40
KEY = re.compile(r"[a-z][a-z0-9-]{0,59}")


def empty_scenario(slug: str, title: str, language: str) -> dict:
    """Return a scenario that has a title and nothing else."""
    return {
        "format": FORMAT,
        "slug": slug,
        "title": {language: title},
        "mood": START_MOOD,
    }


def key_from(words: str, taken: Container[str], otherwise: str) -> str:
    """Return a key made of ``words`` that is not in ``taken``.

    otherwise: what it is made of when the words have no Latin letter.
    """
    plain = unicodedata.normalize("NFKD", words.casefold().replace("ß", "ss"))
    plain = "".join(each for each in plain if not unicodedata.combining(each))
    plain = re.sub(r"[’']", "", plain)
    made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    made = re.sub(r"^[0-9-]+", "", made)
    if len(made) > LONGEST_KEY:
        made = made[:LONGEST_KEY].rpartition("-")[0] or made[:LONGEST_KEY]
    return free_key(made or otherwise, taken)


def free_key(key: str, taken: Container[str]) -> str:
    """Return ``key``, or with the first number from 2 on that makes it free."""
    number, free = 1, key
    while free in taken:
        number += 1
        free = f"{key[: LONGEST_KEY + 10]}-{number}"
    return free


def add_scene(document: dict, title: str, language: str) -> tuple[dict, str]:
    """Return the document with a scene at its end, and the scene's key.

    The first scene is where plays start.
    """
    document = deepcopy(document)
    key = key_from(title, _keys(document), "scene")
    scene = {"title": {language: title}, "choices": []}
    document.setdefault("scenes", {})[key] = scene
    document.setdefault("start", key)
    return _in_order(document), key


def add_ending(document: dict, title: str, language: str) -> tuple[dict, str]:
    """Return the document with an ending at its end, and the ending's key."""
    document = deepcopy(document)
    key = key_from(title, _keys(document), "ending")
    document.setdefault("endings", {})[key] = {"title": {language: title}}
    return _in_order(document), key


def add_choice(
    document: dict, scene: str, text: str, language: str
) -> tuple[dict, str]:
    """Return the document with a choice at the end of ``scene``, and its address."""
    document = deepcopy(document)
    listed = scenes(document)[scene].setdefault("choices", [])
    key = key_from(text, [each["key"] for each in listed], "choice")
    listed.append({"key": key, "text": {language: text}})
    return document, f"{scene}/{key}"


def duplicate(document: dict, at: str) -> tuple[dict, str]:
    """Return the document with a copy right after the part at ``at``, and its address."""
    document = deepcopy(document)
    copy, (key, slash, choice_key) = deepcopy(part(document, at)), at.partition("/")
    if slash:
        listed = scenes(document)[key]["choices"]
        copy["key"] = free_key(choice_key, [each["key"] for each in listed])
        listed.insert(listed.index(part(document, at)) + 1, copy)
        return document, f"{key}/{copy['key']}"
    new, name = free_key(key, _keys(document)), _home(document, key)
    place = list(document[name]).index(key) + 1
    items = list(document[name].items())
    document[name] = dict([*items[:place], (new, copy), *items[place:]])
    return document, new


def is_free(document: dict, at: str, key: str) -> bool:
    """Tell whether the part at ``at`` may have the key ``key``: well formed and unused."""
    scene, slash, _ = at.partition("/")
    listed = scenes(document)[scene].get("choices", []) if slash else []
    taken = [each["key"] for each in listed] if slash else _keys(document)
    return bool(KEY.fullmatch(key)) and key not in taken


def rename(document: dict, at: str, key: str) -> tuple[dict, str]:
    """Return the document in which the part at ``at`` has the key ``key``, and its address.

    Everything that names it follows. Raises ValueError when the key is not free.
    """
    if not is_free(document, at, key):
        raise ValueError(f"{key} cannot be the key of {at}")
    document, (old, slash, _) = deepcopy(document), at.partition("/")
    if slash:
        part(document, at)["key"] = key
        _rename_taken(document, at, f"{old}/{key}")
        return document, f"{old}/{key}"
    name = _home(document, old)
    document[name] = {
        key if each == old else each: value for each, value in document[name].items()
    }
    _lead_elsewhere(document, old, key)
    _rename_taken(document, f"{old}/", f"{key}/")
    return document, key


def move(document: dict, at: str, by: int) -> dict:
    """Return the document with the part at ``at`` moved ``by`` places among its like.

    by: negative is up. At an end it stays where it is.
    """
    document, (key, slash, _) = deepcopy(document), at.partition("/")
    if slash:
        listed = scenes(document)[key]["choices"]
        place = listed.index(part(document, at))
        listed.insert(max(place + by, 0), listed.pop(place))
        return document
    name = _home(document, key)
    order = list(document[name])
    place = order.index(key)
    order.insert(max(place + by, 0), order.pop(place))
    document[name] = {each: document[name][each] for each in order}
    return document


def remove(document: dict, at: str, instead: str = "") -> dict:
    """Return the document without the part at ``at``.

    instead: the scene or ending where whatever led there is to lead from now on; with ""
    it leads nowhere, which is a finding. Conditions go on asking about choices that are
    gone, which is one, too.
    """
    document, (key, slash, _) = deepcopy(document), at.partition("/")
    if slash:
        scenes(document)[key]["choices"].remove(part(document, at))
        return document
    del document[_home(document, key)][key]
    if instead:
        _lead_elsewhere(document, key, instead)
    return document


def add_branch(document: dict, at: str) -> dict:
    """Return the document in which the choice at ``at`` has one more branch.

    It stands before the last, which is the one without a condition, and leads there, too.
    """
    document = deepcopy(document)
    choice = part(document, at)
    listed = ways(choice) or [{"to": ""}]
    choice["go"] = [*listed[:-1], {"if": {}, "to": listed[-1]["to"]}, listed[-1]]
    return document


def remove_branch(document: dict, at: str, number: int) -> dict:
    """Return the document without branch ``number``, from 0, of the choice at ``at``.

    The last one stays. Without conditions left, it is the plain way again.
    """
    document = deepcopy(document)
    choice = part(document, at)
    listed = ways(choice)
    if 0 <= number < len(listed) - 1:
        del listed[number]
    if len(listed) > 1 or "if" in listed[0]:
        choice["go"] = listed
    elif listed[0]["to"]:
        choice["go"] = listed[0]["to"]
    else:
        del choice["go"]
    return document


def add_language(document: dict, language: str) -> dict:
    """Return the document with ``language`` too, its title in it still blank."""
    document = deepcopy(document)
    document.setdefault("title", {}).setdefault(language, "")
    return document


def remove_language(document: dict, language: str) -> dict:
    """Return the document without any text in ``language``."""
    document = deepcopy(document)
    for holder, field in list(texts(document)):
        holder[field].pop(language, None)
        if not holder[field]:
            del holder[field]
    return document


def with_text(text: dict, language: str, words: str, order: Iterable[str]) -> dict:
    """Return ``text`` with ``words`` in ``language``; without it when they are blank.

    order: languages, the author's first; the text has them in this order.
    """
    told = {**text, language: words} if words.strip() else {**text}
    if not words.strip():
        told.pop(language, None)
    known = dict.fromkeys([*order, *told])
    return {each: told[each] for each in known if each in told}


def text_languages(document: dict) -> list[str]:
    """Return the languages to write in: those of the document, English when it has none."""
    return languages(document) or ["en"]


def _keys(document: dict) -> list[str]:
    return [*scenes(document), *endings(document)]


def _home(document: dict, key: str) -> str:
    return "scenes" if key in scenes(document) else "endings"


def _in_order(document: dict) -> dict:
    """Return the document with start, scenes and endings last, as one reads them."""
    last = [name for name in ("start", "scenes", "endings") if name in document]
    first = {name: value for name, value in document.items() if name not in last}
    return first | {name: document[name] for name in last}


def _lead_elsewhere(document: dict, old: str, new: str) -> None:
    if document.get("start") == old:
        document["start"] = new
    for _, choice in choices(document):
        if choice.get("go") == old:
            choice["go"] = new
            continue
        for way in ways(choice):
            if way["to"] == old:
                way["to"] = new


def _rename_taken(document: dict, old: str, new: str) -> None:
    """Rename in conditions: one choice, or with a slash at its end all of a scene."""
    for _, condition in conditions(document):
        for name in ("took", "not_took"):
            if name in condition:
                condition[name] = [
                    new + each.removeprefix(old)
                    if each == old or (old[-1] == "/" and each.startswith(old))
                    else each
                    for each in condition[name]
                ]
