"""Finding people."""

from django import forms
from django.utils.translation import gettext_lazy as _

from staff.access import keeps_people
from staff.choices import Role
from staff.models import JobRole, Team
from staff.queries.people import gone_by, holding, matching, working_as


class TeamField(forms.ModelChoiceField):
    """A team out of the tree, drawn as deep as it hangs.

    It stays a list with thousands of teams too: browsers find in it what one types, and
    it needs no script. 5,000 teams are 300 kB, 30 where the proxy compresses pages.
    """

    def label_from_instance(self, team):
        return "\u2007\u2007" * (team.depth - 1) + team.name


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows; a number that no column can hold is the number of no row."""

    def clean(self, value):
        try:
            return super().clean(value)
        except OverflowError as refusal:  # SQLite's; PostgreSQL looks and finds nothing
            message = self.error_messages["invalid_choice"]
            params = {"value": ", ".join(value)}
            raise forms.ValidationError(
                message, code="invalid_choice", params=params
            ) from refusal


class PersonFilterForm(forms.Form):
    """Which people a list shows; a blank form shows everybody who works here."""

    text = forms.CharField(
        label=_("Name or number"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    team = TeamField(
        label=_("Team"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=_("All"),
    )
    role = forms.ChoiceField(label=_("Role"), required=False)
    state = forms.ChoiceField(label=_("Show"), required=False)

    def __init__(self, *args, user, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["team"].queryset = Team.objects.within(user.reach)
        jobs = [(f"job:{job.pk}", job.name) for job in JobRole.objects.order_by("name")]
        self.fields["role"].choices = [
            ("", _("All")),
            (_("Trusted with"), [("manager", _("Manager")), *Role.choices]),
            (_("Works as"), jobs),
        ]
        states = [("", _("Who works here")), ("never", _("Who never signed in"))]
        if keeps_people(user):
            states.append(("left", _("Who has left")))
        self.fields["state"].choices = states

    def kept_of(self, people):
        """Return of ``people`` those the form asks for; all when it makes no sense."""
        chosen = self.cleaned_data if self.is_valid() else {}
        state, role = chosen.get("state", ""), chosen.get("role", "")
        if state == "left":
            people = gone_by(people, self.today, team=chosen.get("team"))
        else:
            people = people.not_left_by(self.today)
            if chosen.get("team"):
                people = people.posted_below([chosen["team"].path], self.today)
        if state == "never":
            people = people.filter(last_login=None)
        if role.startswith("job:"):
            people = working_as(people, role.removeprefix("job:"), self.today)
        elif role:
            people = holding(people, role, self.today)
        return matching(people, chosen.get("text", ""))
