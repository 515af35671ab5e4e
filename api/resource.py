"""What a list has to say about itself so that it can be pulled and followed."""

from django.db.models import Q

from api.errors import Gone

# Up to so many people, a scope is told to the database as their ids: it then finds
# their rows by index. Beyond that, it goes through the rows and asks for each.
SMALL_SCOPE = 300

PERSON_KINDS = (
    "employee.hired",
    "employee.rehired",
    "employee.changed",
    "employee.moved",
    "employee.left",
    "employee.takes_effect",
)
# What changes the reach of the person it happens to.
REACH_KINDS = (
    "employee.rehired",
    "employee.moved",
    "employee.left",
    "employee.takes_effect",
    "manager.appointed",
    "manager.ended",
    "manager.takes_effect",
    "role.granted",
    "role.revoked",
)
# Of what employee.changed may tell, these dates decide on which days somebody belongs
# to a team.
DATED_FIELDS = frozenset({"hired_on", "left_on", "valid_from"})


class Resource:
    """One list as one caller may see it, asked with some filters.

    caller: an Employee or an ApiKey. today: the date it is for the caller. filters: what
    the serializer of the list's parameters let through.

    A list is pulled from ``queryset``. Of it, ``within`` are the rows the caller may see
    and ``matching`` those the filters want, as far as a row can begin or cease to match;
    filters on what never changes belong into ``queryset``. Both are a Q.
    """

    serializer_class = None

    def __init__(self, caller, today, filters):
        self.caller, self.today, self.filters = caller, today, filters

    @property
    def reach(self):
        return self.caller.reach

    def queryset(self):
        raise NotImplementedError

    def within(self):
        return Q()

    def matching(self):
        return Q()

    def rows(self, queryset):
        """Yield (primary key, is_here, row) of ``queryset``, rows as dicts with "id"."""
        raise NotImplementedError

    def relevant(self):
        """Return the Q of events that can change a row, or who may see it."""
        raise NotImplementedError

    def touched(self, run):
        """Return the Q of rows that the events in ``run`` tell of."""
        raise NotImplementedError

    def maybe_lost(self, run):
        """Return the Q of rows that ``run`` may have taken from the caller's reach.

        The journal does not say where a person came from. So a caller whose reach is
        limited is told of every id that may have left it, also of some it never had; an
        id alone says nothing about anybody.
        """
        return Q(pk__in=[])

    def gone(self, run):
        """Return [(number, id)] of rows that ``run`` tells are deleted, ascending.

        For tables whose rows go for good. More than those of the run does no harm.
        """
        return []

    def ask_unchanged_reach(self, run):
        """Raise Gone when ``run`` changed what a signed-in person may reach at all."""
        me = self.reach.employee_id
        if me and any(e.employee_id == me and e.kind in REACH_KINDS for e in run):
            raise Gone

    def reach_events(self):
        """Return the Q of events for ``ask_unchanged_reach``."""
        mine = Q(employee_id=self.reach.employee_id, employee_id__isnull=False)
        return mine & Q(kind__in=REACH_KINDS)


def moved_people(run):
    """Return the ids of people who may have come into a team or left it in ``run``."""
    return {
        event.employee_id
        for event in run
        if event.kind in PERSON_KINDS
        and (event.kind != "employee.changed" or DATED_FIELDS & set(event.fields))
    }


def people_q(people, path):
    """Return a Q that holds rows whose person, found by ``path``, is among ``people``.

    people: a queryset of Employee. path: the name of a foreign key, or "pk".
    """
    few = list(people.values_list("pk", flat=True)[: SMALL_SCOPE + 1])
    if len(few) <= SMALL_SCOPE:
        return Q(**{f"{path}__in": few})
    # The second half holds nothing. It keeps PostgreSQL from turning the first into a
    # join, after which it would sort the whole table to make one page of it.
    return Q(**{f"{path}__in": people}) | Q(**{f"{path}__isnull": True})
