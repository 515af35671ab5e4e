"""How the acts of “Assigning” are asked."""

from plans.queries.assigning import assignment_preview
from tests.access.questions.asking import BATCHES, Asked, asks, lists
from tests.access.table import WHOM
from tests.factories.staff import (
    TODAY,
)

lists(
    "See the desk and whom it offers",
    shows=lambda asker, whom: f'name="people" value="{asker.person(whom).pk}"',
)


@asks("Assign", rows=WHOM, unnamed="refused")
def batch_add(asker, whom):
    person, module = asker.person(whom), asker.scene.free_module
    desk = assignment_preview(
        employees=[person], modules=[module], answers={}, today=TODAY
    )
    chosen = {"people": [person.pk], "modules": [module.pk], "seen": desk.seen}
    return Asked(sent={**chosen, "act": "confirm"})


@asks("See a batch", "Take a batch back", rows=BATCHES)
def batch(asker, whom):
    return Asked({"uuid": asker.batch(whom).uuid}, {})


@asks("Withdraw one person's training", rows=WHOM)
def enrolment_withdraw(asker, whom):
    return Asked({"uuid": asker.waiting(whom).uuid}, {})
