"""Who and what is meant by a row of past training: books read once for a whole file."""

from collections import defaultdict
from unicodedata import normalize
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.timezone import localdate

from staff.models import Employee, Employment
from staff.rules.person import number_key, plain
from training.models import Module
from training.models.texts import in_language


def stretches_of(employees=None):
    """Return {employee id: [(first day here, first day away or None)]}.

    employees: ids, or None for everybody.
    """
    stretches = defaultdict(list)
    rows = Employment.objects.order_by("hired_on")
    if employees is not None:
        rows = rows.filter(employee__in=employees)
    for employee, *days in rows.values_list("employee", "hired_on", "left_on"):
        stretches[employee].append(tuple(days))
    return stretches


class People:
    """Everybody by number, e-mail and full name, with their times here: two statements.

    at: the moment that tells which date it is where each of them works.
    """

    def __init__(self, at):
        self._numbers, self._emails, self._names = {}, {}, defaultdict(set)
        self.shown, self._zones = {}, {}
        rows = Employee.objects.with_time_zone().values_list(
            *("id", "employee_number", "email", "first_name", "last_name"),
            "team_time_zone",
        )
        for pk, number, email, first, last, zone in rows.iterator():
            self._numbers[number_key(number)] = pk
            if email:
                self._emails[folded(email)] = pk
            for name in {f"{first} {last}", f"{last}, {first}", f"{last} {first}"}:
                self._names[folded(name)].add(pk)
            self.shown[pk] = f"{first} {last}".strip() + f" · {number}"
            self._zones[pk] = zone or settings.TIME_ZONE
        self.zones = {name: ZoneInfo(name) for name in set(self._zones.values())}
        self._days = {
            name: localdate(at, timezone=zone) for name, zone in self.zones.items()
        }
        self._stretches = stretches_of()

    def by_number(self, text):
        """Return the id of the employee with this number, or None."""
        return self._numbers.get(number_key(text))

    def by_email(self, text):
        """Return the id of the employee with this e-mail, or None."""
        return self._emails.get(folded(text))

    def by_name(self, text):
        """Return the ids of all employees of this full name."""
        return sorted(self._names.get(folded(text), ()))

    def zone(self, employee_id):
        """Return the ZoneInfo of where the person works."""
        return self.zones[self._zones[employee_id]]

    def today(self, employee_id):
        """Return the date it is where the person works."""
        return self._days[self._zones[employee_id]]

    def stretches(self, employee_id):
        """Return the person's times here: pairs of first day and first day away."""
        return self._stretches.get(employee_id, [])


class Modules:
    """All modules, published here or not, by slug and by title in every language."""

    def __init__(self):
        self.titles, self._names = {}, defaultdict(set)
        self._slugs = {}
        for module in Module.objects.order_by("slug"):
            self.titles[module.pk] = in_language(module.title)
            self._slugs[folded(module.slug)] = module.pk
            for title in module.title.values():
                self._names[folded(title)].add(module.pk)

    def by_slug(self, text):
        """Return the id of the module with this slug, or None."""
        return self._slugs.get(folded(text))

    def named(self, text):
        """Return the ids of the modules with this slug or, where none has it, title."""
        pk = self.by_slug(text)
        return [pk] if pk else sorted(self._names.get(folded(text), ()))

    def choices(self):
        """Return pairs of slug and title, by title."""
        slugs = {pk: slug for slug, pk in self._slugs.items()}
        pairs = [(slugs[pk], title) for pk, title in self.titles.items()]
        return sorted(pairs, key=lambda pair: pair[1].casefold())


def folded(text):
    """Return ``text`` as names are compared: one form, one case, single blanks."""
    return plain(normalize("NFKC", text)).casefold()
