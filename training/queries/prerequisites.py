"""What has to be learned before what, and who lacks it."""

from collections import defaultdict

from training.choices import OPEN_STATUSES, EnrolmentStatus
from training.models import Enrolment, Module

# By these somebody has a module behind them; by those it will be, before what follows.
SETTLED = (EnrolmentStatus.COMPLETED, EnrolmentStatus.WAIVED)
SETTLED_OR_UNDER_WAY = (*SETTLED, *OPEN_STATUSES)


def prerequisites_missing(employees, modules, *, counting=SETTLED):
    """Return {(employee id, module id): [Module, …]}, what has to be learned before.

    The whole chain, first ones first; whoever lacks nothing is not there. What is no
    longer on offer is lacked by nobody. counting: the statuses by which somebody has a
    module. Costs three statements for any number of people, one where no chains are.

    It is one question with two uses. Who learns by their own choice is *advised*: they
    know what they can already, and a locked door teaches nobody. Who assigns to others
    *settles* it, person by person if need be: those others did not choose, and what is
    under way (SETTLED_OR_UNDER_WAY) will have been learned before.
    """
    follows = defaultdict(list)
    for pair in Module.prerequisites.through.objects.order_by("pk"):
        follows[pair.from_module_id].append(pair.to_module_id)
    chains = {module.pk: _chain(module.pk, follows) for module in modules}
    wanted = {before for chain in chains.values() for before in chain}
    if not wanted:
        return {}
    on_offer = Module.objects.on_offer().in_bulk(wanted)
    had = set(
        Enrolment.objects.filter(
            employee__in=[employee.pk for employee in employees],
            module__in=wanted,
            status__in=counting,
        ).values_list("employee", "module")
    )
    missing = {}
    for employee in employees:
        for module in modules:
            lacking = [
                on_offer[before]
                for before in chains[module.pk]
                if before in on_offer and (employee.pk, before) not in had
            ]
            if lacking:
                missing[employee.pk, module.pk] = lacking
    return missing


def missing_before(employee, module):
    """Return what ``employee`` had better learn before ``module``, first ones first."""
    missing = prerequisites_missing([employee], [module])
    return missing.get((employee.pk, module.pk), [])


def _chain(module, follows):
    """Return the ids of what comes before ``module``, an id, first ones first."""
    chain, entered = [], {module}

    def enter(later):
        for before in follows[later]:
            if before not in entered:
                entered.add(before)
                enter(before)
                chain.append(before)

    enter(module)
    return chain
