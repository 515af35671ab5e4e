"""Giving roles and taking them away."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from staff.access import is_administrator, only
from staff.actions.roles import grant_role, revoke_role
from staff.choices import Role
from staff.models import Employee


@require_POST
@only(is_administrator)
def role_grant(request, pk):
    employee, role = person_and_role(request, pk)
    try:
        grant_role(
            employee=employee,
            role=role,
            by=request.user,
            at=now(),
            today=employee.today(),
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        said = _("%(person)s now holds the role %(role)s.")
        messages.success(request, said % {"person": employee, "role": role.label})
    return redirect(employee)


@require_POST
@only(is_administrator)
def role_revoke(request, pk):
    employee, role = person_and_role(request, pk)
    try:
        revoke_role(
            employee=employee,
            role=role,
            by=request.user,
            at=now(),
            today=employee.today(),
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        said = _("%(person)s no longer holds the role %(role)s.")
        messages.success(request, said % {"person": employee, "role": role.label})
    return redirect(employee)


def person_and_role(request, pk):
    """Return the person and the Role a request is about; 404 for unknown ones."""
    people = Employee.objects.visible_to(request.user, request.user.today())
    role = request.POST.get("role")
    if role not in Role.values:
        raise Http404
    return get_object_or_404(people, pk=pk), Role(role)
