"""Working a run out: freeze, judge one module and metric after the other, strike.

Killed at any moment and begun again, it ends with the same rows: the panel is frozen
once, an estimate that is there is not made again, and verdicts are struck at the end.
"""

import json
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from events.pouring import refresh_statistics
from feedback.actions.returns import measure_returns
from feedback.actions.summing import sum_dirty_weeks
from feedback.models import (
    Credit,
    Interaction,
    Measurement,
    Metric,
    Response,
    WeeklyOutcome,
)
from outcomes.actions.analysis import (
    STRUCK_FINDINGS,
    begin_analysis,
    drop_older_curves,
    drop_older_people,
    end_curve,
    fail_analysis,
    keep_estimate,
    keep_panel,
    nothing_measured,
    settings_of,
    strike,
    struck_values,
)
from outcomes.choices import AnalysisKind, AnalysisState
from outcomes.engine.judge import judge_module
from outcomes.models import Estimate, EstimateGap, EstimatePerson
from outcomes.panel.findings import (
    answers_lately,
    drawn_people,
    drawn_values,
    gaps_of,
    people_of,
    values_of,
    weeks_of,
)
from outcomes.panel.freezing import freeze
from outcomes.panel.frozen import FrozenPanel, digest_of
from outcomes.panel.version import code_version, made_with
from staff.models import Employee, Employment, Posting, Team
from training.models import Enrolment

# What a panel is read from, and is filled by the thousand.
READ = (
    *(Team, Employee, Employment, Posting, Enrolment),
    *(Interaction, Credit, Response, Measurement, WeeklyOutcome),
)
# What a run fills, and pages read as soon as it is done.
WRITTEN = (Estimate, EstimatePerson, EstimateGap)
# Refusals after which going on would never work.
ENDING = ("other_code", "panel_changed", "nothing_measured")


@dataclass(frozen=True)
class Found:
    """One estimate as the engine gave it, before any verdict.

    values: fields of Estimate. people, weeks, gaps: as keep_estimate takes them.
    """

    module_id: int
    metric_key: str
    values: dict
    people: dict
    weeks: dict
    gaps: list


def work_out(analysis, *, clock, tell=lambda line: None):
    """Work ``analysis`` out to its end, from wherever it stands; return it.

    clock: a function that returns the moment. tell: is given a line after each step.
    Raises ValidationError as begin_analysis does, and code "panel_changed" or
    "nothing_measured"; whatever else goes wrong ends the run with its reason and is
    raised again.
    """
    try:
        analysis = begin_analysis(
            analysis=analysis,
            code_version=code_version(),
            made_with=made_with(),
            at=clock(),
        )
        return _work_out(analysis, clock, tell)
    except ValidationError as refusal:
        if refusal.code in ENDING:
            fail_analysis(
                analysis=analysis, failure=" ".join(refusal.messages), at=clock()
            )
        raise
    except Exception as failure:
        reason = f"{type(failure).__name__}: {failure}"
        fail_analysis(analysis=analysis, failure=reason, at=clock())
        raise


def _work_out(analysis, clock, tell):
    tell("begun")
    if not analysis.panel:
        # A file may have come in just before.
        refresh_statistics(READ)
        measure_returns(at=clock())
        sum_dirty_weeks(at=clock())
        frozen = freeze(analysis)
        if not frozen.metrics:
            raise nothing_measured()
        content = frozen.as_bytes()
        analysis = keep_panel(
            analysis=analysis,
            content=content,
            digest=digest_of(content),
            estimates_expected=len(frozen.modules) * len(frozen.metrics),
            at=clock(),
        )
    # Also the first time from the file: what is run again is what was run.
    frozen = stored_panel(analysis)
    tell(f"panel: {len(frozen.employees)} people, {frozen.weeks} weeks")
    metrics = dict(Metric.objects.values_list("key", "pk"))
    known = set(
        Estimate.objects.filter(analysis=analysis).values_list("module", "metric__key")
    )
    for number, found in enumerate(estimates(analysis, frozen, known), len(known) + 1):
        goes_on = keep_estimate(
            analysis=analysis,
            module_id=found.module_id,
            metric_id=metrics[found.metric_key],
            values=found.values,
            people=found.people,
            weeks=found.weeks,
            gaps=found.gaps,
            at=clock(),
        )
        if not goes_on:
            break
        tell(f"estimate {number} of {analysis.estimates_expected}")
    refresh_statistics(WRITTEN)
    if analysis.kind == AnalysisKind.CURVE:
        analysis = end_curve(analysis=analysis, at=clock())
        tell("curve drawn")
        drop_older_curves()
        return analysis
    analysis = strike(analysis=analysis, at=clock())
    tell("verdicts struck")
    drop_older_people()
    return analysis


