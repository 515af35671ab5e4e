"""Signing somebody in without a form."""

from django.test import Client

BACKEND = "staff.backends.EmployeeBackend"


def signed_in(person):
    """Return a Client in which ``person`` has signed in."""
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client
