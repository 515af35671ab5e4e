"""What was tried out on the own past, in words: how many people it would take."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from outcomes.rules.settling import is_shown, range_by_chance
from outcomes.wording.amounts import percent, whole
from outcomes.wording.places import people_count


@dataclass(frozen=True)
class TriedRow:
    """One number of people that was tried. error: how far effects lay from nought, with
    nothing there; shows: from which size on an effect would have shown; called: how many
    of the tries were called with nothing there."""

    people: str
    error: str
    shows: str
    called: str


@dataclass(frozen=True)
class ShownTries:
    """What planning ahead came to. sentence: in one; rows: number by number of people,
    with the share of the tries that ``shows`` speaks of; alarms: how many false alarms
    are to be expected of so many tries."""

    sentence: str
    share: str
    rows: tuple[TriedRow, ...]
    alarms: str = ""


def shown_tries(analysis, amounts, worth, used=None):
    """Return the ShownTries of ``analysis``; None where nothing was tried yet.

    worth: the smallest effect worth having of the run, or None. used: people in the
    figure of a module, None where nobody has completed it.
    """
    ahead = getattr(analysis, "plan_ahead", None)
    if ahead is None or ahead.failure or not (ahead.steps or ahead.finished_at):
        return None
    share = percent(analysis.parameters["settings"]["power"])
    if not ahead.steps:
        words = _(
            "Your own past is still too short to try out how many people it takes."
        )
        return ShownTries(words, share, ())
    rows = tuple(_row(step, amounts) for step in ahead.steps)
    if not ahead.finished_at and not is_shown(ahead.steps[-1], worth):
        words = _("Larger numbers of people are still being worked out.")
    else:
        words = _sentence(ahead.steps[-1], share, amounts, worth, used)
    return ShownTries(words, share, rows, _alarms(analysis, ahead.steps[-1]["tries"]))


def numbers_tried(analysis):
    """Return with how many people it was tried, "20 · 40 people"; or why it failed."""
    ahead = getattr(analysis, "plan_ahead", None)
    if ahead is None:
        return ""
    if ahead.failure or not ahead.steps:
        return ahead.failure
    numbers = " · ".join(whole(step["people"]) for step in ahead.steps)
    return _("{numbers} people").format(numbers=numbers)


def _sentence(step, share, amounts, worth, used):
    said = {
        "tries": whole(step["tries"]),
        "people": whole(step["people"]),
        "share": share,
        "worth": "" if worth is None else amounts.amount(worth),
        "shows": ""
        if step["shows_from"] is None
        else amounts.amount(step["shows_from"]),
    }
    if step["shows_from"] is None:
        words = _(
            "In {tries} tries on your own past, not even {people} people were enough for"
            " a verdict in {share} of them: it takes more answers, or more teams with"
            " answers."
        )
    elif worth is None:
        words = _(
            "In {tries} tries on your own past, {people} people showed an effect of"
            " {shows} or more in {share} of them."
        )
    elif not is_shown(step, worth) and said["shows"] == said["worth"]:
        words = _(
            "In {tries} tries on your own past, {people} people were only just too few to"
            " see {worth} in {share} of them."
        )
    elif not is_shown(step, worth):
        words = _(
            "In {tries} tries on your own past, even {people} people showed only {shows}"
            " or more in {share} of them; {worth} is worth having."
        )
    elif used is None:
        words = _(
            "In {tries} tries on your own past, {people} people were enough to see"
            " {worth} in {share} of them."
        )
    elif used < step["people"]:
        said["used"] = people_count(used)
        words = _(
            "In {tries} tries on your own past, {people} people were enough to see"
            " {worth} in {share} of them; here there are {used}."
        )
    else:
        said["used"] = whole(used)
        words = _(
            "In {tries} tries on your own past, {people} people were enough to see"
            " {worth} in {share} of them; the {used} here are not as well spread over"
            " teams and weeks."
        )
    return words.format(**said)


def _alarms(analysis, tries):
    """Return how many false alarms are to be expected of ``tries``, as a sentence."""
    expected = analysis.parameters["settings"]["false_share"]
    low, high = range_by_chance(tries, expected)
    words = _(
        "About {expected} false alarms are what to expect; with {tries} tries, {low} to"
        " {high} happens by chance."
    )
    return words.format(
        expected=percent(expected),
        tries=whole(tries),
        low=percent(low),
        high=percent(high),
    )


def _row(step, amounts):
    shows, error = step["shows_from"], step["error"]
    return TriedRow(
        people=whole(step["people"]),
        error="–" if error is None else amounts.size(error),
        shows="–" if shows is None else amounts.size(shows),
        called=_("{count} of {tries}").format(
            count=whole(step["called"]), tries=whole(step["tries"])
        ),
    )
