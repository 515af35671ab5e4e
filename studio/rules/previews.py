"""What learners see of a part, in one language, without anything being stored."""

from dataclasses import dataclass

from studio.rules.content_parts import FRAME, TEXTS, kind_of, part, questions, steps
from training.scenario.document import text


@dataclass(frozen=True)
class Preview:
    """One part as it is shown: ``here`` has its texts in one language alone.

    questions: of a quiz, as Previews. shown: what a video or scenario step shows, from
    studio.queries.previews; None where it names nothing that is here.
    """

    at: str
    kind: str
    here: dict
    questions: tuple["Preview", ...] = ()
    shown: object = None


def preview_of(document: dict, at: str, language: str) -> Preview | None:
    """Return the Preview of the step or question at ``at``; None for the frame."""
    return None if at == FRAME else _preview(document, at, language)


def previews_of(document: dict, language: str) -> list[Preview]:
    """Return the Preview of every step of a module, or question of a bank, in order."""
    held = [*steps(document), *questions(document)]
    return [_preview(document, each["key"], language) for each in held]


def in_one_language(here: dict, language: str) -> dict:
    """Return ``here`` with each text as {language: text}, the one it would show.

    ``accepted`` becomes the answers in that language, a list.
    """
    changed = {}
    for field, value in here.items():
        if isinstance(value, dict) and field in TEXTS:
            told = text(value, language)
            changed[field] = {language: told} if told else {}
        elif field == "accepted":
            changed[field] = value.get(language) or next(iter(value.values()), [])
        elif isinstance(value, list):
            changed[field] = [
                in_one_language(each, language) if isinstance(each, dict) else each
                for each in value
            ]
        else:
            changed[field] = value
    return changed


def _preview(document: dict, at: str, language: str) -> Preview:
    here = part(document, at)
    inner = [f"{at}/{each['key']}" for each in questions(here)]
    return Preview(
        at,
        kind_of(document, at),
        in_one_language(here, language),
        tuple(_preview(document, each, language) for each in inner),
    )
