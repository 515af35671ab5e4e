"""Sign-in codes: how people without e-mail get in, the first time and after a loss."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from events.record import record, record_many, unsaved_event
from staff.access import code_receivers
from staff.actions.failed_tries import count_failed_try, forget_failed_tries
from staff.actions.passwords import change_password
from staff.choices import Door
from staff.models import Employee, Employment, SignInCode
from staff.queries.failed_tries import waiting_until

# Without 0 O, 1 I L and U: read aloud and typed on a phone, nothing is mistaken.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
GOOD_FOR = timedelta(days=7)
# What is printed on one sheet; more people than that are another team.
CODES_AT_ONCE = 200


@dataclass(frozen=True)
class IssuedCode:
    """A code in plain letters, "XXXX-XXXX": it exists here and on paper, nowhere else."""

    employee: Employee
    code: str
    expires_at: datetime


@transaction.atomic
def issue_codes(*, employees, by, at):
    """Give each of ``employees`` a new sign-in code; return IssuedCodes in their order.

    employees: Employees, CODES_AT_ONCE at most. by: the Employee who hands them out.
    at: an aware moment. Earlier codes are good no longer. Whoever had a password had
    better lost it: it ends at once, and with it every open session.

    Raises PermissionDenied when ``by`` may not hand a code to every one of them, and
    ValidationError, code "too_many"; then no code is issued.
    """
    if len(employees) > CODES_AT_ONCE:
        raise ValidationError(
            _("That is more than %(most)d people at once. Please take fewer."),
            code="too_many",
            params={"most": CODES_AT_ONCE},
        )
    wanted = {employee.pk for employee in employees}
    locked = Employee.objects.filter(pk__in=wanted).locked_in_order()
    list(locked.values_list("pk", flat=True))
    allowed = code_receivers(by, by.today()).filter(pk__in=wanted)
    if set(allowed.values_list("pk", flat=True)) != wanted:
        raise PermissionDenied

    open_codes = SignInCode.objects.filter(used_at=None, withdrawn_at=None)
    open_codes.filter(employee__in=wanted).update(withdrawn_at=at)
    Employee.objects.filter(pk__in=wanted).update(password=make_password(None))
    first_days = _first_days(wanted, at)
    issued = [
        IssuedCode(person, _new_code(), first_days.get(person.pk, at) + GOOD_FOR)
        for person in employees
    ]
    rows = SignInCode.objects.bulk_create(
        SignInCode(
            employee=code.employee,
            digest=_digest(code.employee, code.code),
            created_at=at,
            created_by=by,
            expires_at=code.expires_at,
        )
        for code in issued
    )
    record_many(
        [
            unsaved_event(
                "code.issued", at=at, by=by, employee=row.employee, subject=row
            )
            for row in rows
        ]
    )
    return issued


def _first_days(wanted, at):
    """Return {employee id: the moment their first day begins} of those yet to begin.

    wanted: ids. A code for a newcomer is good for seven days from that day on.
    """
    here = Employment.objects.current_on(at.date()).values("employee")
    to_come = Employment.objects.filter(employee__in=wanted, hired_on__gt=at.date())
    people = Employee.objects.with_time_zone().in_bulk(wanted)
    return {
        employment.employee_id: datetime.combine(
            employment.hired_on,
            time.min,
            ZoneInfo(people[employment.employee_id].time_zone),
        )
        for employment in to_come.exclude(employee__in=here)
    }


def redeem_code(*, number, code, password, address, at):
    """Set the password of whoever was handed ``code``; return the SignInCode, used up.

    number: employee number or e-mail, as typed. code: as typed, in any case and with or
    without the dash. password: the new one. address: where the request comes from, what
    tries are counted by. at: an aware moment.

    All other sessions of the person end, for their password is another. The code is
    used up only when everything is right.

    Raises ValidationError, code "wait" with params["until"], "wrong" for an unknown
    number and a wrong code alike, "spent" or "too_early" when the code was right, and
    under "password" what the password validators say.
    """
    employee = Employee.objects.with_time_zone().named(number.strip()).first()
    account = str(employee.pk) if employee else number.strip().casefold()
    until = waiting_until(door=Door.CODE, address=address, account=account, at=at)
    if until:
        raise ValidationError(
            _("That were too many tries. Please wait a little."),
            code="wait",
            params={"until": until},
        )
    with transaction.atomic():
        row = _right_code(employee, code)
        if row:
            _redeem(row, password=password, at=at)
            forget_failed_tries(door=Door.CODE, account=account)
            return row
    count_failed_try(door=Door.CODE, account=account, address=address, at=at)
    raise ValidationError(
        _("This number and this code do not go together. Please look at both again."),
        code="wrong",
    )


def _right_code(employee, code):
    """Return the SignInCode that reads ``code``, its person locked; None without one.

    The person is locked before the code, as where codes are issued.
    """
    if employee:
        Employee.objects.locked_in_order().get(pk=employee.pk)
    codes = SignInCode.objects.select_related("employee", "created_by")
    return codes.filter(employee=employee, digest=_digest(employee, code)).first()


def _redeem(row, *, password, at):
    employee = row.employee
    unspent = SignInCode.objects.filter(used_at=None, withdrawn_at=None)
    is_spent = not unspent.filter(pk=row.pk, expires_at__gt=at).update(used_at=at)
    today = employee.today()
    is_to_come = employee.employments.filter(hired_on__gt=today).exists()
    if is_to_come and not employee.works_here():
        raise ValidationError(
            _("This code opens on your first day. Keep it until then."),
            code="too_early",
        )
    if is_spent or not employee.works_here():
        raise ValidationError(
            _("This code is good no longer. Ask whoever gave it to you for a new one."),
            code="spent",
        )
    change_password(employee=employee, password=password, at=at)
    record("code.used", at=at, by=employee, employee=employee, subject=row)


def _new_code():
    letters = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


def _digest(employee, code):
    """Return what is stored for ``code``: an HMAC, so a stolen table opens no door.

    The person is part of it: a code is good with its own number only.
    """
    letters = re.sub(r"[^0-9A-Z]", "", code.upper())
    person = employee.pk if employee else 0
    salt = "staff.sign_in_code"
    return salted_hmac(salt, f"{person}:{letters}", algorithm="sha256").hexdigest()
