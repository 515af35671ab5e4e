"""Analyses: asked for, begun, kept estimate by estimate, and struck at the end.

Whoever works a run out may be killed at any moment, and two may work on one run at once:
each step is one short transaction that finds out first whether it was done before, and a
step done twice gives the same rows. No numpy here; outcomes/panel does the arithmetic.
"""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from events.record import record
from feedback.choices import MetricKey
from feedback.models import DirtyWeek, Metric, WeeklyOutcome
from outcomes.choices import (
    ENDED_STATES,
    OPEN_STATES,
    AnalysisKind,
    AnalysisState,
)
from outcomes.engine.finding import finding_from_stored
from outcomes.engine.settings import Settings
from outcomes.engine.verdict import strike_verdicts
from outcomes.models import (
    Analysis,
    Estimate,
    EstimateGap,
    EstimatePerson,
    Judging,
)
from outcomes.queries.payoff import latest_analysis
from outcomes.queries.schedule import left_lying
from outcomes.rules.cut import last_full_week, monday_of, next_cut
from staff.models import FileImport

# Judged beside the primary metric where there are cells, in this order.
JUDGED = (
    MetricKey.CSAT,
    MetricKey.LOW_SCORE,
    MetricKey.NPS,
    MetricKey.COMPLAINT,
    MetricKey.RETURNED,
)
# Older weeks tell little of today's modules; three years hold every window twice.
MOST_WEEKS = 156
PEOPLE_AT_A_TIME = 2_000
# What striking adds to ``findings``.
STRUCK_FINDINGS = ("reason", "p_adjusted")


@transaction.atomic
def ask_for_analysis(*, by, at, today, through=None, seed=0):
    """Ask for a run; return (Analysis, whether it is a new one).

    by: the Employee who asks; None for the calendar. at: an aware moment. today: a date.
    through: any day of the last week that counts; None for the week that
    outcomes.rules.cut gives. seed: of what is drawn once verdicts stand. A run through
    the same week that waits or is being worked out is returned as it is. The caller has
    a new one worked out (outcomes.tasks).
    Raises ValidationError, code "week_not_over", "primary_is_context" when the primary
    metric is one that is never judged, or "nothing_measured".
    """
    judging = Judging.objects.select_for_update().get(pk=1)
    latest = latest_analysis()
    week = next_cut(today, latest and latest.through_week)
    if through is not None:
        week = monday_of(through)
    if week > last_full_week(today):
        raise ValidationError(
            _("This week is not over yet; choose one that is."), code="week_not_over"
        )
    judging_runs = Analysis.objects.judging()
    if opened := judging_runs.open().filter(through_week=week).first():
        return opened, False
    metrics = _metrics_to_judge(judging.primary_metric)
    is_measured = WeeklyOutcome.objects.filter(employee__isnull=False).exists()
    # Weeks that are still to be summed are summed when the run begins.
    if not is_measured and not DirtyWeek.objects.exists():
        raise nothing_measured()
    analysis = Analysis.objects.create(
        through_week=week,
        primary_metric=judging.primary_metric,
        parameters=parameters_of(metrics, seed),
        asked_at=at,
        asked_by=by,
    )
    record("analysis.asked", at=at, by=by, subject=analysis)
    return analysis, True


@transaction.atomic
def ask_for_curve(*, at, today):
    """Ask for a run that draws the curve up to the last full week; return the Analysis.

    at: an aware moment. today: a date. It goes by what the latest verdicts went by, and
    looks at the metric they judge by; there have to be some. A curve up to that week
    that waits or is being worked out is returned as it is. No event: it is a figure that
    is brought up to date, and nobody is judged by it.
    """
    Judging.objects.select_for_update().get(pk=1)
    latest, week = latest_analysis(), last_full_week(today)
    curves = Analysis.objects.filter(kind=AnalysisKind.CURVE, through_week=week)
    if opened := curves.open().first():
        return opened
    primary = latest.primary_metric
    metrics = [
        each for each in latest.parameters["metrics"] if each["key"] == primary.key
    ]
    return Analysis.objects.create(
        kind=AnalysisKind.CURVE,
        through_week=week,
        primary_metric=primary,
        parameters={**latest.parameters, "metrics": metrics},
        asked_at=at,
    )


def nothing_measured():
    """Return the refusal of a run that would have nothing to go by."""
    return ValidationError(
        _("Nothing is known yet that customers said of anybody. Bring it in first."),
        code="nothing_measured",
    )


def _metrics_to_judge(primary):
    """Return the Metrics a run judges, the primary one first."""
    if not primary.is_judged:
        raise ValidationError(
            _(
                "What counts is neither good nor bad; choose another metric to judge by."
            ),
            code="primary_is_context",
        )
    known = {metric.key: metric for metric in Metric.objects.filter(key__in=JUDGED)}
    others = [known[key] for key in JUDGED if key != primary.key]
    return [primary, *others]


