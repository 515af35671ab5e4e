"""Every kind of file that the pages called Data take in.

A kind is written by the app that knows its rows; here stand the words of its page.
"""

from dataclasses import dataclass

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from staff.importing.kind import Kind
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
    "not_employed": TO_PEOPLE,
    "module_ambiguous": TO_MODULES,
    "team_unknown": TO_TEAMS,
}
