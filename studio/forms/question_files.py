"""Choosing a file of questions, and the bank they are for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from studio.forms.draft import languages
from studio.forms.fields import ChosenFileField
from studio.queries.question_files import banks_to_fill
from training.importing.question_file import ENDINGS, MOST_MB


class QuestionFileForm(forms.Form):
    """A file of questions; whether it can be read is said on the page that follows."""

    file = ChosenFileField(
        endings=ENDINGS,
        most_mb=MOST_MB,
        help_text=_("A table (CSV or XLSX), GIFT or Moodle XML, up to %(most)s MB.")
        % {"most": MOST_MB},
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
