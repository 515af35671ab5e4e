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
    seed = seed_of(module)
    lacking = _lacking(module, user, today)
    return sorted(lacking, key=lambda person: _lot(seed, person.pk))


def out_of_turn(modules, employees, user, today):
    """Return those of ``modules`` that ``employees`` would not begin in drawn order: they
    are not the first of the people of ``user`` who lack it, or nobody is left to wait.

    Two statements a module; of the people it reads no more than it takes to find
    somebody who comes before.
    """
    chosen = [employee.pk for employee in employees]
    return tuple(
        module
        for module in modules
        if _is_out_of_turn(module, _lacking(module, user, today), chosen)
    )


def _is_out_of_turn(module, lacking, chosen):
    """Return whether those of ``lacking`` who are ``chosen``, ids, miss their turn."""
    seed = seed_of(module)
    ids = lacking.order_by().values_list("pk", flat=True)
    begin = set(ids.filter(pk__in=chosen))
    if not begin:
        return False
    last, somebody_waits = max(_lot(seed, pk) for pk in begin), False
    for pk in ids.iterator():
        if pk not in begin:
            if _lot(seed, pk) < last:
                return True
            somebody_waits = True
    return len(begin) > 1 and not somebody_waits


def _lacking(module, user, today):
    """Return the people of ``user``, a queryset, who have ``module`` neither done nor
    open.
    """
    people = Employee.objects.visible_to(user, today).employed_on(today)
    known = Enrolment.objects.filter(
        module=module, status__in=[*OPEN_STATUSES, EnrolmentStatus.COMPLETED]
    )
    return people.exclude(pk__in=known.values("employee"))


def _lot(seed, pk):
    return hashlib.sha256(f"{seed}:{pk}".encode()).hexdigest()
