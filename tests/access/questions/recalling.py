"""How the acts of taking a module back from several people are asked."""

from tests.access.questions.asking import Asked, asks
from tests.access.table import WHOM


@asks(
    "See who has a module open",
    rows=WHOM,
    shows=lambda asker, whom: f'id="enrolment-{asker.waiting(whom).pk}"',
)
def module_open(asker, whom):
    return Asked({"slug": asker.waiting(whom).module.slug})


@asks("Take a module back from several", rows=WHOM, unnamed="refused")
def module_withdraw(asker, whom):
    waiting = asker.waiting(whom)
    return Asked({"slug": waiting.module.slug}, {"enrolments": [waiting.pk]})
