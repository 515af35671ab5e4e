"""Every change to a person's employment, one act a function.

Each decides by the rules of staff/rules/career.py under a lock and writes through
staff/actions/careers.py, as the import of files does. A repeat of an act that is done
already changes nothing and tells the journal nothing.

All take ``by``, the Employee or API key that acts, None for Encore itself, and ``at``,
an aware moment. Where somebody is gone "today", that is the date where they work.
"""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from staff.actions.careers import Change, lock_people, write_changes
from staff.models import Employee
from staff.queries.careers import career_of
from staff.refusals import refusal
from staff.rules import career as rules
from staff.rules.person import clean_number, is_like_email, is_near, plain

DETAILS = ("first_name", "last_name", "email", "language")


@transaction.atomic
def hire(
    *,
    employee_number,
    first_name,
    last_name="",
    email="",
    language="",
    hired_on,
    team,
    job_role=None,
    is_assumed=False,
    by,
    at,
):
    """Take on somebody new from ``hired_on``, a date, in ``team``; return the Employee.

    job_role: a JobRole or None. is_assumed: nobody stated that the person began in this
    team on the hire date. The new person has no password: a sign-in code opens the door.

    Raises ValidationError by field for names, number and e-mail (a number or e-mail that
    another person has, a number with an "@"), and code "far_off" for a date no one works
    on.
    """
    lock_people()
    _ask_near(hired_on)
    number = clean_number(employee_number)
    if is_like_email(number):
        raise ValidationError({"employee_number": refusal("number_like_email")})
    employee = Employee(
        employee_number=number,
        **_clean_details(
            first_name=first_name, last_name=last_name, email=email, language=language
        ),
    )
    employee.full_clean(exclude=["password"])
    after = rules.hired(
        rules.Career(),
        hired_on,
        team_id=team and team.pk,
        job_role_id=job_role and job_role.pk,
        is_assumed=is_assumed,
    )
    _write(employee, rules.Career(), after, by=by, at=at)
    return employee


@transaction.atomic
def correct_person(*, employee, by, at, **details):
    """Set right how a person is called or written to; return the Employee.

    details: any of first_name, last_name, email, language. The employee number is HR's
    name for the person and stays.

    Raises ValidationError by field, and TypeError for any other detail.
    """
    if unknown := set(details) - set(DETAILS):
        raise TypeError(f"not a detail of a person: {sorted(unknown)}")
    employee = _locked(employee)
    details = _clean_details(**details)
    fields = {name for name, new in details.items() if getattr(employee, name) != new}
    for name in fields:
        setattr(employee, name, details[name])
    employee.full_clean(exclude=["password"])
    career = career_of(employee)
    _write(employee, career, career, fields=fields, by=by, at=at)
    return employee


@transaction.atomic
def correct_employment(*, employee, employment, hired_on, left_on, by, at):
    """Set the dates of ``employment`` right; ``left_on`` None takes a leaving back.

    left_on: first day away. Posting and charges follow, as staff.rules.career.corrected
    says.

    Raises ValidationError, codes "left_before_hired", "hired_before_left",
    "left_after_next_hire", "hired_after_move", "last_administrator", "far_off".
    """
    employee = _locked(employee)
    _ask_near(hired_on, left_on)
    career = career_of(employee)
    stay = next(stay for stay in career.stays if stay.id == employment.pk)
    _ask(rules.correction_refusal(career, stay, hired_on, left_on), employee)
    after = rules.corrected(
        career, stay, hired_on=hired_on, left_on=left_on, today=_today(employee, at)
    )
    _write(employee, career, after, by=by, at=at)


@transaction.atomic
def move(*, employee, team, job_role, valid_from, by, at):
    """Post ``employee`` to ``team`` as ``job_role`` from ``valid_from``, a date, on.

    What was known from that day up to today is replaced; a move planned for a later day
    stays.

    Raises ValidationError, codes "not_employed", "moved_before_hired",
    "moved_after_left", "far_off".
    """
    employee = _locked(employee)
    _ask_near(valid_from)
    career = career_of(employee)
    _ask(rules.move_refusal(career, valid_from), employee)
    after = rules.moved(
        career,
        team_id=team.pk,
        job_role_id=job_role and job_role.pk,
        valid_from=valid_from,
        today=_today(employee, at),
    )
    _write(employee, career, after, by=by, at=at)


