"""What customers said, and what was measured of a service."""

import uuid

from django.db import models
from django.db.models import Exists, OuterRef, Q

from feedback.choices import Better, MetricKey, MetricKind, ResponseKind
from feedback.models.interaction import Credit, Interaction


class Metric(models.Model):
    """One thing that is measured; the rows come with Encore.

    ``low`` and ``high``: ends of the scale values are kept on. ``derived_from``: a metric
    that is worked out from another while cells are summed: the share of its values at or
    below ``threshold``; it has no measurements of its own. ``window_days``: for what is
    known only later, how many days later. ``smallest_effect``: the smallest change worth
    having, on the same scale, always positive; HR decides it for all.
    """

    key = models.CharField(max_length=30, choices=MetricKey, unique=True)
    kind = models.CharField(max_length=4, choices=MetricKind)
    better = models.CharField(max_length=7, choices=Better)
    low = models.FloatField()
    high = models.FloatField()
    derived_from = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="derived"
    )
    threshold = models.FloatField(null=True)
    window_days = models.PositiveSmallIntegerField(null=True)
    smallest_effect = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(high__gt=models.F("low")), name="metric_scale_has_length"
            ),
            models.CheckConstraint(
                condition=Q(derived_from=None, threshold=None)
                | Q(derived_from__isnull=False, threshold__isnull=False),
                name="metric_derived_has_its_threshold",
            ),
        ]

    def __str__(self):
        return self.get_key_display()

    @property
    def is_judged(self):
        """Whether a module can be said to better or worsen it."""
        return self.better != Better.CONTEXT


class ResponseQuerySet(models.QuerySet):
    def original(self):
        """Keep what was said about a service itself."""
        return self.filter(kind=ResponseKind.ORIGINAL)

    def visible_to(self, user, today):
        """Keep the answers ``user`` may see on ``today``: the one way to reach rows."""
        return self.within(user.reach_on(today))

    def within(self, reach):
        """Keep the answers about services within ``reach``, a staff.rules.Reach."""
        if reach.is_everybody:
            return self.all()
        own = Credit.objects.within(reach).filter(interaction=OuterRef("interaction"))
        return self.filter(Exists(own))


class MeasurementQuerySet(models.QuerySet):
    def of_services(self):
        """Keep what was observed, or said about a service itself."""
        about_it = Q(response__kind=ResponseKind.ORIGINAL)
        return self.filter(Q(response=None) | about_it)

    def of_metric(self, metric):
        """Keep what ``metric`` counts: its own, or for a derived one its parent's values
        at or below the threshold."""
        if metric.derived_from_id is None:
            return self.filter(metric=metric)
        return self.filter(metric=metric.derived_from_id, value__lte=metric.threshold)

    def visible_to(self, user, today):
        """Keep what ``user`` may see on ``today``: the one way to reach rows."""
        return self.within(user.reach_on(today))

    def within(self, reach):
        """Keep what was measured of services within ``reach``, a staff.rules.Reach."""
        if reach.is_everybody:
            return self.all()
        own = Credit.objects.within(reach).filter(interaction=OuterRef("interaction"))
        return self.filter(Exists(own))


class Response(models.Model):
    """One answer of a customer about one interaction."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    interaction = models.ForeignKey(
        Interaction, models.CASCADE, related_name="responses"
    )
    kind = models.CharField(
        max_length=8, choices=ResponseKind, default=ResponseKind.ORIGINAL
    )
    answered_at = models.DateTimeField()
    comment = models.TextField(blank=True)
    language = models.CharField(max_length=20, blank=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["interaction"],
                condition=Q(kind=ResponseKind.ORIGINAL),
                name="response_one_original_each",
            ),
        ]
        indexes = [
            models.Index(fields=["answered_at"], name="response_by_answered_at"),
        ]

    def __str__(self):
        return str(self.uuid)


class Measurement(models.Model):
    """One value of one metric for one interaction.

    ``response``: the answer it comes from; None for what was observed, such as a return.
    ``value`` stands on the metric's own scale, shares as 0 or 1, NPS as −100, 0 or 100;
    ``raw`` and ``scale`` are what the source said ("4", "1-5").
    """

    interaction = models.ForeignKey(
        Interaction, models.CASCADE, related_name="measurements"
    )
    response = models.ForeignKey(
        Response,
        models.CASCADE,
        null=True,
        related_name="measurements",
        db_index=False,
    )
    metric = models.ForeignKey(
        Metric, models.PROTECT, related_name="measurements", db_index=False
    )
    value = models.FloatField()
    raw = models.CharField(max_length=40, blank=True)
    scale = models.CharField(max_length=12, blank=True)

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        constraints = [
            # Without a condition: it is the index by response too.
            models.UniqueConstraint(
                fields=["response", "metric"], name="measurement_once_an_answer"
            ),
            models.UniqueConstraint(
                fields=["interaction", "metric"],
                condition=Q(response=None),
                name="measurement_observed_once",
            ),
        ]

    def __str__(self):
        return f"{self.metric_id}: {self.value}"
