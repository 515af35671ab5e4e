"""The sentence that says what a module did, and those beside it.

An estimate is judged in words by its verdict; ``fragile`` adds a sentence and never
takes the place of one. All effects are said as gains of the metric.
"""

from dataclasses import dataclass

from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from outcomes.choices import Verdict
from outcomes.engine.settings import Settings
from outcomes.queries.doubt import (
    is_blind,
    is_open,
    is_unsure,
    unknown_days,
)
from outcomes.queries.payoff import is_hidden
from outcomes.wording.amounts import whole
from outcomes.wording.effects import effect_sentence
from outcomes.wording.gates import failed_sentence, failed_too, first_failed
from outcomes.wording.places import people_count
from staff.rules import SMALLEST_GROUP

# From this share on, those who are left out of the figure are told of beside it.
MANY_LEFT_OUT = 1 / 3
# As the engine goes by; see Settings.gap.
FAR_ERRORS = Settings().gap

# The key of a verdict in the style sheet and of its shape.
MARKS = {
    Verdict.PAYS_OFF: "pays",
    Verdict.WORKS: "works",
    Verdict.NO_EVIDENCE: "none",
    Verdict.NOT_ENOUGH_DATA: "more",
    Verdict.HARMFUL: "harm",
    "": "more",
}
# What is said in place of a verdict in a metric that nothing is judged by.
EXPLORED = {
    Verdict.PAYS_OFF: gettext_lazy("Exploratory: better"),
    Verdict.WORKS: gettext_lazy("Exploratory: better"),
    Verdict.HARMFUL: gettext_lazy("Exploratory: worse"),
    Verdict.NO_EVIDENCE: gettext_lazy("Exploratory: nothing seen"),
    "": gettext_lazy("Exploratory: open"),
}
# Harm comes first, then what pays off, then the unsure: never a league by effect.
ORDER = [
    Verdict.HARMFUL,
    Verdict.PAYS_OFF,
    Verdict.WORKS,
    Verdict.NO_EVIDENCE,
    Verdict.NOT_ENOUGH_DATA,
    "",
]
FRAGILE = {
    "pretrend": gettext_lazy(
        "Handle with care: the answers were already changing before people were asked"
        " to do it, more than chance does once in 100 times."
    ),
    "bracket": gettext_lazy(
        "Handle with care: the strict reading ({strict}) and the generous one"
        " ({generous}) lie {apart} apart. That is more than {far}: twice what this"
        " figure would typically move if other teams had been looked at."
    ),
    "lagged": gettext_lazy(
        "Handle with care: against people who had the same scores before, it points the"
        " other way."
    ),
}


@dataclass(frozen=True)
class Said:
    """What is said of one estimate.

    mark: key of shape and colour. verdict: its fixed words. first: the sentence about
    the effect, or why there is none. then: what it means and what to do. fragile:
    sentences of the second mark, none when it is not fragile. left_out: on how few of
    those who completed it the figure rests, "" where it rests on most of them.
    """

    mark: str
    verdict: str
    first: str
    then: str
    fragile: tuple
    left_out: str = ""

    @property
    def sentence(self):
        """The first two sentences in one, as safe HTML."""
        parts = [(part,) for part in (self.first, self.then) if part]
        return format_html_join(" ", "{}", parts)


@dataclass(frozen=True)
class Reading:
    """The figures of an estimate as gains; None where nothing is to be shown."""

    gain: float | None = None
    low: float | None = None
    high: float | None = None
    strict: float | None = None
    generous: float | None = None


def reading_of(estimate, amounts):
    """Return the Reading of an ``Estimate``; empty without an interval to be shown.

    Where the strict fit is missing, the generous one stands alone: it is drawn, and the
    verdict is left open.
    """
    if is_hidden(estimate):
        return Reading()
    low, high = amounts.gains(estimate.low, estimate.high)
    gain = amounts.gain(estimate.effect)
    generous = amounts.gain(estimate.generous)
    alone = estimate.findings.get("generous") or {}
    if (
        gain is None
        and alone.get("effect") is not None
        and alone.get("low") is not None
    ):
        gain = generous = amounts.gain(alone["effect"])
        low, high = amounts.gains(alone["low"], alone["high"])
    if low is None or gain is None:
        return Reading()
    return Reading(gain, low, high, amounts.gain(estimate.strict), generous)


