"""Runs of the evidence, frozen: what went in, what came out."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from outcomes.choices import (
    ENDED_STATES,
    OPEN_STATES,
    AnalysisKind,
    AnalysisState,
    Place,
    Verdict,
)


class AnalysisQuerySet(models.QuerySet):
    def done(self):
        """Keep the runs that have struck their verdicts, newest first."""
        return self.judging().filter(state=AnalysisState.DONE).newest_first()

    def drawn(self):
        """Keep the runs that have drawn the curve alone, newest first."""
        drawn = self.filter(kind=AnalysisKind.CURVE, state=AnalysisState.DONE)
        return drawn.newest_first()

    def judging(self):
        """Keep the runs that strike verdicts, or have struck them."""
        return self.filter(kind=AnalysisKind.VERDICT)

    def open(self):
        """Keep the runs that wait or are being worked out, of every kind."""
        return self.filter(state__in=OPEN_STATES)

    def newest_first(self):
        return self.order_by("-through_week", "-pk")


class Analysis(models.Model):
    """One run over all modules and metrics, up to the end of ``through_week``.

    ``through_week``: the Monday of the last week that counts. ``parameters``: every
    threshold and option of the run, and the seed of what is drawn after it; with
    ``code_version`` and ``panel``, the weekly cells as they were, it can be run again to
    the same bits on the same machine and lock file. A run that was broken off goes on
    with the estimates it still lacks.
    ``kind``: a run for the curve alone looks at the metric its house judges by, strikes
    no verdict and gives way to that of the next week.
    ``claimed_at``: when whoever works it out last gave a sign of life. ``failure``: why a
    run did not work, in one line.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        max_length=7, choices=AnalysisState, default=AnalysisState.WAITING
    )
    kind = models.CharField(
        max_length=7, choices=AnalysisKind, default=AnalysisKind.VERDICT
    )
    through_week = models.DateField()
    primary_metric = models.ForeignKey(
        "feedback.Metric", models.PROTECT, related_name="+"
    )
    parameters = models.JSONField(default=dict)
    code_version = models.CharField(max_length=60, blank=True)
    panel = models.FileField(upload_to="analyses/", max_length=300, blank=True)
    panel_digest = models.CharField(max_length=64, blank=True)
    estimates_expected = models.PositiveIntegerField(null=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=500, blank=True)

    objects = AnalysisQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES, finished_at=None)
                | Q(state__in=ENDED_STATES, finished_at__isnull=False),
                name="analysis_ended_has_its_moment",
            ),
            models.UniqueConstraint(
                fields=["kind", "through_week"],
                condition=Q(state__in=OPEN_STATES),
                name="analysis_one_open_a_week",
                violation_error_message=_("This is being worked out already."),
            ),
        ]

    def __str__(self):
        return str(self.through_week)


class Estimate(models.Model):
    """What one module did to one metric, as one Analysis found it.

    ``effect``, its 95 % interval and the two readings stand on the metric's own scale
    (rates as shares of one), as observed minus expected: for a metric that is better
    when lower, a negative effect is good. Empty where nothing could be fitted.
    ``verdict`` is struck over all modules of the run at its end, and empty in a run for
    the curve; only that of the primary metric is a judgement, the rest is exploratory.
    ``findings`` holds what the pages draw, as the engine stored it: curve, leads,
    selection zone, gates, robustness lines, counts, reasons for fragile.
    """

    analysis = models.ForeignKey(Analysis, models.CASCADE, related_name="estimates")
    module = models.ForeignKey(
        "training.Module", models.PROTECT, related_name="estimates"
    )
    metric = models.ForeignKey("feedback.Metric", models.PROTECT, related_name="+")
    effect = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    strict = models.FloatField(null=True)
    generous = models.FloatField(null=True)
    standard_error = models.FloatField(null=True)
    p_value = models.FloatField(null=True)
    smallest_detectable = models.FloatField(null=True)
    verdict = models.CharField(max_length=20, choices=Verdict, blank=True)
    is_fragile = models.BooleanField(default=False)
    completed_count = models.PositiveIntegerField(default=0)
    used_count = models.PositiveIntegerField(default=0)
    responses_before = models.PositiveIntegerField(default=0)
    responses_after = models.PositiveIntegerField(default=0)
    findings = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["analysis", "module", "metric"], name="estimate_once_a_run"
            ),
        ]

    def __str__(self):
        return f"{self.module_id} {self.metric_id}: {self.verdict}"


class EstimatePerson(models.Model):
    """Where one person who completed the module stands in an Estimate: used, or why not.

    completed_week, assigned_week: Mondays, as the run took them, also before the panel;
    assigned_week is empty where only the completion was kept. Runs of older versions
    kept neither.
    """

    estimate = models.ForeignKey(Estimate, models.CASCADE, related_name="people")
    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    place = models.CharField(max_length=20, choices=Place)
    completed_week = models.DateField(null=True)
    assigned_week = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["estimate", "employee"], name="estimateperson_once"
            ),
        ]

    def __str__(self):
        return f"{self.employee_id}: {self.place}"


class EstimateGap(models.Model):
    """Weeks in which one person of an Estimate was compared with nobody.

    Answers of the Mondays ``first_week`` to ``last_week`` are not in it, wherever they
    lie: everybody else had completed the module, or nothing told what was to be
    expected.
    """

    estimate = models.ForeignKey(
        Estimate, models.CASCADE, related_name="gaps", db_index=False
    )
    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    first_week = models.DateField()
    last_week = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_week__gte=F("first_week")),
                name="estimategap_ends_after_it_begins",
            ),
            # Without a condition: it is the index by estimate too.
            models.UniqueConstraint(
                fields=["estimate", "employee", "first_week"],
                name="estimategap_begins_once",
            ),
        ]

    def __str__(self):
        return f"{self.employee_id}: {self.first_week} – {self.last_week}"
