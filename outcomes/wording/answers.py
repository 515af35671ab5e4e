"""The answers of an estimate by part: what a part is called, how many, where it opens."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outcomes.choices import AnswerPart, Place
from outcomes.queries.parts import curve_part
from outcomes.wording.amounts import whole
from staff.rules import SMALLEST_GROUP


@dataclass(frozen=True)
class ShownPart:
    """One part of the answers. short: its name where there is little room. text: how
    many, as it may be said. is_used: whether the estimate rests on them."""

    part: str
    name: str
    short: str
    text: str
    url: str
    is_used: bool


def shown_parts(estimate, module, settings, hidden=()):
    """Return a ShownPart for each part of ``estimate`` with answers, those used first.

    settings: as the run keeps them in its parameters. hidden: Places whose people are
    not counted out, and so their answers are not either.
    """
    counts = estimate.findings.get("answers") or {
        AnswerPart.AFTER: estimate.responses_after,
        AnswerPart.BEFORE: estimate.responses_before,
    }
    order = [*AnswerPart.values, *Place.values]
    return [
        ShownPart(
            part=part,
            name=part_name(part, settings),
            short=str(SHORT[part]() if part in SHORT else AnswerPart(part).label),
            text="–" if part in hidden else answer_words(counts[part]),
            url=answers_url(module, part),
            is_used=part in (AnswerPart.AFTER, AnswerPart.BEFORE),
        )
        for part in order
        if counts.get(part)
    ]


def answers_url(module, part):
    """Return the address of the answers of ``part`` behind the figure of ``module``."""
    return reverse("outcomes:module-answers", args=[module.slug, part])


def answer_words(count):
    """Return how many answers; fewer than five are not counted out."""
    return whole(count) if count >= SMALLEST_GROUP or not count else _("fewer than 5")


def part_name(part, settings):
    """Return what ``part`` is called; as in outcomes.queries.parts.span_of."""
    first, last = settings["window"]
    zone = settings["exclude"]
    if part == AnswerPart.AFTER and last is not None:
        words = _("After: weeks {first} to {last} since completing")
        return words.format(first=first, last=last)
    if part == AnswerPart.BEFORE:
        words = _("Before: until {weeks} weeks before being asked")
        return words.format(weeks=zone)
    if part == AnswerPart.LATER:
        return _("More than {weeks} weeks after completing").format(weeks=last)
    for begin, end in settings["bins"]:
        if part == curve_part(begin, end):
            words = _("Weeks {first} to {last} since completing")
            return words.format(first=begin, last=end)
    if part == "before_assigned":
        words = ngettext(
            "The {weeks} week before being asked",
            "The {weeks} weeks before being asked",
            zone,
        )
        return words.format(weeks=zone)
    if part in NAMES:
        return NAMES[part]()
    return str(AnswerPart(part).label)


NAMES = {
    AnswerPart.AFTER: lambda: _("After completing"),
    AnswerPart.ZONE: lambda: _("Between being picked and being done"),
    AnswerPart.NOT_COMPARED: lambda: _("In weeks in which everybody had done it"),
    "assigned_to_done": lambda: _("From being asked to completing"),
    Place.FEW_BEFORE: lambda: _("Of people with fewer than 10 answers before"),
    Place.FEW_AFTER: lambda: _("Of people with fewer than 5 answers after"),
    Place.NO_ASSIGNED_DAY: lambda: _("Of people without a day of assignment"),
    Place.NOBODY_TO_COMPARE: lambda: _("Of people with nobody to compare with"),
    Place.OUTSIDE: lambda: _("Of people who had completed it before the first answers"),
}


SHORT = {
    Place.FEW_BEFORE: lambda: _("People: few before"),
    Place.FEW_AFTER: lambda: _("People: few after"),
    Place.NO_ASSIGNED_DAY: lambda: _("People: no day of assignment"),
    Place.NOBODY_TO_COMPARE: lambda: _("People: nobody to compare with"),
    Place.OUTSIDE: lambda: _("People: done before the first answers"),
}


def part_sentence(part):
    """Return why answers of ``part`` are in the figure, or are not."""
    return SENTENCES.get(part, SENTENCES["curve"])()


SENTENCES = {
    AnswerPart.AFTER: lambda: _(
        "The effect is what these customers said, less what was to be expected."
    ),
    AnswerPart.BEFORE: lambda: _(
        "From these the usual level of each person is known: it is what was to be"
        " expected."
    ),
    AnswerPart.ZONE: lambda: _(
        "People are picked after a bad spell, so these weeks are shown and not used."
    ),
    AnswerPart.NOT_COMPARED: lambda: _(
        "In these weeks nothing told what was to be expected: hardly anybody was left"
        " who had not done it."
    ),
    AnswerPart.LATER: lambda: _(
        "The effect is averaged over the weeks before; the curve shows some of these."
    ),
    "before_assigned": lambda: _(
        "People are picked after a bad spell, so these weeks are shown and not used."
    ),
    "assigned_to_done": lambda: _(
        "People are picked after a bad spell, so these weeks are shown and not used."
    ),
    "curve": lambda: _("One stretch of the curve is drawn from these answers."),
} | {
    place: lambda: _("These people are not in the figure, and so no answer of theirs.")
    for place in Place
}
