"""Where a play of a draft begins, and how far it has come: all of it in the address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from training.scenario.document import MOOD_MAX, MOOD_MIN

LONGEST_PLAY = 600


class PlayForm(forms.Form):
    """The scene, the mood and the flags to begin with."""

    at = forms.ChoiceField(label=_("Begin in"), required=False)
    mood = forms.TypedChoiceField(
        label=_("With the mood"),
        choices=[(number, number) for number in range(MOOD_MIN, MOOD_MAX + 1)],
        coerce=int,
        empty_value=None,
        required=False,
    )
    flags = forms.MultipleChoiceField(
        label=_("With these flags set"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    path = forms.RegexField(
        r"^\d{1,2}(\.\d{1,2})*$",
        required=False,
        max_length=LONGEST_PLAY,
        widget=forms.HiddenInput,
    )

    def __init__(self, sent=None, *, scenes, flags, initial=None):
        super().__init__(sent, initial=initial)
        self.fields["at"].choices = scenes
        self.fields["flags"].choices = flags

    def add_prefix(self, field_name):
        """Return the name in the address: “from” is no name in Python."""
        return super().add_prefix("from" if field_name == "at" else field_name)

    def asked(self):
        """Return what was asked for, as ``shown_play`` takes it, without what is odd."""
        self.is_valid()
        path = self.cleaned_data.get("path")
        return {
            "at": self.cleaned_data.get("at", ""),
            "mood": self.cleaned_data.get("mood"),
            "flags": self.cleaned_data.get("flags", []),
            "places": [int(place) for place in path.split(".")] if path else [],
        }
