"""One's own settings."""

from django import forms
from django.utils.translation import gettext_lazy as _

from staff.forms.language import language_choices


class AccountForm(forms.Form):
    """In which language Encore speaks to the person."""

    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=language_choices
    )
