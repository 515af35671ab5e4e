"""The three steps from an empty database to a house."""

from django import forms
from django.utils.translation import gettext_lazy as _

from staff.forms.language import language_choices
from staff.forms.sign_in import NewPasswordForm
from staff.forms.time_zone import TimeZoneField


class KeyForm(forms.Form):
    key = forms.CharField(
        label=_("Set-up key"),
        max_length=200,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )


class OrganisationForm(forms.Form):
    """What the house is called, and by which clock it lives."""

    name = forms.CharField(
        label=_("What is your organisation called?"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    time_zone = TimeZoneField(
        help_text=_("Of most of your people. Each team can have its own later."),
        widget=forms.Select(attrs={"data-time-zone": True}),
    )


class FirstPersonForm(NewPasswordForm):
    """Whoever sets Encore up: the first person in it."""

    first_name = forms.CharField(
        label=_("First name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    employee_number = forms.CharField(
        label=_("Employee number"),
        max_length=60,
        help_text=_(
            "The one HR knows you by. You sign in with it. No number: make one up."
        ),
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none"}
        ),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=language_choices
    )

    field_order = [
        "first_name",
        "last_name",
        "employee_number",
        "email",
        "language",
        "password",
        "password_again",
    ]
