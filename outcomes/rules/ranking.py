"""In which order verdicts are read: what to stop first, then what to spread."""

# The values of outcomes.choices.Verdict.
ORDER = ("harmful", "pays_off", "works", "no_evidence", "not_enough_data")
# Among these the larger effect comes first.
SURE = ("harmful", "pays_off", "works")


def reading_order(verdict: str, effect: float | None) -> tuple[int, float]:
    """Return by what to sort a module with ``verdict``: harmful first, unsure last.

    effect: on the metric's own scale, None where there is none. Modules that are sure
    to do something come by size; the others keep the order they are in.
    """
    place = ORDER.index(verdict) if verdict in ORDER else len(ORDER)
    size = abs(effect) if effect is not None and verdict in SURE else 0.0
    return place, -size


def is_good(effect: float, better: str) -> bool:
    """Return whether ``effect``, observed minus expected, is to the better.

    better: "higher" or "lower", as feedback.choices.Better. No effect is not.
    """
    return effect < 0 if better == "lower" else effect > 0
