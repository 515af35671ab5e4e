"""Fields of the studio's forms."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

LONGEST_TEXT = 4000


class WordsField(forms.CharField):
    """A text in one language, of one or more rows; lines end as in the document.

    hint: the text in the author's first language, shown while one translates.
    """

    def __init__(self, *, language, rows=2, hint="", **options):
        attrs = {"lang": language}
        if hint:
            options["help_text"] = format_html("<span>{}</span>", hint)
        options = {"required": False, "max_length": LONGEST_TEXT, **options}
        widget = (
            forms.Textarea(attrs | {"rows": rows})
            if rows > 1
            else forms.TextInput(attrs)
        )
        super().__init__(widget=widget, **options)

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class ChosenFileField(forms.FileField):
    """A file to bring in. endings: what the browser offers. most_mb: None = no limit."""

    def __init__(self, *, endings, most_mb=None, **options):
        self.most_mb = most_mb
        super().__init__(
            label=_("File"),
            widget=forms.FileInput(attrs={"accept": ",".join(endings)}),
            error_messages={"empty": _("There is nothing in this file.")},
            **options,
        )

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if self.most_mb and file.size > self.most_mb * 1024**2:
            message = _("This file is larger than %(most)s MB.")
            raise ValidationError(message, params={"most": self.most_mb})
        return file


class NumberField(forms.TypedChoiceField):
    """A whole number to choose; without one it is None, or what ``empty`` says."""

    def __init__(self, *, numbers, nothing=None, **options):
        choices = [(number, _signed(number, numbers)) for number in numbers]
        if nothing is not None:
            choices = [("", nothing), *choices]
        super().__init__(
            choices=choices, coerce=int, empty_value=None, required=False, **options
        )


class SomeField(forms.MultipleChoiceField):
    """Some of many, kept in the order they stand in already, new ones last."""

    def __init__(self, *, choices, before, **options):
        known = {value for value, _label in choices}
        extra = [(each, each) for each in before if each not in known]
        options.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(choices=[*choices, *extra], required=False, **options)
        self.before = before

    def to_python(self, value):
        chosen = super().to_python(value)
        kept = [each for each in self.before if each in chosen]
        return kept + [each for each in chosen if each not in kept]


class NamesField(forms.CharField):
    """Names, each on its own or parted by commas, as a list without doubles."""

    def __init__(self, **options):
        super().__init__(required=False, **options)

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        words = super().to_python(value).replace(",", " ").split()
        return list(dict.fromkeys(words))


class TakenWidget(forms.SelectMultiple):
    """Choices of the scenario, under their scenes."""

    def __init__(self):
        super().__init__(attrs={"size": 5})


class TakenField(SomeField):
    """Choices that were taken before; ``grouped`` as (scene, [(address, text)])."""

    def __init__(self, *, grouped, before, **options):
        flat = [pair for _scene, pairs in grouped for pair in pairs]
        super().__init__(choices=flat, before=before, widget=TakenWidget, **options)
        gone = [(each, each) for each in before if each not in dict(flat)]
        rest = [(_("Not there any more"), gone)] if gone else []
        self.choices = [*grouped, *rest]


def _signed(number, numbers):
    """Return ``number`` as one reads it: with its sign where there are negative ones."""
    if min(numbers) < 0 and number:
        return f"+{number}" if number > 0 else f"−{-number}"
    return str(number)
