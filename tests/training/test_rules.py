import pytest

from training.rules import bars_for, is_right, mean_percent, share_percent

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
