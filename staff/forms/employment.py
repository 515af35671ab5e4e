"""Taking people on, setting them right, moving them, letting them go."""

from datetime import date, timedelta

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from staff.forms.person import TeamField
from staff.models import JobRole, Team
from staff.refusals import refusal
from staff.rules import NEWCOMER_DAYS
from staff.rules.career import ONE_DAY
from staff.rules.person import EARLIEST_YEAR, LATEST_YEAR


def day_field(label, **options):
    """Return a date field that the browser draws as a calendar."""
    return forms.DateField(
        label=label,
        validators=[
            MinValueValidator(date(EARLIEST_YEAR, 1, 1)),
            MaxValueValidator(date(LATEST_YEAR, 12, 31)),
        ],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        **options,
    )


class PersonForm(forms.Form):
    """How a person is called and written to."""

    first_name = forms.CharField(label=_("First name"), max_length=150)
    last_name = forms.CharField(label=_("Last name"), max_length=150, required=False)
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("Nobody needs one to sign in.")
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("That of the person’s device")), *settings.LANGUAGES],
    )


class PostForm(forms.Form):
    """In which team somebody works, and as what."""

    team = TeamField(
        label=_("Team"), queryset=Team.objects.none(), empty_label=_("Choose a team")
    )
    job_role = forms.ModelChoiceField(
        label=_("Job role"),
        queryset=JobRole.objects.none(),
        required=False,
        empty_label=_("None"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.all()
        self.fields["job_role"].queryset = JobRole.objects.order_by("name")


class HireForm(PostForm, PersonForm):
    """Somebody new."""

    employee_number = forms.CharField(
        label=_("Employee number"),
        max_length=60,
        help_text=_("HR’s number for the person; it stays for good."),
    )
    hired_on = day_field(_("First day"))

    field_order = [
        "employee_number",
        "first_name",
        "last_name",
        "team",
        "job_role",
        "hired_on",
        "email",
        "language",
    ]


class MoveForm(PostForm):
    """Where somebody goes, and from when on."""

    valid_from = day_field(_("From"))


class RehireForm(PostForm):
    """Somebody who comes back."""

    hired_on = day_field(_("First day"))


class LeaveForm(forms.Form):
    """When somebody goes; clean, ``left_on`` is the first day away."""

    last_day_on = day_field(_("Last day here"), required=False)
    is_now = forms.BooleanField(
        label=_("Access ends now: today counts as away"), required=False
    )
    never_came = forms.BooleanField(
        label=_("They never came: no day of this time here counts"), required=False
    )

    def __init__(self, *args, today, hired_on, **kwargs):
        """hired_on: first day of the time here that ends; None where there is none."""
        super().__init__(*args, **kwargs)
        self.today, self.hired_on = today, hired_on
        if hired_on is None or hired_on < today - timedelta(days=NEWCOMER_DAYS):
            del self.fields["never_came"]

    def clean(self):
        last_day_on = self.cleaned_data.get("last_day_on")
        if self.cleaned_data.get("never_came"):
            return {"left_on": self.hired_on}
        if self.cleaned_data.get("is_now"):
            return {"left_on": self.today}
        if last_day_on:
            if self.hired_on and last_day_on < self.hired_on:
                self.add_error("last_day_on", refusal("left_before_hired"))
            return {"left_on": last_day_on + ONE_DAY}
        if not self.errors:
            self.add_error("last_day_on", _("Say which day is the last one."))
        return {}


class EmploymentForm(forms.Form):
    """First and last day of one time here; clean, ``left_on`` is the first day away."""

    hired_on = day_field(_("First day"))
    last_day_on = day_field(
        _("Last day"), required=False, help_text=_("Empty: they still work here.")
    )

    @classmethod
    def of(cls, employment, data=None):
        """Return the form of an Employment."""
        last = employment.left_on and employment.left_on - ONE_DAY
        present = {"hired_on": employment.hired_on, "last_day_on": last}
        return cls(data, initial=present, prefix=f"employment-{employment.pk}")

    def clean(self):
        hired_on = self.cleaned_data.get("hired_on")
        last_day_on = self.cleaned_data.get("last_day_on")
        # Of somebody who never came both days may stay as they are.
        if hired_on and last_day_on and last_day_on < hired_on and self.has_changed():
            self.add_error("last_day_on", refusal("left_before_hired"))
        return {
            "hired_on": hired_on,
            "left_on": last_day_on and last_day_on + ONE_DAY,
        }
