"""An import of people as docs/import-people.md tells it: slow, obvious, by hand.

It shares nothing with the code it is compared with. A person's time here is a ``Time``: a
first day, a first day away, and for each day on which a team begins, the team, the job
role and whether that day was assumed. Who manages what is a list of ``Charge``. A team
is the tuple of the names from below the root down to it.
"""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from unicodedata import normalize


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
    team: tuple
    first: date
    end: date | None


@dataclass
class Person:
    name: str
    email: str | None = None
    times: list = field(default_factory=list)
    charges: list = field(default_factory=list)

    @property
    def last(self):
        return self.times[-1]


@dataclass(frozen=True)
class Row:
    """What a row says, as it is typed; None where it is silent."""

    number: str
    name: str | None
    email: str | None
    hired: date | None
    left: date | None
    team: str | None
    path: str | None
    role: str | None
    since: date | None
    manager: str | None


@dataclass(frozen=True)
class File:
    """is_last_day: what ``left`` is in it. hangs_new: whether a team that it does not
    place comes right below the root."""

    rows: list
    is_last_day: bool
    hangs_new: bool


class BadRowError(Exception):
    """The row is set aside."""


def key_of(number):
    """Return what two spellings of one number have in common."""
    return " ".join(normalize("NFKC", number).split()).upper()


