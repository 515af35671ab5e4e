"""Choosing a file of questions, and the bank they are for."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from studio.forms.draft import languages
from studio.queries.question_files import banks_to_fill
from training.importing.question_file import ENDINGS, MOST_MB


class QuestionFileForm(forms.Form):
    """A file of questions; whether it can be read is said on the page that follows."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A table (CSV or XLSX), GIFT or Moodle XML, up to %(most)s MB.")
        % {"most": MOST_MB},
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        error_messages={"empty": _("There is nothing in this file.")},
    )
    bank = forms.ChoiceField(label=_("The question bank"), required=False)
    title = forms.CharField(
        label=_("Title of a new question bank"), max_length=200, required=False
    )
    language = forms.ChoiceField(
        label=_("Language the file is written in"), choices=languages
    )
    why = forms.CharField(
        label=_("Explanation where the file gives none"),
        help_text=_("For GIFT and Moodle XML, such as: See the reading."),
        max_length=500,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.banks = banks_to_fill()
        self.fields["bank"].choices = [("", _("A new question bank")), *self.banks]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_MB * 1024**2:
            message = _("This file is larger than %(most)s MB.")
            raise ValidationError(message, params={"most": MOST_MB})
        return file

    def clean(self):
        told = super().clean()
        title, bank = told.get("title", ""), told.get("bank")
        if bank:
            told["title"] = ""
        elif bank == "" and not title:
            self.add_error("title", _("Choose a question bank, or name a new one."))
        elif title.casefold() in {name.casefold() for _slug, name in self.banks}:
            self.add_error(
                "title", _("There is a bank of this title. Choose it above.")
            )
        return told
