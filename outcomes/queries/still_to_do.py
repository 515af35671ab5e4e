"""Who has a module still before them."""

from dataclasses import dataclass, field

from django.db.models import Count, Q

from plans.queries.assigning import module_counts, open_enrolments
from staff.models import Employee
from training.choices import OPEN_STATUSES, EnrolmentStatus
from training.models import Enrolment


@dataclass(frozen=True)
class Left:
    """How many people have one module still before them: they have it open, or nobody
    has assigned it to them.
    """

    open: int
    unassigned: int

    @property
    def people(self):
        return self.open + self.unassigned


@dataclass(frozen=True)
class StillToDo:
    """Of ``people`` whom somebody looks after, so many have each module before them.

    left: {module id: Left}; a module that nobody has had is not in it.
    """

    people: int
    left: dict = field(default_factory=dict)

    def left_of(self, module_id):
        """Return the Left of one module."""
        return self.left.get(module_id, Left(0, self.people))


def still_to_do(user, today, modules):
    """Return the StillToDo of those ``user`` may see and who work here on ``today``.

    modules: ids. Two statements for any number of modules and people.
    """
    people = Employee.objects.visible_to(user, today).employed_on(today)
    total = people.count()
    done = Q(status=EnrolmentStatus.COMPLETED)
    touched = Enrolment.objects.filter(
        done | Q(status__in=OPEN_STATUSES),
        module__in=list(modules),
        employee__in=people.values("pk"),
    )
    counted = touched.values("module").annotate(
        done=Count("employee", distinct=True, filter=done),
        touched=Count("employee", distinct=True),
    )
    return StillToDo(
        people=total,
        left={
            row["module"]: Left(row["touched"] - row["done"], total - row["touched"])
            for row in counted.order_by()
        },
    )


def people_here(today):
    """Return how many people work here on ``today``."""
    return Employee.objects.employed_on(today).count()


def open_counts(user, today, modules):
    """Return {module id: how many people have it open} of those ``user`` may ask.

    modules: ids. Whoever has completed it and is to do it again counts too.
    """
    if not modules:
        return {}
    return module_counts(open_enrolments(user, today, modules))