class Reference:
    """People by number; ``teams`` are the codes of those there are, by their path."""

    def __init__(self, teams):
        self.people = {}
        self.teams = {(): "root"} | {(team,): team for team in teams}

    def take_in(self, file, today):
        """Take in a File; return the indexes of the rows set aside.

        Rows that are set aside in one round are not there for the next one, in which
        others may miss them.
        """
        self.is_last_day, self.hangs_new = file.is_last_day, file.hangs_new
        aside = {
            index
            for index, row in enumerate(file.rows)
            if not self._is_readable(row, file.rows)
        }
        while True:
            left = [index for index in range(len(file.rows)) if index not in aside]
            after = deepcopy(self)
            bad = after._attempt({index: file.rows[index] for index in left}, today)
            if not bad:
                break
            aside |= bad
        after._share_emails([file.rows[index] for index in left])
        named_aside = {
            key_of(file.rows[index].manager)
            for index in aside
            if file.rows[index].manager
        }
        after._settle_managers([file.rows[index] for index in left], named_aside, today)
        after._name_teams()
        self.people, self.teams = after.people, after.teams
        return sorted(aside)

    def _is_readable(self, row, rows):
        if not key_of(row.number) or row.email == "nonsense":
            return False
        if [key_of(other.number) for other in rows].count(key_of(row.number)) > 1:
            return False
        if row.hired and row.left and row.left < row.hired:
            return False
        if row.hired and row.since and row.since < row.hired:
            return False
        return not (row.left and row.since and row.since > row.left)

    def _attempt(self, rows, today):
        """Take in ``rows``, {index: Row}; return the indexes of those that are bad."""
        known = set(self.people)
        there = known | {key_of(row.number) for row in rows.values()}
        bad = set()
        self.went_to = {}
        for index in sorted(rows, key=lambda index: not rows[index].path):
            key = key_of(rows[index].number)
            twins = {other for other in there if other.lstrip("0") == key.lstrip("0")}
            if key not in known and len(twins) > 1:
                bad.add(index)
            try:
                self._take_in(rows[index], today)
            except BadRowError:
                bad.add(index)
        return bad

    def _first_away(self, row):
        if row.left and self.is_last_day:
            return row.left + timedelta(days=1)
        return row.left

    # times here and teams --------------------------------------------------------

    def _take_in(self, row, today):
        key = key_of(row.number)
        person = self.people.get(key)
        if person is None:
            self.people[key] = self._new_person(row)
            return
        draft = deepcopy(person)
        meant = self._time_meant(draft, row)
        if meant is None:
            self._hire(draft, row)
        else:
            self._correct(draft, meant, row, today)
            if meant is draft.last and not (meant.left and meant.left <= today):
                self._post(meant, row, today)
        draft.name = row.name or draft.name
        self.people[key] = draft

    def _new_person(self, row):
        person = Person(row.name)
        if row.hired is None or row.name is None:
            raise BadRowError
        self._hire(person, row)
        return person

    def _hire(self, person, row):
        team = self._team(row)
        if team is None:
            raise BadRowError
        first = row.since or row.hired
        begins = {first: (team, row.role, row.since is None)}
        person.times.append(Time(row.hired, self._first_away(row), begins))

    def _team(self, row):
        """Return the team that ``row`` names, one more where it places it, or None."""
        if row.path:
            team = self._along(row)
        elif row.team:
            team = self._called(row.team)
        else:
            team = None
        self.went_to[key_of(row.number)] = team
        return team

    def _along(self, row):
        names = row.path.split(" / ")
        if row.team and row.team != names[-1]:
            names.append(row.team)
        team = ()
        for name in names[1:] if names[0] == "root" else names:
            coded = [
                way
                for way, code in self.teams.items()
                if code == name and way and way[:-1] == team
            ]
            team = coded[0] if coded else (*team, name)
            self.teams.setdefault(team, None)
        return team

    def _called(self, text):
        coded = [way for way, code in self.teams.items() if code == text]
        named = [way for way in self.teams if (("root",) + way)[-1] == text]
        if len(named) > 1 or not (coded or named or self.hangs_new):
            raise BadRowError
        if coded or named:
            return (coded or named)[0]
        self.teams[text,] = None
        return (text,)

    def _name_teams(self):
        """Give codes to the new teams, in the order in which they came to be."""
        for way, code in self.teams.items():
            if code is None:
                count = ""
                while way[-1] + count in self.teams.values():
                    count = f"-{int(count[1:] or 1) + 1}"
                self.teams[way] = way[-1] + count

    def _time_meant(self, person, row):
        last = person.last
        if row.hired is None:
            return last
        for time in person.times:
            if time.hired == row.hired:
                return time
        if last.left and row.hired >= last.left:
            return None
        if row.left and self._first_away(row) <= last.hired:
            raise BadRowError
        return last

    def _correct(self, person, time, row, today):
        hired, left = row.hired or time.hired, self._first_away(row) or time.left
        if (hired, left) == (time.hired, time.left):
            return
        place = person.times.index(time)
        if left and left < hired:
            raise BadRowError
        if row.left and row.left < hired:
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
        said = self._team(row)
        if said is None and row.role is None:
            return
        if row.since and row.since < time.hired:
            raise BadRowError
        day = row.since or max(today, time.hired)
        if time.left and day >= time.left:
            return
        present = time.team_on(day)

        def is_said(post):
            return said in (None, post[0]) and row.role in (None, post[1])

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
        team, role = said, row.role
        if present:
            team, role = present[0] if said is None else said, role or present[1]
        if team is None:
            return
        for first in list(time.begins):
            if day <= first <= max(day, today):
                del time.begins[first]
        time.begins[day] = (team, role, row.since is None)

    # e-mails -----------------------------------------------------------------------

    def _share_emails(self, rows):
        """Give everybody the e-mail they ask for, unless somebody else would have it."""
        asked = {key_of(row.number): row.email.lower() for row in rows if row.email}
        while True:
            would = {
                key: asked.get(key) or person.email
                for key, person in self.people.items()
            }
            wanted = list(would.values())
            shared = [
                key
                for key, email in asked.items()
                if wanted.count(email) > 1 and self.people[key].email != email
            ]
            if not shared:
                break
            asked = {key: email for key, email in asked.items() if key not in shared}
        for key, email in would.items():
            self.people[key].email = email

    # who manages what --------------------------------------------------------------

    def _settle_managers(self, rows, named_aside, today):
        namings = {}
        for row in rows:
            key = key_of(row.number)
            person = self.people[key]
            if person.last.left and person.last.left <= today:
                continue
            team = self.went_to.get(key)
            if team is None:
                team = self._team_of(person, today)
            if row.manager is None or team is None:
                continue
            manager = key_of(row.manager)
            if self._can_manage(manager, today):
                namings.setdefault(team, []).append((key, manager))
        settled = {}
        for team, naming in namings.items():
            manages_it = {
                number
                for number, person in self.people.items()
                for charge in person.charges
                if charge.team == team and (charge.end is None or charge.end > today)
            }
            rest = [
                (key, manager)
                for key, manager in naming
                if key not in named_aside
                and not any(named == key != other for other, named in naming)
            ]
            if all(key in manages_it for key, _manager in rest):
                continue
            if len({manager for _key, manager in rest}) == 1:
                settled[team] = rest[0][1]
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
        """Return everything there is to know: people as sets, and teams."""
        people = {
            number: (
                person.name,
                person.email,
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
        return people, self.teams

    def _end(self, time, first):
        later = [day for day in time.begins if day > first]
        return min(later) if later else time.left


DAYS = [date(2026, 11, 1) + timedelta(days=number) for number in range(40)]
