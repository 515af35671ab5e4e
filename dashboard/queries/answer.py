"""One service with all that is known of it: what was said, and who is credited."""

from dataclasses import dataclass

from feedback.choices import ResponseKind
from feedback.models import Credit, Interaction, Measurement, Response
from staff.rules import Reach

EVERYBODY = Reach(None, is_everybody=True)


@dataclass(frozen=True)
class Said:
    """One answer about the service: a Response, and its Measurements in order."""

    response: Response
    measured: list

    @property
    def is_later(self):
        """Whether it is about how a complaint was put right, not about the service."""
        return self.response.kind == ResponseKind.RECOVERY


@dataclass(frozen=True)
class AnswerShown:
    """A service. said: Said, the original answer first; none where it was a visit.

    observed: Measurements that nobody was asked for, such as who came back. credits:
    Credits, each with its person and team.
    """

    interaction: Interaction
    said: list
    observed: list
    credits: list

    @property
    def is_answer(self):
        """Whether the customer was asked and answered."""
        return bool(self.said)

    @property
    def is_shared(self):
        return len(self.credits) > 1


def answer_shown(interaction, reach=EVERYBODY):
    """Return the AnswerShown of ``interaction``: three statements.

    reach: a staff.rules.Reach; credits beyond it are left out.
    """
    measured = Measurement.objects.filter(interaction=interaction)
    measured = list(measured.select_related("metric").order_by("metric_id"))
    # "original" comes before "recovery" in the alphabet too.
    responses = Response.objects.filter(interaction=interaction)
    return AnswerShown(
        interaction,
        [
            Said(each, [row for row in measured if row.response_id == each.pk])
            for each in responses.order_by("kind", "answered_at", "pk")
        ],
        [row for row in measured if row.response_id is None],
        list(
            Credit.objects.within(reach)
            .filter(interaction=interaction)
            .select_related("employee", "team", "job_role")
            .order_by("-weight", "pk")
        ),
    )
