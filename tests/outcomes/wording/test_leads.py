"""What the weeks before people were asked tell: never flat where an interval is not."""

import pytest

from outcomes.wording.amounts import Amounts
from outcomes.wording.leads import before_sentences
from tests.factories.outcomes import EstimateFactory, metric

pytestmark = pytest.mark.django_db


def said(*leads, fragile=(), key="csat"):
    estimate = EstimateFactory(metric=metric(key), size=1 if key == "csat" else 0.1)
    estimate.findings["fragile"] = list(fragile)
    estimate.findings["leads"] = [
        {"from": first, "to": first + 3, "effect": effect, "low": low, "high": high}
        for first, effect, low, high in leads
    ]
    return before_sentences(estimate, Amounts.of(estimate.metric))


def test_flat_before_is_said_where_every_interval_holds_nought():
    [sentence] = said((-12, 0.02, -0.03, 0.07), (-8, -0.02, -0.07, 0.03))

    assert sentence.startswith("Before people were asked, no stretch lies surely")


def test_a_dip_before_is_told_with_its_figures_and_what_it_means():
    first, meaning, together = said((-12, 0.02, -0.03, 0.07), (-8, -0.10, -0.16, -0.04))

    assert first.replace("\N{NO-BREAK SPACE}", " ") == (
        "Not flat before: 8 to 5 weeks before being asked it lay at −.10 (−.16 to −.04)."
    )
    assert "can look better than it is" in meaning
    assert "not marked fragile" in together


def test_a_rise_before_makes_the_effect_look_worse():
    assert "can look worse than it is" in said((-8, 0.10, 0.04, 0.16))[1]


def test_fewer_complaints_before_are_a_rise():
    assert (
        "can look worse than it is"
        in said((-8, -0.02, -0.03, -0.01), key="complaint")[1]
    )


def test_a_pretrend_is_not_explained_away():
    sentences = said((-8, -0.10, -0.16, -0.04), fragile=["pretrend"])

    assert not any("not marked fragile" in each for each in sentences)


def test_nothing_is_said_without_weeks_before():
    assert said() == said((-8, None, None, None)) == []
