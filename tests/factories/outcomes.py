"""Analyses and estimates for tests: believable findings for every verdict.

``EstimateFactory(verdict=Verdict.HARMFUL)`` is an Estimate as a run would have stored it;
single values and ``findings__…`` keys may be given beside it.
"""

import datetime as dt
from types import MappingProxyType

import factory

from feedback.models import Metric
from outcomes.actions.analysis import parameters_of
from outcomes.choices import AnalysisState, Place, Verdict
from outcomes.models import Analysis, Estimate, EstimatePerson, PlanAhead
from tests.factories.staff import EmployeeFactory, moment
from tests.factories.training import ModuleFactory

# The Monday of the last full week before TODAY.
LAST_WEEK = dt.date(2026, 11, 16)

# What each verdict looks like on the scale of satisfaction, 1 to 5: strict, generous,
# standard error, two-sided p of the bracket.
READINGS = MappingProxyType(
    {
        Verdict.PAYS_OFF: (0.13, 0.17, 0.030, 0.0004),
        Verdict.WORKS: (0.09, 0.12, 0.028, 0.003),
        Verdict.NO_EVIDENCE: (-0.01, 0.02, 0.030, 1.0),
        Verdict.NOT_ENOUGH_DATA: (0.04, 0.14, 0.080, 0.61),
        Verdict.HARMFUL: (-0.16, -0.12, 0.032, 0.0011),
        "": (0.13, 0.17, 0.030, 0.0004),
    }
)
# t(.975) and t(.80) with eleven degrees of freedom.
HALF_WIDTH, DETECTABLE = 2.201, 2.201 + 0.876


class AnalysisFactory(factory.django.DjangoModelFactory):
    """A run that is done, through LAST_WEEK, judged by satisfaction."""

    class Meta:
        model = Analysis

    state = AnalysisState.DONE
    through_week = LAST_WEEK
    primary_metric = factory.LazyFunction(lambda: metric("csat"))
    code_version = "1-0123456789ab"
    parameters = factory.LazyFunction(
        lambda: parameters_of(Metric.objects.order_by("pk"))
    )
    asked_at = factory.LazyFunction(moment)
    finished_at = factory.LazyAttribute(
        lambda run: run.asked_at if run.state in ("done", "failed") else None
    )


class EstimateFactory(factory.django.DjangoModelFactory):
    """What a run found of one module and metric; ``verdict`` chooses a believable one.

    size: 1 on the scale of satisfaction; a rate such as complaints takes 0.1, and turns
    round by itself when lower is better.
    """

    class Meta:
        model = Estimate
        exclude = ("size", "reading")

    analysis = factory.SubFactory(AnalysisFactory)
    module = factory.SubFactory(ModuleFactory)
    metric = factory.LazyFunction(lambda: metric("csat"))
    verdict = Verdict.PAYS_OFF
    size = 1
    reading = factory.LazyAttribute(lambda it: reading(it.verdict, it.metric, it.size))
    strict = factory.LazyAttribute(lambda it: it.reading[0])
    generous = factory.LazyAttribute(lambda it: it.reading[1])
    standard_error = factory.LazyAttribute(lambda it: it.reading[2])
    p_value = factory.LazyAttribute(lambda it: it.reading[3])
    effect = factory.LazyAttribute(lambda it: (it.strict + it.generous) / 2)
    low = factory.LazyAttribute(lambda it: it.effect - HALF_WIDTH * it.standard_error)
    high = factory.LazyAttribute(lambda it: it.effect + HALF_WIDTH * it.standard_error)
    smallest_detectable = factory.LazyAttribute(
        lambda it: DETECTABLE * it.standard_error
    )
    is_fragile = False
    completed_count = 148
    used_count = factory.LazyAttribute(
        lambda it: 14 if it.verdict == Verdict.NOT_ENOUGH_DATA else 131
    )
    responses_before = factory.LazyAttribute(lambda it: it.used_count * 40)
    responses_after = factory.LazyAttribute(lambda it: it.used_count * 24)
    findings = factory.LazyAttribute(lambda it: believable_findings(it))


class EstimatePersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EstimatePerson

    estimate = factory.SubFactory(EstimateFactory)
    employee = factory.SubFactory(EmployeeFactory)
    place = Place.USED


class PlanAheadFactory(factory.django.DjangoModelFactory):
    """A run planned ahead of to its end: of 20, 40, 80 people, 80 are enough for .10."""

    class Meta:
        model = PlanAhead

    analysis = factory.SubFactory(AnalysisFactory)
    code_version = factory.SelfAttribute("analysis.code_version")
    steps = factory.LazyFunction(
        lambda: [
            tried(20, error=0.060, shows_from=None, judged=151),
            tried(40, error=0.042, shows_from=0.14),
            tried(80, error=0.031, shows_from=0.09),
        ]
    )
    finished_at = factory.LazyFunction(moment)


