"""Which counts of a whole stay unsaid, so that none can be worked out from the others.

Source: Hundepool et al., Statistical Disclosure Control (2012), section 4.4, secondary
cell suppression.
"""

from collections.abc import Mapping


def hidden_parts(
    counts: Mapping[str, int], *, smallest: int, said: frozenset[str] = frozenset()
) -> frozenset[str]:
    """Return the parts of ``counts`` whose number is not to be said.

    Those below ``smallest`` are not; and where what is unsaid could be had by taking
    the others from the whole, the next smallest part is not either. said: parts whose
    number stands elsewhere on the page. Where only those are left, nothing more can be
    hidden.
    """
    unsaid = {part for part, count in counts.items() if 0 < count < smallest}
    others = sorted(
        (part for part in counts if counts[part] >= smallest and part not in said),
        key=lambda part: counts[part],
    )
    while unsaid and others and _can_be_had(unsaid, counts, smallest):
        unsaid.add(others.pop(0))
    return frozenset(unsaid)


def _can_be_had(unsaid, counts, smallest):
    """Whether the whole less what is said tells of one part alone, or of too few."""
    return len(unsaid) == 1 or sum(counts[part] for part in unsaid) < smallest
