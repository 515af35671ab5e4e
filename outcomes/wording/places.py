"""Who is in a figure and who is not."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from outcomes.choices import Place
from outcomes.wording.amounts import whole
from staff.rules import SMALLEST_GROUP

# A part of the bar carries its number when it is at least this share of it.
WIDE = 0.1


@dataclass(frozen=True)
class ShownPlace:
    """One part of those who completed a module.

    key: its pattern in the style sheet. text: the count as it may be said; fewer than
    five are not counted out.
    """

    key: str
    place: str
    name: str
    count: int
    text: str
    url: str
    is_wide: bool


def shown_places(places, estimate, module):
    """Return a ShownPlace for each of ``places``, PlaceCounts of ``estimate``."""
    total = max(1, estimate.completed_count)
    return [
        ShownPlace(
            key=each.place.value.replace("_", "-"),
            place=each.place.value,
            name=str(Place(each.place).label),
            count=each.people,
            text=people_count(each.people),
            url=reverse("outcomes:module-people", args=[module.slug, each.place.value]),
            is_wide=each.people / total >= WIDE and each.people >= SMALLEST_GROUP,
        )
        for each in places
    ]


def people_count(people):
    """Return how many people there are; fewer than five are not counted out."""
    return whole(people) if people >= SMALLEST_GROUP else _("fewer than 5")
