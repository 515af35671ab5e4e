"""Which team and which module are looked at week by week."""

from django import forms
from django.utils.translation import gettext_lazy as _

from staff.forms.person import TeamField
from staff.models import Team
from training.choices import EnrolmentStatus
from training.models import Enrolment, Module


class WeekByWeekForm(forms.Form):
    """A team in reach and a module somebody has completed; a wrong choice is as none.

    user, today: whose reach the teams are chosen from, and on which date.
    """

    team = TeamField(
        Team.objects.none(), label=_("Team"), required=False, empty_label=None
    )
    module = forms.ModelChoiceField(
        Module.objects.none(),
        label=_("Module"),
        required=False,
        empty_label=None,
        to_field_name="slug",
    )

    def __init__(self, *args, user, today, **kwargs):
        super().__init__(*args, **kwargs)
        completed = Enrolment.objects.filter(status=EnrolmentStatus.COMPLETED)
        self.fields["team"].queryset = Team.objects.within(user.reach_on(today))
        self.fields["module"].queryset = Module.objects.filter(
            pk__in=completed.values("module")
        ).order_by("slug")

    def chosen(self):
        """Return (Team, Module), each the first there is where none was well chosen."""
        self.is_valid()
        return tuple(
            self.cleaned_data.get(name) or self.fields[name].queryset.first()
            for name in ("team", "module")
        )
