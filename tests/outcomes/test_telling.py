"""What plans are told of modules."""

import pytest

from outcomes.choices import Verdict
from plans.judged import harmful_ids, judged_modules
from tests.factories.outcomes import AnalysisFactory, EstimateFactory, metric

pytestmark = pytest.mark.django_db


def test_judged_modules_tells_what_the_latest_run_judged(django_assert_num_queries):
    run = AnalysisFactory()
    harmful = EstimateFactory(analysis=run, verdict=Verdict.HARMFUL)
    fragile = EstimateFactory(analysis=run, is_fragile=True)

    with django_assert_num_queries(1):
        judged = judged_modules()

    assert judged[harmful.module_id].words == "Harmful"
    assert judged[harmful.module_id].is_harmful
    assert judged[fragile.module_id].is_fragile
    assert harmful_ids() == {harmful.module_id}


def test_judged_modules_tells_nothing_of_exploratory_metrics_and_older_runs():
    old = EstimateFactory(verdict=Verdict.HARMFUL)
    run = AnalysisFactory(through_week=old.analysis.through_week.replace(day=23))
    EstimateFactory(
        analysis=run, verdict=Verdict.HARMFUL, metric=metric("complaint"), size=0.1
    )

    assert judged_modules() == {}


def test_judged_modules_says_too_little_of_too_few_people():
    estimate = EstimateFactory(verdict=Verdict.HARMFUL, used_count=4)

    assert judged_modules()[estimate.module_id].words == "Not enough data"
