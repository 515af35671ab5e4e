"""Certifications over the API: who is certified in what, from when to when."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import (
    Case,
    DateField,
    DateTimeField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.db.models.lookups import Exact
from django.utils.timezone import localdate
from rest_framework import serializers

from api.choices import Scope
from api.parameters import ModuleSlugField, Parameters, TeamCodeField
from api.resource import PERSON_KINDS, Resource, moved_people, people_q
from api.rows import MomentField, rows_of
from api.viewset import ListViewSet
from staff.models import Employee, Posting, Team
from training.certification.validity import A_DAY
from training.choices import CertificationSource, CertificationState
from training.models import CertificationPeriod


class CertificationSerializer(serializers.Serializer):
    """One person counts as certified in one module, from one day to another."""

    id = serializers.UUIDField(source="uuid")
    employee_number = serializers.CharField(source="employee.employee_number")
    module = serializers.CharField(source="module.slug", help_text="Its slug.")
    enrolment = serializers.UUIDField(
        source="enrolment.uuid",
        allow_null=True,
        help_text="Whose completion earned it; null for cover and for files.",
    )
    source = serializers.ChoiceField(
        CertificationSource.choices,
        help_text="What it rests on; cover was given without training.",
    )
    state = serializers.ChoiceField(
        CertificationState.choices, help_text="On the day it is where the person works."
    )
    is_renewed = serializers.BooleanField(
        help_text="Another one of theirs in this module reaches further."
    )
    valid_from = serializers.DateField()
    last_day_on = serializers.DateField(
        source="last_day", help_text="The last day that counts."
    )
    renewal_opens_on = serializers.DateField(
        allow_null=True, help_text="From then on it can be renewed; null for cover."
    )
    revoked_on = serializers.DateField(
        allow_null=True, help_text="From this day on it no longer counts."
    )
    opened_at = MomentField()


class CertificationParameters(Parameters):
    team = TeamCodeField(
        required=False,
        help_text="Code of a team: people in it and in every team below it.",
    )
    module = ModuleSlugField(required=False, help_text="Slug of a module.")
    employee_number = serializers.CharField(required=False)
    state = serializers.MultipleChoiceField(
        choices=CertificationState.choices,
        required=False,
        help_text="Give it again for a second one.",
    )
    is_renewed = serializers.BooleanField(
        required=False,
        help_text="With state=expired, false asks for who has to learn again.",
    )


class CertificationResource(Resource):
    """A row is a period. Its state changes with the calendar too: that is journaled."""

    serializer_class = CertificationSerializer

    def queryset(self):
        fixed = {
            "module": self.filters.get("module"),
            "employee__employee_number": self.filters.get("employee_number"),
        }
        periods = CertificationPeriod.objects.filter(
            **{name: value for name, value in fixed.items() if value is not None}
        )
        last_day = ExpressionWrapper(
            F("valid_until") - A_DAY, output_field=DateTimeField()
        )
        return periods.with_state(_day_of_person()).annotate(
            last_day=Cast(last_day, DateField())
        )

    def within(self):
        if self.reach.is_everybody:
            return Q()
        return people_q(Employee.objects.within(self.reach, self.today), "employee")

    def matching(self):
        matching = Q()
        if states := self.filters.get("state"):
            matching &= Q(state__in=states)
        if "is_renewed" in self.filters:
            matching &= Q(is_renewed=self.filters["is_renewed"])
        if team := self.filters.get("team"):
            people = Employee.objects.posted_below([team.path], self.today)
            matching &= people_q(people, "employee")
        return matching

    def rows(self, queryset):
        return rows_of(queryset, self.serializer_class)

    def row(self, lookup):
        joined = self.queryset().select_related("employee", "module", "enrolment")
        period = joined.filter(self.within(), **lookup).first()
        return period and self.serializer_class(period).data

    def relevant(self):
        return Q(subject="certificationperiod") | Q(kind__in=PERSON_KINDS)

    def touched(self, run):
        # One that is renewed, or no longer is, changes with the other: by the person.
        people = {e.employee_id for e in run if e.subject == "certificationperiod"}
        return Q(employee_id__in=people | moved_people(run))

    def maybe_lost(self, run):
        return Q(employee_id__in=moved_people(run))


class CertificationViewSet(ListViewSet):
    """Who is certified in what, and whether it still counts."""

    resource_class = CertificationResource
    parameters_class = CertificationParameters
    scope = Scope.TRAINING_READ
    lookup_field = "id"
    lookup_source = "uuid"
    lookup_value_converter = "uuid"


def _day_of_person():
    """Return the date it is where the person of a period works, as an expression.

    The calendar is journaled at each person's own midnight. Asked by the clock of who
    reads, a row could come before its state has changed, and never again.
    """
    zones = Team.objects.order_by().values_list("time_zone", flat=True).distinct()
    days = {zone: localdate(timezone=ZoneInfo(zone)) for zone in zones}
    usual = localdate(timezone=ZoneInfo(settings.TIME_ZONE))
    if not set(days.values()) - {usual}:
        return Value(usual)
    postings = Posting.objects.filter(employee=OuterRef("employee"))
    zone = Subquery(postings.order_by("-valid_from").values("team__time_zone")[:1])
    cases = [
        When(Exact(zone, Value(name)), then=Value(day)) for name, day in days.items()
    ]
    return Case(*cases, default=Value(usual), output_field=DateField())
