"""The tree of teams: hanging a team up, and hanging it elsewhere."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from operator import attrgetter
from zoneinfo import ZoneInfo, available_timezones

from django.db import transaction
from django.utils.timezone import localdate

from events.pouring import overwrite, pour, taken_ids
from events.record import record, record_many, unsaved_event
from staff.actions.careers import lock_people
from staff.importing.tree import NewTeam
from staff.models import Employee, Posting, Team
from staff.refusals import refusal
from staff.rules.person import code_from, plain

ONE_DAY = timedelta(days=1)


@transaction.atomic
def create_team(*, code="", name, parent, time_zone="", by, at):
    """Hang a new team below ``parent`` and return it.

    code: made from the name when empty. parent: None for the organisation itself, the
    root. time_zone: that of the parent when empty. by: who did it, or None. at: an aware
    moment.

    Raises ValidationError by field, and codes "root_exists", "zone_unknown".
    """
    lock_people()
    if parent is None and Team.objects.exists():
        raise refusal("root_exists")
    if time_zone and time_zone not in available_timezones():
        raise refusal("zone_unknown", zone=time_zone)
    zone = time_zone or (parent.time_zone if parent else "UTC")
    taken = {code.casefold() for code in Team.objects.values_list("code", flat=True)}
    fields = {
        "code": plain(code) or code_from(name, taken),
        "name": plain(name),
        "time_zone": zone,
    }
    Team(**fields).clean_fields(exclude=["path", "depth", "numchild"])
    Team(**fields).validate_unique(exclude=["path"])
    if parent is None:
        team = Team.objects.add_root(fields)
        record("team.created", at=at, by=by, subject=team)
    else:
        new = NewTeam("", fields["code"], fields["name"], parent.pk)
        growth = grow([new], time_zone=zone)
        hang_teams(growth, at=at, by=by)
        [team] = growth.teams
    return Team.objects.get(pk=team.pk)


@dataclass(frozen=True)
class Growth:
    """Teams to be hung up at one go. teams: not saved, but with ids and their places in
    the tree, those above first. parents: the known Teams that get children.
    """

    teams: list
    parents: list


def grow(wanted, *, time_zone=""):
    """Return the Growth that ``wanted``, NewTeams with those above first, comes to.

    time_zone: that of the team above when empty. Made before ``lock_people``, it may be
    hung up only if nobody has changed anything since.
    """
    known = list(Team.objects.order_by("path")) if wanted else []
    # Of each path the last one right below it.
    last = {team.path[: -Team.steplen]: team.path for team in known}
    found, teams, parents = {team.pk: team for team in known}, [], set()
    for new, pk in zip(wanted, taken_ids(Team, len(wanted)), strict=True):
        parent = found[new.parent_id]
        team = Team(
            pk=pk,
            code=new.code,
            name=new.name,
            time_zone=time_zone or parent.time_zone,
            depth=parent.depth + 1,
        )
        if parent.path in last:
            team.path = Team(path=last[parent.path])._inc_path()
        else:
            team.path = Team._get_path(parent.path, team.depth, 1)
        last[parent.path] = team.path
        parent.numchild += 1
        parents.add(parent.pk)
        found[new.key] = team
        teams.append(team)
    return Growth(teams, [team for team in known if team.pk in parents])


def hang_teams(growth, *, by, at, batch=None):
    """Write a Growth and the journal of it, for a caller that holds the lock."""
    fields = ["id", "code", "name", "time_zone", "path", "depth", "numchild"]
    values = attrgetter(*fields)
    pour(Team, fields, [values(team) for team in growth.teams])
    children = [(team.numchild, team.pk) for team in growth.parents]
    overwrite(Team, ["numchild"], children)
    record_many(
        [
            unsaved_event("team.created", at=at, by=by, subject=team, batch=batch)
            for team in growth.teams
        ]
    )


@transaction.atomic
def move_team(*, team, parent, by, at):
    """Hang ``team``, with all below it, below ``parent``; return it as it is then.

    Managers above it change for everybody in it, so the journal tells it of each person
    posted there or about to be, in one batch.

    Raises ValidationError, codes "team_is_root" and "team_circle".
    """
    lock_people()
    team, parent = Team.objects.get(pk=team.pk), Team.objects.get(pk=parent.pk)
    if team.depth == 1:
        raise refusal("team_is_root")
    if parent.path.startswith(team.path):
        raise refusal("team_circle")
    if Team.objects.get_parent(team) == parent:
        return team
    Team.objects.move(team, parent, pos="last-child")
    team = Team.objects.get(pk=team.pk)
    batch = uuid.uuid4()
    facts = {"at": at, "by": by, "batch": batch}
    # A day early: where a team below lives it may still be yesterday.
    day = localdate(at, timezone=ZoneInfo(team.time_zone)) - ONE_DAY
    postings = Posting.objects.below([team.path]).current_or_future_on(day)
    people = [
        Employee(pk=pk) for pk in set(postings.values_list("employee", flat=True))
    ]
    record_many(
        [unsaved_event("team.moved", subject=team, **facts)]
        + [
            unsaved_event("employee.moved", employee=person, subject=person, **facts)
            for person in sorted(people, key=lambda person: person.pk)
        ]
    )
    return team


@transaction.atomic
def correct_team(*, team, name, time_zone, by, at):
    """Set right how ``team`` is called and by which clock it lives; return it.

    Its code stays: files and machines know the team by it. A repeat changes nothing.

    Raises ValidationError by field, and code "zone_unknown".
    """
    lock_people()
    team = Team.objects.get(pk=team.pk)
    if time_zone not in available_timezones():
        raise refusal("zone_unknown", zone=time_zone)
    wanted = {"name": plain(name), "time_zone": time_zone}
    fields = [field for field, value in wanted.items() if getattr(team, field) != value]
    if fields:
        for field in fields:
            setattr(team, field, wanted[field])
        team.clean_fields(exclude=["path", "depth", "numchild"])
        team.save(update_fields=fields)
        record("team.changed", at=at, by=by, subject=team, fields=fields)
    return team
