import pytest

from outcomes.engine.verdict import TOO_WIDE
from outcomes.queries.payoff import module_payoff, payoff_rows
from outcomes.wording.amounts import Amounts
from outcomes.wording.plan_ahead import numbers_tried, shown_tries
from tests.factories.outcomes import (
    AnalysisFactory,
    EstimateFactory,
    PlanAheadFactory,
    metric,
    tried,
)

pytestmark = pytest.mark.django_db


def said(analysis, worth=0.10, used=14):
    shown = shown_tries(analysis, Amounts.of(analysis.primary_metric), worth, used)
    return shown and shown.sentence


@pytest.mark.parametrize(
    ("used", "here"),
    [
        (14, "; here there are 14."),
        (3, "; here there are fewer than 5."),
        (None, "."),
        (90, "; the 90 here are not as well spread over teams and weeks."),
    ],
)
def test_people_who_were_enough_are_said_beside_those_there_are(used, here):
    ahead = PlanAheadFactory()

    assert said(ahead.analysis, used=used) == (
        "In 200 tries on your own past, 80 people were enough to see .10 points in 80 %"
        f" of them{here}"
    )


def test_people_who_were_not_enough_say_what_they_showed():
    steps = [tried(20, shows_from=0.21), tried(40, shows_from=0.14)]
    ahead = PlanAheadFactory(steps=steps)

    assert said(ahead.analysis) == (
        "In 200 tries on your own past, even 40 people showed only .14 points or more in"
        " 80 % of them; .10 points is worth having."
    )


def test_people_who_were_almost_enough_are_not_said_with_two_equal_numbers():
    ahead = PlanAheadFactory(steps=[tried(20, shows_from=0.104)])

    assert said(ahead.analysis) == (
        "In 200 tries on your own past, 20 people were only just too few to see"
        " .10 points in 80 % of them."
    )


def test_people_who_could_seldom_be_judged_are_said_to_be_too_few():
    ahead = PlanAheadFactory(steps=[tried(20, shows_from=None)])

    assert said(ahead.analysis) == (
        "In 200 tries on your own past, not even 20 people were enough for a verdict in"
        " 80 % of them: it takes more answers, or more teams with answers."
    )


def test_without_a_size_worth_having_the_tries_say_what_shows():
    ahead = PlanAheadFactory()

    assert said(ahead.analysis, worth=None) == (
        "In 200 tries on your own past, 80 people showed an effect of .09 points or more"
        " in 80 % of them."
    )


def test_a_past_too_short_is_said_when_planning_ahead_has_ended():
    ended = PlanAheadFactory(steps=[])
    begun = PlanAheadFactory(steps=[], finished_at=None)
    failed = PlanAheadFactory(steps=[], failure="MemoryError: ")

    assert said(ended.analysis).startswith("Your own past is still too short")
    assert said(begun.analysis) is None
    assert said(failed.analysis) is None
    assert said(AnalysisFactory()) is None


def test_what_is_still_being_tried_promises_nothing():
    steps = [tried(20, shows_from=0.21)]
    ahead = PlanAheadFactory(steps=steps, finished_at=None)

    assert (
        said(ahead.analysis) == "Larger numbers of people are still being worked out."
    )
    assert "20 people were enough to see .25" in said(ahead.analysis, worth=0.25)


def test_rows_say_how_it_falls_with_more_people():
    analysis = PlanAheadFactory().analysis

    shown = shown_tries(analysis, Amounts.of(analysis.primary_metric), 0.10, 14)

    assert [(row.people, row.shows, row.error, row.called) for row in shown.rows] == [
        ("20", "–", ".06", "7 of 200"),
        ("40", ".14", ".04", "7 of 200"),
        ("80", ".09", ".03", "7 of 200"),
    ]


def test_numbers_tried_say_how_far_or_why_not():
    assert numbers_tried(PlanAheadFactory().analysis) == "20 · 40 · 80 people"
    assert numbers_tried(PlanAheadFactory(failure="MemoryError: ").analysis) == (
        "MemoryError: "
    )
    assert numbers_tried(AnalysisFactory()) == ""


def too_wide(**fields):
    estimate = EstimateFactory(verdict="not_enough_data", **fields)
    estimate.findings["reason"] = TOO_WIDE
    estimate.save()
    return estimate


def test_people_to_settle_are_those_that_were_tried():
    analysis = PlanAheadFactory().analysis
    few = too_wide(analysis=analysis, used_count=30)
    many = too_wide(analysis=analysis, used_count=100)
    other = too_wide(analysis=analysis, module=few.module, metric=metric("nps"))

    rows = {row.estimate.pk: row for row in payoff_rows(analysis, few.metric)}
    in_nps = module_payoff(analysis, few.module, other.metric).row

    assert rows[few.pk].people_to_settle == 80
    assert rows[many.pk].people_to_settle > 100
    assert in_nps.people_tried is None


def test_false_alarms_come_with_what_chance_does():
    analysis = PlanAheadFactory().analysis

    shown = shown_tries(analysis, Amounts.of(analysis.primary_metric), 0.10)

    assert shown.alarms == (
        "About 5 % false alarms are what to expect; with 200 tries, 2 % to 8 % happens"
        " by chance."
    )
