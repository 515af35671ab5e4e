"""The choices above the lists."""

from django import forms
from django.utils.translation import gettext_lazy as _

from staff.forms.person import TeamField
from staff.models import Team

FIGURES = {
    "assigned": _("Assigned, not started"),
    "in_progress": _("In progress"),
    "overdue": _("Overdue"),
    "due_soon": _("Due within 7 days"),
    "done": _("Done in the last 30 days"),
}


class TeamFilterForm(forms.Form):
    """Which team of those in reach, and which figure of My team.

    user, today: whose reach, and on which date.
    """

    team = TeamField(
        Team.objects.none(),
        label=_("Team"),
        required=False,
        empty_label=_("All my teams"),
    )
    which = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("Everything")), *FIGURES.items()],
    )

    def __init__(self, *args, user, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.within(user.reach_on(today))
