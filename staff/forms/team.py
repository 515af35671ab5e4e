"""Drawing the tree of teams."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from staff.forms.person import TeamField
from staff.forms.time_zone import TimeZoneField
from staff.models import Employee, Team


class TeamForm(forms.Form):
    """How a team is called, and by which clock it lives."""

    name = forms.CharField(label=_("Name"), max_length=200)
    time_zone = TimeZoneField(
        help_text=_("Decides when a day begins for the people in it.")
    )


class NewTeamForm(TeamForm):
    """A team to be hung into the tree."""

    parent = TeamField(label=_("Below"), queryset=Team.objects.none(), empty_label=None)
    code = forms.CharField(
        label=_("Code"),
        max_length=60,
        required=False,
        help_text=_("What your files call it. Left empty, it is made from the name."),
    )
    time_zone = TimeZoneField(
        required=False, help_text=_("Left empty, it is that of the team above.")
    )

    field_order = ["name", "parent", "code", "time_zone"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Team.objects.all()
        zones = self.fields["time_zone"]
        zones.choices = [("", _("As the team above")), *zones.choices]


class TeamMoveForm(forms.Form):
    """Where in the tree a team is to hang."""

    parent = TeamField(label=_("Below"), queryset=Team.objects.none(), empty_label=None)

    def __init__(self, *args, team, **kwargs):
        super().__init__(*args, **kwargs)
        others = Team.objects.exclude(path__startswith=team.path)
        self.fields["parent"].queryset = others


class TeamManagerForm(forms.Form):
    """Who is to manage a team from when on."""

    number = forms.CharField(label=_("Employee number or e-mail"), max_length=254)
    valid_from = forms.DateField(
        label=_("From"),
        initial=localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_number(self):
        employee = Employee.objects.named(self.cleaned_data["number"]).first()
        if employee is None:
            raise forms.ValidationError(
                _("Nobody has this number."), code="number_unknown"
            )
        return employee
