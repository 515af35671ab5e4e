"""What the calendar changes about certificates, on its day.

Nobody writes anything when a window opens or a certificate ends. Without this pass,
whoever follows the journal would not hear of it, and nobody would be asked to renew.
"""

import uuid
from collections import defaultdict
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from events.record import record_many, unsaved_event
from staff.models import Employee, Employment
from training.actions.enrolments import enrol, lock_and_date, withdraw
from training.certification import validity
from training.choices import OPEN_STATUSES, EnrolmentSource, EnrolmentStatus
from training.models import (
    CertificationPeriod,
    CertificationPolicy,
    Enrolment,
    Module,
)

# Periods dealt with in one transaction: a quarter of a second, each with an assignment.
AT_ONCE = 100
# Somewhere it is a day later than here, by so much at most.
FURTHEST_AHEAD = timedelta(hours=14)


def keep_certifications(*, at):
    """Journal what the calendar changed and assign what renews; return how many events.

    at: the moment of the pass. Each person lives by the date where they work. Told once
    a period: "certification.takes_effect", "certification.renewal_due" and
    "certification.expired". With the window the refresher is assigned, else the module
    itself, due on the last day; whoever has it open, or was given it since the window
    opened, is not given it again, and whoever is away once they are back. With the end,
    a refresher that nobody has begun is taken back, and the module assigned likewise. A
    second pass on one day finds nothing; days that were missed are made up for.
    """
    latest = (at + FURTHEST_AHEAD).date()
    told, last = 0, 0
    waiting = CertificationPeriod.objects.filter(look_on__lte=latest).order_by("pk")
    while ids := list(
        waiting.filter(pk__gt=last).values_list("pk", "employee")[:AT_ONCE]
    ):
        last = ids[-1][0]
        told += _look_at([pk for pk, _employee in ids], {e for _pk, e in ids}, at)
    return told


@transaction.atomic
def _look_at(ids, employee_ids, at):
    """Deal with the periods ``ids`` of ``employee_ids``; return how many events."""
    days = lock_and_date([Employee(pk=pk) for pk in employee_ids], at)
    facts = {"at": at, "batch": uuid.uuid4()}
    look = _Look(_periods_of(ids, days), days)
    events = [
        unsaved_event(
            f"certification.{word}",
            employee=period.employee,
            subject=period,
            **facts,
        )
        for period, words in look.told.items()
        for word in words
    ]
    record_many(events)
    lapsed = _that_renew_nothing(look.lapsed_refreshers(), max(days.values()))
    withdraw(lapsed, at=at, by=None, batch_uuid=facts["batch"])
    for due_on, pairs in look.to_assign().items():
        enrol(
            pairs,
            source=EnrolmentSource.RULE,
            at=at,
            days=days,
            due_on=due_on,
            batch_uuid=facts["batch"],
        )
    for period in look.told:
        period.look_on = look.next_look(period)
    CertificationPeriod.objects.bulk_update(look.told, ["look_on"])
    return len(events)