def said_of(estimate, amounts, worth, is_judgement=True):
    """Return what is Said of ``estimate``, whose metric ``amounts`` says.

    worth: the smallest effect worth having of the run, in units of the metric, or None.
    is_judgement: whether the run judges by this metric; else no verdict is said, and
    nothing is to be acted on.
    """
    if not is_judgement:
        return _explored(estimate, amounts, worth)
    reading = reading_of(estimate, amounts)
    say = {
        Verdict.PAYS_OFF: _pays_off,
        Verdict.WORKS: _works,
        Verdict.HARMFUL: _harmful,
        Verdict.NO_EVIDENCE: _no_evidence,
    }.get(estimate.verdict, _not_enough)
    if is_hidden(estimate):
        say = _not_enough
    first, then = say(estimate, reading, amounts, worth)
    verdict = Verdict(estimate.verdict or Verdict.NOT_ENOUGH_DATA)
    return Said(
        mark=MARKS[estimate.verdict],
        verdict=str(verdict.label),
        first=first,
        then=then,
        fragile=_fragile(estimate, reading, amounts),
        left_out=_left_out(estimate),
    )


def _explored(estimate, amounts, worth):
    """Return what is Said of an estimate in a metric that nothing is judged by."""
    verdict = "" if is_hidden(estimate) else estimate.verdict
    first, then = "", ""
    if verdict in (Verdict.PAYS_OFF, Verdict.WORKS, Verdict.HARMFUL):
        first = _effect(reading_of(estimate, amounts), amounts)
        then = _("A reason to look closer.")
    elif verdict != Verdict.NO_EVIDENCE:
        first = _why_open(estimate, amounts, worth)
    elif worth is None:
        first = _("No effect has shown.")
    else:
        words = _("An effect of {worth} would very likely have shown, and did not.")
        first = words.format(worth=amounts.amount(worth))
    said = str(EXPLORED.get(verdict, EXPLORED[""]))
    return Said(mark=MARKS[""], verdict=said, first=first, then=then, fragile=())


def _left_out(estimate):
    """Return on how few the figure rests, and why; "" where it rests on most."""
    used, total = estimate.used_count, estimate.completed_count
    is_few = total - used >= MANY_LEFT_OUT * total
    if is_open(estimate) or is_hidden(estimate) or not is_few:
        return ""
    unknown = unknown_days(estimate)
    others = total - used - unknown
    if unknown >= SMALLEST_GROUP and not 0 < others < SMALLEST_GROUP:
        words = _(
            "It rests on {used} of the {total} people who completed it; of {unknown}"
            " nobody kept the day when they were asked."
        )
    else:
        words = _("It rests on {used} of the {total} people who completed it.")
    return words.format(used=whole(used), total=whole(total), unknown=whole(unknown))


def _effect(reading, amounts):
    return effect_sentence(amounts, reading.gain, reading.low, reading.high)


def _readings(reading, amounts):
    words = _("The strict reading is {strict}, the generous one {generous}.")
    return words.format(
        strict=amounts.plain(reading.strict), generous=amounts.plain(reading.generous)
    )


def _pays_off(estimate, reading, amounts, worth):
    if worth is not None and reading.gain < worth:
        words = _(
            "Customers notice it for sure, but less than the {worth} you called worth"
            " having."
        )
        return _effect(reading, amounts), words.format(worth=amounts.amount(worth))
    return _effect(reading, amounts), _readings(reading, amounts)


def _works(estimate, reading, amounts, worth):
    return (
        _effect(reading, amounts),
        _("It works. What it costs is not yet covered by what it brings."),
    )


def _harmful(estimate, reading, amounts, worth):
    return (
        _effect(reading, amounts),
        _("Stop assigning it until someone has looked."),
    )


def _no_evidence(estimate, reading, amounts, worth):
    if worth is None:
        return _("No effect has shown."), ""
    words = _(
        "An effect of {worth} would very likely have shown. It did not: no reason to"
        " spread it."
    )
    return words.format(worth=amounts.amount(worth)), ""


def _not_enough(estimate, reading, amounts, worth):
    return _why_open(estimate, amounts, worth), time_left(estimate)


