"""What things are called in the studio."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DraftKind(models.TextChoices):
    SCENARIO = "scenario", _("Scenario")
    MODULE = "module", _("Module")
    BANK = "bank", _("Question bank")


# Fields of a scenario document, in the words of the forms.
FIELDS = {
    "title": _("Title"),
    "setting": _("Where and when it happens"),
    "customer": _("The customer"),
    "name": _("The customer’s name"),
    "skills": _("Skills"),
    "flags": _("Flags: what a play remembers"),
    "start": _("Where plays start"),
    "scenes": _("Scenes"),
    "endings": _("Endings"),
    "does": _("What can be seen"),
    "says": _("What the customer says"),
    "ask": _("The question above the choices"),
    "choices": _("Choices"),
    "why": _("Why it helped or did not"),
    "go": _("Where it leads"),
    "outcome": _("How it ends for the customer"),
    "recovery": _("Step of putting it right"),
    "tempts": _("Why one would take it all the same"),
    "set": _("Flags it sets"),
    "clear": _("Flags it clears"),
    "if": _("Only when"),
    "hurry": _("The customer is in a hurry"),
    "seconds": _("Seconds"),
}

# Where the same name means something else in one kind of part.
FIELDS_BY_KIND = {
    ("frame", "mood"): _("The customer’s mood at the start"),
    ("choice", "mood"): _("The mood changes by"),
    ("choice", "text"): _("What the employee says or does"),
    ("ending", "text"): _("What becomes of it"),
}

OUTCOMES = [
    ("won", _("Won: they will be back")),
    ("kept", _("Kept: they may be back")),
    ("lost", _("Lost: they will not be back")),
]
RECOVERY_STEPS = [
    ("listen", _("Listen")),
    ("apologise", _("Apologise")),
    ("solve", _("Put it right")),
    ("thank", _("Thank")),
]
TEMPTATIONS = [
    ("quick", _("Quick, and it costs warmth")),
    ("generous", _("Kind, but more than one has to give")),
    ("correct", _("By the book, and nothing is solved")),
]


def field_name(kind, name):
    """Return what the field ``name`` of a part of this kind is called; "" if unknown.

    kind: as training.scenario.parts.kind_of names it.
    """
    return FIELDS_BY_KIND.get((kind, name)) or FIELDS.get(name, "")


class Plays(models.TextChoices):
    """Each person counts once, by one of their finished plays of a scenario."""

    FIRST = "first", _("First play of each person")
    LATEST = "latest", _("Latest play of those who played again")


class Period(models.TextChoices):
    """How far back; from the first of a month on."""

    ALL = "all", _("All time")
    YEAR = "year", _("This month and 11 before it")
    QUARTER = "quarter", _("This month and 2 before it")


MONTHS = {Period.ALL: None, Period.YEAR: 12, Period.QUARTER: 3}


class SuggestionState(models.TextChoices):
    """How far what somebody told has come."""

    NEW = "new", _("New")
    TAKEN_UP = "taken_up", _("Being written")
    DECLINED = "declined", _("Not taken up")
    DONE = "done", _("Now a scenario")


OPEN_STATES = (SuggestionState.NEW, SuggestionState.TAKEN_UP)
