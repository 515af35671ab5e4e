"""Trusting people with more than their own training, and no longer."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.record import record
from staff.access import is_administrator
from staff.choices import Role
from staff.models import Employee, RevokedGrant, RoleGrant


@transaction.atomic
def grant_role(*, employee, role, by, at, today):
    """Trust ``employee`` with ``role``; return the RoleGrant, the old one on a repeat.

    role: a staff.choices.Role. by: the Employee who decides, None for the operator at
    the command line. at: an aware moment. today: a date.

    Raises PermissionDenied unless ``by`` is an administrator and somebody else, and
    ValidationError, code "left", for somebody who does not work here.
    """
    _ask(by, employee)
    # The lock makes leaving, which takes roles away, wait its turn.
    Employee.objects.locked_in_order().get(pk=employee.pk)
    if not employee.employments.current_on(today).exists():
        raise ValidationError(
            _("%(person)s does not work here today, so no role can be given."),
            code="left",
            params={"person": employee},
        )
    grant, is_new = RoleGrant.objects.get_or_create(
        employee=employee,
        role=role,
        defaults={"granted_on": today, "granted_by": by},
    )
    if is_new:
        record(
            "role.granted",
            at=at,
            by=by,
            employee=employee,
            subject=grant,
            fields=["role"],
        )
    return grant


@transaction.atomic
def revoke_role(*, employee, role, by, at, today):
    """Take ``role`` away from ``employee``; nothing happens when it is not held.

    Arguments and PermissionDenied as for ``grant_role``. Raises ValidationError, code
    "last_administrator", when nobody would be left to administer.
    """
    _ask(by, employee)
    # Who comes second waits, finds no grant any more and tells nothing.
    Employee.objects.locked_in_order().get(pk=employee.pk)
    if role == Role.ADMINISTRATOR:
        ensure_administrator_without([employee.pk], today)
    grant = RoleGrant.objects.filter(employee=employee, role=role).first()
    if grant:
        record(
            "role.revoked",
            at=at,
            by=by,
            employee=employee,
            subject=grant,
            fields=["role"],
        )
        take_away([grant], at=at)


def take_away(grants, *, at):
    """Turn ``grants``, RoleGrants of people who are locked, into RevokedGrants."""
    RevokedGrant.objects.bulk_create(
        RevokedGrant(
            id=grant.pk,
            employee_id=grant.employee_id,
            role=grant.role,
            granted_on=grant.granted_on,
            granted_by_id=grant.granted_by_id,
            revoked_at=at,
        )
        for grant in grants
    )
    for grant in grants:
        grant.delete()


def ensure_administrator_without(leaving, today):
    """Refuse an act that would leave no employed administrator.

    leaving: ids of the people who stop administering. today: a date. Whoever has a last
    day already does not count: on that day nobody would be left, and nobody to refuse.
    Locks who administers until the transaction ends, so that two such acts take turns.

    Raises ValidationError, code "last_administrator".
    """
    administrators = RoleGrant.objects.filter(role=Role.ADMINISTRATOR)
    held_by = {
        grant.employee_id for grant in administrators.select_for_update().order_by("pk")
    }
    if not held_by & set(leaving):
        return
    others = Employee.objects.filter(pk__in=held_by - set(leaving))
    if not others.employed_on(today).filter(employments__left_on=None).exists():
        raise ValidationError(
            _(
                "Somebody has to administer Encore. Give the role to another person first."
            ),
            code="last_administrator",
        )


def _ask(by, employee):
    if by is not None and (by.pk == employee.pk or not is_administrator(by)):
        raise PermissionDenied
