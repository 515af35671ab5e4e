"""The choices above the lists."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboard.queries.person import heard_of, praise_of
from feedback.choices import MetricKey
from feedback.models import Metric
from plans.choices import Coverage
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


class CoverageFilterForm(forms.Form):
    """Which team of those in reach, and who of it: by how they stand with a plan."""

    at = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("Everybody")), *Coverage.choices],
    )
    team = TeamField(
        Team.objects.none(),
        label=_("Team"),
        required=False,
        empty_label=_("All my teams"),
    )

    def __init__(self, *args, user, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.within(user.reach_on(today))


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

    def kept_of(self, person):
        """Return the Responses about ``person`` that are asked for; praise by default."""
        self.is_valid()
        asked = self.cleaned_data
        is_all = asked.get("which") == "all" or asked.get("metric")
        rows = heard_of(person) if is_all else praise_of(person)
        if metric := Metric.objects.filter(key=asked.get("metric") or "").first():
            measured = metric.derived_from or metric
            rows = rows.filter(measurements__metric=measured)
        credited = {"interaction__credits__employee": person}
        if first := asked.get("first"):
            credited["interaction__credits__week__gte"] = first
        if last := asked.get("last"):
            credited["interaction__credits__week__lte"] = last
        return rows.filter(**credited)

    @property
    def is_praise(self):
        """Whether praise is what it shows."""
        asked = self.cleaned_data
        return asked.get("which") != "all" and not asked.get("metric")
