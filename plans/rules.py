"""Policy of assigning, on plain values."""

import hashlib
import json

# At one go: the act is one transaction, about a second long at this size, and on SQLite
# everybody else's writes wait for it.
MOST_ENROLMENTS = 5_000


def digest(values: object) -> str:
    """Return 64 hexadecimal digits that differ when ``values``, as JSON takes them, do."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def counts_seen(seen: str) -> tuple[int, int] | None:
    """Return (people, enrolments) as ``seen`` tells, or None when it tells nothing.

    seen: of plans.queries.AssignmentPreview, as it came back from a page; "" and
    whatever else a page may send tell nothing.
    """
    people, _dot, rest = seen.partition(".")
    enrolments, _dot, _digest = rest.partition(".")
    if people.isdecimal() and enrolments.isdecimal() and len(seen) <= 100:
        return int(people), int(enrolments)
    return None
