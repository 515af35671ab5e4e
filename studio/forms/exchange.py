"""Bringing content files in through the browser."""

from pathlib import PurePath

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from studio.forms.fields import ChosenFileField

MOST_MB = 500
ENDINGS = (".zip", ".yaml", ".yml")
LONGEST_NOTE = 300


class UploadForm(forms.Form):
    """A file of content: one document, or a zip of many."""

    file = ChosenFileField(
        endings=ENDINGS,
        most_mb=MOST_MB,
        help_text=_("A zip file or one YAML file, up to %(most)s MB.")
        % {"most": MOST_MB},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if PurePath(file.name).suffix.lower() not in ENDINGS:
            raise ValidationError(
                _("Choose a file that ends in %(endings)s."),
                params={"endings": ", ".join(ENDINGS)},
            )
        return file


class NoteForm(forms.Form):
    """Why something is taken in, for the list of versions."""

    note = forms.CharField(
        label=_("What changes, in one sentence"),
        help_text=_("It stands beside each new version."),
        max_length=LONGEST_NOTE,
        required=False,
    )
