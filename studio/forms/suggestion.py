"""Telling a case, and answering one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from studio.queries.suggestions import named_scenarios
from training.models import Skill
from training.models.texts import in_language


def words_field(label, rows, *, help_text="", most=2000, required=True):
    """Return a field for a few sentences. rows: lines to begin with."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=most,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class SuggestionForm(forms.Form):
    """What happened at work that others could learn from."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    happened = words_field(
        _("What happened?"),
        4,
        help_text=_("Where you were, what went wrong, who wanted what."),
    )
    said = words_field(
        _("What did the customer say?"),
        2,
        help_text=_("As near to their own words as you remember."),
        most=1000,
    )
    did = words_field(_("What did you do?"), 3)
    otherwise = words_field(_("What would you do another time?"), 3, required=False)
    skill = forms.ModelChoiceField(
        Skill.objects.order_by("position", "pk"),
        label=_("Which skill is it about?"),
        required=False,
        empty_label=_("I cannot say"),
    )
    is_named = forms.BooleanField(
        label=_("The authors may see my name and my team"), required=False
    )


class DeclineForm(forms.Form):
    """Why no scenario comes of it, to the person who told it."""

    answer = words_field(
        _("Why not, in a sentence to the person"),
        3,
        help_text=_("They read it beside what they told."),
        most=1000,
    )


class ScenarioField(forms.ModelChoiceField):
    """A scenario, by the title of its newest version."""

    def label_from_instance(self, scenario):
        return in_language(scenario.document["title"])


class FinishForm(forms.Form):
    """Which scenario it became, and what to tell the person."""

    scenario = ScenarioField(
        None, label=_("The scenario it became"), empty_label=_("Choose one")
    )
    answer = words_field(_("A word to the person"), 2, most=1000, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scenario"].queryset = named_scenarios().order_by("slug")
