"""Who is next, in an order that was drawn by lot and stays as it was drawn."""

import hashlib

from staff.models import Employee
from training.choices import OPEN_STATUSES, EnrolmentStatus
from training.models import Enrolment


def seed_of(module):
    """Return the seed of the draw for ``module``: the same for everybody, for ever.

    Nobody chooses it, so nobody can draw again until the order is pleasant.
    """
    return hashlib.sha256(module.slug.encode()).hexdigest()[:8]


def drawn_order(module, user, today):
    """Return the people of ``user`` who have ``module`` neither done nor open, in drawn
    order: two statements.

    Each has a place in the draw of their own, from the seed and their number here: who
    joins, leaves or is assigned changes nobody else's order.
    """
    known = Enrolment.objects.filter(
        module=module, status__in=[*OPEN_STATUSES, EnrolmentStatus.COMPLETED]
    )
    people = Employee.objects.visible_to(user, today).employed_on(today)
    lacking = people.exclude(pk__in=known.values("employee"))
    return sorted(lacking, key=lambda person: _lot(seed_of(module), person.pk))


def _lot(seed, pk):
    return hashlib.sha256(f"{seed}:{pk}".encode()).hexdigest()
