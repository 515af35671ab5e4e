"""Giving a person the password they have chosen."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from events.record import record


@transaction.atomic
def change_password(*, employee, password, at):
    """Give ``employee`` the password they chose; sessions under the old one end.

    password: plain. at: an aware moment.

    Raises ValidationError, under "password", with what AUTH_PASSWORD_VALIDATORS say.
    """
    try:
        validate_password(password, employee)
    except ValidationError as refusal:
        raise ValidationError({"password": refusal.error_list}) from refusal
    employee.set_password(password)
    employee.save(update_fields=["password"])
    record("password.changed", at=at, by=employee, employee=employee, subject=employee)
