"""The choices above the lists."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboard.queries.person import (
    heard_rows,
    may_read,
    metric_with,
    praise_rows,
    rows_behind,
)
from dashboard.queries.team import people_of_team, people_waiting_for
from feedback.choices import MetricKey
from plans.choices import Coverage
from plans.queries.coverage import people_at
from staff.forms.person import TeamField
from staff.models import Employee, Team

# Between them lie all days that a figure can be of.
EARLIEST, LATEST = date(2000, 1, 1), date(2200, 1, 1)

# Beside the ways to stand with a plan: whose waits for the yes of whoever reads.
MY_YES = "my_yes"

FIGURES = {
    "open": _("To do"),
    "assigned": _("Assigned, not started"),
    "in_progress": _("In progress"),
    "overdue": _("Overdue"),
    "due_soon": _("Due within 7 days"),
    "done": _("Done in the last 30 days"),
    "ever_done": _("Done"),
}


class TeamFilterForm(forms.Form):
    """Which team of those in reach, whom of it alone, and which figure of My team.

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
    person = forms.ModelChoiceField(
        Employee.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args, user, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people_of_team(user, today)
        self.fields["team"].queryset = Team.objects.within(user.reach_on(today))


class CoverageFilterForm(forms.Form):
    """Which team of those in reach, and who of it: by how they stand with a plan.

    user, today: whose reach, and on which date.
    """

    at = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("Everybody")),
            (MY_YES, _("Waits for your yes")),
            *Coverage.choices,
        ],
    )
    team = TeamField(
        Team.objects.none(),
        label=_("Team"),
        required=False,
        empty_label=_("All my teams"),
    )

    def __init__(self, *args, user, today, **kwargs):
        super().__init__(*args, **kwargs)
        self._user, self._today = user, today
        self.fields["team"].queryset = Team.objects.within(user.reach_on(today))

    def people(self):
        """Return the people who are asked for, by name; a wrong choice is as none."""
        self.is_valid()
        at, team = self.cleaned_data.get("at"), self.cleaned_data.get("team")
        if at == MY_YES:
            return people_waiting_for(self._user, self._today, team)
        people = people_of_team(self._user, self._today, team)
        return people_at(people, at, self._today) if at else people

    @property
    def shown(self):
        """What is shown, in words."""
        at = self.cleaned_data.get("at")
        return dict(self.fields["at"].choices)[at] if at else _("Plans")


class HeardForm(forms.Form):
    """What customers said of one person: praise first, or everything.

    metric, first, last: only answers with this metric, of the weeks between; that is how
    a figure opens the rows it was counted from.
    """

    which = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("praise", _("Praise")), ("all", _("Everything"))],
    )
    metric = forms.ChoiceField(required=False, choices=MetricKey)
    first = forms.DateField(required=False)
    last = forms.DateField(required=False)

    def rows_of(self, viewer, person):
        """Return the rows about ``person`` that are asked for; praise by default.

        Behind a figure those that were counted, else praise or everything. Nonsense in
        the question is as nothing.
        """
        self.is_valid()
        asked = self.cleaned_data
        metric = metric_with(asked.get("metric") or "")
        first, last = asked.get("first"), asked.get("last")
        if metric and first and last and EARLIEST <= first < last <= LATEST:
            return rows_behind(viewer, person, metric, first, last)
        if not may_read(viewer, person):
            return []
        if asked.get("which") == "all":
            return heard_rows(viewer, person)
        return praise_rows(viewer, person)

    @property
    def is_praise(self):
        """Whether praise is what it shows."""
        asked = self.cleaned_data
        return asked.get("which") != "all" and not asked.get("metric")
