"""Bringing in a file: choosing it, and saying what its columns mean."""

from hashlib import sha256

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from feedback.models import Source
from staff.importing.kind import FileMapping
from staff.queries.file_import import file_preview
from staff.rules.person import code_from

MAX_UPLOAD_MB = 200
NEW, LEFT_OUT = "", "left_out"
# What a form sends for a choice whose value is nothing.
NOTHING = "nothing"
# With more choices than these a list is quicker than buttons.
MOST_BUTTONS = 5
# What nobody can say otherwise once the file leaves no doubt about it.
TOLD = ("date_order", "decimal_sign")
# Questions about a day, and about a number, by the beginning of their keys.
DAYS, NUMBERS = ("complete_through", "complete_from"), ("minutes:",)


class FileForm(forms.Form):
    """The file and, for kinds that need one, the source it comes from.

    ``source()``: (key, name), or None for kinds that need none.
    """

    source_key = forms.ChoiceField(label=_("Where it comes from"), required=False)
    source_name = forms.CharField(
        label=_("Name of the new source"),
        help_text=_("The survey tool, the till or the list, as your people call it."),
        max_length=200,
        required=False,
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV or Excel (.xlsx), as your program exported it, up to %(most)s MB."
        )
        % {"most": MAX_UPLOAD_MB},
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        error_messages={"empty": _("There is nothing in this file.")},
    )

    def __init__(self, *args, data_kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.data_kind = data_kind
        if not data_kind.source:
            del self.fields["source_key"], self.fields["source_name"]
            return
        known = Source.objects.filter(kind=data_kind.source).order_by("name")
        self.known = dict(known.values_list("key", "name"))
        if self.known:
            choices = [*self.known.items(), (NEW, _("A new source"))]
            self.fields["source_key"].choices = choices
            self.initial.setdefault("source_key", next(iter(self.known)))
        else:
            del self.fields["source_key"]
            self.fields["source_name"].label = _("Where it comes from")

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload.size > MAX_UPLOAD_MB * 1024 * 1024:
            raise ValidationError(
                _(
                    "This file is larger than %(most)s MB. Cut it into several files; "
                    "their order makes no difference."
                ),
                code="too_big",
                params={"most": MAX_UPLOAD_MB},
            )
        return upload

    def clean(self):
        is_new = not self.cleaned_data.get("source_key")
        if (
            self.data_kind.source
            and is_new
            and not self.cleaned_data.get("source_name")
        ):
            self.add_error(
                "source_name",
                ValidationError(_("Say where this file comes from."), code="required"),
            )
        return self.cleaned_data

    def source(self):
        if not self.data_kind.source:
            return None
        if key := self.cleaned_data.get("source_key"):
            return key, self.known[key]
        name = self.cleaned_data["source_name"]
        for key, known in self.known.items():
            if known.casefold() == name.casefold():
                return key, known
        taken = set(Source.objects.values_list("key", flat=True))
        return code_from(slugify(name) or "source", taken), name


class ColumnsForm(forms.Form):
    """What each column of a file means, and what the file itself does not say.

    file_import: a draft. ``preview``: its FilePreview by what is said here; ``mapping()``
    is the FileMapping that it comes to.
    """

    def __init__(self, data=None, *, file_import, kind):
        super().__init__(data)
        self.file_import, self.kind = file_import, kind
        stored = FileMapping.from_stored(file_import.mapping)
        self._add_columns(stored)
        if data is None:
            self.preview = file_preview(file_import, kind)
        else:
            self.data = data.copy()
            self.preview = self._asked(self._said_columns())
        self.guessed = set()  # names of fields that stand as we propose
        self.questions = [
            (question, self._add_question(question))
            for question in self.preview.questions
        ]

    def _add_columns(self, mapping):
        meanings = {place: key for key, place in mapping.columns.items()}
        choices = [(column.key, column.label) for column in self.kind.columns]
        for place, name in enumerate(self.file_import.header):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=name or _("Column %(number)s") % {"number": place + 1},
                choices=[(LEFT_OUT, _("Leave it out")), *choices],
                initial=meanings.get(place, LEFT_OUT),
            )

    def _said_columns(self):
        """What is sent about the columns, as far as it makes sense; the rest is refused
        when the form is cleaned.
        """
        known = {column.key for column in self.kind.columns}
        said = (
            (self.data.get(f"column_{place}"), place)
            for place in range(len(self.file_import.header))
        )
        columns = {}
        for key, place in said:
            if key in known:
                columns.setdefault(key, place)
        return columns

    def _asked(self, columns):
        """Return the FilePreview by what is sent: an answer may ask a further question."""
        answers, preview = {}, None
        while preview is None or len(answers) > len(preview.mapping.answers):
            mapping = FileMapping(columns, dict(answers))
            preview = file_preview(self.file_import, self.kind, mapping)
            for question in preview.questions:
                if sent := self.data.get(field_name(question.key), "").strip():
                    answers[question.key] = "" if sent == NOTHING else sent[:300]
        return preview

    def _add_question(self, question):
        """Add the field of ``question`` and return its name.

        None for what the file leaves no doubt about: that is told, not asked. What is
        asked for the first time stands there as it is proposed.
        """
        if not question.is_open and question.key in TOLD:
            return None
        name = field_name(question.key)
        answers = self.preview.mapping.answers
        words = {
            "label": question.text,
            "initial": answers.get(question.key, question.proposed),
            "error_messages": {"required": _("Please say.")},
        }
        if question.choices:
            is_long = len(question.choices) > MOST_BUTTONS
            words["initial"] = words["initial"] or NOTHING
            self.fields[name] = forms.ChoiceField(
                choices=[
                    (value or NOTHING, label) for value, label in question.choices
                ],
                widget=forms.Select if is_long else forms.RadioSelect,
                **words,
            )
        else:
            self.fields[name] = forms.CharField(widget=_widget(question.key), **words)
        if self.is_bound and name not in self.data and question.proposed:
            self.data[name] = question.proposed
            self.guessed.add(name)
        return name

    def column_fields(self):
        """Return the bound fields of the columns, in the order of the file."""
        return [self[name] for name in self.fields if name.startswith("column_")]

    def told(self):
        """Return pairs of a question the file answers itself, and that answer in words."""
        return [
            (question, dict(question.choices).get(question.proposed, ""))
            for question, name in self.questions
            if name is None
        ]

    def asked(self):
        """Return pairs of a question and its bound field."""
        return [(question, self[name]) for question, name in self.questions if name]

    def clean(self):
        seen = {}
        for place in range(len(self.file_import.header)):
            key = self.cleaned_data.get(f"column_{place}", LEFT_OUT)
            if key == LEFT_OUT:
                continue
            if key in seen:
                self.add_error(
                    f"column_{place}",
                    ValidationError(
                        _("Another column says “%(meaning)s” already."),
                        code="column_twice",
                        params={"meaning": self.kind.column(key).label},
                    ),
                )
            seen[key] = place
        for group in self.preview.missing:
            labels = [str(self.kind.column(key).label) for key in group]
            sentence = _("Say which column is this one: %(columns)s.")
            if len(labels) > 1:
                sentence = _("Say which column is one of these: %(columns)s.")
            self.add_error(
                None,
                ValidationError(
                    sentence,
                    code="columns_missing",
                    params={"columns": ", ".join(labels)},
                ),
            )
        for question, name in self.questions:
            if question.is_open and not self.errors.get(name):
                guess = _("This is our guess. Keep it, or say something else.")
                words = guess if name in self.guessed else _("Please say.")
                self.add_error(name, ValidationError(words, code="questions_open"))
        return self.cleaned_data

    def mapping(self):
        return self.preview.mapping


def field_name(key):
    """Return the name of the field of a question: its key may hold anything."""
    return f"answer_{sha256(key.encode()).hexdigest()[:12]}"


def _widget(key):
    if key.startswith(DAYS):
        return forms.DateInput(attrs={"type": "date"})
    if key.startswith(NUMBERS):
        return forms.NumberInput(attrs={"min": 1, "inputmode": "numeric"})
    return forms.TextInput
