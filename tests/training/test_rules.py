import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.rules import (
    bars_for,
    groups_told,
    is_right,
    mean_percent,
    share_percent,
)

OPTIONS = [{"key": "a", "is_right": True}, {"key": "b"}, {"key": "c", "is_right": True}]


@pytest.mark.parametrize(
    ("ticked", "right"),
    [(["a", "c"], True), (["c", "a", "a"], True), (["a"], False), ("abc", False)],
)
def test_is_right_wants_exactly_the_right_options(ticked, right):
    assert is_right(ticked, OPTIONS) is right


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(0, 3, 0), (1, 3, 33), (2, 3, 67), (1, 200, 1)]
)
def test_share_percent_rounds_halves_up(part, whole, percent):
    assert share_percent(part, whole) == percent


@pytest.mark.parametrize(("part", "whole"), [(-1, 3), (4, 3), (0, 0)])
def test_share_percent_refuses_what_is_no_part(part, whole):
    with pytest.raises(ValueError, match="is no part of"):
        share_percent(part, whole)


@pytest.mark.parametrize(("scores", "mean"), [([], None), ([70], 70), ([33, 34], 34)])
def test_mean_percent_rounds_halves_up(scores, mean):
    assert mean_percent(scores) == mean


@pytest.mark.parametrize(
    ("percent", "bars"), [(0, 0), (9, 0), (10, 1), (50, 3), (89, 4), (90, 5), (100, 5)]
)
def test_bars_for_rounds_halves_up(percent, bars):
    assert bars_for(percent) == bars


@pytest.mark.parametrize("percent", [-1, 101])
def test_bars_for_refuses_what_is_no_percentage(percent):
    with pytest.raises(ValueError, match="is no percentage"):
        bars_for(percent)


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([5], [True]),
        ([4], [False]),
        ([5, 9], [True, True]),
        ([5, 4], [False, False]),
        ([9, 4, 7], [True, False, False]),
        ([9, 3, 2], [True, False, False]),
        ([7, 7, 1], [True, False, False]),
        ([6, 0], [True, False]),
        ([], []),
    ],
)
def test_groups_told_leave_no_small_one_to_be_subtracted(counts, told):
    assert groups_told(counts, 5) == told


@given(st.lists(st.integers(0, 20), max_size=8))
def test_groups_told_keep_back_none_or_enough(counts):
    told = groups_told(counts, 5)

    kept = sum(
        count for count, is_told in zip(counts, told, strict=True) if not is_told
    )
    assert kept == 0 or kept >= 5 or not any(told)
    assert all(
        count >= 5 for count, is_told in zip(counts, told, strict=True) if is_told
    )
