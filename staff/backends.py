"""Signing in: with the employee number or the e-mail, for as long as one works here."""

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.core.exceptions import ValidationError
from django.core.validators import validate_ipv46_address

from staff.models import Employee


class EmployeeBackend(BaseBackend):
    """Knows people by number or e-mail; forgets them the minute they have left."""

    def authenticate(self, request, username=None, password=None):
        if not username or not password:
            return None
        employee = Employee.objects.with_time_zone().named(username).first()
        if employee is None:
            # Spend the same time as for a wrong password, so that a clock does not
            # tell which numbers exist.
            Employee().set_password(password)
            return None
        if employee.check_password(password) and employee.works_here():
            return employee
        return None

    def get_user(self, user_id):
        employee = Employee.objects.with_time_zone().filter(pk=user_id).first()
        return employee if employee and employee.works_here() else None


def client_address(request):
    """Return the address the request came from, behind our own proxies if there are any.

    X-Forwarded-For is believed as far as ENCORE_PROXY_COUNT proxies of ours wrote it.
    None for what is no address: a local socket, a broken header.
    """
    address = request.META.get("REMOTE_ADDR")
    if settings.PROXY_COUNT:
        hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(hops) >= settings.PROXY_COUNT:
            address = hops[-settings.PROXY_COUNT].strip()
    return address if is_address(address) else None


def is_address(address):
    try:
        validate_ipv46_address(address or "")
    except ValidationError:
        return False
    return True


def account_name(request, credentials):
    """Return the one name under which wrong passwords for an account are counted.

    Number and e-mail, in any case, lead to the same person and so to the same count.
    """
    typed = (credentials or request.POST).get("username") or ""
    typed = typed.replace("\0", "").strip()[:254]
    numbers = Employee.objects.named(typed).values_list("employee_number", flat=True)
    return numbers.first() or typed.casefold()
