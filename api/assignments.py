"""Assigning training over the API: one batch a request, which can be taken back."""

import uuid
from operator import itemgetter

from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from api.choices import Scope
from api.rows import MomentField
from api.schema import ApiSchema
from plans.actions.assigning import confirm_assignment, undo_assignment
from plans.choices import ConflictKind, WayOut
from plans.models import AssignmentBatch
from plans.queries.assigning import known_batch
from plans.rules import MOST_ENROLMENTS
from staff.models import Employee
from training.choices import EnrolmentStatus
from training.models import Enrolment, Module

KEY_HEADER = "Idempotency-Key"
# The uuid of a batch is made from who asked and what they called it.
NAMESPACE = uuid.UUID("0bd3a7a5-8ad1-5c5f-9b7b-4f4b1f1f6d0e")


class RequestedAssignmentSerializer(serializers.Serializer):
    """Who is to learn what, and by when."""

    people = serializers.ListField(
        child=serializers.CharField(max_length=60),
        allow_empty=False,
        max_length=MOST_ENROLMENTS,
        help_text="Employee numbers. People times modules may be 5,000 at most.",
    )
    modules = serializers.ListField(
        child=serializers.SlugField(max_length=80),
        allow_empty=False,
        max_length=100,
        help_text="Slugs of modules on offer.",
    )
    due_on = serializers.DateField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=300,
        help_text="Shown to the people.",
    )
    if_finished_before = serializers.ChoiceField(
        [WayOut.LEAVE_OUT.value, WayOut.ASSIGN_AGAIN.value],
        default=WayOut.LEAVE_OUT.value,
        help_text="What to do about people who have finished a module before.",
    )
    if_prerequisite_missing = serializers.ChoiceField(
        [WayOut.LEAVE_OUT.value, WayOut.ADD_BEFORE.value],
        default=WayOut.LEAVE_OUT.value,
        help_text="What to do about people who lack what comes before a module.",
    )
    if_harmful = serializers.ChoiceField(
        [WayOut.LEAVE_OUT.value, WayOut.ASSIGN_ALL_THE_SAME.value],
        default=WayOut.LEAVE_OUT.value,
        help_text="What to do about modules that were judged harmful.",
    )


class AssignedSerializer(serializers.Serializer):
    id = serializers.UUIDField(help_text="Of the enrolment.")
    module = serializers.CharField()
    status = serializers.ChoiceField(EnrolmentStatus.choices)


class LeftOutSerializer(serializers.Serializer):
    module = serializers.CharField()
    because = serializers.ChoiceField(ConflictKind.choices)


class AssignedPersonSerializer(serializers.Serializer):
    employee_number = serializers.CharField()
    enrolments = AssignedSerializer(many=True)
    left_out = LeftOutSerializer(many=True)


class AssignmentSerializer(serializers.Serializer):
    """One confirmed act of assigning, person by person."""

    id = serializers.UUIDField()
    confirmed_at = MomentField()
    undone_at = MomentField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)
    people = AssignedPersonSerializer(many=True)


