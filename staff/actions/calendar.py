"""Doing on the day what was written ahead for it.

A move, a hire or a leaving written for a later day changes who may see whom on that day,
and nobody writes anything then. Without this pass, whoever follows the journal would
hear of it too late, and whoever has left would keep roles for the day they come back.
"""

import uuid
from collections import defaultdict
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import localdate

from events.record import record_many, unsaved_event
from staff.actions.careers import disarm, lock_people
from staff.models import CalendarPass, Employee, Employment, Posting, Team, TeamManager
from staff.rules import NEWCOMER_DAYS

A_DAY = timedelta(days=1)


def journal_calendar(*, at):
    """Journal what took effect since the last pass; return how many events that took.

    at: the moment of the pass. Each time zone has its own midnight, and at each of them
    all is told that is dated by that day, wherever it happens: whoever follows from there
    sees it from then on. A person is told of once a midnight, as "employee.takes_effect"
    with ``fields`` naming what did, posting or employment; a team to manage, begun or
    ended, as "manager.takes_effect". Whoever is gone where they worked loses roles
    ("role.revoked"), sign-in codes and password. A second pass on one day finds nothing;
    a day that was missed is made up for. What was both written and due on one day may be
    told twice.

    A planned leaving is refused where it would leave nobody to administer, so no pass
    asks again; should it happen nevertheless, the command grant_role opens the house.
    """
    zones = Team.objects.order_by().values_list("time_zone", flat=True).distinct()
    return sum(_pass(zone, at) for zone in {*zones, settings.TIME_ZONE})


@transaction.atomic
def _pass(zone, at):
    today = localdate(at, timezone=ZoneInfo(zone))
    CalendarPass.objects.get_or_create(
        time_zone=zone, defaults={"through": today - A_DAY}
    )
    done = CalendarPass.objects.select_for_update().get(time_zone=zone)
    if done.through >= today:
        return 0
    days = (done.through + A_DAY, today)
    facts = {"at": at, "batch": uuid.uuid4()}
    # Leavings must not be taken back between reading and disarming.
    lock_people()
    told = _people_told(days, facts) + _managers_told(days, facts)
    record_many(told + disarm(_gone(zone, days), **facts, by=None))
    done.through = today
    done.save()
    return len(told)


def _people_told(days, facts):
    """Return one unsaved event for each person whom ``days``, first and last, concern."""
    effects = _effects(days)
    people = Employee.objects.in_bulk(effects)
    return [
        unsaved_event(
            "employee.takes_effect",
            employee=people[pk],
            subject=people[pk],
            fields=effects[pk],
            **facts,
        )
        for pk in sorted(effects)
    ]


def _managers_told(days, facts):
    """Return one unsaved event for each team whose management begins or ends then."""
    charges = TeamManager.objects.filter(_begins_or_ends(days))
    return [
        unsaved_event(
            "manager.takes_effect",
            employee=charge.employee,
            subject=charge.team,
            **facts,
        )
        for charge in charges.select_related("employee", "team").order_by("pk")
    ]


def _effects(days):
    """Return {employee id: names of what took effect} on ``days``, first and last."""
    ahead = timedelta(days=NEWCOMER_DAYS)
    seen_from = (days[0] + ahead, days[1] + ahead)
    postings = Posting.objects.exclude(valid_to=F("valid_from")).filter(
        _begins_or_ends(days) | Q(valid_from__range=seen_from)
    )
    employments = Employment.objects.filter(
        Q(hired_on__range=days) | Q(left_on__range=days)
    )
    effects = defaultdict(set)
    for word, rows in [("posting", postings), ("employment", employments)]:
        for pk in rows.values_list("employee", flat=True):
            effects[pk].add(word)
    return effects


def _gone(zone, days):
    """Return the ids of the people whose first day away is one of ``days``, still gone.

    Who is hired again without a gap was never gone; the hire itself took their roles.
    """
    leavers = Employment.objects.filter(left_on__range=days).values("employee")
    gone = _living_by(zone).filter(pk__in=leavers)
    return list(
        gone.exclude(pk__in=Employee.objects.employed_on(days[1]).values("pk"))
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def _begins_or_ends(days):
    return Q(valid_from__range=days) | Q(valid_to__range=days)


def _living_by(zone):
    """Return the people whose date is that of ``zone``, as Employee.time_zone has it."""
    people = Employee.objects.with_time_zone()
    if zone == settings.TIME_ZONE:
        return people.filter(Q(team_time_zone=zone) | Q(team_time_zone=None))
    return people.filter(team_time_zone=zone)
