"""The conditions for a verdict, on plain numbers.

Gates count distinct answers: each person's as they are; of many together an answer that
three of them share is one (see answers.py). Weights are for fits, and for how answers
are spread over teams.
"""

import math
from dataclasses import dataclass

from outcomes.engine.finding import Gate

TEAMS = "teams"
PEOPLE = "people"
ANSWERS = "answers"
WEEKS_BEFORE = "weeks_before"
CONTROLS = "controls"
TEAM_SHARE = "team_share"
EFFECTIVE_TEAMS = "effective_teams"


@dataclass(frozen=True)
class Evidence:
    """What the gates look at.

    people: trained people with enough answers before and after. weeks_before: usable
    weeks before, of each trained person in the estimate. distinct: answers after, of
    the people in the estimate together; answers: the same by team, with parts where
    they are shared. weeks_after: person-weeks
    with answers in the window, also of those who are left out because there was nobody to
    compare them with. weeks_compared: how many of them are in the estimate.
    """

    people: int
    weeks_before: tuple[int, ...]
    distinct: float
    answers: tuple[float, ...]
    weeks_after: int
    weeks_compared: int


def whole_answers(parts):
    """Return how many whole answers ``parts``, added up over people and weeks, are.

    Rounded down, once. Single precision keeps a third to the seventh digit.

    >>> whole_answers(3 * 0.3333333)
    1
    """
    return math.floor(round(float(parts), 4))


def effective_count(sizes):
    """Return how many equal parts are as uneven as ``sizes``: 1 / sum of squared shares.

    >>> effective_count([10, 10, 10])
    3.0
    """
    total = sum(sizes)
    return total**2 / sum(size**2 for size in sizes) if total else 0.0


def gates(evidence, settings):
    """Return the gates in the order in which a page names them."""
    answers = [size for size in evidence.answers if size]
    total = sum(answers)
    return (
        at_least(TEAMS, len(answers), settings.teams, "teams"),
        at_least(PEOPLE, evidence.people, settings.people, "people"),
        at_least(
            ANSWERS, whole_answers(evidence.distinct), settings.answers, "answers"
        ),
        weeks_gate(evidence.weeks_before, settings),
        controls_gate(evidence.weeks_compared, evidence.weeks_after, settings),
        share_gate(max(answers, default=0), total, settings.team_share),
        at_least(
            EFFECTIVE_TEAMS,
            round(effective_count(answers), 9),
            settings.effective_teams,
            "teams",
        ),
    )


def at_least(key, have, need, unit):
    more = max(0, math.ceil(need - have))
    return Gate(key, have, need, have >= need, more, unit)


def weeks_gate(weeks, settings):
    """Enough people need enough weeks; what would help is people with a longer past."""
    need = settings.weeks_before_share
    enough = sum(some >= settings.weeks_before for some in weeks)
    have = enough / len(weeks) if weeks else 0.0
    is_passed = bool(weeks) and have >= need
    more = 0
    if not is_passed:
        lacking = need * len(weeks) - enough
        more = max(1, math.ceil(round(lacking / (1 - need), 6))) if need < 1 else None
    return Gate(WEEKS_BEFORE, have, need, is_passed, more, "people")


def controls_gate(compared, weeks, settings):
    """Most weeks after it need somebody not yet trained to compare with.

    Otherwise the effect speaks of the first people and the first weeks alone.
    """
    need = max(1, math.ceil(round(settings.compared_share * weeks, 6)))
    more = max(0, need - compared)
    return Gate(CONTROLS, compared, need, compared >= need, more, "weeks", weeks)


def share_gate(largest, total, most):
    """No team may carry the result; what would help is answers for the other teams."""
    have = largest / total if total else 1.0
    is_passed = have <= most
    more = 0 if is_passed else max(1, math.ceil(round(largest / most - total, 6)))
    return Gate(TEAM_SHARE, have, most, is_passed, more, "answers")
