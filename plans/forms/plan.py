"""The forms of a plan: its days, its goals, its steps, its end."""

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.choices import Better, MetricKind
from feedback.models import Metric
from plans.choices import ItemKind
from plans.judged import judged_modules
from plans.models import Goal
from training.models import Module, Skill

LEVELS_FROM = [(level, str(level)) for level in range(5)]
LEVELS_TO = [(level, str(level)) for level in range(1, 6)]


def day_field(label, **options):
    """Return a date field with the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


def judged_metrics():
    """Return the metrics that somebody can better, a queryset."""
    return Metric.objects.exclude(better=Better.CONTEXT).order_by("pk")


def level_field(label, choices, help_text=""):
    return forms.TypedChoiceField(
        label=label, choices=choices, coerce=int, help_text=help_text
    )


def judged_label():
    """Return a function of a module that names it with its verdict, for a field."""
    judged = judged_modules()

    def label(module):
        known = judged.get(module.pk)
        return f"{module} · {known.words}" if known else str(module)

    return label


class PeriodForm(forms.Form):
    """From when to when a plan runs."""

    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"))


class GoalForm(forms.Form):
    """One skill to raise, and what customers should notice of it."""

    skill = forms.ModelChoiceField(
        Skill.objects.order_by("position", "pk"), label=_("Skill"), empty_label=None
    )
    level_from = level_field(_("Level today"), LEVELS_FROM)
    level_to = level_field(_("Level to reach"), LEVELS_TO)
    why = forms.CharField(
        label=_("Why"),
        help_text=_("In a sentence, to the person. They read it first."),
        required=False,
        max_length=300,
    )
    metric = forms.ModelChoiceField(
        Metric.objects.none(),
        label=_("What customers should notice"),
        required=False,
        empty_label=_("Nothing that is measured"),
    )
    target = forms.FloatField(
        label=_("Target"),
        help_text=_(
            "Shares in per cent. Empty: we propose one, a tenth of the way that is left."
        ),
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["metric"].queryset = judged_metrics()

    def clean(self):
        """Turn the target of a share from per cent into a share."""
        metric, target = (
            self.cleaned_data.get("metric"),
            self.cleaned_data.get("target"),
        )
        if metric and metric.kind == MetricKind.RATE and target is not None:
            self.cleaned_data["target"] = target / 100
        return self.cleaned_data

    @staticmethod
    def initial_of(goal):
        """Return the values with which the form shows ``goal``, a Goal."""
        target = goal.target
        if target is not None and goal.metric.kind == MetricKind.RATE:
            target = round(target * 100, 2)
        return {
            "skill": goal.skill_id,
            "level_from": goal.level_from,
            "level_to": goal.level_to,
            "why": goal.why,
            "metric": goal.metric_id,
            "target": target,
        }


class ItemForm(forms.Form):
    """One thing to do: a module to learn, or something in the person's own words."""

    kind = forms.ChoiceField(
        label=_("What kind of step"), choices=ItemKind, widget=forms.RadioSelect
    )
    module = forms.ModelChoiceField(
        Module.objects.none(),
        label=_("Which module"),
        required=False,
        empty_label=_("None"),
    )
    text = forms.CharField(
        label=_("Or what, in words"),
        help_text=_("For practice, coaching and everything else."),
        required=False,
        max_length=300,
    )
    goal = forms.ModelChoiceField(
        Goal.objects.none(),
        label=_("For which goal"),
        required=False,
        empty_label=_("No one goal"),
    )
    due_on = day_field(_("By"), required=False)

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["module"].queryset = Module.objects.on_offer().order_by("slug")
        self.fields["module"].label_from_instance = judged_label()
        goals = plan.goals.select_related("skill").order_by("position", "pk")
        self.fields["goal"].queryset = goals


class CancelForm(forms.Form):
    """Why a plan ends early."""

    reason = forms.CharField(
        label=_("Why"),
        help_text=_("In a sentence. The person reads it."),
        max_length=300,
    )