def stored_panel(analysis):
    """Return the FrozenPanel that was kept for ``analysis``.

    Raises ValidationError, code "panel_changed", when the file is not what was kept.
    """
    with analysis.panel.open("rb") as file:
        content = file.read()
    if digest_of(content) != analysis.panel_digest:
        raise ValidationError(
            _("The file with the panel of this run has changed."), code="panel_changed"
        )
    return FrozenPanel.from_bytes(content)


def estimates(analysis, frozen, known=frozenset()):
    """Yield a Found for each metric and module of ``frozen`` that is not ``known``.

    known: pairs of module id and metric key.
    """
    for key in frozen.metrics:
        settings = settings_of(analysis, key)
        missing = [
            module for module in frozen.modules.tolist() if (module, key) not in known
        ]
        if not missing:
            continue
        panel, trainings = frozen.panel_of(key)
        for module in missing:
            finding = judge_module(panel, trainings, str(module), settings=settings)
            pace = answers_lately(panel, trainings[str(module)], settings)
            values = values_of(finding, settings, pace)
            people = people_of(finding, frozen.employees)
            if analysis.kind == AnalysisKind.CURVE:
                values, people = drawn_values(values), drawn_people(people)
            yield Found(
                module,
                key,
                values,
                people,
                weeks_of(frozen, module),
                gaps_of(finding, frozen, panel.weeks),
            )


def compare(analysis):
    """Run ``analysis`` again from its panel; return what differs, as lines, [] if nothing.

    Values, findings and people are compared bit by bit with what was stored, and where
    the run is done its verdicts are struck again; people only where they are still kept.
    """
    frozen = stored_panel(analysis)
    stored = {
        (each.module_id, each.metric.key): each
        for each in Estimate.objects.filter(analysis=analysis).select_related("metric")
    }
    differences, findings = [], {}
    for found in estimates(analysis, frozen):
        pair = (found.module_id, found.metric_key)
        findings[pair] = _as_stored(found.values["findings"].get("finding"))
        names = ["not stored"]
        if pair in stored:
            names = _differing(stored[pair], found)
        differences += [_line(pair, name) for name in names]
    differences += [_line(pair, "not found") for pair in stored if pair not in findings]
    is_struck = analysis.kind == AnalysisKind.VERDICT
    if is_struck and analysis.state == AnalysisState.DONE:
        for pair, values in _struck_again(analysis, findings).items():
            if pair in stored:
                differences += [
                    _line(pair, name) for name in _not_as_struck(stored[pair], values)
                ]
    return differences


def _line(pair, name):
    return f"module {pair[0]}, {pair[1]}: {name}"


def _struck_again(analysis, findings):
    """Return {(module id, metric key): struck values} of ``findings``, by the same pairs.

    As they were struck: all of one metric together.
    """
    struck = {}
    for metric in dict.fromkeys(key for _module, key in findings):
        of_metric = {pair: each for pair, each in findings.items() if pair[1] == metric}
        struck |= struck_values(of_metric, settings_of(analysis, metric))
    return struck


def _not_as_struck(estimate, values):
    for name, value in values.items():
        is_finding = name in STRUCK_FINDINGS
        there = estimate.findings[name] if is_finding else getattr(estimate, name)
        if there != value:
            yield name


def _differing(estimate, found):
    for name, value in found.values.items():
        there = getattr(estimate, name)
        if name == "findings":
            there, value = _without_verdict(there), _as_stored(_without_verdict(value))
        if there != value:
            yield name
    kept = {}
    for place, employee in estimate.people.values_list("place", "employee"):
        kept.setdefault(place, set()).add(employee)
    if kept and kept != {str(place): set(ids) for place, ids in found.people.items()}:
        yield "people"


def _without_verdict(findings):
    return {key: value for key, value in findings.items() if key not in STRUCK_FINDINGS}


def _as_stored(values):
    """Return plain values as they come back from the database: lists for tuples."""
    return json.loads(json.dumps(values))
