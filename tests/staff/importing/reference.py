"""An import of people as docs/import-people.md tells it: slow, obvious, by hand.

It shares nothing with the code it is compared with. A person's time here is a ``Time``: a
first day, a first day away, and for each day on which a team begins, the team, the job
role and whether that day was assumed. Who manages what is a list of ``Charge``. A team
goes by its code.
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
    team: str
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
    code: str | None
    team: str | None
    above: str | None
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
    """People by number; ``teams`` are (team above, name) of those there are, by code."""

    def __init__(self, teams):
        self.people = {}
        self.teams = {"root": (None, "root")} | {team: ("root", team) for team in teams}

    def take_in(self, file, today):
        """Take in a File; return the indexes of the rows set aside.

        Teams stay, people are forgotten, and the file comes again until it adds no team.
        """
        self.is_last_day, self.hangs_new = file.is_last_day, file.hangs_new
        while True:
            aside, after = self._once(file, today)
            if after.teams == self.teams:
                self.people = after.people
                return aside
            self.teams = after.teams

    def _once(self, file, today):
        """Return the indexes of the rows set aside, and the Reference with the others.

        Rows that are set aside in one round are not there for the next one, in which
        others may miss them.
        """
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
        return sorted(aside), after

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
        self.went_to, self.rows = {}, list(rows.values())
        for index in sorted(rows, key=lambda index: self._says_little(rows[index])):
            key = key_of(rows[index].number)
            twins = {other for other in there if other.lstrip("0") == key.lstrip("0")}
            if key not in known and len(twins) > 1:
                bad.add(index)
            try:
                self._take_in(rows[index], today)
            except BadRowError:
                bad.add(index)
        return bad

    def _says_little(self, row):
        """Return False first for a row by which others find their team."""
        says_two = row.code and row.team
        return not row.path, not says_two, not row.above, not row.code

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
        team = None
        if row.code or row.team or row.path:
            team = self._named(row)
        self.went_to[key_of(row.number)] = team
        return team

    def _named(self, row):
        if row.code in self.teams:
            return row.code
        if row.path:
            return self._along(row)
        if row.above:
            aboves = {other.above for other in self.rows if other.code == row.code}
            if row.code and len(aboves - {None}) > 1:
                raise BadRowError
            return self._below_other(row)
        if not row.code:
            return self._called(row.team)
        placed = self._placed(row.code)
        if placed:
            return placed
        if self._hung(row.code):
            return self._called(row.code, is_code=True)
        return self._right_below_root(row.code, row.team or row.code)

    def _along(self, row):
        names = self._split(row.path)
        if not names:
            raise BadRowError
        if row.team and row.team != names[-1]:
            names.append(row.team)
        if names[0] == "root":
            del names[0]
        team = "root"
        for count, name in enumerate(names, start=1):
            code = row.code if count == len(names) else None
            team = self._child(team, name) or self._add(code, team, name)
        return team

    def _split(self, text):
        return [name.strip() for name in text.split("/") if name.strip()]

    def _child(self, above, name):
        """Return the team right below ``above`` with that code, else with that name."""
        if self.teams.get(name, (None,))[0] == above:
            return name
        same = [code for code, place in self.teams.items() if place == (above, name)]
        return same[0] if same else None

    def _below_other(self, row, walked=()):
        """Return the team of a row with a team above; ``walked`` lead up to it."""
        name = row.team or row.code
        if name in walked or row.above in (*walked, name):
            raise BadRowError
        above = self._called(row.above, walked=(*walked, name))
        if row.code in self.teams:
            return row.code
        child = self._child(above, name)
        if child is None:
            if name in self._way(above):
                raise BadRowError
            child = self._add(row.code, above, name)
        return child

    def _called(self, text, *, is_code=False, walked=()):
        """Return the team that ``text`` may be the code, the name or the path of."""
        named = [code for code, (_above, name) in self.teams.items() if name == text]
        hung = self._hung(text)
        if text in self.teams:
            if len(named) > 1 and not is_code:
                raise BadRowError
            return text
        if len(named) > 1 or len(hung) > 1:
            raise BadRowError
        if named or hung:
            return named[0] if named else self._below_other(hung[0], walked)
        placed = self._placed(text)
        if placed:
            return placed
        names = self._split(text)
        if len(names) < 2:
            return self._right_below_root(None, text)
        team = "root"
        for name in names[1:] if names[0] == "root" else names:
            team = self._child(team, name)
            if team is None:
                raise BadRowError
        return team

    def _hung(self, text):
        """Return for each team above ``text``, a code or a name, one row that says so."""
        aboves = {}
        for row in self.rows:
            if row.above and text in (row.code, row.team):
                aboves.setdefault(row.above, row)
        return list(aboves.values())

    def _placed(self, code):
        """Return the one team that rows with ``code`` place, or None."""
        placed = None
        for row in self.rows:
            if row.code == code and (row.path or row.above):
                team = self._along(row) if row.path else self._below_other(row)
                if placed not in (None, team):
                    raise BadRowError
                placed = team
        return placed

    def _right_below_root(self, code, name):
        if not self.hangs_new:
            raise BadRowError
        return self._add(code, "root", name)

    def _add(self, code, above, name):
        """Add a team; a code that rows give to a team they name is made for no other."""
        if not self._split(name):
            raise BadRowError
        if code is None:
            given = {row.code for row in self.rows if row.team or row.above or row.path}
            taken, word, count = given | set(self.teams), name.replace(" ", "-"), 1
            code = word
            while code in taken:
                count += 1
                code = f"{word}-{count}"
        self.teams[code] = (above, name)
        return code

    def _way(self, team):
        """Return the names from the root down to a team."""
        above, name = self.teams[team]
        return (*self._way(above), name) if above else (name,)

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
        """Return everything there is to know: people as sets, and the ways to teams."""
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
        return people, {team: self._way(team) for team in self.teams}

    def _end(self, time, first):
        later = [day for day in time.begins if day > first]
        return min(later) if later else time.left


DAYS = [date(2026, 11, 1) + timedelta(days=number) for number in range(40)]
