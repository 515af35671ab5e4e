"""Teams over the API: the tree of the organisation."""

from django.db.models import Q
from rest_framework import serializers

from api.choices import Scope
from api.parameters import Parameters
from api.resource import Resource
from api.viewset import ListViewSet
from staff.models import Posting, Team, TeamManager


class TeamSerializer(serializers.Serializer):
    """A company, region, site or shift team."""

    id = serializers.IntegerField(help_text="Stands for this team here.")
    code = serializers.CharField()
    name = serializers.CharField()
    parent = serializers.CharField(
        allow_null=True, help_text="Code of the team above; null for the organisation."
    )
    path = serializers.ListField(
        child=serializers.CharField(),
        help_text="Names from the organisation down to this team.",
    )
    time_zone = serializers.CharField()
    managers = serializers.ListField(
        child=serializers.CharField(),
        help_text="Employee numbers of who manages this very team today.",
    )


class TeamResource(Resource):
    serializer_class = TeamSerializer

    def queryset(self):
        return Team.objects.all()

    def within(self):
        if self.reach.is_everybody:
            return Q()
        mine = Posting.objects.current_or_next_on(self.today)
        within = Q(pk__in=mine.filter(employee=self.reach.employee_id).values("team"))
        for path in self.reach.team_paths:
            within |= Q(path__startswith=path)
        return within

    def rows(self, queryset):
        # Thousands of teams at most, so told one by one: four statements a page.
        teams, known = _with_those_above(queryset)
        managers = {team.pk: [] for team in teams}
        valid = TeamManager.objects.valid_on(self.today).filter(team__in=managers)
        pairs = valid.order_by("employee__employee_number").distinct()
        for team, number in pairs.values_list("team", "employee__employee_number"):
            managers[team].append(number)
        for team in teams:
            lineage = [known[path] for path in _lineage(team.path)]
            row = {
                "id": team.pk,
                "code": team.code,
                "name": team.name,
                "parent": lineage[-2].code if len(lineage) > 1 else None,
                "path": [each.name for each in lineage],
                "time_zone": team.time_zone,
                "managers": managers[team.pk],
            }
            yield team.pk, getattr(team, "is_here", True), row

    def row(self, lookup):
        found = self.rows(self.queryset().filter(self.within(), **lookup))
        return next((row for _key, _is_here, row in found), None)

    def relevant(self):
        return Q(subject="team")

    def touched(self, run):
        """A team's name stands in the path of every team below it."""
        touched = Q(pk__in={event.subject_id for event in run})
        renamed = {
            e.subject_id for e in run if e.kind in ("team.changed", "team.moved")
        }
        for path in Team.objects.filter(pk__in=renamed).values_list("path", flat=True):
            touched |= Q(path__startswith=path)
        return touched

    def maybe_lost(self, run):
        return self.touched([e for e in run if e.kind == "team.moved"])


def _with_those_above(queryset):
    """Return (teams of ``queryset``, {path: Team} of them and all teams above them).

    Both of one state of the tree: read again where one was moved in between.
    """
    while True:
        teams = list(queryset.all())
        above = {path for team in teams for path in _lineage(team.path)}
        known = {t.path: t for t in Team.objects.filter(path__in=above)}
        if all(known.get(team.path) == team for team in teams):
            return teams, known


def _lineage(path):
    """Return the tree paths from the root down to ``path``."""
    step = Team.steplen
    return [path[:end] for end in range(step, len(path) + 1, step)]


class TeamViewSet(ListViewSet):
    """The tree of the organisation."""

    resource_class = TeamResource
    parameters_class = Parameters
    scope = Scope.PEOPLE_READ
    lookup_field = "code"
    lookup_value_converter = "str"
