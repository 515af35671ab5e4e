"""What plans are told of modules."""

import pytest

from outcomes.choices import Verdict
from plans.judged import harmful_ids, judged_modules
from tests.factories.outcomes import AnalysisFactory, EstimateFactory, metric
from tests.factories.staff import EmployeeFactory

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


@pytest.mark.parametrize(
    ("facts", "is_drawn"),
    [
        ({"verdict": Verdict.PAYS_OFF}, True),
        ({"verdict": Verdict.NOT_ENOUGH_DATA}, True),
        ({"verdict": Verdict.WORKS, "is_fragile": True}, True),
        ({"verdict": Verdict.WORKS}, False),
        ({"verdict": Verdict.NO_EVIDENCE}, False),
        ({"verdict": Verdict.HARMFUL, "is_fragile": True}, False),
    ],
)
def test_judged_modules_offers_an_order_where_the_page_does(
    company, sign_in, facts, is_drawn
):
    module = EstimateFactory(**facts).module
    mona = EmployeeFactory(team=company, manages=[company])

    page = sign_in(mona).get(f"/payoff/modules/{module.slug}/").text

    assert judged_modules()[module.pk].is_drawn is is_drawn
    assert ("Draw an order" in page) is is_drawn


def test_judged_modules_offers_an_order_where_many_days_are_unknown():
    estimate = EstimateFactory(verdict=Verdict.NO_EVIDENCE)
    estimate.findings["counts"] = {"no_assigned_day": estimate.completed_count}
    estimate.save()

    assert judged_modules()[estimate.module_id].is_drawn
