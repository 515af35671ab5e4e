"""The headline between the fits: what p speaks of, and what makes it fragile."""

import pytest
from scipy import stats

from outcomes.engine.bracket import bracket_of, fragile_reasons
from outcomes.engine.finding import Fit, Line
from outcomes.engine.settings import HIGHER, LOWER, Settings

SETTINGS = Settings()


def fit(effect, se=0.02, p=0.5):
    return Fit(effect, se, p, 40, 11)


def own_p(effect, se):
    return 2 * stats.t.sf(abs(effect) / se, 10)


@pytest.mark.parametrize("better", [HIGHER, LOWER])
def test_bracket_p_of_the_better_is_the_middle_s_own_with_the_error_of_the_interval(
    better,
):
    settings = Settings(better=better)
    strict = fit(settings.sign * 0.03, se=0.02)
    generous = fit(settings.sign * 0.09, se=0.015)

    bracket = bracket_of(strict, generous, settings)

    assert bracket["p"] == pytest.approx(own_p(0.06, 0.02))
    # The strict fit alone is not sure, and the generous one is surer than the middle.
    assert own_p(0.03, 0.02) > 0.15
    assert own_p(0.09, 0.015) < bracket["p"] < 0.05


@pytest.mark.parametrize("better", [HIGHER, LOWER])
@pytest.mark.parametrize(("generous_p", "p"), [(0.2, 0.2), (1e-9, own_p(0.06, 0.02))])
def test_bracket_p_of_harm_is_that_of_the_less_sure_of_middle_and_generous_fit(
    better, generous_p, p
):
    settings = Settings(better=better)
    strict = fit(-settings.sign * 0.09, p=1e-9)
    generous = fit(-settings.sign * 0.03, p=generous_p)

    assert bracket_of(strict, generous, settings)["p"] == pytest.approx(p)


@pytest.mark.parametrize("middle", [0.04455, 0.04457])
def test_bracket_p_is_below_5_percent_just_when_the_interval_is_off_nought(middle):
    bracket = bracket_of(fit(middle - 0.01), fit(middle + 0.01), SETTINGS)

    assert (bracket["p"] < 0.05) == (bracket["low"] > 0) == (middle > 0.04456)


@pytest.mark.parametrize(
    ("strict", "generous"), [(-0.001, 0.2), (0.2, -0.001), (0.0, 0.2), (0.0, 0.0)]
)
@pytest.mark.parametrize("sign", [1, -1])
def test_bracket_claims_nothing_when_one_fit_is_not_on_the_side_of_the_middle(
    strict, generous, sign
):
    fits = fit(sign * strict, se=0.001), fit(sign * generous, se=0.001)

    assert bracket_of(*fits, SETTINGS)["p"] == 1


def test_bracket_takes_rounding_for_no_side_and_an_exact_effect_for_sure():
    exact = fit(1e-6, se=0.0), fit(2e-6, se=0.0)

    assert bracket_of(*exact, SETTINGS)["p"] == 0
    assert bracket_of(*exact, SETTINGS, least=1e-6)["p"] == 1


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
