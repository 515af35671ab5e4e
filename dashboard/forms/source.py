"""What is said of a source of visits: when it ended, and which days are all here."""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from dashboard.forms.my_team import EARLIEST, LATEST


class DayField(forms.DateField):
    """A day between those that a source can tell of."""

    def __init__(self, **kwargs):
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **kwargs)

    def clean(self, value):
        day = super().clean(value)
        if day and not EARLIEST <= day <= LATEST:
            raise forms.ValidationError(_("There is no such day."), code="far_off")
        return day


class SourceEndForm(forms.Form):
    """The last day that a source tells of."""

    ended_on = DayField(
        label=_("Its last day"),
        help_text=_("The last day on which it took down a visit."),
    )


class Completeness(models.TextChoices):
    MISSING = "missing", _("Visits of these days are missing after all")
    COMPLETE = "complete", _("Every visit of these days is here")


class SourceDaysForm(forms.Form):
    """Some days, and whether all visits of them are here."""

    what = forms.ChoiceField(
        label=_("What is so"), choices=Completeness, widget=forms.RadioSelect
    )
    first_day = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"))

    @property
    def is_complete(self):
        return self.cleaned_data["what"] == Completeness.COMPLETE

    def days(self):
        """Return the days as arguments of feedback.actions.sources."""
        return {name: self.cleaned_data[name] for name in ("first_day", "last_day")}
