"""What a run says of every module, as pages read it."""

import datetime as dt
from decimal import Decimal

import pytest

from outcomes.choices import AnalysisState, Place, Verdict
from outcomes.models import Judging
from outcomes.queries.payoff import (
    PlaceCount,
    latest_analysis,
    metrics_of,
    module_payoff,
    payoff_rows,
    people_in,
    rows_of_scenario,
    runs,
)
from staff.choices import Role
from tests.factories.outcomes import (
    LAST_WEEK,
    AnalysisFactory,
    EstimateFactory,
    EstimatePersonFactory,
    metric,
)
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment
from tests.factories.training import (
    ModuleFactory,
    ModuleVersionFactory,
    ScenarioVersionFactory,
    StepFactory,
)
from training.choices import StepKind

A_WEEK = dt.timedelta(weeks=1)


@pytest.fixture
def run(db):
    return AnalysisFactory()


def estimate(run, slug, verdict, **facts):
    module = ModuleFactory(slug=slug)
    return EstimateFactory(analysis=run, module=module, verdict=verdict, **facts)


def slugs(rows):
    return [row.module.slug for row in rows]


def test_latest_analysis_is_the_one_through_the_latest_week(run):
    AnalysisFactory(through_week=LAST_WEEK - A_WEEK)
    again = AnalysisFactory()
    AnalysisFactory(state=AnalysisState.WAITING, through_week=LAST_WEEK + A_WEEK)

    assert latest_analysis() == again


def test_runs_tell_of_the_open_one_and_of_a_failure_since(run):
    AnalysisFactory(state=AnalysisState.FAILED, asked_at=moment(hour=8))
    failed = AnalysisFactory(state=AnalysisState.FAILED, asked_at=moment(hour=14))
    opened = AnalysisFactory(state=AnalysisState.RUNNING, estimates_expected=8)
    EstimateFactory(analysis=opened)

    found = runs()

    assert (found.done, found.open, found.failed) == (run, opened, failed)
    assert found.estimates_found == 1


def test_runs_are_none_in_an_empty_house(db):
    found = runs()

    assert (found.done, found.open, found.failed) == (None, None, None)


def test_metrics_of_begin_with_the_judging_one(run):
    module = ModuleFactory()
    for key in ("complaint", "nps", "csat"):
        EstimateFactory(analysis=run, module=module, metric=metric(key))

    assert [each.key for each in metrics_of(run)] == ["csat", "nps", "complaint"]


def test_payoff_rows_begin_with_what_to_stop(run):
    ModuleFactory(slug="nobody")
    estimate(run, "unsure", Verdict.NOT_ENOUGH_DATA)
    estimate(run, "nothing", Verdict.NO_EVIDENCE)
    estimate(run, "good", Verdict.PAYS_OFF)
    estimate(run, "best", Verdict.PAYS_OFF, size=2)
    estimate(run, "bad", Verdict.HARMFUL)
    ModuleFactory(slug="archived", is_archived=True)

    rows = payoff_rows(run, metric("csat"))

    assert slugs(rows) == ["bad", "best", "good", "nothing", "unsure", "nobody"]
    assert rows[-1].estimate is None
    assert all(row.is_judgement for row in rows)


def test_payoff_rows_of_another_metric_are_exploratory(run):
    complaints = metric("complaint")
    estimate(run, "good", Verdict.PAYS_OFF, metric=complaints, size=0.1)

    [row] = payoff_rows(run, complaints)

    assert (row.verdict, row.is_judgement) == (Verdict.PAYS_OFF, False)
    assert (row.estimate.effect < 0, row.is_good) == (True, True)


def test_payoff_rows_tell_the_cost_of_everybody_who_completed(run):
    Judging.objects.update(wage_per_hour=Decimal("30"))
    estimate(run, "good", Verdict.PAYS_OFF)

    [row] = payoff_rows(run, metric("csat"))

    assert (row.cost.people, row.cost.minutes) == (148, 1184)
    assert (row.cost.money, row.cost.currency) == (Decimal("592.00"), "EUR")


