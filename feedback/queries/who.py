"""Who is meant by a row of a file, and where that person worked on that day."""

import unicodedata
from collections import defaultdict
from zoneinfo import ZoneInfo

from feedback.rules.places import Stretch, day_for_posting, in_zone, placed, stretch_on
from feedback.rules.served import Share, equal_weights
from staff.models import Employee, JobRole, Posting, Team
from staff.rules.person import number_key, plain


class Postings:
    """A book of everybody, every posting and every team, read once for a whole run.

    Six columns of three tables: some hundred bytes a person. Names and codes are looked
    up in any case, blanks and Unicode form making no difference. only: ids of the
    employees it holds, where it need not be everybody.
    """

    def __init__(self, only=None):
        self._numbers, self._emails = {}, {}
        self._names = defaultdict(set)
        people, postings = Employee.objects.all(), Posting.objects.all()
        if only is not None:
            people = people.filter(pk__in=only)
            postings = postings.filter(employee__in=only)
        people = people.values_list(
            "id", "employee_number", "email", "first_name", "last_name"
        )
        for pk, number, email, first, last in people.iterator():
            self._numbers[number_key(number)] = pk
            if email:
                self._emails[folded(email)] = pk
            for name in (f"{first} {last}", f"{last}, {first}", f"{last} {first}"):
                self._names[folded(name)].add(pk)
        self._stretches = _stretches(postings)
        self._zones, self._codes = {}, {}
        self._team_names = defaultdict(set)
        for pk, code, name, zone in Team.objects.values_list(
            "id", "code", "name", "time_zone"
        ):
            self._zones[pk] = ZoneInfo(zone)
            self._codes[folded(code)] = pk
            self._team_names[folded(name)].add(pk)
        self._roles = {
            folded(word): pk
            for pk, *words in JobRole.objects.values_list("id", "name", "code")
            for word in words
        }

    def by_number(self, text):
        """Return the id of the employee with this number, or None."""
        return self._numbers.get(number_key(text))

    def by_email(self, text):
        """Return the id of the employee with this e-mail, or None."""
        return self._emails.get(folded(text))

    def by_name(self, text):
        """Return the ids of all employees of this full name, ascending.

        "Ann Lee", "Lee Ann" and "Lee, Ann" are one name; several people may have it.
        """
        return sorted(self._names.get(folded(text), ()))

    def posting_on(self, employee_id, day):
        """Return (team id, job role id) of the employee on ``day``, or None.

        Before a first posting whose beginning was only assumed, that posting.
        """
        stretch = stretch_on(self._stretches.get(employee_id, ()), day)
        return stretch and (stretch.team_id, stretch.job_role_id)

    def team_by(self, text):
        """Return the id of the team with this code, else of the one of this name.

        None where there is no such team, or several of the name.
        """
        wanted = folded(text)
        if wanted in self._codes:
            return self._codes[wanted]
        named = self._team_names.get(wanted, ())
        return next(iter(named)) if len(named) == 1 else None

    def teams_by(self, text):
        """Return the ids of all teams of this code or, where none has it, this name."""
        wanted = folded(text)
        if wanted in self._codes:
            return [self._codes[wanted]]
        return sorted(self._team_names.get(wanted, ()))

    def role_by(self, text):
        """Return the id of the job role with this code or name, or None."""
        return self._roles.get(folded(text))

    def zone(self, team_id):
        """Return the ZoneInfo of the team."""
        return self._zones[team_id]

    def place(self, *, moment, employee_id=None, team_id=None):
        """Return the Place of a service, or None where the person had no posting.

        moment: aware; or naive, and then what the clock showed where the team is (for a
        date alone pass noon). team_id: the team that the source states; it wins over
        the posting, which then gives the job role alone. An aware moment is dated in the
        zone of the posting on its UTC date, once; the posting on that local date counts.
        """
        if employee_id is None:
            local = in_zone(moment, self._zones[team_id])
            return placed(local, (team_id, None, False))
        stretches = self._stretches.get(employee_id, ())
        if team_id is not None:
            local = in_zone(moment, self._zones[team_id])
            stretch = stretch_on(stretches, local.date())
            role = stretch.job_role_id if stretch else None
            return placed(local, (team_id, role, False))
        day = day_for_posting(moment)
        stretch = stretch_on(stretches, day) or _near(stretches, day)
        if stretch is None:
            return None
        day = in_zone(moment, self._zones[stretch.team_id]).date()
        stretch = stretch_on(stretches, day)
        if stretch is None:
            return None
        local = in_zone(moment, self._zones[stretch.team_id])
        is_assumed = not stretch.holds(day)
        return placed(local, (stretch.team_id, stretch.job_role_id, is_assumed))


def shares_of(moment, *, employees=(), team=None):
    """Return (Shares in equal parts of who served at ``moment``, employees not here).

    moment: aware. employees: Employees, each in the team and role of that day; team: a
    Team where it was instead, and whose service it is without employees. Whoever had no
    posting then stands in the second list and has no share. Four statements.
    """
    book = Postings(only=[each.pk for each in employees])
    team_id = team and team.pk
    if not employees:
        place = book.place(moment=moment, team_id=team_id)
        return [Share(None, team_id, None, place.week)], []
    found, missing = [], []
    for employee in employees:
        place = book.place(moment=moment, employee_id=employee.pk, team_id=team_id)
        if place is None:
            missing.append(employee)
        else:
            found.append((employee.pk, place.team_id, place.job_role_id, place.week))
    weights = equal_weights(len(found)) if found else []
    pairs = zip(found, weights, strict=True)
    return [Share(*words, weight) for words, weight in pairs], missing


def _near(stretches, day):
    """The stretch a day before or after ``day``: a UTC date may be one off."""
    near = [s for s in stretches if abs((s.valid_from - day).days) <= 1]
    ended = [s for s in stretches if s.valid_to and abs((s.valid_to - day).days) <= 1]
    return next(iter([*ended, *near]), None)


def _stretches(postings):
    """Return {employee id: their Stretches, in order of time} of ``postings``."""
    stretches = defaultdict(list)
    rows = postings.order_by("valid_from", "id").values_list(
        "employee", "team", "job_role", "valid_from", "valid_to", "is_assumed"
    )
    for employee_id, *words in rows.iterator():
        stretches[employee_id].append(Stretch(*words))
    return stretches


def folded(text):
    """Return ``text`` as names are compared: one form, one case, single blanks."""
    return plain(unicodedata.normalize("NFKC", text)).casefold()