def tried(people, **more):
    """Return a step of planning ahead as a run stores it."""
    step = {"people": people, "tries": 200, "judged": 200, "called": 7}
    return step | {"error": 0.05, "shows_from": 0.1} | more


def metric(key):
    return Metric.objects.get(key=key)


def reading(verdict, judged, size):
    """Return strict, generous, standard error and p of ``verdict`` on a metric's scale."""
    strict, generous, error, p = READINGS[verdict]
    sign = -size if judged.better == "lower" else size
    return strict * sign, generous * sign, error * size, p


def believable_findings(it):
    """Return findings as a run stores them, around the values of an estimate."""
    error = it.standard_error
    dip = abs(it.effect) if it.metric.better == "lower" else -abs(it.effect)
    bins = [(0, 3, 0.6, 1.2), (4, 7, 1.0, 1.0), (8, 12, 1.3, 1.1), (13, 25, 1.4, 1.5)]
    leads = [(-16, -13, 0.3, 1.2), (-12, -9, -0.4, 1.1), (-8, -5, 0.2, 1.0)]
    is_enough = it.verdict != Verdict.NOT_ENOUGH_DATA
    left_out = it.completed_count - it.used_count
    # Half of those left out have too few answers before; the rest spreads.
    few_before, few_after = left_out // 2, left_out // 4
    no_assigned_day = left_out - few_before - few_after
    return {
        "curve": [
            {
                **_point(first, last, it.effect * share, error * width, 1_100),
                "strict": it.strict * share,
                "generous": it.generous * share,
            }
            for first, last, share, width in bins
        ],
        "leads": [
            _point(first, last, error * share, error * width, 900)
            for first, last, share, width in leads
        ],
        "zone": [
            {
                "key": "before_assigned",
                **_point(-4, -1, dip * 0.8, error * 1.3, 480),
            },
            {
                "key": "assigned_to_done",
                **_point(0, None, dip * 0.3, error * 1.3, 410),
            },
        ],
        "pretrend_p": 0.44,
        "gates": [
            _gate("teams", 12 if is_enough else 6, 8),
            _gate("people", it.used_count, 20),
            _gate("responses_after", it.responses_after, 300),
            _gate("weeks_before", 0.93, 0.80),
            _gate("controls", 1_703, 1_363, of=1_703),
            _gate("largest_team", 0.16, 0.40, is_at_most=True),
            _gate("clusters", 10.4 if is_enough else 5.1, 6),
        ],
        "robustness": [
            {"key": "wait_list", **_interval(it.effect * 0.9, error * 1.4)},
            {"key": "lagged_outcome", **_interval(it.effect * 1.1, error * 1.1)},
        ],
        "strict": {**_interval(it.strict, error), "p": it.p_value},
        "generous": {**_interval(it.generous, error), "p": it.p_value},
        "counts": {
            "completed": it.completed_count,
            "used": it.used_count,
            "few_before": few_before,
            "few_after": few_after,
            "no_assigned_day": no_assigned_day,
            "nobody_to_compare": 0,
            "outside": 0,
        },
        "answers": {
            "after": it.responses_after,
            "before": it.responses_before,
            "selection_zone": it.used_count * 5,
            "not_compared": 0,
            "later": it.used_count * 3,
            "few_before": few_before * 3,
            "few_after": few_after * 9,
            "no_assigned_day": no_assigned_day * 30,
            "nobody_to_compare": 0,
            "outside": 0,
        },
        "top_share": 0.46,
        "clusters": 12 if is_enough else 6,
        "degrees": 11 if is_enough else 5,
        "is_flagged_few_teams": not is_enough,
        "fragile": ["bracket"] if it.is_fragile else [],
        "weeks_left": None if is_enough else 9,
        "reason": "" if is_enough else "gates",
        "p_adjusted": it.p_value if is_enough else None,
    }


def _interval(effect, error):
    return {
        "effect": effect,
        "low": effect - HALF_WIDTH * error,
        "high": effect + HALF_WIDTH * error,
    }


def _point(first, last, effect, error, responses):
    span = {"from": first, "to": last, "responses": responses}
    return span | _interval(effect, error)


def _gate(key, have, need, is_at_most=False, of=None):
    is_passed = have <= need if is_at_most else have >= need
    missing = None if is_passed or is_at_most else need - have
    return {
        "key": key,
        "have": have,
        "need": need,
        "of": of,
        "is_passed": is_passed,
        "missing": missing,
    }
