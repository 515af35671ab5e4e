"""Putting one answer right: who served, or why it should not be here."""

import re

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from feedback.choices import CreditReason, DeletionReason
from feedback.queries.who import shares_of
from staff.forms.person import TeamField
from staff.models import Employee, Team

BETWEEN = re.compile(r"[,;\n]+")


class CreditForm(forms.Form):
    """Who served, where, and why it is said anew.

    interaction: the service. ``shares``: the Shares that it comes to, once it is valid.
    """

    people = forms.CharField(
        label=_("Who served"),
        help_text=_(
            "Employee number or e-mail. Of several who served together all of them, with "
            "commas between; each gets an equal part."
        ),
        max_length=1_000,
        required=False,
    )
    team = TeamField(
        Team.objects.none(),
        label=_("Where"),
        required=False,
        empty_label=_("In the team of that person on that day"),
    )
    reason = forms.ChoiceField(
        label=_("Why"), choices=CreditReason, widget=forms.RadioSelect
    )

    def __init__(self, *args, interaction, **kwargs):
        super().__init__(*args, auto_id="credit_%s", **kwargs)
        self.interaction, self.shares = interaction, []
        self.fields["team"].queryset = Team.objects.all()

    def clean_people(self):
        """Return the Employees that are named, in order."""
        typed = BETWEEN.split(self.cleaned_data["people"])
        found = []
        for name in filter(None, map(str.strip, typed)):
            employee = Employee.objects.named(name).first()
            if employee is None:
                raise forms.ValidationError(
                    _("Nobody has the number “%(name)s”."),
                    code="number_unknown",
                    params={"name": name},
                )
            if employee not in found:
                found.append(employee)
        return found

    def clean(self):
        people, team = (self.cleaned_data.get(name) for name in ("people", "team"))
        if people is None or "team" in self.errors:
            return self.cleaned_data
        if not people and team is None:
            self.add_error("people", _("Say who served, or which team it was."))
            return self.cleaned_data
        self.shares, missing = shares_of(
            self.interaction.occurred_at, employees=people, team=team
        )
        for employee in missing:
            words = gettext("{person} did not work here on that day.")
            self.add_error("people", words.format(person=employee))
        return self.cleaned_data


class DeletionForm(forms.Form):
    """Why an answer is to be deleted."""

    reason = forms.ChoiceField(
        label=_("Why"), choices=DeletionReason, widget=forms.RadioSelect
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="deletion_%s", **kwargs)
