"""The forms of a plan template."""

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.models import Metric
from plans.forms.plan import (
    LEVELS_FROM,
    LEVELS_TO,
    judged_label,
    judged_metrics,
    level_field,
)
from plans.rules import MOST_WEEKS
from staff.forms.person import RowsField
from staff.models import JobRole
from training.models import Module, Skill


class TemplateForm(forms.Form):
    """Whom a template is for, and how long a plan from it lasts."""

    name = forms.CharField(label=_("Name"), max_length=200)
    job_role = forms.ModelChoiceField(
        JobRole.objects.order_by("name"),
        label=_("For people who work as"),
        required=False,
        empty_label=_("Everybody whose job role has no template"),
    )
    weeks = forms.IntegerField(label=_("Weeks"), min_value=1, max_value=MOST_WEEKS)


class TemplateGoalForm(forms.Form):
    """One skill that plans are to raise, and by which modules."""

    skill = forms.ModelChoiceField(
        Skill.objects.order_by("position", "pk"), label=_("Skill"), empty_label=None
    )
    level_from = level_field(_("Level today"), LEVELS_FROM)
    level_to = level_field(_("Level to reach"), LEVELS_TO)
    metric = forms.ModelChoiceField(
        Metric.objects.none(),
        label=_("What customers should notice"),
        required=False,
        empty_label=_("What this skill should move"),
    )
    modules = RowsField(
        Module.objects.none(),
        label=_("Modules"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["metric"].queryset = judged_metrics()
        self.fields["modules"].queryset = Module.objects.on_offer().order_by("slug")
        self.fields["modules"].label_from_instance = judged_label()
