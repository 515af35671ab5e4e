"""Enrolments over the API: who is learning what, and how far they are."""

from django.db.models import Q
from rest_framework import serializers

from api.choices import Scope
from api.parameters import ModuleSlugField, Parameters, TeamCodeField
from api.resource import PERSON_KINDS, Resource, moved_people, people_q
from api.rows import MomentField, rows_of
from api.viewset import ListViewSet
from staff.models import Employee
from training.choices import EnrolmentSource, EnrolmentStatus
from training.models import Enrolment

PERCENT = {"min_value": 0, "max_value": 100}


class EnrolmentSerializer(serializers.Serializer):
    """One person is to learn, or has learned, one module, once."""

    id = serializers.UUIDField(source="uuid")
    employee_number = serializers.CharField(source="employee.employee_number")
    module = serializers.CharField(source="module.slug", help_text="Its slug.")
    version = serializers.IntegerField(
        source="version.number",
        allow_null=True,
        help_text="The version that was begun; learners finish the one they started.",
    )
    cycle = serializers.IntegerField(
        help_text="1 the first time somebody learns a module, then 2 and so on."
    )
    status = serializers.ChoiceField(EnrolmentStatus.choices)
    source = serializers.ChoiceField(
        EnrolmentSource.choices, help_text="Who or what asked for it."
    )
    assigned_on = serializers.DateField(
        allow_null=True, help_text="Null only for history from a file."
    )
    assigned_by = serializers.CharField(
        source="assigned_by.employee_number",
        allow_null=True,
        help_text="Employee number; null when no person did.",
    )
    due_on = serializers.DateField(allow_null=True)
    progress_percent = serializers.IntegerField(**PERCENT)
    score_percent = serializers.IntegerField(allow_null=True, **PERCENT)
    started_at = MomentField(allow_null=True)
    completed_at = MomentField(
        allow_null=True, help_text="Null for history from a file."
    )
    completed_on = serializers.DateField(
        allow_null=True, help_text="The day it was where the person works."
    )
    withdrawn_at = MomentField(allow_null=True)
    batch = serializers.UUIDField(
        source="batch_uuid",
        allow_null=True,
        help_text="Shared by what was assigned at one go.",
    )


class EnrolmentParameters(Parameters):
    team = TeamCodeField(
        required=False,
        help_text="Code of a team: people in it and in every team below it.",
    )
    status = serializers.MultipleChoiceField(
        choices=EnrolmentStatus.choices,
        required=False,
        help_text="Give it again for a second one.",
    )
    module = ModuleSlugField(required=False, help_text="Slug of a module.")
    employee_number = serializers.CharField(required=False)
    due_before = serializers.DateField(required=False)
    due_after = serializers.DateField(required=False)
    completed_since = serializers.DateField(
        required=False, help_text="Completed on this day or later."
    )


class EnrolmentResource(Resource):
    serializer_class = EnrolmentSerializer

    def queryset(self):
        fixed = {
            "module": self.filters.get("module"),
            "employee__employee_number": self.filters.get("employee_number"),
        }
        return Enrolment.objects.filter(
            **{name: value for name, value in fixed.items() if value is not None}
        )

    def within(self):
        if self.reach.is_everybody:
            return Q()
        return people_q(Employee.objects.within(self.reach, self.today), "employee")

    def matching(self):
        wanted = {
            "status__in": self.filters.get("status"),
            "due_on__lt": self.filters.get("due_before"),
            "due_on__gt": self.filters.get("due_after"),
            "completed_on__gte": self.filters.get("completed_since"),
        }
        matching = Q(**{name: value for name, value in wanted.items() if value})
        if team := self.filters.get("team"):
            people = Employee.objects.posted_below([team.path], self.today)
            matching &= people_q(people, "employee")
        return matching

    def rows(self, queryset):
        return rows_of(queryset, self.serializer_class)

    def row(self, lookup):
        joined = self.queryset().select_related(
            "employee", "module", "version", "assigned_by"
        )
        enrolment = joined.filter(self.within(), **lookup).first()
        return enrolment and self.serializer_class(enrolment).data

    def relevant(self):
        relevant = Q(subject="enrolment")
        if not self.reach.is_everybody or "team" in self.filters:
            relevant |= Q(kind__in=PERSON_KINDS)
        return relevant

    def touched(self, run):
        changed = {e.subject_id for e in run if e.subject == "enrolment"}
        if people := moved_people(run):
            return Q(pk__in=changed) | Q(employee_id__in=people)
        return Q(pk__in=changed)

    def maybe_lost(self, run):
        return Q(employee_id__in=moved_people(run))


class EnrolmentViewSet(ListViewSet):
    """Who is learning what, and how far they are."""

    resource_class = EnrolmentResource
    parameters_class = EnrolmentParameters
    scope = Scope.TRAINING_READ
    lookup_field = "id"
    lookup_source = "uuid"
    lookup_value_converter = "uuid"
