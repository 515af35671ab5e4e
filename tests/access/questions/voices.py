"""How the acts about ratings and cases from the floor are asked."""

from uuid import uuid4

from tests.access.questions.asking import Asked, asks
from tests.access.table import WHOM
from tests.factories.staff import TODAY
from tests.factories.suggestions import SuggestionFactory
from training.choices import EnrolmentStatus
from training.models import Enrolment, Scenario


@asks("Say whether a module one completed helps", rows=WHOM)
def rating(asker, whom):
    enrolment = asker.running(whom)
    Enrolment.objects.filter(pk=enrolment.pk).update(
        status=EnrolmentStatus.COMPLETED, completed_on=TODAY, progress_percent=100
    )
    return Asked({"uuid": enrolment.uuid}, {"stars": "4"})


@asks("Read what people say of a module")
def ratings(asker, whom):
    return Asked({"slug": "free"})


def a_case(asker, whom, **fields):
    return SuggestionFactory(
        employee=asker.person(whom), happened=f"A case of {whom}.", **fields
    )


@asks(
    "See what one told, and tell more",
    rows=WHOM,
    shows=lambda asker, whom: f"A case of {whom}.",
)
def told(asker, whom):
    a_case(asker, whom)
    return Asked()


@asks("Tell a case for a scenario")
def tell(asker, whom):
    words = {"happened": "A wait.", "said": "At last.", "did": "I said sorry."}
    return Asked(sent={"uuid": str(uuid4()), **words})


@asks("Take back what one told", "Read a case", "Take up a case", rows=WHOM)
def case(asker, whom):
    return Asked({"uuid": a_case(asker, whom).uuid}, {})


@asks(
    "See which cases people told",
    rows=WHOM,
    shows=lambda asker, whom: f"A case of {whom}.",
)
def cases(asker, whom):
    a_case(asker, whom)
    return Asked()


@asks("Answer a case without a scenario", rows=WHOM)
def decline(asker, whom):
    return Asked({"uuid": a_case(asker, whom).uuid}, {"answer": "Too close."})


@asks("Say which scenario a case became", rows=WHOM)
def finish(asker, whom):
    scenario = Scenario.objects.get(slug="a-scenario")
    return Asked({"uuid": a_case(asker, whom).uuid}, {"scenario": scenario.pk})