def _why_open(estimate, amounts, worth):
    """Return in a sentence why no verdict was given."""
    unknown = unknown_days(estimate)
    if 2 * unknown > estimate.completed_count:
        words = _(
            "Nobody kept the day when {count} of {total} people were asked to do it."
            " Bring those days in, or it cannot be judged."
        )
        return words.format(count=unknown, total=estimate.completed_count)
    gates = estimate.findings.get("gates", [])
    if failed := first_failed(gates):
        return f"{failed_sentence(failed)} {failed_too(gates, failed)}".strip()
    detectable = estimate.smallest_detectable
    if detectable is None or is_hidden(estimate):
        return _("There is nothing yet to work an effect out from.")
    if worth is None:
        words = _("Too unsure to say: only {detectable} or more would have shown.")
        return words.format(detectable=amounts.amount(detectable))
    if amounts.size(detectable) == amounts.size(worth):
        words = _("Only just too unsure to say whether it does {worth}.")
        return words.format(worth=amounts.amount(worth))
    words = _(
        "Too unsure to say: only {detectable} or more would have shown, and {worth} is"
        " worth having."
    )
    return words.format(
        detectable=amounts.amount(detectable), worth=amounts.amount(worth)
    )


def time_left(estimate):
    """Return when there will be answers enough, in a sentence; "" when nobody can say."""
    weeks = estimate.findings.get("weeks_left")
    if not weeks:
        return ""
    return ngettext(
        "At this pace there are enough answers in about {count} week.",
        "At this pace there are enough answers in about {count} weeks.",
        weeks,
    ).format(count=weeks)


def _fragile(estimate, reading, amounts):
    if not estimate.is_fragile or is_hidden(estimate):
        return ()
    keys = [key for key in estimate.findings.get("fragile", ()) if key in FRAGILE]
    said = {}
    if None in (reading.strict, reading.generous):
        keys = [key for key in keys if key != "bracket"]
    else:
        said = {
            "strict": amounts.plain(reading.strict),
            "generous": amounts.plain(reading.generous),
            "apart": amounts.size(reading.strict - reading.generous),
            "far": amounts.size(FAR_ERRORS * (estimate.standard_error or 0)),
        }
    reasons = [FRAGILE[key] for key in keys]
    return tuple(str(reason).format(**said) for reason in reasons)


def people_sentence(people, used, house=None):
    """Return how many people would settle it, beside how many there are.

    house: how many people work here, None where that is not known.
    """
    if house is not None and people > house:
        words = _(
            "Not to be answered here: it would take about {people} people with answers,"
            " and {house} work here."
        )
        return words.format(people=whole(people), house=whole(house))
    words = _("About {people} people with answers would settle it; there are {used}.")
    return words.format(people=whole(people), used=whole(used))


def line_label(name, reading, amounts):
    """Return what a drawn interval shows, in words, for readers who do not see it."""
    words = _("{module}: {gain}, between {low} and {high}")
    text = words.format(
        module=name,
        gain=amounts.signed(reading.gain),
        low=amounts.signed(reading.low),
        high=amounts.signed(reading.high),
    )
    if reading.strict is None or reading.generous is None:
        return text
    words = _("{text}; strict reading {strict}, generous reading {generous}")
    return words.format(
        text=text,
        strict=amounts.signed(reading.strict),
        generous=amounts.signed(reading.generous),
    )


def what_would_settle(estimate, amounts, worth, tried=None):
    """Return sentences about what would settle an open or fragile verdict; may be none.

    tried: the ShownTries of the run, None where nothing was tried.
    """
    sentences = []
    unknown = unknown_days(estimate)
    if is_blind(estimate, unknown):
        words = _(
            "Nobody kept the day when {count} of {total} people were asked to do it, so"
            " the strict reading rests on the others. With those days it sees sharper."
        )
        counts = {"count": people_count(unknown)}
        counts["total"] = whole(estimate.completed_count)
        sentences.append(words.format(**counts))
    detectable = estimate.smallest_detectable
    is_coarse = (
        not is_hidden(estimate)
        and None not in (detectable, worth)
        and detectable > worth
    )
    if (
        is_open(estimate)
        and is_coarse
        and amounts.size(detectable) != amounts.size(worth)
    ):
        sentences.append(
            _(
                "So far only an effect of {detectable} or more would very likely have"
                " shown; {worth} is the smallest worth having. More people and more"
                " answers make that finer."
            ).format(detectable=amounts.amount(detectable), worth=amounts.amount(worth))
        )
    if is_open(estimate) and (left := time_left(estimate)):
        sentences.append(left)
    if is_open(estimate) and tried:
        sentences.append(tried.sentence)
    if is_unsure(estimate):
        sentences.append(
            _(
                "What helps most: let the next people start in drawn order. Whoever waits"
                " is then a fair comparison."
            )
        )
    return sentences
