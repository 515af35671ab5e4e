"""Certifying people, covering for a time, taking a certificate away.

A period is only added to; who adds one locks the person first, so that of two at once
the second sees what the first has opened.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events.record import record, record_many, unsaved_event
from staff.access import keeps_people, leads
from staff.importing.kind import Counts
from staff.models import Employee
from training.actions.enrolments import lock_and_date
from training.certification import validity
from training.choices import CertificationSource
from training.models import CertificationPeriod, CertificationPolicy, Module

LONGEST_REASON = 300


@transaction.atomic
def certify_completed(*, enrolment, at, today):
    """Open what the completed ``enrolment`` earns; return the CertificationPeriods.

    today: the date where the learner works. A module that certifies opens a period, or
    joins one to what its learner has. A refresher renews what it is the refresher of,
    and nothing but that: only within the window, and only what was not revoked. What
    would end no later than what the learner has already opens nothing.
    """
    policies = CertificationPolicy.objects.select_related("module").filter(
        Q(module=enrolment.module_id) | Q(refresher=enrolment.module_id)
    )
    opened = []
    for policy in policies.order_by("pk"):
        if not opened:
            Employee.objects.filter(pk=enrolment.employee_id).locked_in_order().get()
        held = held_by(enrolment.employee_id, policy.module_id)
        completed_on = enrolment.completed_on
        is_itself = policy.module_id == enrolment.module_id
        if not is_itself and not (held and held.is_renewable_on(completed_on)):
            continue
        term = validity.term_of(policy.as_rule(), completed_on, held)
        if held and term.valid_until <= held.valid_until:
            continue
        period = CertificationPeriod.objects.create(
            employee=enrolment.employee,
            module=policy.module,
            enrolment=enrolment,
            source=CertificationSource.COMPLETION,
            opened_at=at,
            look_on=first_look(term, today),
            **days_of(term),
        )
        learner = enrolment.employee
        record(
            "certification.earned", at=at, by=learner, employee=learner, subject=period
        )
        opened.append(period)
    return opened


@transaction.atomic
def give_cover(*, employee, module, last_day_on, reason, by, at):
    """Let ``employee`` count as certified without training; return the new period.

    It begins today where the person works and ends after ``last_day_on``, a date. by:
    the Employee who answers for it, or None for the operator.
    Raises PermissionDenied unless ``by`` looks after others and is somebody else, and
    ValidationError, codes "reason", "not_employed", "not_certifying", "over",
    "too_long", "certified_already", or "revoked" when only HR may.
    """
    if by is not None and (by.pk == employee.pk or not leads(by)):
        raise PermissionDenied
    reason = _reason(reason)
    today = lock_and_date([employee], at)[employee.pk]
    until = last_day_on + validity.A_DAY
    if not employee.employments.current_on(today).exists():
        raise _refusal("not_employed")
    periods = CertificationPeriod.objects.filter(employee=employee, module=module)
    certifies = CertificationPolicy.objects.filter(module=module).exists()
    if not (certifies or periods.exists()):
        raise _refusal("not_certifying")
    _refuse_days(list(periods), today, until)
    latest = periods.leading_on(today).with_state(today).first()
    is_revoked = latest is not None and latest.state == validity.REVOKED
    if is_revoked and by is not None and not keeps_people(by):
        raise _refusal("revoked")
    period = CertificationPeriod.objects.create(
        employee=employee,
        module=module,
        source=CertificationSource.COVER,
        valid_from=today,
        valid_until=until,
        opened_at=at,
        granted_by=by,
        reason=reason,
        look_on=until,
    )
    record("certification.covered", at=at, by=by, employee=employee, subject=period)
    return period


@transaction.atomic
def revoke_certification(*, employee, module, reason, by, at):
    """Take from ``employee`` every period in ``module`` that counts now or later.

    Returns them. Their rows stay, with the day, who did it and the reason; what ended
    before is left as it is. Learning the module again opens a new one.
    Raises PermissionDenied unless ``by`` is HR and somebody else, and ValidationError,
    codes "reason" and "nothing_to_revoke".
    """
    if by is not None and (by.pk == employee.pk or not keeps_people(by)):
        raise PermissionDenied
    reason = _reason(reason)
    today = lock_and_date([employee], at)[employee.pk]
    periods = CertificationPeriod.objects.filter(
        employee=employee, module=module, valid_until__gt=today, revoked_on=None
    )
    revoked = list(periods.select_for_update(of=("self",)).order_by("pk"))
    if not revoked:
        raise _refusal("nothing_to_revoke")
    facts = {
        "revoked_on": today,
        "revoked_at": at,
        "revoked_by": by,
        "revoked_reason": reason,
        "look_on": None,
    }
    for period in revoked:
        for name, value in facts.items():
            setattr(period, name, value)
        period.save(update_fields=list(facts))
        record(
            "certification.revoked",
            at=at,
            by=by,
            employee=employee,
            subject=period,
            fields=["revoked_on"],
        )
    return revoked


@transaction.atomic
def record_past_certifications(*, certifications, at, by=None, batch=None):
    """Keep ``certifications``, PastCertifications, as periods; return the Counts.

    at: the moment. by: who brings them, an Employee or None. batch: a UUID that their
    events share. One that is there already, from a file or earned, is known, also when
    it was revoked since. Its window is that of the module's present rule; without one
    nothing renews it. One event a row. The same few statements for any number; the
    caller cuts long lists.
    """
    certifications = list(certifications)
    people = Employee.objects.in_bulk({each.employee_id for each in certifications})
    modules = Module.objects.in_bulk({each.module_id for each in certifications})
    days = lock_and_date(people.values(), at)
    policies = {
        policy.module_id: policy.as_rule()
        for policy in CertificationPolicy.objects.filter(module__in=modules)
    }
    there = CertificationPeriod.objects.earned().filter(
        employee__in=people, module__in=modules
    )
    names = ("employee", "module", "valid_from", "valid_until")
    known, new = set(there.values_list(*names)), []
    for each in certifications:
        if each.key in known:
            continue
        known.add(each.key)
        term = _past_term(each, policies.get(each.module_id))
        new.append(
            CertificationPeriod(
                employee=people[each.employee_id],
                module=modules[each.module_id],
                source=CertificationSource.IMPORT,
                opened_at=at,
                look_on=first_look(term, days[each.employee_id]),
                **days_of(term),
            )
        )
    new = CertificationPeriod.objects.bulk_create(new, batch_size=500)
    record_many(
        unsaved_event(
            "certification.imported",
            at=at,
            by=by,
            employee=period.employee,
            subject=period,
            batch=batch,
        )
        for period in new
    )
    return Counts(new=len(new), known=len(certifications) - len(new))


def _past_term(certification, policy):
    days = certification.valid_from, certification.valid_until
    return validity.Term(*days, policy and validity.window_opens_on(*days, policy))


def held_by(employee_id, module_id):
    """Return the Term that was earned, not revoked, and reaches furthest; or None."""
    earned = CertificationPeriod.objects.earned().filter(
        employee=employee_id, module=module_id, revoked_on=None
    )
    return validity.furthest(period.term for period in earned)


def days_of(term):
    """Return the days of ``term``, a validity.Term, by the names of their fields."""
    return {
        "valid_from": term.valid_from,
        "valid_until": term.valid_until,
        "renewal_opens_on": term.renewal_opens_on,
    }


def first_look(term, today):
    """Return when the calendar first has to look at ``term``, opened ``today``; or None.

    Today, where renewing is due at once: somebody has to be told to.
    """
    is_due = term.is_renewable_on(today)
    return today if is_due else validity.next_change(term, today)


def _reason(text):
    text = " ".join(text.split())
    if not text:
        raise _refusal("reason")
    if len(text) > LONGEST_REASON:
        raise _refusal("reason_long")
    return text


def _refuse_days(periods, today, until):
    """Refuse a cover until ``until`` that is over, too long, or not needed."""
    if until <= today:
        raise _refusal("over")
    if (until - _cover_begins_on(periods, today)).days > validity.MOST_COVER_DAYS:
        raise _refusal("too_long", days=validity.MOST_COVER_DAYS)
    standing = [each.valid_until for each in periods if each.revoked_on is None]
    if standing and max(standing) >= until:
        last_day_on = max(standing) - validity.A_DAY
        raise _refusal("certified_already", day=date_format(last_day_on, "j M Y"))


def _cover_begins_on(periods, today):
    """Return since when one cover has followed the other without a gap, up to today."""
    begins_on = today
    covers = (period for period in periods if period.is_cover)
    for cover in sorted(covers, key=lambda each: each.valid_from, reverse=True):
        if (cover.revoked_on or cover.valid_until) >= begins_on:
            begins_on = min(begins_on, cover.valid_from)
    return begins_on


def _refusal(code, **params):
    sentences = {
        "reason": _("Say why: it is kept with the certificate."),
        "reason_long": _("Please say it in 300 characters."),
        "not_employed": _("This person does not work here today."),
        "not_certifying": _("This module does not certify anybody."),
        "over": _("The last day has to be today or later."),
        "too_long": _(
            "Cover lasts %(days)s days at most, one after the other counted together."
        ),
        "certified_already": _("This person is certified until %(day)s already."),
        "revoked": _("The certificate was revoked. Only HR can give cover now."),
        "nothing_to_revoke": _("There is no certificate that counts."),
    }
    return ValidationError(sentences[code], code=code, params=params)
