"""Where and on which day something happened: moments, days, zones and postings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from feedback.rules.served import monday


@dataclass(frozen=True, slots=True)
class Stretch:
    """Somebody works in a team from ``valid_from`` up to, and without, ``valid_to``."""

    team_id: int
    job_role_id: int | None
    valid_from: date
    valid_to: date | None
    is_assumed: bool = False

    def holds(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when a service was; the fields are those of Served.

    is_assumed: the person's first posting begins later, but nobody stated its first day,
    so that it is taken to have begun before.
    """

    occurred_at: datetime
    served_on: date
    week: date
    team_id: int
    job_role_id: int | None
    is_assumed: bool = False


def stretch_on(stretches: Sequence[Stretch], day: date) -> Stretch | None:
    """Return which of one person's ``stretches``, in order of time, counts on ``day``.

    Before the first of all counts the first, when its beginning was only assumed.
    """
    for stretch in stretches:
        if stretch.holds(day):
            return stretch
    first = next((s for s in stretches if s.valid_to != s.valid_from), None)
    return first if first and first.is_assumed and day < first.valid_from else None


def in_zone(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return ``moment`` as an aware time in ``zone``.

    Without a zone of its own it is what the clock there showed; of an hour that the
    clock shows twice, the first.
    """
    if moment.tzinfo is None:
        return moment.replace(tzinfo=zone, fold=0)
    return moment.astimezone(zone)


def day_for_posting(moment: datetime) -> date:
    """Return the date on which to look first for where the person was posted."""
    return (moment if moment.tzinfo is None else moment.astimezone(UTC)).date()


def placed(local: datetime, stretch_or_team: tuple[int, int | None, bool]) -> Place:
    """Return the Place of ``local``, a time in the zone of the team.

    stretch_or_team: ids of team and job role, and whether that is assumed.
    """
    day = local.date()
    team_id, job_role_id, is_assumed = stretch_or_team
    moment = local.astimezone(UTC)
    return Place(moment, day, monday(day), team_id, job_role_id, is_assumed)
