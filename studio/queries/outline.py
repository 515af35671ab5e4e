"""A scenario that is being written, as a list one can walk."""

from collections import Counter
from dataclasses import dataclass

from training.scenario.document import text
from training.scenario.graph import choice_letter
from training.scenario.parts import FRAME, endings, part_of, scenes, targets


@dataclass(frozen=True)
class OutlinePart:
    """One line of the outline: a scene, an ending, a choice, or the frame.

    letter: of a choice, "A" first. leads_to: titles, or keys of what is not there.
    findings: how many lie in this very part. choices: of a scene.
    """

    at: str
    title: str
    letter: str = ""
    leads_to: tuple[str, ...] = ()
    outcome: str = ""
    findings: int = 0
    is_start: bool = False
    choices: tuple["OutlinePart", ...] = ()


@dataclass(frozen=True)
class Outline:
    """The whole scenario in order."""

    frame: OutlinePart
    scenes: tuple[OutlinePart, ...]
    endings: tuple[OutlinePart, ...]


def outline_of(document, findings, language):
    """Return the Outline of ``document``, titles in ``language``.

    findings: what training.scenario.validate said of it.
    """
    counts = Counter(part_of(document, finding.where)[0] for finding in findings)
    titles = {
        key: text(each.get("title", {}), language) or key
        for key, each in (*endings(document).items(), *scenes(document).items())
    }
    return Outline(
        frame=OutlinePart(
            at=FRAME,
            title=text(document.get("title", {}), language),
            findings=counts[FRAME],
        ),
        scenes=tuple(
            OutlinePart(
                at=key,
                title=titles[key],
                findings=counts[key],
                is_start=document.get("start") == key,
                choices=tuple(_choices(key, scene, titles, counts, language)),
            )
            for key, scene in scenes(document).items()
        ),
        endings=tuple(
            OutlinePart(
                at=key,
                title=titles[key],
                outcome=ending.get("outcome", ""),
                findings=counts[key],
            )
            for key, ending in endings(document).items()
        ),
    )


def _choices(key, scene, titles, counts, language):
    for place, choice in enumerate(scene.get("choices", [])):
        at = f"{key}/{choice['key']}"
        yield OutlinePart(
            at=at,
            title=text(choice.get("text", {}), language) or choice["key"],
            letter=choice_letter(place),
            leads_to=tuple(titles.get(to, to) for to in targets(choice) if to),
            findings=counts[at],
        )
