"""Making a key in the browser."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from api.choices import Scope
from api.rules import LONGEST_LIFE, USUAL_LIFE
from staff.forms.person import TeamField
from staff.models import Team


class KeyForm(forms.Form):
    """What a new key is called, may do, and until when; ``user`` is who makes it."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        help_text=_("Which program it is for, so that you know it again."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[Scope.PEOPLE_READ, Scope.TRAINING_READ],
    )
    team = TeamField(
        label=_("For whom"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=_("Everybody"),
        help_text=_("A team means its people and those of every team below it."),
    )
    last_day_on = forms.DateField(
        label=_("Good until"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("This day is the last one. Two years from now at most."),
    )

    def __init__(self, *args, user, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.within(user.reach).order_by("path")
        days = {
            "min": today,
            "max": today + LONGEST_LIFE - timedelta(days=1),
            "value": today + USUAL_LIFE,
        }
        field = self.fields["last_day_on"]
        field.initial = days.pop("value")
        field.widget.attrs |= {name: day.isoformat() for name, day in days.items()}