class AssignmentViewSet(ViewSet):
    """Assign training to many people at one go, and take it back."""

    scope = scope_to_write = Scope.TRAINING_ASSIGN
    serializer_class = AssignmentSerializer
    lookup_field = "id"
    lookup_value_converter = "uuid"
    schema = ApiSchema()
    metadata_class = None

    @extend_schema(
        request=RequestedAssignmentSerializer,
        responses={201: AssignmentSerializer},
        parameters=[
            OpenApiParameter(
                KEY_HEADER,
                {"type": "string", "minLength": 1, "maxLength": 200},
                OpenApiParameter.HEADER,
                required=True,
                description="A name of your own for this request. Sent again with the "
                "same name, it answers as before and assigns nothing twice.",
            )
        ],
    )
    def create(self, request):
        """Assign modules to people as one batch."""
        caller, today = request.user, request.user.today()
        batch_uuid = self.batch_uuid(request)
        asked = RequestedAssignmentSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        asked = asked.validated_data
        plain = {
            **asked,
            "people": sorted(asked["people"]),
            "modules": sorted(asked["modules"]),
            "due_on": str(asked["due_on"] or ""),
        }
        # What was sent before this was asked is still the same request.
        if plain["if_harmful"] == WayOut.LEAVE_OUT:
            del plain["if_harmful"]
        if batch := known_batch(batch_uuid=batch_uuid, asked=plain, by=caller):
            return Response(self.row(batch), status=201)
        employees, modules = self.found(asked)
        batch = confirm_assignment(
            batch_uuid=batch_uuid,
            asked=plain,
            employees=employees,
            modules=modules,
            answers={
                ConflictKind.FINISHED_BEFORE: asked["if_finished_before"],
                ConflictKind.PREREQUISITE_MISSING: asked["if_prerequisite_missing"],
                ConflictKind.HARMFUL: asked["if_harmful"],
            },
            reach=caller.reach,
            by=caller,
            at=now(),
            today=today,
            due_on=asked["due_on"],
            reason=asked["reason"],
        )
        return Response(self.row(batch), status=201)

    def retrieve(self, request, id):
        """Read one batch that you made, or any when you may see everybody."""
        return Response(self.row(self.batch(id)))

    @extend_schema(request=None, responses=AssignmentSerializer)
    @action(detail=True, methods=["post"])
    def undo(self, request, id):
        """Take a batch back; what somebody has started stays."""
        batch = self.batch(id)
        caller = request.user
        undo_assignment(
            batch=batch,
            reach=caller.reach,
            by=caller,
            at=now(),
            today=caller.today(),
        )
        batch.refresh_from_db()
        return Response(self.row(batch))

    def batch_uuid(self, request):
        name = request.headers.get(KEY_HEADER, "").strip()
        if not 0 < len(name) <= 200:
            message = _("Send a name of your own for this request, to 200 characters.")
            raise ValidationError({KEY_HEADER: [ErrorDetail(message, "required")]})
        caller = request.user
        return uuid.uuid5(NAMESPACE, f"{caller._meta.model_name} {caller.pk} {name}")

    def found(self, asked):
        """Return (employees, modules) that were asked for.

        Raises ValidationError naming every place where there is none; a person outside
        the caller's reach reads like one who does not exist.
        """
        caller = self.request.user
        people = Employee.objects.within(caller.reach, caller.today())
        return (
            _named("people", asked["people"], people, "employee_number"),
            _named("modules", asked["modules"], Module.objects.on_offer(), "slug"),
        )

    def batch(self, batch_uuid):
        batches = AssignmentBatch.objects.open_to(self.request.user)
        return get_object_or_404(batches, uuid=batch_uuid)

    def row(self, batch):
        """Return ``batch`` as a row, with those of its people whom the caller reaches."""
        caller = self.request.user
        reached = Employee.objects.within(caller.reach, caller.today())
        people = {}
        enrolments = Enrolment.objects.filter(
            batch_uuid=batch.uuid, employee__in=reached
        ).order_by("employee__employee_number", "module__slug")
        for number, module, uuid_, status in enrolments.values_list(
            "employee__employee_number", "module__slug", "uuid", "status"
        ):
            given, _left_out = people.setdefault(number, ([], []))
            given.append({"id": uuid_, "module": module, "status": status})
        for number, module, kind in self.left_out(batch, reached):
            _given, left_out = people.setdefault(number, ([], []))
            left_out.append({"module": module, "because": kind})
        return AssignmentSerializer(
            {
                "id": batch.uuid,
                "confirmed_at": batch.confirmed_at,
                "undone_at": batch.undone_at,
                "due_on": batch.due_on,
                "reason": batch.reason,
                "people": [
                    {
                        "employee_number": number,
                        "enrolments": given,
                        "left_out": sorted(left_out, key=itemgetter("module")),
                    }
                    for number, (given, left_out) in sorted(people.items())
                ],
            }
        ).data

    def left_out(self, batch, reached):
        """Yield (employee number, slug, ConflictKind) of whom ``batch`` left out."""
        if not batch.left_out:
            return
        employees, modules, _kinds = zip(*batch.left_out, strict=True)
        numbers = dict(
            reached.filter(pk__in=employees).values_list("pk", "employee_number")
        )
        slugs = dict(Module.objects.filter(pk__in=modules).values_list("pk", "slug"))
        for employee, module, kind in batch.left_out:
            if employee in numbers:
                yield numbers[employee], slugs[module], kind


def _named(field, names, queryset, by):
    """Return the rows of ``queryset`` that ``names`` name; a name twice counts once."""
    rows = {getattr(row, by): row for row in queryset.filter(**{f"{by}__in": names})}
    unknown = {
        place: [ErrorDetail(_("Not to be found in your reach."), "unknown")]
        for place, name in enumerate(names)
        if name not in rows
    }
    if unknown:
        raise ValidationError({field: unknown})
    return list(rows.values())
