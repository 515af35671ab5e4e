import pytest

from feedback.rules.summary import Summary, student_t


def summary(*values):
    return Summary(
        len(values),
        10_000 * len(values),
        sum(values),
        sum(value**2 for value in values),
    )


def test_summary_of_nothing_says_nothing():
    assert (Summary().mean, Summary().spread) == (None, None)
    assert Summary().interval(1, 5, is_share=False) is None


def test_summary_adds_up():
    assert summary(1, 2) + summary(5) == summary(1, 2, 5)


def test_summary_of_a_mean():
    """Student (1908), the hours of sleep gained with hyoscine: 0.75 ± 1.28."""
    gained = summary(0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0)

    low, high = gained.interval(-10, 10, is_share=False)

    assert gained.mean == pytest.approx(0.75)
    assert gained.spread == pytest.approx(1.789, abs=0.001)
    assert (low, high) == (
        pytest.approx(-0.53, abs=0.01),
        pytest.approx(2.03, abs=0.01),
    )


def test_summary_of_a_share():
    """Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263, Wilson's score."""
    low, high = summary(*[1] * 81, *[0] * 182).interval(0, 1, is_share=True)

    assert (low, high) == (
        pytest.approx(0.2553, abs=0.0001),
        pytest.approx(0.3662, abs=0.0001),
    )


def test_summary_interval_stays_on_the_scale():
    assert summary(5, 5, 4).interval(1, 5, is_share=False)[1] == 5
    assert summary(0, 0).interval(0, 1, is_share=True)[0] == 0


@pytest.mark.parametrize(
    ("degrees", "expected"),
    [(1, 12.706), (8, 2.306), (9, 2.262), (10, 2.228), (30, 2.042), (120, 1.980)],
)
def test_student_t_is_that_of_the_tables(degrees, expected):
    assert student_t(degrees) == pytest.approx(expected, abs=0.001)
