"""Every threshold is visible, and none that is no more."""

from dataclasses import fields

import pytest

from outcomes.engine.settings import Settings
from outcomes.queries.payoff import metrics_told
from outcomes.wording.parameters import (
    MEANINGS,
    OF_EACH_METRIC,
    metric_rows,
    parameter_rows,
)
from tests.factories.outcomes import AnalysisFactory


def test_every_setting_of_the_engine_has_its_meaning_and_nothing_else():
    assert set(MEANINGS) == {field.name for field in fields(Settings)}


@pytest.mark.django_db
def test_parameter_rows_say_all_a_run_went_by():
    run = AnalysisFactory()

    rows = {row.key: row.value for row in parameter_rows(run)}

    told = set(run.parameters["settings"]) | set(run.parameters) - {
        "settings",
        "metrics",
    }
    assert set(rows) == told - set(OF_EACH_METRIC)
    assert (rows["spread"], rows["bins"]) == (
        "jackknife",
        "0 … 3, 4 … 7, 8 … 12, 13 … 25",
    )


@pytest.mark.django_db
def test_metric_rows_say_which_way_is_better_and_what_is_worth_having():
    run = AnalysisFactory()
    run.parameters["metrics"] = [
        {"key": "csat", "better": "higher", "worthwhile": 0.15, "top": 5.0},
        {"key": "complaint", "better": "lower", "worthwhile": None, "top": None},
    ]

    rows = metric_rows(run, metrics_told(run))

    assert [(row.is_primary, row.better, row.worth) for row in rows] == [
        (True, "Higher is better", ".15 points"),
        (False, "Lower is better", "–"),
    ]