def parameters_of(metrics, seed=0):
    """Return everything that a run of ``metrics`` goes by, as plain values.

    seed: a whole number from 0 on.
    """
    return {
        "settings": Settings().as_stored(),
        "metrics": [
            {
                "key": metric.key,
                "better": metric.better,
                "worthwhile": metric.smallest_effect,
                "top": metric.high if metric.kind == "mean" else None,
            }
            for metric in metrics
        ],
        "most_weeks": MOST_WEEKS,
        "trusts_same_day_imports": False,
        "seed": seed,
    }


def settings_of(analysis, key):
    """Return the engine Settings by which ``analysis`` judges the metric ``key``."""
    stored = analysis.parameters["settings"]
    base = Settings(**{name: _as_tuples(value) for name, value in stored.items()})
    told = next(each for each in analysis.parameters["metrics"] if each["key"] == key)
    # Without a smallest effect no absence can be shown: nothing is below zero.
    return replace(base, better=told["better"], worthwhile=told["worthwhile"] or 0.0)


def _as_tuples(value):
    if isinstance(value, list):
        return tuple(_as_tuples(each) for each in value)
    return value


@transaction.atomic
def claim_left_lying(*, at):
    """Claim the open runs that nobody has given a sign of; return them as a list.

    The claim keeps the next asker from handing them over as well.
    """
    runs = list(left_lying(at).select_for_update())
    for analysis in runs:
        analysis.claimed_at = at
        analysis.save(update_fields=["claimed_at"])
    return runs


@transaction.atomic
def begin_analysis(*, analysis, code_version, made_with, at):
    """Begin ``analysis``, or go on with it; return it as it stands.

    code_version: of the arithmetic. made_with: {what: version}, kept for whoever runs it
    again.
    Raises ValidationError, code "ended", "other_code" when it was begun by other code,
    or "file_on_its_way" while a file is being taken in: half a file is no panel.
    """
    analysis = _locked(analysis)
    if analysis.state not in OPEN_STATES:
        raise ValidationError(_("This run has ended."), code="ended")
    is_begun = analysis.state == AnalysisState.RUNNING
    if is_begun and analysis.code_version != code_version:
        raise ValidationError(
            _("This run was begun by another version of Encore; ask for a new one."),
            code="other_code",
        )
    if not analysis.panel:
        refuse_half_files()
    if not is_begun:
        analysis.state = AnalysisState.RUNNING
        analysis.code_version = code_version
        analysis.parameters["made_with"] = made_with
    analysis.claimed_at = at
    analysis.save(update_fields=["state", "code_version", "parameters", "claimed_at"])
    return analysis


def refuse_half_files():
    """Raise ValidationError, code "file_on_its_way", while part of a file may be here.

    A file that waits and has rows behind it was stopped within.
    """
    is_begun = Q(rows_read__gt=0) | Q(rows_skipped__gt=0)
    state = FileImport.State
    if FileImport.objects.filter(
        Q(state=state.RUNNING) | Q(is_begun, state=state.WAITING)
    ).exists():
        raise ValidationError(
            _("A file is being taken in; the run begins when it is all here."),
            code="file_on_its_way",
        )


def keep_panel(*, analysis, content, digest, estimates_expected, at):
    """Keep the frozen panel of ``analysis``; return it with the panel that counts.

    content: bytes of the file. digest: of the content, as text. estimates_expected: how
    many estimates the run will have. The first panel kept stays.
    """
    if not analysis.panel:
        name = analysis.panel.field.generate_filename(analysis, f"{analysis.uuid}.npz")
        # Written whole before a row points at it; a broken one is pointed at by none.
        name = analysis.panel.storage.save(name, ContentFile(content))
        kept = Analysis.objects.filter(
            pk=analysis.pk, panel="", state=AnalysisState.RUNNING
        ).update(
            panel=name,
            panel_digest=digest,
            estimates_expected=estimates_expected,
            claimed_at=at,
        )
        if not kept:
            analysis.panel.storage.delete(name)
        analysis.refresh_from_db()
    return analysis


@transaction.atomic
def keep_estimate(*, analysis, module_id, metric_id, values, people, weeks, gaps, at):
    """Keep one estimate with the people behind it; return whether the run goes on.

    values: fields of Estimate. people: {Place: employee ids}. weeks: {employee id:
    (Monday of completing, of being assigned or None)}. gaps: (employee id, first
    Monday, last Monday) of what was compared with nobody. What is there already stays
    as it is. False when the run has ended meanwhile.
    """
    analysis = _locked(analysis)
    if analysis.state != AnalysisState.RUNNING:
        return False
    estimate, is_new = Estimate.objects.get_or_create(
        analysis=analysis, module_id=module_id, metric_id=metric_id, defaults=values
    )
    if is_new:
        _keep_people(estimate, people, weeks, gaps)
    Analysis.objects.filter(pk=analysis.pk).update(claimed_at=at)
    return True


