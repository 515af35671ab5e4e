import pytest

from outcomes.wording.amounts import Amounts
from outcomes.wording.charts import (
    _ends,
    axis_sentence,
    event_study,
    robustness,
)
from outcomes.wording.verdicts import reading_of
from tests.factories.outcomes import EstimateFactory, metric

pytestmark = pytest.mark.django_db


def test_event_study_holds_every_interval_and_the_worth():
    estimate = EstimateFactory()

    chart, rows = event_study(estimate, Amounts.of(estimate.metric), "pays", 0.1)

    assert (chart["min"], chart["max"], chart["step"]) == (-0.3, 0.4, 0.1)
    assert [point["stretch"] for point in chart["points"]] == (
        ["leads"] * 3 + ["zone"] * 2 + ["curve"] * 4
    )
    assert [row.is_used for row in rows].count(False) == 2


def test_event_study_of_a_metric_better_lower_goes_up_when_it_gets_better():
    estimate = EstimateFactory(metric=metric("complaint"), size=0.1)

    chart, rows = event_study(estimate, Amounts.of(estimate.metric), "pays", 0.01)

    assert chart["points"][-1]["effect"] == pytest.approx(2.1)
    assert rows[-1].text.startswith("+2.1 (")


def test_event_study_leaves_out_what_cannot_be_had():
    estimate = EstimateFactory()
    for point in estimate.findings["leads"]:
        point.update(effect=None, low=None, high=None)

    chart, rows = event_study(estimate, Amounts.of(estimate.metric), "pays", 0.1)

    assert [point["effect"] for point in chart["points"][:3]] == [None] * 3
    assert rows[0].text == "too little to say"


def test_event_study_without_points_draws_nothing():
    estimate = EstimateFactory()
    estimate.findings |= {"curve": [], "leads": [], "zone": []}

    drawn = event_study(estimate, Amounts.of(estimate.metric), "pays", 0.1)

    assert drawn == (None, ())


def test_robustness_says_why_a_line_is_not_there():
    estimate = EstimateFactory()
    amounts = Amounts.of(estimate.metric)
    estimate.findings["robustness"][0] = {
        "key": "wait_list",
        "reason": "few_waited",
        "have": 12,
        "need": 30,
    }

    chart, rows = robustness(
        estimate, reading_of(estimate, amounts), amounts, "pays", 0.1
    )

    assert len(chart["rows"]) == 4
    assert [row.text for row in rows if not row.is_used] == [
        "12 people waited for it four weeks or more; it takes 30."
    ]


@pytest.mark.parametrize(
    ("known", "ends"),
    [([4.2, 4.8], (4.0, 5.0)), ([4.5, 4.5], (4.0, 5.0)), ([1.2, 4.9], (1, 5))],
)
def test_axis_of_a_course_follows_the_data_and_magnifies_four_times_at_most(
    known, ends
):
    csat = metric("csat")

    found = _ends(csat, Amounts.of(csat), known)

    assert (found["min"], found["max"]) == ends
    assert (found["step"], found["decimals"]) == (
        (1, 0) if ends == (1, 5) else (0.2, 1)
    )
    said = axis_sentence(found, csat)
    assert said == ("" if ends == (1, 5) else SAID)


SAID = "The axis runs from 4 to 5, not over the whole scale of 1 to 5."
