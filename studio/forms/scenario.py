"""The forms of a scenario's parts: one for the frame, a scene, a choice, an ending."""

from dataclasses import dataclass

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from studio.actions.scenario_parts import CHANGES
from studio.choices import FIELDS, OUTCOMES, RECOVERY_STEPS, TEMPTATIONS, field_name
from studio.forms.draft import languages
from studio.forms.fields import (
    NamesField,
    NumberField,
    SomeField,
    TakenField,
    WordsField,
)
from studio.rules.scenario_sheet import (
    MOODS,
    NAMED,
    NEW_ENDING,
    NEW_SCENE,
    read,
    way_count,
)
from studio.rules.sheet import mark_of
from studio.wording.findings import part_name
from training.scenario.document import MOOD_MAX, MOOD_MIN, text
from training.scenario.editing import text_languages
from training.scenario.parts import endings, kind_of, part, scenes

MOOD_NUMBERS = range(MOOD_MIN, MOOD_MAX + 1)
MOOD_CHANGES = range(-5, 6)
POINTS = range(-3, 4)
LONGEST_TITLE = 200


@dataclass(frozen=True)
class Condition:
    """The fields of one condition, and whether they ask for anything yet.

    taken: those that ask what was chosen before; none in a scenario of one scene.
    """

    fields: list
    taken: list
    is_set: bool
    is_taken_set: bool


@dataclass(frozen=True)
class Way:
    """One way of a choice: its fields. number: from 0. condition: None of the last."""

    number: int
    to: object
    new: object
    condition: Condition | None
    is_last: bool


class PartForm(forms.Form):
    """The form of one part of a scenario. names: {slug: name} of all skills."""

    mark = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, sent=None, *, document, at, language, names):
        self.document, self.at, self.language = document, at, language
        self.here, self.names = part(document, at), names
        self.before = read(document, at, language)
        points = dict.fromkeys(document.get("skills", []), 0)
        points |= self.before.get("points", {})
        initial = {f"points_{slug}": number for slug, number in points.items()}
        initial |= {**self.before, "mark": mark_of(self.before)}
        super().__init__(sent, initial=initial)
        self.add_fields()

    def add_fields(self):
        raise NotImplementedError

    @property
    def values(self):
        """The cleaned values as the sheet takes them."""
        values = {n: v for n, v in self.cleaned_data.items() if n != "mark"}
        for name in [n for n in values if n.endswith("_new") and not values[n]]:
            del values[name]
        return values

    def words(self, name, rows=2, label=None, holder=None, field=None, **options):
        """Add a text; while one translates, with what it says in the first language."""
        field = field or name
        first = text_languages(self.document)[0]
        own = (self.here if holder is None else holder).get(field, {})
        hint = own.get(first, "") if self.language != first else ""
        label = label or field_name(kind_of(self.document, self.at), field)
        self.fields[name] = WordsField(
            language=self.language, rows=rows, hint=hint, label=label, **options
        )

    def add_condition(self, prefix):
        """Add the fields of one condition."""
        moods = [_("Mood at least"), _("Mood at most")]
        for name, label in zip(MOODS, moods, strict=True):
            self.fields[f"{prefix}_{name}"] = NumberField(
                numbers=MOOD_NUMBERS, nothing=_("any"), label=label
            )
        labels = [
            _("These flags are set"),
            _("None of these flags is set"),
            _("All of these were chosen before"),
            _("None of these was chosen before"),
        ]
        flags = [(flag, flag) for flag in self.document.get("flags", [])]
        for name, label in zip(NAMED, labels, strict=True):
            before = self.before.get(f"{prefix}_{name}", [])
            if name in ("took", "not_took"):
                field = TakenField(grouped=self.earlier(), before=before, label=label)
            else:
                field = SomeField(choices=flags, before=before, label=label)
            self.fields[f"{prefix}_{name}"] = field

    def condition(self, prefix):
        """Return the Condition under ``prefix``."""
        names = [f"{prefix}_{name}" for name in (*MOODS, *NAMED)]
        given = [name for name in names if self.before.get(name) not in (None, [])]
        # Without flags, or without other scenes, there is nothing to choose.
        shown = [n for n in names if not n.endswith(NAMED) or self.fields[n].choices]
        taken = [name for name in shown if name.endswith("took")]
        return Condition(
            fields=[self[name] for name in shown if name not in taken],
            taken=[self[name] for name in taken],
            is_set=bool(given),
            is_taken_set=any(name.endswith("took") for name in given),
        )

    def earlier(self):
        """Return the choices of other scenes, under the titles of their scenes."""
        own = self.at.partition("/")[0]
        return [
            (
                self.short(scene, "title", key),
                [
                    (
                        f"{key}/{choice['key']}",
                        self.short(choice, "text", choice["key"]),
                    )
                    for choice in scene.get("choices", [])
                ],
            )
            for key, scene in scenes(self.document).items()
            if key != own
        ]

    def titles(self, held):
        """Return (key, title) of scenes or endings."""
        return [(key, self.short(each, "title", key)) for key, each in held.items()]

    def short(self, holder, field, otherwise):
        words = text(holder.get(field, {}), self.language) or otherwise
        return Truncator(words).chars(60)