def _keep_people(estimate, people, weeks, gaps):
    unknown = (None, None)
    rows = []
    for place, ids in people.items():
        for employee_id in ids:
            completed_week, assigned_week = weeks.get(employee_id, unknown)
            rows.append(
                EstimatePerson(
                    estimate=estimate,
                    employee_id=employee_id,
                    place=place,
                    completed_week=completed_week,
                    assigned_week=assigned_week,
                )
            )
    EstimatePerson.objects.bulk_create(rows, batch_size=PEOPLE_AT_A_TIME)
    EstimateGap.objects.bulk_create(
        (
            EstimateGap(
                estimate=estimate,
                employee_id=employee_id,
                first_week=first_week,
                last_week=last_week,
            )
            for employee_id, first_week, last_week in gaps
        ),
        batch_size=PEOPLE_AT_A_TIME,
    )


@transaction.atomic
def strike(*, analysis, at):
    """Strike the verdicts of ``analysis`` over all its modules, and end it; return it.

    Each metric is judged by itself: the correction for asking many questions runs over
    the modules of one metric. A run that has ended stays as it is.
    Raises ValueError for a run that draws the curve alone.
    """
    analysis = _locked(analysis)
    if analysis.kind != AnalysisKind.VERDICT:
        raise ValueError("No verdict is struck from a curve.")
    if analysis.state != AnalysisState.RUNNING:
        return analysis
    by_metric = {}
    estimates = Estimate.objects.filter(analysis=analysis).select_related("metric")
    for estimate in estimates.order_by("pk"):
        by_metric.setdefault(estimate.metric.key, []).append(estimate)
    for key, found in by_metric.items():
        _judge(found, settings_of(analysis, key))
        Estimate.objects.bulk_update(
            found, ["verdict", "is_fragile", "findings"], batch_size=100
        )
    analysis.state, analysis.finished_at = AnalysisState.DONE, at
    analysis.save(update_fields=["state", "finished_at"])
    record("analysis.done", at=at, subject=analysis)
    return analysis


def _judge(estimates, settings):
    findings = {each.pk: each.findings["finding"] for each in estimates}
    struck = struck_values(findings, settings)
    for estimate in estimates:
        values = struck[estimate.pk]
        estimate.verdict = values["verdict"]
        estimate.is_fragile = values["is_fragile"]
        estimate.findings |= {key: values[key] for key in STRUCK_FINDINGS}


def struck_values(findings, settings):
    """Return {name: what striking gives an Estimate}, over all modules of one metric.

    findings: {name: ``finding`` of its findings, as stored}. Those in STRUCK_FINDINGS go
    into ``findings``, the others are fields.
    """
    known = {name: finding_from_stored(stored) for name, stored in findings.items()}
    verdicts = strike_verdicts(known, settings)
    return {
        name: {
            "verdict": struck.verdict,
            "is_fragile": struck.is_fragile,
            "reason": struck.reason,
            "p_adjusted": struck.p_adjusted,
        }
        for name, struck in verdicts.items()
    }


@transaction.atomic
def end_curve(*, analysis, at):
    """End a run that drew the curve alone, without a verdict; return it."""
    analysis = _locked(analysis)
    if analysis.state == AnalysisState.RUNNING:
        analysis.state, analysis.finished_at = AnalysisState.DONE, at
        analysis.save(update_fields=["state", "finished_at"])
    return analysis


@transaction.atomic
def fail_analysis(*, analysis, failure, at):
    """End ``analysis`` with the reason why it did not work; return it."""
    analysis = _locked(analysis)
    if analysis.state in OPEN_STATES:
        analysis.state, analysis.finished_at = AnalysisState.FAILED, at
        analysis.failure = failure[:500]
        analysis.save(update_fields=["state", "finished_at", "failure"])
        if analysis.kind == AnalysisKind.VERDICT:
            record("analysis.failed", at=at, subject=analysis)
    return analysis


def drop_older_people():
    """Take away who stood where in all runs but the latest; return how many people.

    Only the latest run opens its lists, and the panel of an older one still tells. Curves
    go as a whole (drop_older_curves).
    """
    latest = latest_analysis()
    struck = Analysis.objects.judging().filter(state__in=ENDED_STATES)
    people = EstimatePerson.objects.filter(
        estimate__analysis__in=struck.exclude(pk=latest and latest.pk)
    )
    estimates = people.order_by().values_list("estimate", flat=True).distinct()
    dropped = 0
    for estimate in list(estimates):
        # The gaps first: they are found by the people that are still there.
        EstimateGap.objects.filter(estimate=estimate).delete()
        dropped += EstimatePerson.objects.filter(estimate=estimate).delete()[0]
    return dropped


def drop_older_curves():
    """Take away the curves that have ended, but the latest that is drawn, with their
    panels; return how many. Nobody asks for last week's: verdicts are what is kept."""
    latest = Analysis.objects.drawn().first()
    ended = Analysis.objects.filter(kind=AnalysisKind.CURVE, state__in=ENDED_STATES)
    older = list(ended.exclude(pk=latest and latest.pk))
    for analysis in older:
        analysis.delete()
        if analysis.panel:
            analysis.panel.storage.delete(analysis.panel.name)
    return len(older)


def _locked(analysis):
    return Analysis.objects.select_for_update().get(pk=analysis.pk)
