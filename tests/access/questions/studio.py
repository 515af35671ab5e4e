"""How the acts of “Writing what can be learned” are asked."""

from studio.rules.scenario_sheet import read
from studio.rules.sheet import mark_of
from tests.access.questions.asking import Asked, asks
from tests.factories.studio import a_draft
from tests.training.scenario.documents import late_table
from training.scenario.parts import FRAME


def draft(asker):
    return a_draft(asker.scene.actors["author"])


@asks("See the page to begin a scenario", "Begin a scenario")
def scenario_add(asker, whom):
    return Asked(sent={"title": "The last coat", "language": "en"})


@asks("Write a published scenario anew", "Copy a published scenario")
def published(asker, whom):
    return Asked({"slug": "a-scenario"}, {})


@asks("See the versions of a scenario")
def version_list(asker, whom):
    return Asked({"slug": "a-scenario"})


@asks("See a scenario that is being written", "Play what is being written")
def written(asker, whom):
    return Asked({"uuid": draft(asker).uuid})


@asks("Write a part of a scenario")
def part_write(asker, whom):
    written = draft(asker)
    values = read(written.document, FRAME, "en")
    sent = values | {"mark": mark_of(values), "title": "The coat", "flags": ""}
    return Asked({"uuid": written.uuid}, sent)


@asks("Add, move, copy or rename a part")
def part_add(asker, whom):
    return Asked({"uuid": draft(asker).uuid}, {"act": "add-scene", "title": "The door"})


@asks("See what needs a part", "Take out a part")
def part_remove(asker, whom):
    return Asked({"uuid": draft(asker).uuid}, {"at": "ready", "instead": ""})


@asks("See what stands in the way of publishing", "Publish a scenario")
def publish(asker, whom):
    written = a_draft(asker.scene.actors["author"], a_playable_one())
    return Asked({"uuid": written.uuid}, {"note": "The first."})


def a_playable_one():
    """Return a document whose only skill is one of the house."""
    document = late_table()
    for scene in document["scenes"].values():
        for choice in scene["choices"]:
            choice["skills"] = {"empathy": 1}
    return document | {"skills": ["empathy"]}


@asks("See the page to delete a draft", "Delete a draft")
def draft_remove(asker, whom):
    return Asked({"uuid": draft(asker).uuid}, {})
