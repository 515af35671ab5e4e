"""What customers said, over the API: sent by programs, pulled and followed."""

import json

from django.core.exceptions import ValidationError as Refusal
from django.utils.formats import number_format
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ParseError, ValidationError
from rest_framework.parsers import BaseParser, get_encoding

from api.choices import RowStatus, Scope
from api.errors import TooLarge
from api.incoming import REASONS, Incoming
from api.recording import record_responses
from api.rows import MomentField, json_response, rows_of
from api.services import CreditSerializer, ServiceParameters, ServiceResource
from api.viewset import ListViewSet
from feedback.models import Measurement, Response
from feedback.rules.served import LONGEST
from staff.importing.kind import Refused

MOST_ROWS = 10_000
# Twice what other requests may carry: two kilobytes a row.
MOST_BYTES = 20 * 1024 * 1024


class ResponseSerializer(serializers.Serializer):
    """What one customer said of one service."""

    id = serializers.UUIDField(source="uuid")
    source = serializers.CharField(
        source="interaction.source.key", help_text="Key of the source."
    )
    external_id = serializers.CharField(
        allow_null=True, help_text="The source's own id; null where it has none."
    )
    occurred_at = MomentField(
        source="interaction.occurred_at", help_text="When the customer was served."
    )
    served_on = serializers.DateField(
        source="interaction.served_on", help_text="The day it was where the team is."
    )
    answered_at = MomentField()
    channel = serializers.CharField(source="interaction.channel", allow_blank=True)
    language = serializers.CharField(allow_blank=True)
    comment = serializers.CharField(allow_blank=True)
    credits = CreditSerializer(
        many=True, help_text="Who served, as far as the caller's reach goes."
    )
    values = serializers.DictField(
        child=serializers.FloatField(),
        help_text="By metric, on the metric's own scale.",
    )


class ResponseParameters(ServiceParameters):
    pass


class ResponseResource(ServiceResource):
    serializer_class = ResponseSerializer
    path = "interaction__"
    gone_field = "response_uuid"

    def queryset(self):
        return self.annotated(Response.objects.original())

    def rows(self, queryset):
        """Three statements: the answers, who served, and what was measured."""
        found = list(rows_of(queryset, PlainResponseSerializer))
        credits = self.credits_of([row["interaction"] for _pk, _here, row in found])
        values = {pk: {} for pk, _here, _row in found}
        measured = Measurement.objects.filter(response__in=values).order_by("pk")
        for pk, key, value in measured.values_list("response", "metric__key", "value"):
            values[pk][key] = value
        for pk, is_here, row in found:
            row["credits"] = credits[row.pop("interaction")]
            row["values"] = values[pk]
            yield pk, is_here, row


class PlainResponseSerializer(ResponseSerializer):
    """What of a row one statement brings; ``interaction`` leads to the rest."""

    credits = values = None
    interaction = serializers.IntegerField(source="interaction_id")


# Sending ------------------------------------------------------------------------------


class SentCreditSerializer(serializers.Serializer):
    """A part in a service: name one person, or one team of which nobody is known."""

    employee_number = serializers.CharField(required=False)
    email = serializers.CharField(required=False)
    team = serializers.CharField(required=False, help_text="Code of a team.")
    weight = serializers.FloatField(
        required=False,
        help_text="More than 0, to 1; all sum to 1. Without any, all parts are equal.",
    )


class SentResponseSerializer(serializers.Serializer):
    """One answer. Of employee_number, email and credits one may be there."""

    external_id = serializers.CharField(
        max_length=LONGEST["identity"] - len("id:"),
        help_text="The source's own id: what is sent twice is kept once by it.",
    )
    occurred_at = serializers.DateTimeField(
        help_text="When the customer was served, with its offset from UTC."
    )
    employee_number = serializers.CharField(required=False)
    email = serializers.CharField(required=False, help_text="Of the employee.")
    team = serializers.CharField(
        required=False,
        help_text="Code of a team: where nobody is named, or to say that somebody "
        "served elsewhere than in their own team.",
    )
    credits = SentCreditSerializer(
        many=True, required=False, help_text="When several served together; 20 at most."
    )
    channel = serializers.CharField(required=False, max_length=LONGEST["channel"])
    customer = serializers.CharField(
        required=False,
        help_text="Number, e-mail or card; only a keyed hash of it is kept.",
    )
    spend = serializers.DecimalField(12, 2, required=False)
    language = serializers.CharField(required=False, max_length=LONGEST["language"])
    comment = serializers.CharField(required=False, max_length=LONGEST["comment"])
    answered_at = serializers.DateTimeField(
        required=False, help_text="When the customer answered, if not at once."
    )
    values = serializers.DictField(
        required=False,
        help_text="By metric: csat, stars (1-5), nps (-100, 0 or 100), ces (1-7), "
        "handling_time (seconds), complaint, resolved_first, better_than_expected, "
        'recommended_by (true or false). {"value": 9, "scale": "0-10"} for a score on '
        "another scale; 6-1 where 1 is best.",
    )


