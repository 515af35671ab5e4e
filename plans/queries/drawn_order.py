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
    people = Employee.objects.visible_to(user, today).employed_on(today)
    lacking = people.exclude(pk__in=_known([module]).values("employee"))
    return sorted(lacking, key=lambda person: _lot(seed_of(module), person.pk))


def out_of_turn(modules, employees, user, today):
    """Return those of ``modules`` that ``employees`` would not begin in drawn order: they
    are not the first of the people of ``user`` who lack it, or nobody is left to wait.

    Two statements for any number of modules and people, none without modules.
    """
    if not modules:
        return ()
    people = Employee.objects.visible_to(user, today).employed_on(today)
    here = set(people.values_list("pk", flat=True))
    known = set(_known(modules).values_list("module", "employee"))
    chosen = {employee.pk for employee in employees}
    return tuple(
        module
        for module in modules
        if _is_out_of_turn(
            module, {pk for pk in here if (module.pk, pk) not in known}, chosen
        )
    )


def _is_out_of_turn(module, lacking, chosen):
    """Return whether those of ``lacking`` who are ``chosen``, ids, miss their turn."""
    begin, wait = lacking & chosen, lacking - chosen
    if not begin or len(lacking) == 1:
        return False
    seed = seed_of(module)
    lots = [_lot(seed, pk) for pk in wait]
    return not lots or max(_lot(seed, pk) for pk in begin) > min(lots)


def _known(modules):
    """Return the enrolments by which somebody has one of ``modules`` done or open."""
    return Enrolment.objects.filter(
        module__in=[module.pk for module in modules],
        status__in=[*OPEN_STATUSES, EnrolmentStatus.COMPLETED],
    )


def _lot(seed, pk):
    return hashlib.sha256(f"{seed}:{pk}".encode()).hexdigest()
