"""How the acts of “Learning” are asked."""

from uuid import uuid4

from tests.access.questions.asking import Asked, asks
from tests.access.table import WHOM
from tests.factories.staff import (
    TODAY,
    moment,
)
from tests.factories.training import (
    RefresherCardFactory,
)
from tests.frozen import unguarded
from tests.training.films import a_film
from training.actions.learning import begin_attempt, take_choice
from training.actions.publishing import publish_path
from training.models import NamedObserver, Step, StepCompletion


@asks("See a module", "Begin a module of one's own choice")
def module(asker, whom):
    return Asked({"slug": "free"}, {})


@asks("See a learning path")
def learning_path(asker, whom):
    document = {"slug": "first-week", "modules": ["free", "short"]}
    texts = {"title": {"en": "First week"}, "summary": {"en": "Two modules."}}
    publish_path(document=document | texts, at=moment())
    return Asked({"slug": "first-week"})


@asks("See an enrolment", rows=WHOM)
def enrolment(asker, whom):
    return Asked({"uuid": asker.running(whom).uuid})


@asks("Start it", rows=WHOM)
def enrolment_start(asker, whom):
    return Asked({"uuid": asker.waiting(whom).uuid}, {})


def at_step(asker, whom, key, **sent):
    return Asked({"uuid": asker.running(whom).uuid, "key": key}, sent)


def after(asker, whom, *keys):
    """Record that the steps before are done: they are opened one after the other."""
    StepCompletion.objects.bulk_create(
        StepCompletion(
            enrolment=asker.running(whom), step=step(asker, key), completed_at=moment()
        )
        for key in keys
    )


def step(asker, key):
    return asker.scene.version.steps.get(key=key)


@asks("See a step", "Read a page to its end", rows=WHOM)
def reading(asker, whom):
    return at_step(asker, whom, "read")


@asks("Play a step's video or captions", rows=WHOM)
def step_media(asker, whom):
    film = a_film()
    step = Step.objects.create(
        version=asker.scene.version,
        position=9,
        key="film",
        kind="video",
        document={"title": {"en": "Film"}, "video": film.digest, "captions": {}},
    )
    after(asker, whom, "read", "play", "check", "watch")
    names = {"uuid": asker.running(whom).uuid, "key": step.key}
    return Asked(names | {"digest": film.digest})


@asks("Answer a question", rows=WHOM)
def quiz(asker, whom):
    after(asker, whom, "read", "play")
    return at_step(asker, whom, "check", question="q1", options=["a"], number=1)


@asks("Answer a refresher", rows=WHOM)
def refresher(asker, whom):
    card = RefresherCardFactory(employee=asker.person(whom))
    return Asked(sent={"card": card.uuid, "options": ["a"]})


@asks("Begin to play", rows=WHOM)
def play_begin(asker, whom):
    after(asker, whom, "read")
    return at_step(asker, whom, "play", act="begin", number=1)


def attempt(asker, whom):
    return begin_attempt(
        enrolment=asker.running(whom), step=step(asker, "play"), at=moment(), number=1
    )


@asks("Take a choice", rows=WHOM)
def play(asker, whom):
    after(asker, whom, "read")
    uuid = attempt(asker, whom).uuid
    return at_step(asker, whom, "play", attempt=uuid, position=0, choice="go-on")


@asks("See how a play went", rows=WHOM)
def debrief(asker, whom):
    after(asker, whom, "read")
    played = attempt(asker, whom)
    take_choice(attempt=played, position=0, choice="nod", at=moment(), today=TODAY)
    return Asked({"uuid": asker.running(whom).uuid, "key": "play", "number": 1})


def at_practice(asker, whom, **sent):
    after(asker, whom, "read", "play", "check")
    return at_step(asker, whom, "watch", **sent)


@asks(
    "See who waits to be observed",
    rows=WHOM,
    shows=lambda asker, whom: str(asker.running(whom).uuid),
)
def observation_list(asker, whom):
    at_practice(asker, whom)
    return Asked()


@asks("See the page to observe somebody", rows=WHOM)
def observation(asker, whom):
    return at_practice(asker, whom)


@asks("Say what one observed", rows=WHOM)
def observation_add(asker, whom):
    seen = {"uuid": uuid4(), "item-greet": "observed"}
    return at_practice(asker, whom, **seen)


@asks("Name who may observe somebody", rows=WHOM)
def observer_add(asker, whom):
    return at_practice(asker, whom, colleague=asker.me.pk)


@asks("Let somebody try a quiz again", rows=WHOM)
def further_attempt(asker, whom):
    quiz = step(asker, "check")
    unguarded(Step).filter(pk=quiz.pk).update(most_attempts=0)
    return at_step(asker, whom, "check")


@asks("Take back that somebody may observe", rows=WHOM)
def observer_remove(asker, whom):
    asked = at_practice(asker, whom)
    named = NamedObserver.objects.create(
        enrolment=asker.running(whom),
        employee=asker.scene.people["other"],
        named_at=moment(),
    )
    return Asked(asked.names | {"pk": named.pk}, {})
