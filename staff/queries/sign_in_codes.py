"""Who is waiting for a sign-in code."""

from events.models import Event
from staff.access import code_receivers
from staff.queries.people import without_password

TAKEN_ON = ["employee.hired", "employee.rehired"]


def waiting_for_code(user, today, *, team=None, people_import=None):
    """Return the people to whom ``user`` may hand a code and who have no password.

    today: a date. team: only below this Team. people_import: only those whom this
    PeopleImport hired, for the first time or again.
    """
    waiting = without_password(code_receivers(user, today))
    if team:
        waiting = waiting.posted_below([team.path], today)
    if people_import:
        hired = Event.objects.filter(batch=people_import.uuid, kind__in=TAKEN_ON)
        waiting = waiting.filter(pk__in=hired.values("employee_id"))
    return waiting
