"""People over the API: who works here, and where."""

from datetime import timedelta

from django.db.models import (
    Case,
    DateField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    When,
)
from django.db.models.functions import Cast
from rest_framework import serializers

from api.choices import Scope
from api.parameters import Parameters, TeamCodeField
from api.resource import PERSON_KINDS, Resource, moved_people, people_q
from api.rows import rows_of
from api.viewset import ListViewSet
from staff.models import Employee, Employment, Posting

A_DAY = timedelta(days=1)


class PersonSerializer(serializers.Serializer):
    """Somebody who works here, has worked here, or is about to."""

    id = serializers.IntegerField(source="pk", help_text="Stands for this person here.")
    employee_number = serializers.CharField()
    first_name = serializers.CharField()
    last_name = serializers.CharField(allow_blank=True)
    email = serializers.CharField(allow_blank=True)
    language = serializers.CharField(
        allow_blank=True, help_text="Empty: that of the person's device."
    )
    team = serializers.CharField(
        source="team_code",
        allow_null=True,
        help_text="Code of the team, today's or the one to begin in within 30 days.",
    )
    job_role = serializers.CharField(
        source="job_role_code", allow_null=True, help_text="Its code."
    )
    hired_on = serializers.DateField(
        allow_null=True, help_text="First day, of the latest time here."
    )
    last_day_on = serializers.DateField(
        allow_null=True, help_text="Last day worked; null while nobody has said so."
    )
    is_employed = serializers.BooleanField(help_text="Whether they work here today.")


class PersonParameters(Parameters):
    team = TeamCodeField(
        required=False,
        help_text="Code of a team: people in it and in every team below it.",
    )
    employee_number = serializers.CharField(required=False)
    is_employed = serializers.BooleanField(required=False)


class PersonResource(Resource):
    serializer_class = PersonSerializer

    def queryset(self):
        me = OuterRef("pk")
        stays = Employment.objects.filter(employee=me)
        # The stay under way comes before one that is still to begin.
        is_ahead = Case(When(hired_on__gt=self.today, then=1), default=0)
        stay = stays.order_by(is_ahead, "-hired_on", "-pk")
        posting = Posting.objects.current_or_next_on(self.today).filter(employee=me)
        posting = posting.order_by("valid_from")
        people = Employee.objects.alias(
            left_on=Subquery(stay.values("left_on")[:1])
        ).annotate(
            team_code=Subquery(posting.values("team__code")[:1]),
            job_role_code=Subquery(posting.values("job_role__code")[:1]),
            hired_on=Subquery(stay.values("hired_on")[:1]),
            last_day_on=Cast(
                ExpressionWrapper(F("left_on") - A_DAY, output_field=DateTimeField()),
                DateField(),
            ),
            is_employed=Exists(stays.current_on(self.today)),
        )
        if number := self.filters.get("employee_number"):
            people = people.filter(employee_number=number)
        return people

    def within(self):
        if self.reach.is_everybody:
            return Q()
        return people_q(Employee.objects.within(self.reach, self.today), "pk")

    def matching(self):
        matching = Q()
        if team := self.filters.get("team"):
            people = Employee.objects.posted_below([team.path], self.today)
            matching &= people_q(people, "pk")
        if "is_employed" in self.filters:
            matching &= Q(is_employed=self.filters["is_employed"])
        return matching

    def rows(self, queryset):
        return rows_of(queryset, self.serializer_class)

    def row(self, lookup):
        person = self.queryset().filter(self.within(), **lookup).first()
        return person and self.serializer_class(person).data

    def relevant(self):
        return Q(kind__in=PERSON_KINDS)

    def touched(self, run):
        return Q(pk__in={event.employee_id for event in run})

    def maybe_lost(self, run):
        return Q(pk__in=moved_people(run))


class PersonViewSet(ListViewSet):
    """Who works here, and where."""

    resource_class = PersonResource
    parameters_class = PersonParameters
    scope = Scope.PEOPLE_READ
    lookup_field = "employee_number"
    lookup_value_converter = "str"