@transaction.atomic
def record_leaving(*, employee, left_on, by, at):
    """Record that ``employee`` is away from ``left_on``, a date, on.

    Posting and charges end that day; roles, sign-in codes and password once it has come,
    here or in calendar.py. Sessions end with the password, and until the calendar has
    been passed every request asks whether the person works here.

    Raises ValidationError, codes "not_employed", "left_before_hired",
    "last_administrator", "far_off".
    """
    employee = _locked(employee)
    career = career_of(employee)
    if career.latest is None or (
        not career.is_open and career.latest.left_on != left_on
    ):
        raise refusal("not_employed", person=employee)
    _ask_near(left_on)
    stay = career.latest
    _ask(rules.correction_refusal(career, stay, stay.hired_on, left_on), employee)
    after = rules.corrected(
        career,
        stay,
        hired_on=stay.hired_on,
        left_on=left_on,
        today=_today(employee, at),
    )
    _write(employee, career, after, by=by, at=at)


@transaction.atomic
def rehire(*, employee, hired_on, team, job_role=None, is_assumed=False, by, at):
    """Take ``employee`` on again from ``hired_on``, a date, in ``team``.

    They start without roles, charges and sign-in codes, and with a new code for the
    password ended with the leaving.

    Raises ValidationError, codes "works_here", "hired_before_left", "far_off".
    """
    employee = _locked(employee)
    _ask_near(hired_on)
    career = career_of(employee)
    _ask(rules.hire_refusal(career, hired_on, None), employee)
    after = rules.hired(
        career,
        hired_on,
        team_id=team and team.pk,
        job_role_id=job_role and job_role.pk,
        is_assumed=is_assumed,
    )
    _write(employee, career, after, by=by, at=at)


@transaction.atomic
def appoint_manager(*, employee, team, valid_from, by, at):
    """Let ``employee`` manage ``team``, and what is below it, from ``valid_from`` on.

    Raises ValidationError, codes "not_employed_then", "far_off".
    """
    employee = _locked(employee)
    _ask_near(valid_from)
    career = career_of(employee)
    _ask(rules.appointment_refusal(career, valid_from), employee)
    after = rules.appointed(career, team.pk, valid_from)
    _write(employee, career, after, by=by, at=at)


@transaction.atomic
def end_management(*, employee, team, valid_to, by, at):
    """End that ``employee`` manages ``team``: ``valid_to`` is the first day without.

    Raises ValidationError, code "far_off".
    """
    employee = _locked(employee)
    _ask_near(valid_to)
    career = career_of(employee)
    after = rules.relieved(career, team.pk, valid_to)
    _write(employee, career, after, by=by, at=at)


def _locked(employee):
    """Return ``employee`` as it is now, and lock it."""
    lock_people([employee.pk])
    return Employee.objects.with_time_zone().get(pk=employee.pk)


def _today(employee, at):
    return localdate(at, timezone=ZoneInfo(employee.time_zone))


def _clean_details(**details):
    clean = {name: plain(words) for name, words in details.items()}
    if "email" in clean:
        clean["email"] = clean["email"].lower()
    if clean.get("language") and clean["language"] not in dict(settings.LANGUAGES):
        raise refusal("language_unknown", language=clean["language"])
    return clean


def _ask(code, employee):
    if code:
        raise refusal(code, person=employee)


def _ask_near(*days):
    if not all(is_near(day) for day in days):
        raise refusal("far_off")


def _write(employee, before, after, *, fields=(), by, at):
    change = Change(employee, before, after, frozenset(fields))
    today = localdate(at) if employee.pk is None else _today(employee, at)
    write_changes([change], by=by, at=at, today=today)
