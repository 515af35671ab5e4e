"""Adding, moving, copying, renaming and removing parts of a scenario draft."""

from studio.actions.drafts import change_draft
from studio.refusals import refusal
from training.scenario import editing
from training.scenario.parts import endings, kind_of, part, scenes


def change_parts(*, draft, act, at, language, by, when, title="", key="", tag=""):
    """Do ``act``, a key of CHANGES, at the part ``at``; return the address to go on at.

    title: of what is added. key: the new one. tag: of a language.
    Raises PermissionDenied, and ValidationError, code "part_gone" or "key_taken".
    """
    led_to = at

    def change(document):
        nonlocal led_to
        if part(document, at) is None:
            raise refusal("part_gone", person=draft.updated_by or "?")
        kinds, do = CHANGES[act]
        if kind_of(document, at) not in kinds:
            return document
        words = {"title": title.strip(), "key": key, "tag": tag, "language": language}
        document, led_to = do(document, at, words)
        return document

    change_draft(draft=draft, change=change, by=by, at=when)
    return led_to


def remove_part(*, draft, at, instead, by, when):
    """Take the part ``at`` out of ``draft``; return the draft.

    instead: where what led there leads from now on, or "". What is gone already stays so.
    Raises PermissionDenied.
    """

    def change(document):
        known = {*scenes(document), *endings(document)}
        if part(document, at) is None:
            return document
        return editing.remove(document, at, instead if instead in known else "")

    return change_draft(draft=draft, change=change, by=by, at=when)


def change_ways(*, draft, at, adds, number, by, when):
    """Add a branch to the choice at ``at``, or take out branch ``number``; return the
    draft. Raises PermissionDenied.
    """

    def change(document):
        if part(document, at) is None:
            return document
        if adds:
            return editing.add_branch(document, at)
        return editing.remove_branch(document, at, number)

    return change_draft(draft=draft, change=change, by=by, at=when)


def _add_scene(document, at, words):
    if not words["title"]:
        return document, at
    return editing.add_scene(document, words["title"], words["language"])


def _add_ending(document, at, words):
    if not words["title"]:
        return document, at
    return editing.add_ending(document, words["title"], words["language"])


def _add_choice(document, at, words):
    if not words["title"]:
        return document, at
    return editing.add_choice(document, at, words["title"], words["language"])


def _rename(document, at, words):
    if words["key"] == at.rpartition("/")[2]:
        return document, at
    if not editing.is_free(document, at, words["key"]):
        raise refusal("key_taken")
    return editing.rename(document, at, words["key"])


def _move(by):
    return lambda document, at, words: (editing.move(document, at, by), at)


def _begin_here(document, at, words):
    return {**document, "start": at}, at


def _add_language(document, at, words):
    tag = words["tag"]
    return (editing.add_language(document, tag) if tag else document), at


def _remove_language(document, at, words):
    left = [tag for tag in editing.text_languages(document) if tag != words["tag"]]
    return (editing.remove_language(document, words["tag"]) if left else document), at


ANYWHERE = ("frame", "scene", "choice", "ending")
PARTS = ("scene", "choice", "ending")
# At which kinds of part each can be done, and how.
CHANGES = {
    "add-scene": (ANYWHERE, _add_scene),
    "add-ending": (ANYWHERE, _add_ending),
    "add-choice": (("scene",), _add_choice),
    "up": (PARTS, _move(-1)),
    "down": (PARTS, _move(1)),
    "copy": (PARTS, lambda document, at, words: editing.duplicate(document, at)),
    "start": (("scene",), _begin_here),
    "rename": (PARTS, _rename),
    "add-language": (ANYWHERE, _add_language),
    "remove-language": (ANYWHERE, _remove_language),
}
