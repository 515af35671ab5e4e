from statistics import correlation

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.rules.separating import Separation, separation, separation_of


def sums(rows):
    """Return what ``separation`` takes of ``rows``: (right here, right elsewhere)."""
    return {
        "people": len(rows),
        "right": sum(right for right, _rest in rows),
        "score": sum(right + rest for right, rest in rows),
        "squares": sum((right + rest) ** 2 for right, rest in rows),
        "score_of_right": sum(right + rest for right, rest in rows if right),
    }


def test_separation_of_a_small_quiz_worked_by_hand():
    # Two are right and have 3 and 2 of the others, two are wrong and have 1 and 0.
    rows = [(1, 3), (1, 2), (0, 1), (0, 0)]

    assert separation(**sums(rows)) == pytest.approx(0.894, abs=0.001)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 9)), max_size=40))
def test_separation_is_the_correlation_with_the_rest(rows):
    here, rest = [row[0] for row in rows], [row[1] for row in rows]

    found = separation(**sums(rows))

    if len(set(here)) < 2 or len(set(rest)) < 2:
        assert found is None
    else:
        assert found == pytest.approx(correlation(here, rest))


@pytest.mark.parametrize(
    ("value", "people", "said"),
    [
        (0.2, 30, Separation.WELL),
        (0.19, 30, Separation.HARDLY),
        (-0.3, 36, Separation.HARDLY),
        (-0.34, 36, Separation.REVERSED),
        (0.9, 29, Separation.UNKNOWN),
        (None, 99, Separation.UNKNOWN),
    ],
)
def test_separation_is_said_in_one_word(value, people, said):
    assert separation_of(value, people) == said
