"""The forms of the parts of modules and question banks: one for each kind of part."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from studio.actions.content_parts import CHANGES
from studio.forms.draft import languages
from studio.forms.fields import SomeField, WordsField
from studio.rules.content_editing import minutes_of_steps
from studio.rules.content_parts import (
    FRAME,
    ROWS,
    STEP_KINDS,
    kind_of,
    part,
)
from studio.rules.content_parts import (
    languages as languages_of,
)
from studio.rules.content_sheet import ROW_TEXTS, read, rows_of
from studio.rules.sheet import mark_of
from studio.wording.content import FIELDS, QUESTIONS
from training.choices import CountsFrom, ObserverKind, StepKind

LONGEST_TITLE = 200
LONGEST_BODY = 40_000
MOST_ROWS = {"options": 8, "items": 8, "checklist": 20}
ROW_LABELS = {
    "options": _("Answer %(number)s"),
    "items": _("Thing %(number)s"),
    "checklist": _("Point %(number)s"),
}


class AmountField(forms.DecimalField):
    """An amount of money as documents have it: whole where it is."""

    def __init__(self, **options):
        super().__init__(min_value=0, decimal_places=2, required=False, **options)

    def to_python(self, value):
        amount = super().to_python(value)
        if amount is None or not amount.is_finite():
            return amount
        return int(amount) if amount == int(amount) else amount

    def clean(self, value):
        amount = super().clean(value)
        return amount if amount is None or isinstance(amount, int) else float(amount)


class LinesField(forms.CharField):
    """Texts, one a line, as a list."""

    def __init__(self, *, language, **options):
        widget = forms.Textarea({"rows": 3, "lang": language})
        super().__init__(required=False, widget=widget, **options)

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        lines = [line.strip() for line in super().to_python(value).splitlines()]
        return list(dict.fromkeys(filter(None, lines)))


@dataclass(frozen=True)
class Row:
    """One row of a part: its number from 0, what it is called, and its fields."""

    number: int
    name: str
    fields: list


@dataclass(frozen=True)
class Group:
    """Fields that belong together under ``title``; is_set: whether any says something."""

    title: str
    fields: list
    is_set: bool


class ContentForm(forms.Form):
    """The form of one part. choices: as studio.queries.content_choices gives them."""

    mark = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, sent=None, *, document, at, language, choices):
        self.document, self.at, self.language = document, at, language
        self.kind, self.here = kind_of(document, at), part(document, at)
        self.choices, self.before = choices, read(document, at, language)
        super().__init__(sent, initial={**self.before, "mark": mark_of(self.before)})
        ADDS[self.kind](self)
        self.add_rows()

    @property
    def values(self):
        """The cleaned values as the sheet takes them."""
        return {name: self.cleaned_data[name] for name in self.before}

    @property
    def plain(self):
        """The fields that stand by themselves, in order."""
        held = ("mark", "row", "certification_", "cost_")
        return [
            self[name]
            for name, field in self.fields.items()
            # Without other modules, for one, there is nothing to choose.
            if not name.startswith(held) and getattr(field, "choices", True)
        ]

    @property
    def groups(self):
        """The fields that belong together, as Groups."""
        found = [
            (FIELDS[field], [n for n in self.fields if n.startswith(f"{field}_")])
            for field in ("certification", "cost")
        ]
        return [
            Group(
                title,
                [self[name] for name in names],
                any(self.before[name] not in (None, "") for name in names)
                or any(self[name].errors for name in names),
            )
            for title, names in found
            if names
        ]

    @property
    def rows(self):
        """The rows of the part, as Rows."""
        return [
            Row(
                number,
                ROW_LABELS[ROWS[self.kind]] % {"number": number + 1},
                [self[n] for n in self.fields if n.startswith(f"row{number}_")],
            )
            for number in range(len(rows_of(self.document, self.at)))
        ]

    @property
    def can_add_row(self):
        most = MOST_ROWS.get(ROWS.get(self.kind), 0)
        return len(rows_of(self.document, self.at)) < most

    def words(self, name, rows=2, holder=None, field=None, **options):
        """Add a text; while one translates, with what it says in the first language."""
        field = field or name
        first = languages_of(self.document)[0]
        own = (self.here if holder is None else holder).get(field, {})
        hint = own.get(first, "") if self.language != first else ""
        options = {"label": FIELDS[field], **options}
        self.fields[name] = WordsField(
            language=self.language, rows=rows, hint=hint, **options
        )

    def number(self, name, lowest, highest, **options):
        """Add a whole number."""
        options.setdefault("label", FIELDS.get(name))
        self.fields[name] = forms.IntegerField(
            min_value=lowest, max_value=highest, required=False, **options
        )

    def choice(self, name, choices, nothing, **options):
        """Add a choice of one, or of nothing; what stands there already stays choosable."""
        own = self.before[name]
        rest = [(own, own)] if own and own not in dict(choices) else []
        self.fields[name] = forms.ChoiceField(
            choices=[("", nothing), *choices, *rest], required=False, **options
        )

    def add_rows(self):
        field = ROWS.get(self.kind)
        for number, row in enumerate(rows_of(self.document, self.at)):
            for name in ROW_TEXTS[field]:
                label = _("Why it is right or not") if name == "why" else FIELDS[name]
                if field == "checklist" and name == "text":
                    label = _("What one can see")
                self.words(f"row{number}_{name}", 2, row, name, label=label)
            if field == "options":
                self.fields[f"row{number}_is_right"] = forms.BooleanField(
                    label=FIELDS["is_right"], required=False
                )


def _module(form):
    form.words("title", rows=1)
    form.words("summary", rows=3)
    together = minutes_of_steps(form.document)
    sentence = ngettext(
        "The steps take %(minutes)s minute together.",
        "The steps take %(minutes)s minutes together.",
        together,
    )
    form.number("minutes", 1, 480, help_text=sentence % {"minutes": together})
    for name, choices in (("skills", "skills"), ("prerequisites", "modules")):
        form.fields[name] = SomeField(
            choices=form.choices[choices], before=form.before[name], label=FIELDS[name]
        )
    _certification(form)
    form.fields["cost_per_seat"] = AmountField(
        max_value=1_000_000, label=FIELDS["per_seat"]
    )
    form.fields["cost_to_build"] = AmountField(
        max_value=100_000_000, label=FIELDS["to_build"]
    )
    form.fields["cost_currency"] = forms.RegexField(
        "^[A-Z]{3}$",
        label=FIELDS["currency"],
        required=False,
        max_length=3,
        help_text=_("Three letters, as in EUR. Without it, that of the house."),
    )


def _certification(form):
    form.choice(
        "certification_from",
        CountsFrom.choices,
        _("It does not certify"),
        label=FIELDS["from"],
    )
    form.number("certification_months", 1, 120, label=FIELDS["months"])
    form.fields["certification_on"] = forms.RegexField(
        r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
        label=FIELDS["on"],
        required=False,
        help_text=_("Only with a fixed day: month and day, as in 12-31."),
    )
    form.number("certification_window_days", 1, 366, label=FIELDS["window_days"])
    form.choice(
        "certification_refresher",
        form.choices["modules"],
        pgettext_lazy("a choice", "none"),
        label=FIELDS["refresher"],
    )


def _bank(form):
    form.words("title", rows=1)


def _step(form):
    form.words("title", rows=1)
    form.number("minutes", 1, 240)


def _reading(form):
    _step(form)
    form.words(
        "body",
        rows=14,
        max_length=LONGEST_BODY,
        help_text=_(
            "An empty line begins a paragraph, ## a heading, - a list; *these* are "
            "slanted, **these** are bold. Pictures are kept under “Pictures and "
            "videos”, which says how they are named."
        ),
    )


def _scenario(form):
    _step(form)
    form.choice(
        "scenario",
        form.choices["scenarios"],
        _("none yet"),
        label=FIELDS["scenario"],
        help_text=_("Its newest version on the day the module is published."),
    )


def _quiz(form):
    _step(form)
    form.number("pass_percent", 0, 100)
    form.number("attempts", 1, 20, help_text=_("Left empty: as often as one likes."))
    form.fields["shuffle"] = forms.BooleanField(
        label=_("Questions and answers stand in another order each time"),
        required=False,
    )
    form.choice(
        "bank",
        form.choices["banks"],
        _("none: only the questions written here"),
        label=FIELDS["bank"],
    )
    form.number("draw", 1, 100)


def _practice(form):
    _step(form)
    form.words("body", rows=4, max_length=LONGEST_BODY)
    form.choice(
        "observer", ObserverKind.choices, _("not said yet"), label=FIELDS["observer"]
    )


def _video(form):
    _step(form)
    form.choice("video", form.choices["videos"], _("none yet"), label=FIELDS["video"])
    form.choice(
        "captions",
        form.choices["captions"],
        _("none in this language"),
        label=FIELDS["captions"],
    )
    form.words("transcript", rows=6, max_length=LONGEST_BODY)


def _ticked(form):
    form.words("text", rows=2, label=_("The question"))
    form.fields["kind"] = forms.ChoiceField(
        choices=[(kind, QUESTIONS[kind]) for kind in ("single", "multiple")],
        label=FIELDS["kind"],
    )


def _ordering(form):
    form.words("text", rows=2, label=_("The question"))
    form.words("why", rows=3, label=_("Why they stand in this order"))


def _short(form):
    form.words("text", rows=2, label=_("The question"))
    form.fields["accepted"] = LinesField(
        language=form.language,
        label=FIELDS["accepted"],
        help_text=_(
            "One a line. Capitals, accents and spaces do not matter; 2,5 is 2.5."
        ),
    )
    form.words("why", rows=3)


ADDS = {
    "module": _module,
    "bank": _bank,
    "reading": _reading,
    "scenario": _scenario,
    "quiz": _quiz,
    "practice": _practice,
    "video": _video,
    "single": _ticked,
    "multiple": _ticked,
    "ordering": _ordering,
    "short": _short,
}


class ChangeForm(forms.Form):
    """One change of the parts, and what it needs."""

    act = forms.ChoiceField(choices=[(act, act) for act in CHANGES])
    kind = forms.ChoiceField(
        choices=[(kind, kind) for kind in (*STEP_KINDS, *QUESTIONS)], required=False
    )
    title = forms.CharField(max_length=LONGEST_TITLE, required=False)
    tag = forms.ChoiceField(choices=languages, required=False)
    number = forms.IntegerField(min_value=0, required=False)

    def clean_number(self):
        return self.cleaned_data["number"] or 0


def adds(document, at):
    """Return (act, words, kinds to choose) of what can be added at ``at``."""
    home = at.partition("/")[0]
    found = []
    if kind_of(document, FRAME) == "module":
        found.append(("add-step", _("Add a step"), StepKind.choices))
    else:
        home = FRAME
    if kind_of(document, home) in ("quiz", "bank"):
        found.append(("add-question", _("Add a question"), list(QUESTIONS.items())))
    return found