def _periods_of(ids, days):
    """Return those of the periods ``ids`` that are to be looked at, locked.

    days: {employee id: date}. Each with ``is_renewed``, and its policy or None.
    """
    rows = (
        CertificationPeriod.objects.filter(pk__in=ids, look_on__isnull=False)
        .with_state(max(days.values()))
        .select_related("employee", "module")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    return [row for row in rows if row.look_on <= days[row.employee_id]]


def _that_renew_nothing(ids, day):
    """Return the enrolments ``ids``, but for those by which something else is renewed."""
    renewable = CertificationPeriod.objects.earned().filter(
        employee=OuterRef("employee"),
        module__certification_policy__refresher=OuterRef("module"),
        renewal_opens_on__lte=day,
        valid_until__gt=day,
        revoked_on=None,
    )
    return Enrolment.objects.filter(~Exists(renewable), pk__in=ids)


class _Look:
    """What one look at some periods finds, and what follows from it.

    told: {period: words for what the calendar changed since the last look}.
    """

    def __init__(self, periods, days):
        self.days = days
        self.told = {period: self._changes(period) for period in periods}
        policies = CertificationPolicy.objects.filter(
            module__in={period.module_id for period in periods}
        )
        self.policies = {policy.module_id: policy for policy in policies}
        # What renews may be learned, and what came before it may be open still.
        modules = self.policies.keys() | {
            p.refresher_id for p in self.policies.values()
        }
        self.on_offer = Module.objects.on_offer().in_bulk(modules - {None})
        self.employed = self._employed()
        self.enrolments = defaultdict(list)
        rows = Enrolment.objects.filter(
            module__in=modules - {None}, employee__in={p.employee_id for p in periods}
        )
        for row in rows.order_by("pk"):
            self.enrolments[row.employee_id, row.module_id].append(row)

    def day(self, period):
        return self.days[period.employee_id]

    def _changes(self, period):
        return [
            word
            for on, word in validity.changes_of(period.term)
            if period.look_on <= on <= self.day(period)
            and not (word == validity.RENEWAL_DUE and period.is_renewed)
        ]

    def _employed(self):
        """Return the ids of those who work here on their day."""
        people = defaultdict(set)
        for period in self.told:
            people[self.day(period)].add(period.employee_id)
        return {
            pk
            for day, ids in people.items()
            for pk in Employment.objects.current_on(day)
            .filter(employee__in=ids)
            .values_list("employee", flat=True)
        }

    def _is_due(self, period):
        is_open = period.term.is_renewable_on(self.day(period))
        return is_open and not period.is_renewed and period.module_id in self.policies

    def _has_lapsed(self, period):
        """Whether it ended since the last look, and nothing renewed it."""
        is_over = validity.EXPIRED in self.told[period] and not period.is_cover
        return is_over and not period.is_renewed and period.module_id in self.policies

    def _path(self, period):
        """Return the module that renews ``period``, or None where nothing on offer does."""
        policy = self.policies[period.module_id]
        return self.on_offer.get(policy.refresher_id) or self.on_offer.get(
            policy.module_id
        )

    def _had(self, period, *modules):
        """Return whether the person has one of ``modules``, ids, open, or was given it
        since renewing began.
        """
        begins_on = period.renewal_opens_on or period.valid_until
        return any(
            row.status in OPEN_STATUSES
            or (row.assigned_on and row.assigned_on >= begins_on)
            for module in modules
            for row in self.enrolments[period.employee_id, module]
        )

    def _waits(self, period):
        """Whether it is due, but cannot be assigned: the person is away, or it is gone."""
        is_able = period.employee_id in self.employed and self._is_due(period)
        return self._is_due(period) and not (is_able and self._path(period))

    def lapsed_refreshers(self):
        """Return the ids of refreshers assigned by rule, not begun, that come too late."""
        return [
            row.pk
            for period in self.told
            if self._has_lapsed(period)
            for row in self.enrolments[
                period.employee_id, self.policies[period.module_id].refresher_id
            ]
            if row.status == EnrolmentStatus.ASSIGNED
            and row.source == EnrolmentSource.RULE
        ]

    def to_assign(self):
        """Return {due day or None: [(employee, module)]}, each pair once, the first due."""
        due = {}
        for period in self.told:
            module = self._wanted(period)
            if module and period.employee_id in self.employed:
                due_on = period.last_day_on if self._is_due(period) else None
                due.setdefault((period.employee, module), []).append(due_on)
        by_day = defaultdict(list)
        for pair, days in due.items():
            by_day[min(filter(None, days), default=None)].append(pair)
        return by_day

    def _wanted(self, period):
        """Return the Module that is to be assigned because of ``period``, or None."""
        if self._is_due(period):
            policy = self.policies[period.module_id]
            if not self._had(period, policy.refresher_id, policy.module_id):
                return self._path(period)
        elif self._has_lapsed(period) and not self._had(period, period.module_id):
            return self.on_offer.get(period.module_id)
        return None

    def next_look(self, period):
        """Return when to look again: tomorrow while it waits, else on the next change."""
        day = self.day(period)
        if self._waits(period):
            return day + validity.A_DAY
        return validity.next_change(period.term, day)
