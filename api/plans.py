"""Development plans and their goals over the API."""

from collections import defaultdict

from django.db.models import Case, F, Q, Value, When
from rest_framework import serializers

from api.choices import Scope
from api.parameters import Parameters, TeamCodeField
from api.resource import PERSON_KINDS, Resource, moved_people, people_q
from api.rows import MomentField, rows_of
from api.viewset import ListViewSet
from plans.choices import ItemKind, PlanStatus
from plans.models import DevelopmentPlan, Goal, PlanItem
from staff.models import Employee
from staff.rules import SMALLEST_GROUP


class PlanItemSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(ItemKind.choices)
    goal = serializers.IntegerField(allow_null=True, help_text="Id of the goal.")
    module = serializers.CharField(allow_null=True, help_text="Its slug.")
    enrolment = serializers.UUIDField(
        allow_null=True,
        help_text="Of a module, once it is assigned: how far it is stands there.",
    )
    text = serializers.CharField(allow_blank=True)
    due_on = serializers.DateField(allow_null=True)
    done_on = serializers.DateField(
        allow_null=True, help_text="Of a module always null: see its enrolment."
    )


class PlanSerializer(serializers.Serializer):
    """What one person wants to become better at, and by when."""

    id = serializers.UUIDField(source="uuid")
    employee_number = serializers.CharField(source="employee.employee_number")
    status = serializers.ChoiceField(PlanStatus.choices)
    revision = serializers.IntegerField(help_text="Drawn anew by every change.")
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    agreed_on = serializers.DateField(
        allow_null=True, help_text="When the person said yes."
    )
    manager_agreed_on = serializers.DateField(allow_null=True)
    agreed_by = serializers.CharField(
        source="agreed_by.employee_number",
        allow_null=True,
        help_text="Employee number of the manager who said yes.",
    )
    created_at = MomentField()
    ended_on = serializers.DateField(allow_null=True)
    goals = serializers.ListField(
        child=serializers.IntegerField(),
        help_text="Ids of its goals, in order: one that is not named any more is gone.",
    )
    items = PlanItemSerializer(many=True)


class PlainPlanSerializer(PlanSerializer):
    """What of a row one statement brings."""

    goals = items = None


class GoalSerializer(serializers.Serializer):
    """One skill to raise, and the metric in which customers should notice it."""

    id = serializers.IntegerField(source="pk", help_text="Stands for this goal here.")
    plan = serializers.UUIDField(source="plan.uuid")
    employee_number = serializers.CharField(source="plan.employee.employee_number")
    skill = serializers.CharField(source="skill.slug", help_text="Its slug.")
    level_from = serializers.IntegerField(min_value=0, max_value=5)
    level_to = serializers.IntegerField(min_value=0, max_value=5)
    metric = serializers.CharField(source="metric.key", allow_null=True)
    baseline = serializers.FloatField(
        source="told_baseline",
        allow_null=True,
        help_text="Mean before the goal was set; null below 5 answers.",
    )
    baseline_responses = serializers.IntegerField(help_text="Answers behind it.")
    baseline_on = serializers.DateField(allow_null=True)
    target = serializers.FloatField(
        allow_null=True, help_text="On the metric's own scale."
    )


class PlanParameters(Parameters):
    team = TeamCodeField(
        required=False,
        help_text="Code of a team: people in it and in every team below it.",
    )
    employee_number = serializers.CharField(required=False)
    status = serializers.MultipleChoiceField(
        choices=PlanStatus.choices,
        required=False,
        help_text="Of the plan. Give it again for a second one.",
    )


