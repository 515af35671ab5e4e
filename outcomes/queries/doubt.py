"""What is still in doubt about a module after its verdict, and what helps against it."""

from outcomes.choices import Verdict

# The verdicts by which nothing has been decided.
OPEN = (Verdict.NOT_ENOUGH_DATA, "")
# Of those who completed it: from this share on their unknown days weigh.
MANY_UNKNOWN = 0.2


def is_open(estimate):
    """Return whether nothing has been decided about ``estimate``."""
    return estimate.verdict in OPEN


def is_unsure(estimate):
    """Return whether more would settle it: it is open or fragile, and does no harm."""
    has_doubt = is_open(estimate) or estimate.is_fragile
    return has_doubt and estimate.verdict != Verdict.HARMFUL


def is_blind(estimate, unknown):
    """Return whether nothing was seen, and many days of assignment are ``unknown``."""
    is_silent = is_open(estimate) or estimate.verdict == Verdict.NO_EVIDENCE
    return is_silent and unknown >= MANY_UNKNOWN * estimate.completed_count


def has_order(estimate, unknown):
    """Return whether people should start the module of ``estimate`` in drawn order: it
    pays off and is to be spread, or something would still settle it.

    unknown: of how many who completed it nobody kept the day when they were asked.
    """
    is_to_spread = estimate.verdict == Verdict.PAYS_OFF
    return is_to_spread or is_unsure(estimate) or is_blind(estimate, unknown)


def unknown_days(estimate):
    """Return of how many who completed it nobody kept the day when they were asked."""
    return estimate.findings.get("counts", {}).get("no_assigned_day", 0)
