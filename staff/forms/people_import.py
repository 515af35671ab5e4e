"""Bringing in a file of people: choosing it, and saying what its columns mean."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from staff.importing.columns import DateOrder, Field, LeftMeans, Mapping, NewTeams
from staff.importing.reading import read_table
from staff.importing.rows import open_questions
from staff.importing.table import MAX_BYTES

SAMPLES = 3
LEFT_OUT = "left_out"


class PeopleFileForm(forms.Form):
    """The file itself; clean, it is a staff.importing.table.Table."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or Excel (.xlsx), with a header and one row for each person."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        error_messages={"empty": _("There is nothing in this file.")},
    )

    def clean_file(self):
        upload = self.cleaned_data["file"]
        self.file_name = upload.name
        # One byte more than fits is enough to know that it is too big.
        return read_table(upload.read(MAX_BYTES + 1))


class ColumnsForm(forms.Form):
    """What each column of a file means; ``mapping()`` is the Mapping it comes to."""

    left_means = forms.ChoiceField(
        label=_("The date of leaving is"),
        choices=LeftMeans,
        widget=forms.RadioSelect,
        initial=LeftMeans.LAST_DAY,
    )
    date_order = forms.ChoiceField(
        label=_("In a date like 03/04/2026 comes"),
        choices=DateOrder,
        widget=forms.RadioSelect,
        required=False,
    )
    new_teams = forms.ChoiceField(
        label=_("A team we do not know, where the file does not say what is above it"),
        choices=NewTeams,
        widget=forms.RadioSelect,
        initial=NewTeams.REFUSE,
    )

    def __init__(self, *args, table, mapping, **kwargs):
        super().__init__(*args, **kwargs)
        self.table = table
        meanings = {place: field for field, place in mapping.columns.items()}
        choices = [(LEFT_OUT, _("Leave it out")), *Field.choices]
        for place, name in enumerate(table.header):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=name or _("Column %(number)s") % {"number": place + 1},
                choices=choices,
                initial=meanings.get(place, LEFT_OUT),
                help_text=self._samples(place),
            )
        for name in ("left_means", "date_order", "new_teams"):
            self.initial.setdefault(name, getattr(mapping, name))
        self.order_fields([f"column_{place}" for place in range(len(table.header))])

    def _samples(self, place):
        found = []
        for _line, cells in self.table.rows:
            if place < len(cells) and cells[place] and cells[place] not in found:
                found.append(cells[place][:40])
            if len(found) == SAMPLES:
                break
        # Help texts may hold markup; these come from a file.
        return escape(" · ".join(found))

    def column_fields(self):
        """Return the bound fields of the columns, in the order of the file."""
        return [self[name] for name in self.fields if name.startswith("column_")]

    def clean(self):
        columns = {}
        for place in range(len(self.table.header)):
            field = self.cleaned_data.get(f"column_{place}")
            if field in (None, LEFT_OUT):
                continue
            if field in columns:
                self.add_error(
                    f"column_{place}",
                    ValidationError(
                        _("Another column says “%(field)s” already."),
                        code="field_twice",
                        params={"field": Field(field).label},
                    ),
                )
            else:
                columns[field] = place
        self.columns = columns
        if not self.errors:
            self._ask_what_is_open()
        return self.cleaned_data

    def _ask_what_is_open(self):
        questions = open_questions(self.table, self.mapping())
        if Field.NUMBER in questions:
            self.add_error(None, _("Say which column holds the employee number."))
        if Field.FIRST_NAME in questions:
            self.add_error(
                None, _("Say which column holds the first name, or the full name.")
            )
        if "date_order" in questions:
            self.add_error(
                "date_order", _("The dates can be read both ways. Please say.")
            )

    def mapping(self):
        return Mapping(
            columns=self.columns,
            **{
                name: self.cleaned_data[name]
                for name in ("left_means", "date_order", "new_teams")
            },
        )


class ConfirmForm(forms.Form):
    """The plan as it was seen, and whether rows with problems stay out."""

    plan_digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    leaves_rows_out = forms.BooleanField(required=False)
