"""Who has a module still before them."""

from dataclasses import dataclass

from django.db.models import Count

from staff.models import Employee
from training.choices import EnrolmentStatus
from training.models import Enrolment


@dataclass(frozen=True)
class StillToDo:
    """Of ``people`` whom somebody looks after, so many have not completed each module.

    without: {module id: people}; a module nobody completed is not in it.
    """

    people: int
    without: dict


def still_to_do(user, today, modules):
    """Return the StillToDo of those ``user`` may see and who work here on ``today``.

    modules: ids. Two statements for any number of modules and people.
    """
    people = Employee.objects.visible_to(user, today).employed_on(today)
    total = people.count()
    done = Enrolment.objects.filter(
        module__in=list(modules),
        status=EnrolmentStatus.COMPLETED,
        employee__in=people.values("pk"),
    )
    counted = done.values("module").annotate(done=Count("employee", distinct=True))
    return StillToDo(
        people=total,
        without={row["module"]: total - row["done"] for row in counted.order_by()},
    )