class FrameForm(PartForm):
    """What the scenario is: title, setting, customer, skills, mood, flags, start."""

    def add_fields(self):
        customer = self.document.get("customer", {})
        self.words("title", rows=1)
        self.words("setting", rows=4)
        self.words("customer_name", rows=1, holder=customer, field="name")
        self.words(
            "customer_detail",
            rows=1,
            holder=customer,
            field="detail",
            label=_("A few words beside the name, for example the table"),
        )
        self.fields["skills"] = SomeField(
            choices=list(self.names.items()),
            before=self.before["skills"],
            label=_("Skills that the choices give points for"),
        )
        self.fields["mood"] = NumberField(
            numbers=MOOD_NUMBERS,
            label=field_name("frame", "mood"),
            help_text=_("From 0, walking out, to 10, will be back."),
        )
        self.fields["flags"] = NamesField(
            label=FIELDS["flags"],
            help_text=_(
                "Names with lower-case letters, digits and underscores, parted by "
                "commas: time_promised, name_known. Choices set them, conditions ask."
            ),
        )
        own = self.before["start"]
        known = self.titles(scenes(self.document))
        rest = [(own, own)] if own and own not in scenes(self.document) else []
        self.fields["start"] = forms.ChoiceField(
            choices=[("", _("no scene yet")), *known, *rest],
            label=FIELDS["start"],
            required=False,
        )


class SceneForm(PartForm):
    """One moment with the customer."""

    def add_fields(self):
        self.words("title", rows=1)
        self.words("does", rows=3)
        self.words(
            "says", rows=3, label=_("What the customer says, without quotation marks")
        )
        self.words("ask", rows=1)
        self.add_condition("if")
        hurry = self.here.get("hurry", {})
        self.fields["hurry_seconds"] = forms.IntegerField(
            label=_("Seconds until the customer grows restless, 10 to 120"),
            required=False,
            help_text=_("Nothing is scored by time, and no choice goes away."),
        )
        self.words("hurry_does", holder=hurry, field="does")
        self.words("hurry_says", holder=hurry, field="says")

    @property
    def own_condition(self):
        return self.condition("if")

    @property
    def hurry(self):
        return [self[f"hurry_{name}"] for name in ("seconds", "does", "says")]

    @property
    def is_in_hurry(self):
        return bool(self.here.get("hurry"))


class EndingForm(PartForm):
    """One way a play can end."""

    def add_fields(self):
        self.words("title", rows=1, label=_("Title: how the customer left"))
        self.words("text", rows=4)
        self.fields["outcome"] = forms.ChoiceField(
            choices=[("", _("not said yet")), *OUTCOMES],
            label=FIELDS["outcome"],
            required=False,
        )
        self.add_condition("if")

    @property
    def own_condition(self):
        return self.condition("if")