class PlanResource(Resource):
    """Rows of one plan each, or hanging on one; ``path`` leads to the plan."""

    serializer_class = PlanSerializer
    path = ""

    def queryset(self):
        return self.asked_for(DevelopmentPlan.objects.all())

    def asked_for(self, rows):
        if number := self.filters.get("employee_number"):
            rows = rows.filter(**{f"{self.path}employee__employee_number": number})
        return rows

    def within(self):
        if self.reach.is_everybody:
            return Q()
        people = Employee.objects.within(self.reach, self.today)
        return people_q(people, f"{self.path}employee")

    def matching(self):
        matching = Q()
        if statuses := self.filters.get("status"):
            matching &= Q(**{f"{self.path}status__in": statuses})
        if team := self.filters.get("team"):
            people = Employee.objects.posted_below([team.path], self.today)
            matching &= people_q(people, f"{self.path}employee")
        return matching

    def rows(self, queryset):
        """Three statements: the plans, their goals and their items."""
        found = list(rows_of(queryset, PlainPlanSerializer))
        goals, items = defaultdict(list), defaultdict(list)
        plans = [pk for pk, _is_here, _row in found]
        in_order = Goal.objects.filter(plan__in=plans).order_by("position", "pk")
        for plan, goal in in_order.values_list("plan", "pk"):
            goals[plan].append(goal)
        names = tuple(PlanItemSerializer().fields)
        in_order = PlanItem.objects.filter(plan__in=plans).order_by("position", "pk")
        for plan, *told in in_order.values_list(
            "plan",
            "kind",
            "goal",
            "module__slug",
            "enrolment__uuid",
            "text",
            "due_on",
            "done_on",
        ):
            item = dict(zip(names, told, strict=True))
            item["enrolment"] = item["enrolment"] and str(item["enrolment"])
            items[plan].append(item)
        for pk, is_here, row in found:
            yield pk, is_here, row | {"goals": goals[pk], "items": items[pk]}

    def row(self, lookup):
        found = self.queryset().filter(self.within(), **lookup)
        rows = self.rows(found.annotate(is_here=Value(True)))
        return next((row for _key, _is_here, row in rows), None)

    def relevant(self):
        relevant = Q(subject__in=["developmentplan", "planitem"])
        if not self.reach.is_everybody or "team" in self.filters:
            relevant |= Q(kind__in=PERSON_KINDS)
        return relevant

    def touched(self, run):
        touched = self.plan_q(
            pk__in={e.subject_id for e in run if e.subject == "developmentplan"}
        )
        # The journal names the person of a step: their plans are few.
        people = {e.employee_id for e in run if e.subject == "planitem"}
        if people := (people - {None}) | moved_people(run):
            touched |= self.plan_q(employee_id__in=people)
        return touched

    def maybe_lost(self, run):
        return self.plan_q(employee_id__in=moved_people(run))

    def plan_q(self, **wanted):
        return Q(**{f"{self.path}{name}": value for name, value in wanted.items()})


class GoalResource(PlanResource):
    serializer_class = GoalSerializer
    path = "plan__"

    def queryset(self):
        # A score of fewer would say more about the customers than about the person.
        is_told = When(baseline_responses__gte=SMALLEST_GROUP, then=F("baseline"))
        goals = Goal.objects.annotate(told_baseline=Case(is_told))
        return self.asked_for(goals)

    def rows(self, queryset):
        return rows_of(queryset, self.serializer_class)

    def relevant(self):
        return super().relevant() | Q(kind="goal.removed")

    def gone(self, run):
        removed = {e.subject_id for e in run if e.kind == "goal.removed"}
        return [(pk, pk) for pk in sorted(removed)]


class PlanViewSet(ListViewSet):
    """Who wants to become better at what."""

    resource_class = PlanResource
    parameters_class = PlanParameters
    scope = Scope.PLANS_READ
    lookup_field = "id"
    lookup_source = "uuid"
    lookup_value_converter = "uuid"


class GoalViewSet(ListViewSet):
    """The goals of plans, and what customers said before they were set."""

    resource_class = GoalResource
    parameters_class = PlanParameters
    scope = Scope.PLANS_READ
    lookup_field = "pk"
    lookup_value_converter = "int"
