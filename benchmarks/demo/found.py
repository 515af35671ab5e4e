"""The verdicts of the demo's own run beside the truth, and the same run on placebos."""

from collections import Counter

import numpy as np

from dashboard.demo.story import tell_story
from feedback.choices import MetricKey
from outcomes.actions.analysis import settings_of
from outcomes.choices import Verdict
from outcomes.engine.judge import judge_panel
from outcomes.engine.panel import NEVER, Training
from outcomes.engine.verdict import strike_verdicts
from outcomes.models import Estimate
from outcomes.panel.running import stored_panel
from outcomes.queries.payoff import latest_analysis

CALLED = (Verdict.PAYS_OFF, Verdict.HARMFUL)


def found_beside_truth(*, employees, weeks, seed):
    """Return {kind of effect: what is true and what was found} of the loaded demo.

    Of the primary metric, from the rows of its latest run.
    """
    story = tell_story(employees=employees, weeks=weeks, seed=seed)
    analysis = latest_analysis()
    key = analysis.primary_metric.key
    estimates = {
        each.module.slug: each
        for each in Estimate.objects.filter(
            analysis=analysis, metric=analysis.primary_metric
        ).select_related("module")
    }
    found = {}
    for course in story.courses:
        estimate = estimates.get(course.slug)
        found[course.kind.name] = {
            "module": course.slug,
            "true": story.truth[course.slug][key],
            "expected": course.kind.expected,
            "effect": estimate and estimate.effect,
            "low": estimate and estimate.low,
            "high": estimate and estimate.high,
            "verdict": estimate.verdict if estimate else Verdict.NOT_ENOUGH_DATA,
        }
    return found


def placebo_calls(times, seed):
    """Permute who completed what when, ``times`` times; return a Counter of verdicts.

    Everything but the trainings stays as it is in the frozen panel of the latest run:
    answers, teams, weeks. People change places with others who came and went alike, so
    that the weeks fall into their time here; each module by itself.
    """
    analysis = latest_analysis()
    panel, trainings = stored_panel(analysis).panel_of(MetricKey.CSAT)
    settings = settings_of(analysis, MetricKey.CSAT)
    chance = np.random.default_rng([seed, 100])
    alike = 2 * (panel.hired >= 0) + (panel.left != NEVER)
    verdicts, runs_with_a_call = Counter(), 0
    for _time in range(times):
        placebos = {
            name: _permuted(training, alike, chance)
            for name, training in trainings.items()
        }
        findings = judge_panel(panel, placebos, settings=settings)
        struck = strike_verdicts(findings, settings)
        words = [each.verdict for each in struck.values()]
        verdicts.update(words)
        runs_with_a_call += any(word in CALLED for word in words)
    return verdicts, runs_with_a_call


def _permuted(training, alike, chance):
    order = np.arange(len(alike))
    for kind in np.unique(alike):
        same = np.flatnonzero(alike == kind)
        order[same] = chance.permutation(same)
    return Training(training.completed[order], training.assigned[order])
