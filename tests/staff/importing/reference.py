"""An import of people as docs/import-people.md tells it: slow, obvious, by hand.

It shares nothing with the code it is compared with. A person's time here is a ``Time``: a
first day, a first day away, and for each day on which a team begins, the team, the job
role and whether that day was assumed. Who manages what is a list of ``Charge``.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta


@dataclass
class Time:
    hired: date
    left: date | None
    begins: dict = field(default_factory=dict)  # day: (team, role, is_assumed)

    def team_on(self, day):
        """Return (team, role, is_assumed) of ``day``, or None."""
        if day < self.hired or (self.left and day >= self.left):
            return None
        begun = [first for first in self.begins if first <= day]
        return self.begins[max(begun)] if begun else None


@dataclass
class Charge:
    team: str
    first: date
    end: date | None


@dataclass
class Person:
    name: str
    times: list = field(default_factory=list)
    charges: list = field(default_factory=list)

    @property
    def last(self):
        return self.times[-1]


@dataclass(frozen=True)
class Row:
    """What a row says; None where it is silent. left: the first day away."""

    number: str
    name: str | None
    hired: date | None
    left: date | None
    team: str | None
    role: str | None
    since: date | None
    manager: str | None


class BadRowError(Exception):
    """The row is set aside."""


class Reference:
    """People by number; ``teams`` are those there are."""

    def __init__(self, teams):
        self.people, self.teams = {}, teams

    def take_in(self, rows, today):
        """Take in ``rows``; return the indexes of those set aside."""
        aside, good = [], []
        for index, row in enumerate(rows):
            try:
                self._take_in(row, today)
            except BadRowError:
                aside.append(index)
            else:
                good.append(row)
        named_aside = {rows[index].manager for index in aside}
        self._settle_managers(good, named_aside, today)
        return aside

    # times here and teams --------------------------------------------------------

    def _take_in(self, row, today):
        if row.hired and row.left and row.left < row.hired:
            raise BadRowError
        if row.hired and row.since and row.since < row.hired:
            raise BadRowError
        if row.left and row.since and row.since > row.left:
            raise BadRowError
        person = self.people.get(row.number)
        if person is None:
            self.people[row.number] = self._new_person(row)
            return
        draft = _copy(person)
        meant = self._time_meant(draft, row)
        if meant is None:
            self._hire(draft, row)
        else:
            self._correct(draft, meant, row, today)
            if meant is draft.last and not (meant.left and meant.left <= today):
                self._post(meant, row, today)
        draft.name = row.name or draft.name
        self.people[row.number] = draft

    def _new_person(self, row):
        person = Person(row.name)
        if row.hired is None or row.name is None:
            raise BadRowError
        self._hire(person, row)
        return person

    def _hire(self, person, row):
        if row.team is None or row.team not in self.teams:
            raise BadRowError
        first = row.since or row.hired
        begins = {first: (row.team, row.role, row.since is None)}
        person.times.append(Time(row.hired, row.left, begins))

    def _time_meant(self, person, row):
        last = person.last
        if row.hired is None:
            return last
        for time in person.times:
            if time.hired == row.hired:
                return time
        if last.left and row.hired >= last.left:
            return None
        if row.left and row.left <= last.hired:
            raise BadRowError
        return last

    def _correct(self, person, time, row, today):
        hired, left = row.hired or time.hired, row.left or time.left
        if (hired, left) == (time.hired, time.left):
            return
        place = person.times.index(time)
        if left and left < hired:
            raise BadRowError
        if place and hired < person.times[place - 1].left:
            raise BadRowError
        is_latest = place == len(person.times) - 1
        if not is_latest and left > person.times[place + 1].hired:
            raise BadRowError
        self._correct_first_day(time, hired)
        old, time.hired, time.left = time.left, hired, left
        for first in list(time.begins):
            if left and first > left:
                del time.begins[first]
        for charge in list(person.charges):
            if not is_latest and charge.first >= person.times[place + 1].hired:
                continue
            if old and old > today and charge.end == old:
                charge.end = left
            if left and charge.first > left:
                person.charges.remove(charge)
            elif left and (charge.end is None or charge.end > left):
                charge.end = left

    def _correct_first_day(self, time, hired):
        """Let the first team begin on the new hire date; a later one stands in the way."""
        days = sorted(time.begins)
        if hired == time.hired or not days:
            return
        if days[0] > time.hired:
            if hired > days[0]:
                raise BadRowError
            return
        if len(days) > 1 and hired >= days[1]:
            raise BadRowError
        time.begins[hired] = time.begins.pop(days[0])

    def _post(self, time, row, today):
        if row.team is not None and row.team not in self.teams:
            raise BadRowError
        if row.team is None and row.role is None:
            return
        if row.since and row.since < time.hired:
            raise BadRowError
        day = row.since or max(today, time.hired)
        if time.left and day >= time.left:
            return
        present = time.team_on(day)

        def is_said(post):
            return row.team in (None, post[0]) and row.role in (None, post[1])

        if present and is_said(present):
            if row.since and present[2]:
                first = max(first for first in time.begins if first <= day)
                del time.begins[first]
                time.begins[day] = (*present[:2], False)
            return
        if not row.since:
            if any(is_said(time.begins[f]) for f in time.begins if f > day):
                return
            if not time.begins:
                day = time.hired
        team, role = row.team, row.role
        if present:
            team, role = team or present[0], role or present[1]
        if team is None:
            return
        for first in list(time.begins):
            if day <= first <= max(day, today):
                del time.begins[first]
        time.begins[day] = (team, role, row.since is None)

    # who manages what --------------------------------------------------------------

    def _settle_managers(self, rows, named_aside, today):
        namings = {}
        for row in rows:
            person = self.people[row.number]
            if person.last.left and person.last.left <= today:
                continue
            team = row.team or self._team_of(person, today)
            if row.manager and team and self._can_manage(row.manager, today):
                namings.setdefault(team, []).append(row)
        settled = {}
        for team, naming in namings.items():
            manages_it = {
                number
                for number, person in self.people.items()
                for charge in person.charges
                if charge.team == team and (charge.end is None or charge.end > today)
            }
            rest = [
                row
                for row in naming
                if row.number not in named_aside
                and not any(
                    other.manager == row.number and other is not row for other in naming
                )
            ]
            if all(row.number in manages_it for row in rest):
                continue
            if len({row.manager for row in rest}) == 1:
                settled[team] = rest[0].manager
        for team, number in settled.items():
            self._appoint(number, team, today)

    def _team_of(self, person, today):
        post = person.last.team_on(max(today, person.last.hired))
        return post and post[0]

    def _can_manage(self, number, today):
        person = self.people.get(number)
        if person is None:
            return False
        day = max(today, person.last.hired)
        return not (person.last.left and person.last.left <= day)

    def _appoint(self, number, team, today):
        last = self.people[number].last
        day = max(today, last.hired)
        for other, person in self.people.items():
            for charge in list(person.charges):
                if other == number or charge.team != team:
                    continue
                if charge.first >= day and (charge.end is None or charge.end > day):
                    person.charges.remove(charge)
                elif charge.end is None or charge.end > day:
                    charge.end = day
        own = [charge for charge in self.people[number].charges if charge.team == team]
        if any(c.first <= day and (c.end is None or day < c.end) for c in own):
            return
        later = [charge for charge in own if charge.first > day]
        if later:
            later[0].first = day
        else:
            self.people[number].charges.append(Charge(team, day, last.left))

    # what can be compared --------------------------------------------------------------

    def told(self):
        """Return everything there is to know, as sets."""
        return {
            number: (
                person.name,
                {(time.hired, time.left) for time in person.times},
                {
                    (first, self._end(time, first), *post)
                    for time in person.times
                    for first, post in time.begins.items()
                    if first != self._end(time, first)
                },
                {
                    (charge.team, charge.first, charge.end)
                    for charge in person.charges
                    if charge.first != charge.end
                },
            )
            for number, person in self.people.items()
        }

    def _end(self, time, first):
        later = [day for day in time.begins if day > first]
        return min(later) if later else time.left


def _copy(person):
    times = [Time(t.hired, t.left, dict(t.begins)) for t in person.times]
    charges = [Charge(c.team, c.first, c.end) for c in person.charges]
    return Person(person.name, times, charges)


DAYS = [date(2026, 11, 1) + timedelta(days=number) for number in range(40)]
