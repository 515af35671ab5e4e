"""Every door that Django's URLs and the API's router open."""

import re

from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import RegexPattern

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# Where there is nothing, whatever the method.
NOWHERE = ("api/v1", "api/v1/…")
NOTHING = "00000000-0000-0000-0000-000000000000"
# Values that fit the converter and belong to no row.
SAMPLES = {"int": "0", "uuid": NOTHING, "slug": "x", "str": "x", "path": "x"}


def routes():
    """Return {route: address}: each route as the table writes it, an address to try."""
    return {
        re.sub(r"<\w+:(\w+)>", r"<\1>", route): "/"
        + re.sub(r"<(\w+):\w+>", lambda found: SAMPLES[found[1]], route).replace(
            "…", "x"
        )
        for route in _walk(get_resolver().url_patterns)
    }


def _walk(patterns, before=""):
    for pattern in patterns:
        # The one pattern that is a regular expression catches whatever is left over.
        is_rest = isinstance(pattern.pattern, RegexPattern)
        route = before + ("…" if is_rest else str(pattern.pattern))
        if hasattr(pattern, "url_patterns"):
            yield from _walk(pattern.url_patterns, route)
        else:
            yield route


def open_doors(employee):
    """Return {(method, route)} of what does not answer 405 to ``employee``.

    Of NOWHERE, which answers every method the same, only GET.
    """
    client = Client()
    client.force_login(employee, backend="staff.backends.EmployeeBackend")
    saved = client.cookies.output()
    found = set()
    for route, address in routes().items():
        for method in METHODS:
            if client.cookies.output() != saved:
                client.force_login(employee, backend="staff.backends.EmployeeBackend")
                saved = client.cookies.output()
            answer = client.generic(method, address)
            is_again = route in NOWHERE and method != "GET"
            if answer.status_code != 405 and not is_again:
                found.add((method, route))
    return found
