"""The headline between the fits: which p speaks, and what makes it fragile."""

import pytest
from scipy import stats

from outcomes.engine.bracket import bracket_of, fragile_reasons
from outcomes.engine.finding import Fit, Line
from outcomes.engine.settings import LOWER, Settings

SETTINGS = Settings()


def fit(effect, se=0.02, p=0.5):
    return Fit(effect, se, p, 40, 11)


@pytest.mark.parametrize(
    ("strict", "generous", "better", "p"),
    [
        (fit(0.1, p=0.04), fit(0.2, p=0.001), "higher", 0.04),
        (fit(-0.2, p=0.001), fit(-0.1, p=0.04), "higher", 0.04),
        (fit(-0.1, p=0.04), fit(0.2, p=0.001), "higher", 1),
        (fit(0.1, p=0.04), fit(-0.2, p=0.001), "higher", 1),
        (fit(0.0, p=1.0), fit(0.2, p=0.001), "higher", 1),
        (fit(-0.1, p=0.04), fit(-0.2, p=0.001), LOWER, 0.04),
        (fit(0.2, p=0.001), fit(0.1, p=0.04), LOWER, 0.04),
    ],
)
def test_bracket_takes_the_p_of_the_fit_that_errs_against_the_claim(
    strict, generous, better, p
):
    assert bracket_of(strict, generous, Settings(better=better))["p"] == p


def test_bracket_is_the_middle_with_the_larger_error():
    bracket = bracket_of(fit(0.1, se=0.03), fit(0.2, se=0.02), SETTINGS)

    reach = stats.t.ppf(0.975, 10) * 0.03
    assert bracket["effect"] == pytest.approx(0.15)
    assert bracket["se"] == 0.03
    assert (bracket["low"], bracket["high"]) == pytest.approx(
        (0.15 - reach, 0.15 + reach)
    )
    power = stats.t.ppf(0.80, 10) * 0.03
    assert bracket["smallest_detectable"] == pytest.approx(reach + power)


@pytest.mark.parametrize("pair", [(None, fit(0.2)), (fit(0.2), None), (None, None)])
def test_bracket_without_both_fits_has_no_headline(pair):
    bracket = bracket_of(*pair, SETTINGS)

    assert (bracket["effect"], bracket["se"], bracket["p"]) == (None, None, 1)


@pytest.mark.parametrize(
    ("strict", "generous", "pretrend_p", "lagged", "reasons"),
    [
        (0.10, 0.12, 0.5, 0.1, ()),
        (0.10, 0.12, 0.0099, 0.1, ("pretrend",)),
        (0.10, 0.12, 0.01, 0.1, ()),
        (0.10, 0.12, None, 0.1, ()),
        (0.10, 0.15, 0.5, 0.1, ("wide_gap",)),
        (0.10, 0.12, 0.5, -0.01, ("lagged_opposite",)),
        (-0.10, -0.12, 0.5, 0.01, ("lagged_opposite",)),
        (0.10, 0.12, 0.5, None, ()),
        (0.10, 0.15, 0.001, -1, ("pretrend", "wide_gap", "lagged_opposite")),
    ],
)
def test_fragile_reasons(strict, generous, pretrend_p, lagged, reasons):
    fits = fit(strict), fit(generous)
    bracket = bracket_of(*fits, SETTINGS)

    found = fragile_reasons(*fits, bracket, pretrend_p, Line(effect=lagged), SETTINGS)

    assert found == reasons
