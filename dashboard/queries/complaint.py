"""One complaint with all that is known of it, and how it was put right."""

from dataclasses import dataclass

from dashboard.queries.answer import AnswerShown, answer_shown
from feedback.models import Recovery
from feedback.queries.complaints import ReturnShown, returns_after
from staff.models import Employee


@dataclass(frozen=True)
class ComplaintShown:
    """One complaint. answer: its AnswerShown, with the credits within reach. people: ids
    of those credited who may be seen; others are not named. recovery: None while it waits.
    """

    answer: AnswerShown
    people: frozenset
    recovery: Recovery | None
    came_back: ReturnShown | None

    @property
    def is_nameless(self):
        """Whether the answer does not say who complained."""
        return self.answer.interaction.customer_id is None


def complaint_shown(interaction, user, today):
    """Return the ComplaintShown of ``interaction`` for ``user``, who may see it."""
    answer = answer_shown(interaction, user.reach_on(today))
    credited = [credit.employee_id for credit in answer.credits]
    people = Employee.objects.visible_to(user, today).filter(pk__in=credited)
    recovery = (
        Recovery.objects.filter(interaction=interaction)
        .select_related("interaction", "skill", "by")
        .first()
    )
    return ComplaintShown(
        answer,
        frozenset(people.values_list("pk", flat=True)),
        recovery,
        recovery and returns_after([recovery])[recovery.pk],
    )