class SentRowsField(serializers.Field):
    """The rows as they came: each is read, or refused, by itself."""

    rows_serializer, most = SentResponseSerializer, MOST_ROWS

    default_error_messages = {
        "not_a_list": _("A list is expected."),
        "empty": _("There is no row."),
    }

    def to_internal_value(self, rows):
        if not isinstance(rows, list):
            self.fail("not_a_list")
        if not rows:
            self.fail("empty")
        if len(rows) > MOST_ROWS:
            raise TooLarge(
                _("More than %(most)s rows in one request.")
                % {"most": number_format(MOST_ROWS, force_grouping=True)}
            )
        return rows


class SourceSlugField(serializers.SlugField):
    def to_internal_value(self, text):
        if not isinstance(text, str):
            self.fail("invalid")
        return super().to_internal_value(text)


class SentResponsesSerializer(serializers.Serializer):
    """Answers that come from one source."""

    source = SourceSlugField(
        max_length=60, help_text="Key of the source; a new one is opened by itself."
    )
    responses = SentRowsField(
        help_text="10,000 at most. A row that is not as described is refused by itself."
    )


class OutcomeSerializer(serializers.Serializer):
    """What came of one row. ``code`` to ``way_out`` are there for a refused one."""

    index = serializers.IntegerField(help_text="Place in the request, from 0.")
    status = serializers.ChoiceField(RowStatus.choices)
    id = serializers.UUIDField(
        allow_null=True, help_text="Null when refused, or deleted here before."
    )
    code = serializers.CharField(required=False, help_text="The reason, for programs.")
    field = serializers.CharField(
        required=False, allow_blank=True, help_text="As in `values.csat.scale`."
    )
    message = serializers.CharField(required=False)
    way_out = serializers.CharField(required=False, help_text="What to do about it.")


class OutcomesSerializer(serializers.Serializer):
    """What came of every row, in the order of the request, and how many of each."""

    new = serializers.IntegerField()
    changed = serializers.IntegerField()
    known = serializers.IntegerField()
    refused = serializers.IntegerField()
    results = OutcomeSerializer(many=True)


class LargeJsonParser(BaseParser):
    """JSON up to MOST_BYTES: more than settings allow other requests."""

    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None):
        body = stream.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            raise TooLarge
        try:
            text = body.decode(get_encoding(parser_context or {}))
            return json.loads(text, parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as trouble:
            raise ParseError from trouble


def _refuse_constant(name):
    raise ValueError(f"{name} is no JSON")


class ResponseViewSet(ListViewSet):
    """What customers said."""

    resource_class = ResponseResource
    parameters_class = ResponseParameters
    parser_classes = [LargeJsonParser]
    scope = Scope.FEEDBACK_READ
    scope_to_write = Scope.FEEDBACK_WRITE
    lookup_field = "id"
    lookup_source = "uuid"
    lookup_value_converter = "uuid"

    @extend_schema(request=SentResponsesSerializer, responses={200: OutcomesSerializer})
    def create(self, request):
        """Record answers; each row is answered for itself, good ones are kept."""
        if not isinstance(request.data, dict):
            raise ValidationError([ErrorDetail(_("An object is expected."), "invalid")])
        sent = SentResponsesSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        caller, at = request.user, now()
        incoming = Incoming(caller.reach, at)
        read = [incoming.read(row) for row in sent.validated_data["responses"]]
        good = [row for row in read if not isinstance(row, Refused)]
        try:
            outcomes = record_responses(
                source_key=sent.validated_data["source"],
                services=good,
                by=caller,
                at=at,
            )
        except Refusal as refusal:
            raise Refusal({"source": refusal}) from refusal
        return json_response(outcome_body(read, outcomes))


def outcome_body(read, outcomes):
    """Return the answer: what came of each row, and how many of each.

    read: what each row was read as, Served or Refused. outcomes: of the Served, in order.
    """
    rows, rest = [], iter(outcomes)
    counts = dict.fromkeys(RowStatus.values, 0)
    for index, row in enumerate(read):
        outcome = None if isinstance(row, Refused) else next(rest)
        status = outcome.status if outcome else RowStatus.REFUSED
        counts[status.value] += 1
        told = {
            "index": index,
            "status": status.value,
            "id": outcome and outcome.response,
        }
        if status == RowStatus.REFUSED:
            told |= _reason(row if outcome is None else OUT_OF_REACH)
        rows.append(told)
    return counts | {"results": rows}


OUT_OF_REACH = Refused("id_out_of_reach", "external_id")


def _reason(refused):
    message, way_out = REASONS[refused.code]
    return {
        "code": refused.code,
        # As it was sent, but for halves of characters, which no answer can carry.
        "field": refused.column.encode("utf-8", "replace").decode(),
        "message": str(message),
        "way_out": str(way_out),
    }
