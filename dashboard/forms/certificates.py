"""Covering for somebody, and taking a certificate away."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboard.forms.my_team import TeamFilterForm
from staff.forms.employment import day_field
from training.actions.certifying import LONGEST_REASON
from training.choices import Standing
from training.models import Module
from training.queries.certifications import certifying_modules


class CoverForm(forms.Form):
    """Which module, until when, and why. employee: the person it is for."""

    module = forms.ModelChoiceField(
        Module.objects.none(), label=_("Module"), empty_label=_("Choose a module")
    )
    last_day_on = day_field(
        _("Last day"),
        help_text=_("Up to 90 days, from today on. Training is still due."),
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_REASON,
        help_text=_("This person reads it too."),
    )

    def __init__(self, *args, employee, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["module"].queryset = certifying_modules(employee)


class RevokeForm(forms.Form):
    """Why a certificate is taken away."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_REASON,
        help_text=_("This person and their managers read it. It stays on record."),
    )


class CertificatesFilterForm(TeamFilterForm):
    """Which team of those in reach, and who of it: by how they stand."""

    which = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("Everything")), *Standing.choices],
    )
