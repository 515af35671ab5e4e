"""How the acts of writing modules and question banks are asked."""

from studio.rules.content_parts import FRAME
from studio.rules.content_sheet import read
from studio.rules.sheet import mark_of
from tests.access.questions.asking import Asked, asks
from tests.factories.staff import moment
from tests.factories.studio_content import a_bank_draft, a_module_draft
from tests.training.catalogue import a_bank_document
from training.actions.publishing import publish_bank


def module(asker):
    return a_module_draft(asker.scene.actors["author"])


def bank(asker):
    return a_bank_draft(asker.scene.actors["author"])


@asks("See the page to begin a module", "Begin a module")
@asks("See the page to begin a question bank", "Begin a question bank")
def content_add(asker, whom):
    return Asked(sent={"title": "At the door", "language": "en"})


@asks(
    "Write a module that is published anew",
    "Copy a module that is published",
    "See the versions of a module",
)
def module_published(asker, whom):
    return Asked({"slug": asker.scene.free_module.slug}, {})


@asks(
    "Write a question bank that is published anew",
    "Copy a question bank that is published",
    "See the versions of a question bank",
)
def bank_published(asker, whom):
    publish_bank(document=a_bank_document(), at=moment())
    return Asked({"slug": "service"}, {})


@asks(
    "See a module that is being written",
    "See a module as learners do before it is published",
)
def module_written(asker, whom):
    return Asked({"uuid": module(asker).uuid})


@asks(
    "See a question bank that is being written",
    "See a question bank as learners do before it is published",
)
def bank_written(asker, whom):
    return Asked({"uuid": bank(asker).uuid})


@asks("Write a part of a module")
def module_write(asker, whom):
    return title_of(module(asker))


@asks("Write a part of a question bank")
def bank_write(asker, whom):
    return title_of(bank(asker))


def title_of(draft):
    mark = mark_of(read(draft.document, FRAME, "en"))
    return Asked({"uuid": draft.uuid}, {"mark": mark, "title": "Another door"})


@asks("Add, move, copy or take out a part of a module")
def module_change(asker, whom):
    sent = {"act": "add-step", "kind": "reading", "title": "The bell"}
    return Asked({"uuid": module(asker).uuid}, sent)


@asks("Add, move, copy or take out a part of a question bank")
def bank_change(asker, whom):
    sent = {"act": "add-question", "kind": "short", "title": "Who rings?"}
    return Asked({"uuid": bank(asker).uuid}, sent)


@asks("See what stands in the way of publishing a module", "Publish a module")
def module_publish(asker, whom):
    return Asked({"uuid": module(asker).uuid}, {"note": "The first."})


@asks(
    "See what stands in the way of publishing a question bank",
    "Publish a question bank",
)
def bank_publish(asker, whom):
    return Asked({"uuid": bank(asker).uuid}, {"note": "The first."})