def test_payoff_rows_say_what_would_settle_an_open_one(run):
    facts = {"used_count": 40, "smallest_detectable": 0.2}
    unsure = estimate(run, "unsure", Verdict.NOT_ENOUGH_DATA, **facts)
    unsure.findings["reason"] = "too_wide"
    unsure.save()
    estimate(run, "few-teams", Verdict.NOT_ENOUGH_DATA, **facts)
    estimate(run, "good", Verdict.PAYS_OFF)

    by_slug = {row.module.slug: row for row in payoff_rows(run, metric("csat"))}

    assert by_slug["unsure"].people_to_settle == 160
    assert by_slug["few-teams"].people_to_settle is None
    assert by_slug["good"].people_to_settle is None


@pytest.mark.parametrize("modules", [3, 30])
def test_payoff_rows_cost_three_statements_at_any_length(
    run, modules, django_assert_num_queries
):
    for number in range(modules):
        estimate(run, f"m{number}", Verdict.PAYS_OFF)
    latest, judged = latest_analysis(), metric("csat")

    with django_assert_num_queries(3):
        rows = payoff_rows(latest, judged)
        shown = [(row.is_good, row.cost, row.people_to_settle) for row in rows]

    assert len(shown) == modules


def test_module_payoff_counts_the_places_that_people_stand_at(run):
    found = estimate(run, "good", Verdict.PAYS_OFF)
    EstimatePersonFactory.create_batch(2, estimate=found)
    EstimatePersonFactory(estimate=found, place=Place.FEW_AFTER)
    EstimateFactory(analysis=run, module=found.module, metric=metric("nps"))

    payoff = module_payoff(run, found.module, metric("csat"))

    assert payoff.row.estimate == found
    assert [row.estimate.metric.key for row in payoff.others] == ["nps"]
    assert payoff.places == (
        PlaceCount(Place.USED, 2),
        PlaceCount(Place.FEW_AFTER, 1),
    )
    assert payoff.failed_gates == ()


def test_module_payoff_names_the_gates_that_failed(run):
    found = estimate(run, "unsure", Verdict.NOT_ENOUGH_DATA)

    payoff = module_payoff(run, found.module, metric("csat"))

    assert [gate["key"] for gate in payoff.failed_gates] == [
        "teams",
        "people",
        "clusters",
    ]


def test_module_payoff_of_a_module_nobody_completed_is_empty(run):
    payoff = module_payoff(run, ModuleFactory(), metric("csat"))

    assert (payoff.row.estimate, payoff.others, payoff.places) == (None, (), ())
    assert payoff.failed_gates == ()


def test_people_in_shows_only_whom_one_may_see(company, run):
    team = TeamFactory(parent=company)
    manager = EmployeeFactory(team=company, manages=[team])
    found = estimate(run, "good", Verdict.PAYS_OFF)
    own = EmployeeFactory(team=team)
    for person in (own, EmployeeFactory(team=company)):
        EstimatePersonFactory(estimate=found, employee=person)
    EstimatePersonFactory(
        estimate=found, employee=EmployeeFactory(team=team), place=Place.OUTSIDE
    )

    seen = people_in(found, Place.USED, manager, TODAY)
    all_seen = people_in(
        found, Place.USED, EmployeeFactory(team=company, roles=[Role.HR]), TODAY
    )

    assert (list(seen.people), seen.total) == ([own], 2)
    assert all_seen.people.count() == 2


def test_rows_of_scenario_are_of_all_modules_it_ever_was_in(run):
    version = ScenarioVersionFactory()
    good = estimate(run, "good", Verdict.PAYS_OFF).module
    for number in (2, 3):
        StepFactory(
            version=ModuleVersionFactory(module=good, number=number),
            kind=StepKind.SCENARIO,
            scenario_version=version,
        )
    estimate(run, "other", Verdict.PAYS_OFF)

    rows = rows_of_scenario(version.scenario, run, metric("csat"))

    assert slugs(rows) == ["good"]