class ChoiceForm(PartForm):
    """One thing the employee may say or do, what it changes, and where it leads."""

    def add_fields(self):
        said = _("What the employee says (in quotation marks) or does")
        self.words("text", rows=2, label=said)
        self.words("does", rows=2, label=_("What can be seen at once"))
        self.words("says", rows=2, label=_("What the customer answers"))
        self.words("why", rows=3)
        self.fields["mood"] = NumberField(
            numbers=MOOD_CHANGES, label=field_name("choice", "mood")
        )
        for slug in self.skills:
            self.fields[f"points_{slug}"] = NumberField(
                numbers=POINTS, label=self.names.get(slug, slug)
            )
        self.fields["recovery"] = _one_of(RECOVERY_STEPS, FIELDS["recovery"])
        self.fields["tempts"] = _one_of(TEMPTATIONS, FIELDS["tempts"])
        flags = [(flag, flag) for flag in self.document.get("flags", [])]
        for name in ("set", "clear"):
            self.fields[name] = SomeField(
                choices=flags, before=self.before[name], label=FIELDS[name]
            )
        self.add_condition("if")
        for number in range(way_count(self.before)):
            self._add_way(number)

    def _add_way(self, number):
        to = self.before[f"way{number}_to"]
        self.fields[f"way{number}_to"] = forms.ChoiceField(
            choices=self.places(to),
            label=_("It leads to"),
            required=False,
            widget=forms.Select(attrs={"data-target": True}),
        )
        self.fields[f"way{number}_new"] = forms.CharField(
            label=_("Title of what is new"), required=False, max_length=LONGEST_TITLE
        )
        if f"way{number}_mood_min" in self.before:
            self.add_condition(f"way{number}")

    def places(self, own):
        """Return where a way may lead, grouped; ``own``: where it leads now."""
        known = {**scenes(self.document), **endings(self.document)}
        new = [(NEW_SCENE, _("a new scene…")), (NEW_ENDING, _("a new ending…"))]
        return [
            ("", _("nowhere yet")),
            *([(own, own)] if own and own not in known else []),
            (FIELDS["scenes"], self.titles(scenes(self.document))),
            (FIELDS["endings"], self.titles(endings(self.document))),
            (pgettext_lazy("scene or ending", "New"), new),
        ]

    @property
    def skills(self):
        """The skills to give points for: those declared, and any the choice has."""
        declared = self.document.get("skills", [])
        return [*declared, *(s for s in self.before["points"] if s not in declared)]

    @property
    def values(self):
        values = super().values
        points = {s: values.pop(f"points_{s}") or 0 for s in self.skills}
        stated = self.before["points"]
        values["points"] = {s: n for s, n in points.items() if n or s in stated}
        values["mood"] = values["mood"] or 0
        return values

    @property
    def points(self):
        return [self[f"points_{slug}"] for slug in self.skills]

    @property
    def facts(self):
        return [self[name] for name in ("set", "clear") if self.fields[name].choices]

    @property
    def own_condition(self):
        return self.condition("if")

    @property
    def ways(self):
        """The ways as the page shows them, in order."""
        count = way_count(self.before)
        return [
            Way(
                number=number,
                to=self[f"way{number}_to"],
                new=self[f"way{number}_new"],
                condition=self.condition(f"way{number}")
                if f"way{number}_mood_min" in self.before
                else None,
                is_last=number == count - 1,
            )
            for number in range(count)
        ]


FORMS = {
    "frame": FrameForm,
    "scene": SceneForm,
    "ending": EndingForm,
    "choice": ChoiceForm,
}


class ChangeForm(forms.Form):
    """One change of the scenario's parts, and what it needs."""

    act = forms.ChoiceField(choices=[(act, act) for act in CHANGES])
    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE, required=False)
    key = forms.CharField(max_length=60, required=False)
    tag = forms.ChoiceField(label=_("Language"), choices=languages, required=False)


class RemoveForm(forms.Form):
    """Where what led to a part is to lead once it is gone."""

    instead = forms.ChoiceField(label=_("What led here then leads to"), required=False)

    def __init__(self, sent=None, *, document, at):
        super().__init__(sent)
        self.fields["instead"].choices = [
            ("", _("nowhere; I put that right myself")),
            *(
                (key, part_name(document, key, ""))
                for key in (*scenes(document), *endings(document))
                if key != at
            ),
        ]


def _one_of(choices, label):
    return forms.ChoiceField(
        choices=[("", pgettext_lazy("a choice", "none")), *choices],
        label=label,
        required=False,
    )
