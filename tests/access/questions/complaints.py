"""How the acts about complaints are asked."""

from datetime import timedelta

from tests.access.questions.asking import Asked, asks
from tests.access.table import WHOM
from tests.factories.feedback import answer
from tests.factories.staff import TODAY

# Whoever left did so today.
DAY = TODAY - timedelta(days=1)


def complaint(asker, whom):
    """Return the service of ``whom`` that a customer was unhappy with."""
    return answer(asker.person(whom), DAY, 1, comment=f"Cold, {whom}.").interaction


@asks(
    "See complaints",
    rows=WHOM,
    shows=lambda asker, whom: f"Cold, {whom}.",
)
def complaint_list(asker, whom):
    complaint(asker, whom)
    return Asked(sent={"state": "all", "first": DAY, "last": DAY})


@asks("See one complaint", rows=WHOM)
def complaint_detail(asker, whom):
    return Asked({"uuid": complaint(asker, whom).uuid})


@asks("Say how it was put right", rows=WHOM)
def complaint_put_right(asker, whom):
    sent = {"did": "Cooked it again.", "put_right_on": TODAY.isoformat()}
    return Asked({"uuid": complaint(asker, whom).uuid}, sent)
