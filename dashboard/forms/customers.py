"""Which team, metric and stretch of time Customers shows."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboard.forms.my_team import EARLIEST, LATEST
from feedback.models import Metric, WeeklyOutcome
from staff.forms.person import TeamField
from staff.models import Team

# Weeks looked back → weeks that make one point.
SPANS = {"13": (13, 1), "26": (26, 2), "52": (52, 4), "104": (104, 8)}


class CustomersForm(forms.Form):
    """A team in reach, a metric with answers, and how far back; a wrong choice is none.

    user, today: whose reach, and on which date.
    """

    team = TeamField(
        Team.objects.none(), label=_("Team"), required=False, empty_label=None
    )
    metric = forms.ModelChoiceField(
        Metric.objects.none(),
        label=_("What"),
        required=False,
        empty_label=None,
        to_field_name="key",
    )
    span = forms.ChoiceField(
        label=_("How far back"),
        required=False,
        choices=[
            ("13", _("13 weeks, week by week")),
            ("26", _("Half a year, two weeks at a time")),
            ("52", _("A year, four weeks at a time")),
            ("104", _("Two years, eight weeks at a time")),
        ],
    )

    def __init__(self, asked, *, user, today):
        reach = user.reach_on(today)
        teams = Team.objects.within(reach)
        measured = WeeklyOutcome.objects.within(reach).values("metric")
        metrics = Metric.objects.filter(pk__in=measured).order_by("pk")
        self.first = teams.first(), metrics.first()
        team, metric = self.first
        # What nobody asked for is chosen here, and shown as chosen.
        chosen = {"team": team and team.pk, "metric": metric and metric.key}
        super().__init__({**chosen, "span": "26", **asked.dict()})
        self.fields["team"].queryset = teams
        self.fields["metric"].queryset = metrics

    def chosen(self):
        """Return (Team, Metric, weeks back, weeks a point); None where there is none."""
        self.is_valid()
        team, metric = (
            self.cleaned_data.get(name) or first
            for name, first in zip(("team", "metric"), self.first, strict=True)
        )
        return team, metric, *SPANS[self.cleaned_data.get("span") or "26"]


class AnswersForm(forms.Form):
    """Which figure of a team is opened: its metric, first and last day."""

    team = TeamField(Team.objects.none())
    metric = forms.ModelChoiceField(Metric.objects.all(), to_field_name="key")
    first = forms.DateField()
    last = forms.DateField()

    def __init__(self, *args, user, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.within(user.reach_on(today))

    def clean(self):
        asked = super().clean()
        first, last = asked.get("first"), asked.get("last")
        if first and last and not EARLIEST <= first <= last <= LATEST:
            raise forms.ValidationError(_("These are no days between two days."))
        return asked
