"""What was measured of services, over the API: values answered, and values observed."""

from django.db.models import Exists, OuterRef, Q
from rest_framework import serializers

from api.choices import Scope
from api.rows import MomentField, rows_of
from api.services import CreditSerializer, ServiceParameters, ServiceResource
from api.viewset import ListViewSet
from feedback.choices import MetricKey, ResponseKind
from feedback.models import Interaction, Measurement

# Low scores are worked out from satisfaction, week by week.
KEYS = [(key.value, key.label) for key in MetricKey if key is not MetricKey.LOW_SCORE]


class ValueSerializer(serializers.Serializer):
    metric = serializers.ChoiceField(KEYS)
    value = serializers.FloatField(
        help_text="On the metric's own scale; shares are 0 or 1, NPS -100, 0 or 100."
    )
    raw = serializers.CharField(
        allow_blank=True, help_text="What the source said, where it was converted."
    )
    scale = serializers.CharField(
        allow_blank=True, help_text="On which scale that stood."
    )
    response = serializers.UUIDField(
        allow_null=True,
        help_text="Id of the answer; null for what was observed, such as a return.",
    )
    is_recovery = serializers.BooleanField(
        help_text="Whether it is about how a complaint was put right."
    )


class MeasurementSerializer(serializers.Serializer):
    """One service, with everything that was measured of it."""

    id = serializers.UUIDField(source="uuid")
    source = serializers.CharField(source="source.key", help_text="Key of the source.")
    external_id = serializers.CharField(
        allow_null=True, help_text="The source's own id; null where it has none."
    )
    occurred_at = MomentField(help_text="When the customer was served.")
    served_on = serializers.DateField(help_text="The day it was where the team is.")
    channel = serializers.CharField(allow_blank=True)
    credits = CreditSerializer(
        many=True, help_text="Who served, as far as the caller's reach goes."
    )
    values = ValueSerializer(many=True)


class PlainMeasurementSerializer(MeasurementSerializer):
    """What of a row one statement brings."""

    credits = values = None


class MeasurementParameters(ServiceParameters):
    metric = serializers.ChoiceField(
        KEYS,
        required=False,
        help_text="Only services with this one, and only its values.",
    )


class MeasurementResource(ServiceResource):
    """A value has no name of its own, since a correction writes values anew: the row is
    the service, which stays, and tells all its values."""

    serializer_class = MeasurementSerializer

    def queryset(self):
        return self.annotated(Interaction.objects.all())

    def measured(self):
        rows = Measurement.objects.all()
        if metric := self.filters.get("metric"):
            rows = rows.filter(metric__key=metric)
        return rows

    def matching(self):
        own = self.measured().filter(interaction=OuterRef("pk"))
        return super().matching() & Q(Exists(own))

    def rows(self, queryset):
        """Three statements: the services, who served, and what was measured."""
        found = list(rows_of(queryset, PlainMeasurementSerializer))
        credits = self.credits_of([pk for pk, _is_here, _row in found])
        values = {pk: [] for pk in credits}
        measured = self.measured().filter(interaction__in=values).order_by("pk")
        for pk, kind, response, *told in measured.values_list(
            "interaction",
            "response__kind",
            "response__uuid",
            "metric__key",
            "value",
            "raw",
            "scale",
        ):
            metric, value, raw, scale = told
            values[pk].append(
                {
                    "metric": metric,
                    "value": value,
                    "raw": raw,
                    "scale": scale,
                    "response": response and str(response),
                    "is_recovery": kind == ResponseKind.RECOVERY,
                }
            )
        for pk, is_here, row in found:
            yield pk, is_here, row | {"credits": credits[pk], "values": values[pk]}


class MeasurementViewSet(ListViewSet):
    """What was measured of services."""

    resource_class = MeasurementResource
    parameters_class = MeasurementParameters
    scope = Scope.FEEDBACK_READ
    lookup_field = "id"
    lookup_source = "uuid"
    lookup_value_converter = "uuid"
