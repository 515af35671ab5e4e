"""Where people have worked and whom they manage, as plain values."""

from collections import defaultdict

from staff.models import Employment, Posting, TeamManager
from staff.rules.career import Career, Charge, Post, Stay

# More people than this are fetched by reading everybody, not by a list of ids.
LONGEST_LIST = 500


def career_of(employee):
    """Return the staff.rules.career.Career of ``employee``."""
    return careers_of([employee.pk])[employee.pk]


def careers_of(employee_ids):
    """Return {employee id: Career} for ``employee_ids``, in three statements."""
    wanted = set(employee_ids)
    stays = _rows(Employment, Stay, wanted, "hired_on", ["hired_on", "left_on"])
    period = ["valid_from", "valid_to"]
    posts = _rows(
        Posting,
        Post,
        wanted,
        "valid_from",
        ["team_id", "job_role_id", *period, "is_assumed"],
    )
    charges = _rows(TeamManager, Charge, wanted, "valid_from", ["team_id", *period])
    return {
        pk: Career(tuple(stays[pk]), tuple(posts[pk]), tuple(charges[pk]))
        for pk in wanted
    }


def _rows(model, kind, wanted, order, fields):
    rows = model.objects.order_by(order, "pk")
    if len(wanted) <= LONGEST_LIST:
        rows = rows.filter(employee__in=wanted)
    by_employee = defaultdict(list)
    for employee_id, *values in rows.values_list("employee_id", *fields, "pk"):
        by_employee[employee_id].append(kind(*values))
    return by_employee
