"""The forms of publishing and of versions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from staff.forms.person import RowsField
from studio.forms.draft import NoteForm
from training.models import Module


class PublishForm(NoteForm):
    """What is said of the version, and which modules are published anew with it."""

    modules = RowsField(
        Module.objects.none(),
        label=_("Publish these modules anew, with the new version in them"),
        help_text=_("Who has begun a module finishes it as it was."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, sent=None, *, modules):
        super().__init__(sent, initial={"modules": modules})
        self.fields["modules"].queryset = modules


class VersionsForm(forms.Form):
    """Two versions to compare; without them the newest two."""

    old = forms.TypedChoiceField(label=_("From version"), coerce=int)
    new = forms.TypedChoiceField(label=_("to version"), coerce=int)

    def __init__(self, sent=None, *, versions):
        self.versions = {version.number: version for version in versions}
        new, *older = [*self.versions, None]
        super().__init__(sent or {"new": new, "old": older[0]})
        for field in self.fields.values():
            field.choices = [(number, number) for number in self.versions]

    def chosen(self):
        """Return (old, new), the versions to compare."""
        if not self.is_valid():
            new, old = list(self.versions.values())[:2]
            return old, new
        return tuple(self.versions[self.cleaned_data[name]] for name in ("old", "new"))
