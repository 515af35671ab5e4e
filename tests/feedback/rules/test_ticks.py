import pytest

from feedback.rules.ticks import decimals_of, round_step, ticked


def read(axis):
    """Return what is read on ``axis``: its ends, and what lies between on whole steps."""
    low, high, step = axis["min"], axis["max"], axis["step"]
    steps = [round(n * step, 6) for n in range(-1_000, 1_000)]
    inner = [each for each in steps if low < each < high]
    return [f"{each:.{axis['decimals']}f}" for each in (low, *inner, high)]


@pytest.mark.parametrize(
    ("least", "step"),
    [(0.05, 0.05), (0.051, 0.1), (0.3, 0.5), (1.1, 2), (6, 10), (0.1 + 0.2, 0.5)],
)
def test_round_step_is_one_two_or_five(least, step):
    assert round_step(least) == step


def test_decimals_of_are_as_many_as_it_takes():
    assert [decimals_of(*each) for each in ([20, 1], [0.5, 3], [0.05, 1.0])] == [
        0,
        1,
        2,
    ]


@pytest.mark.parametrize(
    ("ends", "scale", "ticks"),
    [
        ((4.48, 4.79), (1, 5), "4.4 4.5 4.6 4.7 4.8"),
        ((4.52, 4.71), (1, 5), "4.50 4.55 4.60 4.65 4.70 4.75"),
        ((4.0, 5.0), (1, 5), "4.0 4.2 4.4 4.6 4.8 5.0"),
        ((1, 5), (1, 5), "1 2 3 4 5"),
        ((3.2, 9.9), (1, 10), "2 4 6 8 10"),
        ((0, 2.3), (0, 100), "0.0 0.5 1.0 1.5 2.0 2.5"),
        ((-40, 25), (-100, 100), "-40 -20 0 20 40"),
    ],
)
def test_ticks_are_round_and_read_differently(ends, scale, ticks):
    assert read(ticked(*ends, *scale)) == ticks.split()


def test_no_two_ticks_read_the_same_on_any_axis():
    for low in range(100, 499, 7):
        for high in range(low + 2, 501, 3):
            said = read(ticked(low / 100, high / 100, 1, 5))
            assert 3 <= len(said) == len(set(said)) <= 9
