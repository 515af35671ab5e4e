"""Adding, moving, copying and removing parts of a module or a question bank."""

from studio.actions.drafts import change_draft
from studio.refusals import refusal
from studio.rules import content_editing as editing
from studio.rules.content_parts import (
    FRAME,
    QUESTION_KINDS,
    ROWS,
    STEP_KINDS,
    is_module,
    kind_of,
    part,
)
from training.scenario.editing import add_language


def change_content(
    *, draft, act, at, language, by, when, kind="", title="", tag="", number=0
):
    """Do ``act``, a key of CHANGES, at the part ``at``; return the address to go on at.

    kind, title: of what is added. tag: of a language. number: of a row, from 0. What
    cannot be done there changes nothing.
    Raises PermissionDenied, and ValidationError, code "part_gone".
    """
    led_to = at

    def change(document):
        nonlocal led_to
        if part(document, at) is None:
            raise refusal("part_gone", person=draft.updated_by or "?")
        words = {
            "kind": kind,
            "title": title.strip(),
            "language": language,
            "tag": tag,
            "number": number,
        }
        document, led_to = CHANGES[act](document, at, words)
        return document

    change_draft(draft=draft, change=change, by=by, at=when)
    return led_to


def _add_step(document, at, words):
    if not (is_module(document) and words["kind"] in STEP_KINDS and words["title"]):
        return document, at
    return editing.add_step(document, words["kind"], words["title"], words["language"])


def _add_question(document, at, words):
    home = at.partition("/")[0] if is_module(document) else FRAME
    is_home = kind_of(document, home) in ("quiz", "bank")
    if not (is_home and words["kind"] in QUESTION_KINDS and words["title"]):
        return document, at
    return editing.add_question(
        document, home, words["kind"], words["title"], words["language"]
    )


def _at_a_part(do):
    """Return an act that leaves the frame as it is."""
    return lambda document, at, words: (
        (document, at) if at == FRAME else do(document, at)
    )


def _remove(document, at):
    return editing.remove(document, at), at.rpartition("/")[0]


def _row(do):
    """Return an act on the row ``number`` of a part that has rows."""

    def act(document, at, words):
        field = ROWS.get(kind_of(document, at))
        return (do(document, at, field, words["number"]) if field else document), at

    return act


def _add_language(document, at, words):
    tag = words["tag"]
    return (add_language(document, tag) if tag else document), at


def _remove_language(document, at, words):
    return editing.remove_language(document, words["tag"]), at


CHANGES = {
    "add-step": _add_step,
    "add-question": _add_question,
    "up": _at_a_part(lambda document, at: (editing.move(document, at, -1), at)),
    "down": _at_a_part(lambda document, at: (editing.move(document, at, 1), at)),
    "copy": _at_a_part(editing.duplicate),
    "remove": _at_a_part(_remove),
    "add-language": _add_language,
    "remove-language": _remove_language,
}
# What the buttons inside a part's form do, after the form is saved.
ROW_CHANGES = {
    "row-add": _row(
        lambda document, at, field, _n: editing.add_row(document, at, field)
    ),
    "row-up": _row(lambda *where: editing.move_row(*where, -1)),
    "row-down": _row(lambda *where: editing.move_row(*where, 1)),
    "row-remove": _row(editing.remove_row),
}
CHANGES |= ROW_CHANGES
