"""Complaints: what customers were unhappy with, and whether it was put right.

A complaint is a service whose customer complained in the answer about it, or gave a low
score. It is found by what was said, every time: there is no table of complaints.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
)

from feedback.choices import (
    CameBack,
    ComplaintState,
    MetricKey,
    ResponseKind,
    SourceKind,
)
from feedback.models import (
    Credit,
    Interaction,
    Measurement,
    Metric,
    Recovery,
    Response,
    Source,
)
from feedback.queries.feeds import feeds_of
from feedback.rules.returns import DAY, came_back, watching
from staff.rules import Reach


@dataclass(frozen=True)
class ReturnShown:
    """Whether the customer came back after a recovery.

    earliest_on: the first day on which it may be known, while it WAITS for that.
    """

    state: CameBack
    earliest_on: date | None = None


@dataclass(frozen=True)
class ComplaintRow:
    """One complaint as a list shows it.

    response: the Response about it; scores: (metric, value) pairs of it. teams: those that
    are credited, within reach. recovery: a Recovery and came_back its ReturnShown, or None
    and None while it waits.
    """

    interaction: Interaction
    response: Response
    scores: tuple
    teams: list
    recovery: Recovery | None
    came_back: ReturnShown | None


@dataclass(frozen=True)
class ComplaintCounts:
    """How many complaints there were, and what became of them.

    came: recoveries after which the customer came back; stayed_away: after which they did
    not; the rest of those put right is not known.
    """

    total: int = 0
    put_right: int = 0
    came: int = 0
    stayed_away: int = 0

    @property
    def waiting(self):
        return self.total - self.put_right

    @property
    def known(self):
        return self.came + self.stayed_away

    @property
    def unknown(self):
        return self.put_right - self.known


def complaints(reach, *, team=None, first=None, end=None):
    """Return the complaints within ``reach``, newest first: a queryset of Interactions.

    reach: a staff.rules.Reach. team: of this Team and those below it, as of the day of
    service. first, end: Mondays; services of the weeks between, without that of ``end``.
    Each service once, however many share it. One statement goes before.
    """
    found = Interaction.objects.filter(Exists(_unhappy(OuterRef("pk"))))
    if team is None and first is None:
        found = found.within(reach)
    else:
        credits = Credit.objects.within(reach)
        if team is not None:
            credits = credits.filter(team__path__startswith=team.path)
        if first is not None:
            credits = credits.filter(week__gte=first, week__lt=end)
        found = found.filter(pk__in=credits.values("interaction"))
    return found.order_by("-occurred_at", "-pk")


def in_state(found, state):
    """Return those of ``found``, a queryset of ``complaints``, in a ComplaintState.

    Of all of them those that wait come first, and in each part the newest.
    """
    if state == ComplaintState.ALL:
        waits = ExpressionWrapper(Q(recovery=None), output_field=BooleanField())
        return found.annotate(waits=waits).order_by("-waits", *found.query.order_by)
    return found.filter(recovery__isnull=state == ComplaintState.WAITING)


def counted(found):
    """Return the ComplaintCounts of ``found``, a queryset of ``complaints``, without who
    came back: one statement."""
    return ComplaintCounts(
        **found.order_by().aggregate(total=Count("pk"), put_right=Count("recovery"))
    )


def is_complaint(interaction):
    """Return whether the customer of ``interaction`` was unhappy: two statements."""
    return _unhappy(interaction.pk).exists()


def complaint_rows(interactions, reach):
    """Return a ComplaintRow for each of ``interactions``, a page of ``complaints``.

    Nine statements at most, for any number.
    """
    interactions = list(interactions)
    recoveries = {
        each.interaction_id: each
        for each in Recovery.objects.filter(interaction__in=interactions)
        .select_related("interaction", "skill", "by")
        .order_by("pk")
    }
    returned = returns_after(recoveries.values())
    answered = Response.objects.original().filter(interaction__in=interactions)
    responses = {
        each.interaction_id: each
        for each in answered.prefetch_related("measurements__metric")
    }
    teams = _teams_of(interactions, reach)
    rows = []
    for interaction in interactions:
        response = responses[interaction.pk]
        recovery = recoveries.get(interaction.pk)
        rows.append(
            ComplaintRow(
                interaction,
                response,
                _scores(response),
                teams[interaction.pk],
                recovery,
                recovery and returned[recovery.pk],
            )
        )
    return rows


def complaint_counts(team, first, end):
    """Return the ComplaintCounts of ``team`` and all below it: seven statements at most.

    first, end: Mondays, as ``complaints``, whose rows are counted.
    """
    found = complaints(
        Reach(None, team_paths=(team.path,)), team=team, first=first, end=end
    )
    recoveries = Recovery.objects.filter(interaction__in=found.order_by())
    states = [
        each.state
        for each in returns_after(recoveries.select_related("interaction")).values()
    ]
    return replace(
        counted(found),
        came=states.count(CameBack.YES),
        stayed_away=states.count(CameBack.NO),
    )


def returns_after(recoveries):
    """Return {id: ReturnShown} of ``recoveries``, Recoveries with their interactions.

    The customer came back who came again on one of the next ``window_days`` days of the
    metric "returned" after ``put_right_on`` (feedback.rules.returns). Four statements
    for any number, none for none.
    """
    recoveries = list(recoveries)
    if not recoveries:
        return {}
    window = Metric.objects.get(key=MetricKey.RETURNED).window_days
    feeds = feeds_of(Source.objects.filter(kind=SourceKind.VISITS))
    sources_on = cache(lambda day: watching(feeds, day, window))
    visits = _visits_of({each.known_customer_id for each in recoveries} - {None})
    shown = {}
    for each in recoveries:
        day, seen = each.put_right_on, visits[each.known_customer_id]
        answer = came_back(day, seen, sources_on(day), window)
        if answer is not None:
            shown[each.pk] = ReturnShown(CameBack.YES if answer else CameBack.NO)
        elif sources_on(day) is None and seen:
            known_on = day + timedelta(days=window) + DAY
            shown[each.pk] = ReturnShown(CameBack.WAITS, known_on)
        else:
            shown[each.pk] = ReturnShown(CameBack.NOBODY)
    return shown


def _unhappy(interaction):
    """The Measurements by which ``interaction``, an id or a reference, is a complaint."""
    metrics = Metric.objects.in_bulk(
        [MetricKey.COMPLAINT, MetricKey.LOW_SCORE], field_name="key"
    )
    complained = Measurement.objects.of_metric(metrics[MetricKey.COMPLAINT])
    low = Measurement.objects.of_metric(metrics[MetricKey.LOW_SCORE])
    return (complained.filter(value=1) | low).filter(
        interaction=interaction, response__kind=ResponseKind.ORIGINAL
    )


def _scores(response):
    measured = sorted(response.measurements.all(), key=lambda each: each.metric_id)
    return tuple((each.metric, each.value) for each in measured)


def _teams_of(interactions, reach):
    """Return {interaction id: [the Teams within ``reach`` that gave it]}."""
    teams = defaultdict(list)
    credits = Credit.objects.within(reach).filter(interaction__in=interactions)
    for credit in credits.select_related("team").order_by("-weight", "pk"):
        if credit.team not in teams[credit.interaction_id]:
            teams[credit.interaction_id].append(credit.team)
    return teams


def _visits_of(customers):
    """Return {customer id: [(day, source id)]} of all their visits."""
    visits = defaultdict(list)
    rows = Interaction.objects.filter(
        customer__in=customers, source__kind=SourceKind.VISITS
    )
    for customer_id, *seen in rows.values_list("customer", "served_on", "source"):
        visits[customer_id].append(tuple(seen))
    return visits
