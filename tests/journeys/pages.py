"""Which pages there are to take pictures of: what the table of access lets one GET."""

import re
from contextlib import suppress

from django.urls import Resolver404, resolve

from tests.access.table import acts

# What is opened and is no page of its own.
NO_PAGES = {
    "health": "a word",
    "": "leads on to where somebody belongs",
    "set-up/people/": "leads on to the import of people",
    "data/<uuid>/rows/": "a file",
    "learn/<uuid>/steps/<key>/media/<digest>/": "a file",
    "learn/certificates/<uuid>/pdf/": "a file",
    "api/v1": "a problem in JSON",
    "people/import/<uuid>/rows/": "a file",
    "studio/exchange/export/": "a file",
    "studio/media/<digest>/": "a file",
    "schemas/<kind>-1.json": "for programs",
}


def pages_without_picture(paths):
    """Return the routes of pages to which none of ``paths`` leads, as a set."""
    seen = set(map(route_of, paths))
    pages = {
        act.route
        for act in acts().values()
        if act.method == "GET" and (not act.is_api or act.route == "api/v1/docs")
    }
    return pages - seen - NO_PAGES.keys()


def route_of(path):
    """Return the route that ``path`` takes, as the table of access writes it, or None."""
    with suppress(Resolver404):
        return re.sub(r"<\w+:(\w+)>", r"<\1>", resolve(path).route)
    return None
