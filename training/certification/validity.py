"""How long a certificate counts, on plain values.

A term counts from its first day up to, and without, its end (docs/decisions/0006). What
the rules come to, case by case, is the table in docs/certificates.md.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

# Nobody works under cover for longer, counted from the day it is given.
MOST_COVER_DAYS = 90

COMPLETION, EXPIRY, CALENDAR = "completion", "expiry", "calendar"
NOT_YET, VALID, RENEWAL_DUE = "not_yet", "valid", "renewal_due"
EXPIRED, REVOKED = "expired", "revoked"
TAKES_EFFECT = "takes_effect"

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Policy:
    """For how long completing a module certifies.

    months: how long. counts_from: COMPLETION, from the day of completing; EXPIRY, a
    renewal within the window is joined to what one has; CALENDAR, up to a fixed day of
    the year, joined likewise. fixed_on: that day, the last that counts, as (month, day).
    window_days: so many days before the end renewing begins.
    """

    months: int
    counts_from: str
    window_days: int
    fixed_on: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """Days on which something counts; renewal_opens_on: None where nothing renews it."""

    valid_from: date
    valid_until: date
    renewal_opens_on: date | None = None

    def is_renewable_on(self, day: date) -> bool:
        """Return whether ``day`` lies in the window before the end."""
        opens_on = self.renewal_opens_on
        return opens_on is not None and opens_on <= day < self.valid_until


def months_after(day: date, months: int) -> date:
    """Return the day ``months`` after ``day``: the first that a term begun then lacks.

    Where the month has no such day, the term keeps its whole month and ends with it: 12
    months from 29 February 2024 count to 28 February 2025 and end on 1 March.
    Source: German Civil Code, § 188 (2), (3), for terms whose first day counts.
    """
    years, month = divmod(day.month - 1 + months, 12)
    return _day_or_next(day.year + years, month + 1, day.day)


def fixed_end_after(day: date, fixed_on: tuple[int, int]) -> date:
    """Return the first end after ``day`` of a term whose last day is ``fixed_on``.

    fixed_on: (month, day). A year without 29 February has its 28th as that day.
    """
    month, last = fixed_on
    ends = (_day_after(year, month, last) for year in range(day.year - 1, day.year + 3))
    return next(end for end in ends if end > day)


def term_of(policy: Policy, completed_on: date, held: Term | None = None) -> Term:
    """Return the Term that completing on ``completed_on`` earns.

    held: the earned Term that reaches furthest and was not revoked, or None. Completing
    in its window joins the new one to its end, unless all terms count from completion;
    before the window, and after the end, the term begins on the day of completing.
    """
    joins = held and policy.counts_from != COMPLETION
    begins_on = completed_on
    if joins and held.is_renewable_on(completed_on):
        begins_on = held.valid_until
    if policy.counts_from == CALENDAR:
        ends_on = _fixed_end(policy, begins_on)
    else:
        ends_on = months_after(begins_on, policy.months)
    return Term(begins_on, ends_on, window_opens_on(begins_on, ends_on, policy))


def window_opens_on(begins_on: date, ends_on: date, policy: Policy) -> date:
    """Return the day on which renewing a term begins: never before the term itself."""
    return max(begins_on, ends_on - timedelta(days=policy.window_days))


def state_on(
    day: date, term: Term, *, revoked_on: date | None = None, is_renewed: bool = False
) -> str:
    """Return the state of a term on ``day``: NOT_YET, VALID, RENEWAL_DUE, EXPIRED or
    REVOKED.

    is_renewed: whether another earned term reaches further, so that none is due.
    """
    if revoked_on and day >= revoked_on:
        return REVOKED
    if day < term.valid_from:
        return NOT_YET
    if day >= term.valid_until:
        return EXPIRED
    return RENEWAL_DUE if term.is_renewable_on(day) and not is_renewed else VALID


def changes_of(term: Term) -> list[tuple[date, str]]:
    """Return what the calendar alone changes about ``term``, pairs of day and word."""
    changes = [(term.valid_from, TAKES_EFFECT), (term.valid_until, EXPIRED)]
    if term.renewal_opens_on:
        changes.append((term.renewal_opens_on, RENEWAL_DUE))
    return sorted(changes)


def next_change(term: Term, day: date) -> date | None:
    """Return the first day after ``day`` on which ``term`` changes; None for none."""
    return min((on for on, _word in changes_of(term) if on > day), default=None)


def policy_faults(policy: Policy) -> list[str]:
    """Return what is wrong with ``policy``, as codes; empty when nothing is.

    "window": it takes the whole term. "years": a calendar counts in years of 12 months.
    "no_such_day": the calendar has no such day. "day_missing", "day_extra": a fixed day
    belongs to a calendar, and to nothing else.
    """
    faults = []
    if policy.window_days >= 28 * policy.months:
        faults.append("window")
    if policy.counts_from != CALENDAR:
        return faults + ["day_extra"] * (policy.fixed_on is not None)
    if policy.months % 12:
        faults.append("years")
    if policy.fixed_on is None:
        return [*faults, "day_missing"]
    try:
        date(2024, *policy.fixed_on)
    except ValueError:
        faults.append("no_such_day")
    return faults


def furthest(terms: Iterable[Term]) -> Term | None:
    """Return the Term of ``terms`` that reaches furthest, or None."""
    return max(
        terms, key=lambda term: (term.valid_until, term.valid_from), default=None
    )


def _fixed_end(policy: Policy, begins_on: date) -> date:
    """Return the fixed end that leaves more than the window, and of several years all
    but the one that is rounded.
    """
    least = months_after(begins_on, policy.months - 12)
    return fixed_end_after(least + timedelta(days=policy.window_days), policy.fixed_on)


def _day_or_next(year: int, month: int, day: int) -> date:
    """Return that day or, where the month is too short, the first of the next."""
    if day > monthrange(year, month)[1]:
        return _day_after(year, month, day)
    return date(year, month, day)


def _day_after(year: int, month: int, day: int) -> date:
    """Return the day after that day or, where the month is too short, after its last."""
    return date(year, month, min(day, monthrange(year, month)[1])) + A_DAY
