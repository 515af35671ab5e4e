"""The places in the bar above and at the thumb, by what a person may do."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from staff.access import edits_catalogue, keeps_people, leads


@dataclass(frozen=True)
class Place:
    """One entry of the navigation: where it leads, its word and its icon."""

    url: str
    label: str
    icon: str
    is_current: bool


def navigation(request):
    """Return ``navigation``, the places for this person; empty for a visitor.

    Asked only where it is shown: a page with one thing to do has no bars.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": []}
    match = getattr(request, "resolver_match", None)
    here = match.view_name if match else ""

    def places():
        return [
            Place(reverse(name), label, icon, here.startswith(stem))
            for may, name, stem, label, icon in PLACES
            if may(user)
        ]

    return {"navigation": SimpleLazyObject(places)}


def everybody(user):
    return True


PEOPLE = (
    "staff:person",
    "staff:people",
    "staff:employment",
    "staff:team",
    "staff:code",
    "api-people:",
)

LEARN = (
    "training:module",
    "training:path",
    "training:enrolment",
    "training:step",
    "training:scenario",
    "suggestions:",
)

MY_TEAM = (
    "dashboard:my-team",
    "dashboard:person",
    "dashboard:cover",
    "dashboard:certificate",
    "training:observ",
    "plans:plan",
    "plans:goal",
    "plans:item",
    "plans:template",
)

CUSTOMERS = ("dashboard:customers", "dashboard:answer", "dashboard:complaint")

PLACES = [
    (everybody, "dashboard:today", "dashboard:today", _("Today"), "sun"),
    (everybody, "training:module-list", LEARN, _("Learn"), "book-2"),
    (leads, "dashboard:my-team", MY_TEAM, _("My team"), "users"),
    (leads, "plans:batch-add", ("plans:batch", "plans:enrolment"), _("Assign"), "send"),
    (leads, "outcomes:payoff", "outcomes:", _("Payoff"), "chart-dots-3"),
    (leads, "dashboard:customers", CUSTOMERS, _("Customers"), "messages"),
    (edits_catalogue, "studio:draft-list", "studio:", _("Studio"), "pencil"),
    (leads, "staff:person-list", PEOPLE, _("People"), "address-book"),
    (
        keeps_people,
        "dashboard:file-import-list",
        ("dashboard:file", "dashboard:source"),
        _("Data"),
        "database-import",
    ),
    (keeps_people, "api-keys:key-list", "api-keys:", _("Keys"), "key"),
]
