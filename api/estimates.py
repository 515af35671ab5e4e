"""What a run found of every module, over the API."""

from types import SimpleNamespace

from django.db.models import BooleanField, ExpressionWrapper, F, Q, Value
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.choices import Scope
from api.parameters import Parameters
from api.resource import Resource
from api.rows import MomentField, rows_of
from api.viewset import ListViewSet
from outcomes.choices import Verdict
from outcomes.models import Analysis, Estimate
from outcomes.queries.payoff import is_hidden, latest_analysis

MAYBE = {"allow_null": True}
# What a few people's scores could be told from.
FIGURES = ("effect", "low", "high", "strict", "generous", "smallest_detectable")


class EstimateSerializer(serializers.Serializer):
    """What one module did to one metric: observed minus expected, on its own scale.

    Null where nothing could be fitted, or fewer than five people are behind it. For a
    metric that is better when lower, less than 0 is good; a share stands as a part of 1.
    """

    id = serializers.IntegerField(
        source="pk", help_text="Of this estimate: the next run makes new ones."
    )
    analysis = serializers.UUIDField(source="analysis.uuid", help_text="The run.")
    through_week = serializers.DateField(
        source="analysis.through_week", help_text="Monday of the last week that counts."
    )
    finished_at = MomentField(source="analysis.finished_at")
    module = serializers.CharField(source="module.slug", help_text="Its slug.")
    metric = serializers.CharField(source="metric.key")
    is_primary = serializers.BooleanField(
        help_text="Whether the run judges by this metric; else it is exploratory."
    )
    effect = serializers.FloatField(**MAYBE)
    low = serializers.FloatField(help_text="Lower end of the 95 % interval.", **MAYBE)
    high = serializers.FloatField(help_text="Its upper end.", **MAYBE)
    strict = serializers.FloatField(
        help_text="Leaving out the weeks from being chosen on.", **MAYBE
    )
    generous = serializers.FloatField(
        help_text="Leaving out the weeks before completing only.", **MAYBE
    )
    smallest_detectable = serializers.FloatField(
        help_text="The smallest effect that would have shown.", **MAYBE
    )
    verdict = serializers.ChoiceField(Verdict.choices, allow_blank=True)
    is_fragile = serializers.BooleanField()
    completed_count = serializers.IntegerField(help_text="People who completed it.")
    used_count = serializers.IntegerField(help_text="Of these, used for the estimate.")
    responses_before = serializers.IntegerField()
    responses_after = serializers.IntegerField()


class AnalysisField(serializers.UUIDField):
    """A run that is done, by its id."""

    default_error_messages = {"unknown": _("There is no such run, or it is not done.")}

    def run_validation(self, data=serializers.empty):
        uuid = super().run_validation(data)
        if not Analysis.objects.done().filter(uuid=uuid).exists():
            self.fail("unknown")
        return uuid


class EstimateParameters(Parameters):
    """A run never changes: there is nothing to follow but the next run."""

    after = updated_since = None
    analysis = AnalysisField(
        required=False, help_text="Id of a run; the latest that is done without it."
    )

    def validate(self, asked):
        if "analysis" not in asked:
            # Named from here on, so that no page is of another run than the first.
            latest = latest_analysis()
            asked["analysis"] = latest and latest.uuid
        return asked


class EstimateResource(Resource):
    """What training does is about everybody together, and the same for all who ask."""

    serializer_class = EstimateSerializer

    def queryset(self):
        is_primary = Q(metric=F("analysis__primary_metric"))
        estimates = Estimate.objects.annotate(
            is_primary=ExpressionWrapper(is_primary, output_field=BooleanField())
        )
        if "analysis" in self.filters:
            return estimates.filter(analysis__uuid=self.filters["analysis"])
        return estimates.filter(analysis__in=Analysis.objects.done().order_by())

    def rows(self, queryset):
        for key, is_here, row in rows_of(queryset, self.serializer_class):
            if is_hidden(SimpleNamespace(**row)):
                row |= dict.fromkeys(FIGURES)
            yield key, is_here, row

    def row(self, lookup):
        found = self.queryset().filter(**lookup).annotate(is_here=Value(True))
        return next((row for _pk, _is_here, row in self.rows(found)), None)


class EstimateViewSet(ListViewSet):
    """Where training pays off."""

    resource_class = EstimateResource
    parameters_class = EstimateParameters
    scope = Scope.OUTCOMES_READ
    lookup_field = "pk"
    lookup_value_converter = "int"
