"""Every kind of file that the pages called Data take in.

A kind is written by the app that knows its rows; here stand the words of its page.
"""

from dataclasses import dataclass

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from feedback.actions.answers_import import ANSWERS
from feedback.actions.visits_import import VISITS
from feedback.choices import SourceKind
from staff.importing.kind import Kind
from training.actions.certifications_import import CERTIFICATIONS
from training.actions.completions_import import COMPLETIONS


@dataclass(frozen=True)
class DataKind:
    """One kind of file, in the words of its page.

    icon: a Tabler name. title: what one brings in. hint: what the file holds. source:
    the SourceKind that such rows come from; "" for kinds that need no source.
    """

    kind: Kind
    icon: str
    title: str
    hint: str
    source: str = ""

    @property
    def key(self):
        return self.kind.key


DATA_KINDS = {
    each.key: each
    for each in (
        DataKind(
            COMPLETIONS,
            "history",
            _("Bring in past training"),
            _(
                "Who completed what, and when: an export of the system you had before. "
                "With the day on which it was assigned, we can tell more."
            ),
        ),
        DataKind(
            ANSWERS,
            "message-check",
            _("Bring in what customers said"),
            _(
                "One row for each answer, as your survey tool exports it: when, who "
                "served, and a score or a comment."
            ),
            SourceKind.ANSWERS,
        ),
        DataKind(
            VISITS,
            "building-store",
            _("Bring in visits and sales"),
            _(
                "One row for each visit or sale: when, where or with whom, and a "
                "customer’s number. We keep no number, only a key made of it."
            ),
            SourceKind.VISITS,
        ),
        DataKind(
            CERTIFICATIONS,
            "certificate",
            _("Bring in past certificates"),
            _(
                "One row for each certificate: who, in what, from when and until when. "
                "Those that are over belong to the record too."
            ),
        ),
    )
}

TO_PEOPLE = reverse_lazy("staff:people-import-add"), _("Bring in people")
TO_MODULES = reverse_lazy("training:module-list"), _("Look at the catalogue")
TO_TEAMS = reverse_lazy("staff:team-list"), _("Look at the teams")
# Where a reason can be mended in Encore itself: {code: (address, words)}.
WAYS_OUT = {
    "number_unknown": TO_PEOPLE,
    "email_unknown": TO_PEOPLE,
    "name_unknown": TO_PEOPLE,
    "employee_unknown": TO_PEOPLE,
    "not_here_then": TO_PEOPLE,
    "not_employed": TO_PEOPLE,
    "module_ambiguous": TO_MODULES,
    "team_unknown": TO_TEAMS,
    "team_which": TO_TEAMS,
}
