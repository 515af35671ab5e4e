"""What the lists of services share: reach, credits, and which rows an event tells of.

A service belongs to whoever gave it, on that day: people who move take nothing along. So
what is within reach changes when it is corrected who served, and when teams move.
"""

from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.parameters import Parameters, TeamCodeField
from api.resource import Resource
from feedback.models import Credit, DeletedInteraction, Source
from feedback.rules.served import WHOLE
from staff.models import Team
from staff.rules import Reach

# Services carry the batch of what touched them last: these tell of new ones,
NEW = "feedback.recorded"
# and these of some that were there before.
AGAIN = ("feedback.changed", "feedback.measured", "credit.corrected")


class CreditSerializer(serializers.Serializer):
    """One part in a service: a person's, or that of a team of which nobody is known."""

    employee_number = serializers.CharField(
        allow_null=True, help_text="Null where only the team is known."
    )
    team = serializers.CharField(help_text="Code of the team on that day.")
    weight = serializers.FloatField(
        min_value=0, max_value=1, help_text="Part of the service; all sum to 1."
    )


class SourceKeyField(serializers.CharField):
    """A source by its key; becomes the Source."""

    default_error_messages = {"unknown": _("There is no such source.")}

    def run_validation(self, data=serializers.empty):
        source = Source.objects.filter(key=super().run_validation(data)).first()
        return source or self.fail("unknown")


class ServiceParameters(Parameters):
    team = TeamCodeField(
        required=False,
        help_text="Code of a team: served by it, or any team below it, on that day.",
    )
    employee_number = serializers.CharField(
        required=False, help_text="Served by this person, alone or with others."
    )
    source = SourceKeyField(required=False, help_text="Key of a source.")
    since = serializers.DateField(
        required=False, help_text="Served on this day or later."
    )
    until = serializers.DateField(
        required=False, help_text="Served on this day or earlier."
    )


class ServiceResource(Resource):
    """Rows of services; ``path`` leads to the interaction, ``gone_field`` names by what
    one that was deleted had been known."""

    path = ""
    gone_field = "uuid"

    def name(self, field):
        return f"{self.path}{field}"

    def interaction_q(self, **wanted):
        return Q(**{self.name(field): value for field, value in wanted.items()})

    def annotated(self, rows):
        """Return ``rows`` of services of the sources asked for, with what is sent."""
        if source := self.filters.get("source"):
            rows = rows.filter(self.interaction_q(source=source))
        identity = self.name("identity")
        external_id = Case(
            When(**{f"{identity}__startswith": "id:"}, then=Substr(identity, 4)),
            default=Value(None, output_field=CharField()),
        )
        return rows.annotate(external_id=external_id)

    def credited(self, credits):
        """Return the Q of services with one of ``credits``, a queryset."""
        return Q(Exists(credits.filter(interaction=OuterRef(self.name("pk")))))

    def within(self):
        if self.reach.is_everybody:
            return Q()
        return self.credited(Credit.objects.within(self.reach))

    def matching(self):
        matching = Q()
        if since := self.filters.get("since"):
            matching &= self.interaction_q(served_on__gte=since)
        if until := self.filters.get("until"):
            matching &= self.interaction_q(served_on__lte=until)
        seen = Credit.objects.within(self.reach)
        if team := self.filters.get("team"):
            below = seen.within(Reach(None, team_paths=(team.path,)))
            matching &= self.credited(below)
        if number := self.filters.get("employee_number"):
            own = seen.filter(employee__employee_number=number)
            matching &= self.credited(own)
        return matching

    def relevant(self):
        relevant = Q(kind__in=[NEW, *AGAIN, "interaction.deleted"])
        if not self.reach.is_everybody or "team" in self.filters:
            relevant |= Q(kind="team.moved")
        return relevant

    def touched(self, run):
        # What is new and does not match, or lies out of reach, nobody can have had.
        new = {e.batch for e in run if e.kind == NEW}
        touched = self.interaction_q(batch__in=new) & self.within() & self.matching()
        return touched | self.maybe_lost(run)

    def maybe_lost(self, run):
        lost = self.interaction_q(batch__in={e.batch for e in run if e.kind in AGAIN})
        if moved := self.below_moved(run):
            lost |= moved
        return lost

    def below_moved(self, run):
        """Return the Q of services of teams that ``run`` moved in the tree; or None."""
        teams = {e.subject_id for e in run if e.kind == "team.moved"}
        paths = tuple(Team.objects.filter(pk__in=teams).values_list("path", flat=True))
        if not paths:
            return None
        return self.credited(Credit.objects.within(Reach(None, team_paths=paths)))

    def gone(self, run):
        moments = {e.at for e in run if e.kind == "interaction.deleted"}
        if not moments:
            return []
        deleted = DeletedInteraction.objects.filter(
            deleted_at__in=moments, **{f"{self.gone_field}__isnull": False}
        )
        if source := self.filters.get("source"):
            deleted = deleted.filter(source=source)
        pairs = deleted.order_by("pk").values_list("pk", self.gone_field)
        return [(pk, str(uuid)) for pk, uuid in pairs]

    def row(self, lookup):
        found = self.queryset().filter(self.within(), **lookup)
        rows = self.rows(found.annotate(is_here=Value(True)))
        return next((row for _key, _is_here, row in rows), None)

    def credits_of(self, interactions):
        """Return {interaction id: its credits as rows}, those within reach."""
        found = {pk: [] for pk in interactions}
        credits = Credit.objects.within(self.reach).filter(interaction__in=found)
        for pk, number, team, weight in credits.order_by("pk").values_list(
            "interaction", "employee__employee_number", "team__code", "weight"
        ):
            found[pk].append(
                {
                    "employee_number": number,
                    "team": team,
                    "weight": weight / WHOLE,
                }
            )
        return found
