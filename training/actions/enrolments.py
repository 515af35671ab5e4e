"""Enrolling people in modules, and taking that back."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from events.record import record_many, unsaved_event
from staff.models import Employee
from training.choices import OPEN_STATUSES, EnrolmentSource, EnrolmentStatus
from training.models import Enrolment

# Ids in one statement; databases bear only so many.
LONGEST_LIST = 5_000


def lock_and_date(employees, at):
    """Lock ``employees``; return {employee id: the date at ``at`` where they work}.

    Until the transaction ends nobody else enrols them, so what is found is what counts.
    """
    ids = {employee.pk for employee in employees}
    people = Employee.objects.filter(pk__in=ids).with_time_zone().locked_in_order()
    zones = dict(people.values_list("pk", "team_time_zone"))
    days = {
        zone: localdate(at, timezone=ZoneInfo(zone or settings.TIME_ZONE))
        for zone in set(zones.values())
    }
    return {employee: days[zone] for employee, zone in zones.items()}


@transaction.atomic
def enrol(
    pairs, *, source, at, days=None, by=None, due_on=None, reason="", batch_uuid=None
):
    """Enrol people in modules; return the new enrolments, in the order of ``pairs``.

    pairs: (employee, module) without repeats. source: an EnrolmentSource. at: the
    moment; ``assigned_on`` becomes the date it then is where each person works. by: who
    assigns, an employee, a key, or None for Encore itself. days: what lock_and_date
    returned, when the caller had to look before enrolling; else people are locked here.
    Somebody who had the module before gets its next cycle. Costs the same few statements
    for any number of pairs.
    Raises ValidationError, code "already_open", when a person is learning the module
    already, and "archived" when a module is no longer on offer; then nothing is saved.
    """
    pairs = list(pairs)
    if days is None:
        days = lock_and_date((employee for employee, _module in pairs), at)
    before = _cycles_before(pairs)
    for employee, module in pairs:
        if module.is_archived:
            raise ValidationError(
                _("“%(module)s” is no longer on offer."),
                code="archived",
                params={"module": module},
            )
        cycles = before.get((employee.pk, module.pk), [])
        if any(status in OPEN_STATUSES for _cycle, status in cycles):
            raise ValidationError(
                _("%(person)s is learning “%(module)s” already."),
                code="already_open",
                params={"person": employee, "module": module},
            )
    enrolments = Enrolment.objects.bulk_create(
        [
            Enrolment(
                employee=employee,
                module=module,
                cycle=_next_cycle(before.get((employee.pk, module.pk), [])),
                assigned_on=days[employee.pk],
                assigned_by=by if isinstance(by, Employee) else None,
                source=source,
                batch_uuid=batch_uuid,
                reason=reason,
                due_on=due_on,
            )
            for employee, module in pairs
        ],
        batch_size=500,
    )
    record_many(
        unsaved_event(
            "enrolment.assigned",
            at=at,
            by=by,
            employee=enrolment.employee,
            subject=enrolment,
            batch=batch_uuid,
        )
        for enrolment in enrolments
    )
    return enrolments


def enrol_self(*, employee, module, at):
    """Enrol ``employee`` in ``module`` of their own choice; return the enrolment.

    Whoever is learning it already gets the enrolment they have. Raises ValidationError,
    code "archived".
    """
    with transaction.atomic():
        days = lock_and_date([employee], at)
        learning = Enrolment.objects.open().filter(employee=employee, module=module)
        if enrolment := learning.first():
            return enrolment
        [enrolment] = enrol(
            [(employee, module)],
            source=EnrolmentSource.SELF,
            at=at,
            days=days,
            by=employee,
        )
        return enrolment


@transaction.atomic
def withdraw(enrolments, *, at, by, batch_uuid=None):
    """Take back those of ``enrolments``, a queryset, that nobody has started.

    Returns (taken back, kept): lists of enrolments; kept are those that were started or
    settled meanwhile. Nothing is deleted. Costs the same few statements for thousands.
    """
    learners = enrolments.select_related("employee").order_by("pk")
    locked = list(learners.select_for_update(of=("self",)))
    taken = [e for e in locked if e.status == EnrolmentStatus.ASSIGNED]
    withdrawn = {"status": EnrolmentStatus.WITHDRAWN, "withdrawn_at": at}
    for enrolment in taken:
        enrolment.status, enrolment.withdrawn_at = withdrawn.values()
    for start in range(0, len(taken), LONGEST_LIST):
        ids = [enrolment.pk for enrolment in taken[start : start + LONGEST_LIST]]
        Enrolment.objects.filter(pk__in=ids).update(**withdrawn)
    record_many(
        unsaved_event(
            "enrolment.withdrawn",
            at=at,
            by=by,
            employee=enrolment.employee,
            subject=enrolment,
            fields=withdrawn,
            batch=batch_uuid,
        )
        for enrolment in taken
    )
    return taken, [e for e in locked if e.status != EnrolmentStatus.WITHDRAWN]


def _cycles_before(pairs):
    """Return {(employee id, module id): [(cycle, status), …]} of what they had before."""
    rows = Enrolment.objects.filter(
        employee__in={employee.pk for employee, _module in pairs},
        module__in={module.pk for _employee, module in pairs},
    ).values_list("employee", "module", "cycle", "status")
    cycles = {}
    for employee, module, cycle, status in rows:
        cycles.setdefault((employee, module), []).append((cycle, status))
    return cycles


def _next_cycle(before):
    return max((cycle for cycle, _status in before), default=0) + 1
