"""What stays unsaid, held against everything that could be worked out."""

from itertools import product

from outcomes.rules.hiding import hidden_parts

NAMES = ("used", "few_before", "few_after", "no_assigned_day")


def test_hidden_parts_hides_a_second_number_beside_the_only_small_one():
    counts = {"used": 172, "few_before": 31, "few_after": 4}

    assert hidden_parts(counts, smallest=5, said=frozenset({"used"})) == {
        "few_before",
        "few_after",
    }


def test_hidden_parts_says_all_where_none_is_small():
    assert hidden_parts({"used": 172, "few_before": 31}, smallest=5) == set()


def test_nothing_small_can_be_taken_from_the_whole():
    """Whoever knows the whole and what is said knows the sum of the rest, and no more."""
    for counts in product((0, 2, 4, 5, 9), repeat=len(NAMES)):
        parts = {name: n for name, n in zip(NAMES, counts, strict=True) if n}
        small = {name for name, count in parts.items() if count < 5}

        hidden = hidden_parts(parts, smallest=5)

        assert small <= hidden
        assert bool(hidden) == bool(small)
        assert hidden in (set(), set(parts)) or not can_be_had(hidden, parts)
        if spare := hidden - small:
            # No more is kept back than it takes.
            assert can_be_had(hidden - {max(spare, key=parts.get)}, parts)


def can_be_had(hidden, parts):
    return len(hidden) == 1 or sum(parts[name] for name in hidden) < 5
