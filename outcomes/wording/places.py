"""Who is in a figure and who is not."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outcomes.choices import Place
from outcomes.rules.hiding import hidden_parts
from outcomes.wording.amounts import whole
from staff.rules import SMALLEST_GROUP

# A part of the bar carries its number when it is at least this share of it.
WIDE = 0.1


@dataclass(frozen=True)
class ShownPlace:
    """One part of those who completed a module.

    key: its pattern in the style sheet. text: the count as it may be said; fewer than
    five are not counted out, nor is what would give them away.
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
    hidden = hidden_places(places)
    return [
        ShownPlace(
            key=each.place.value.replace("_", "-"),
            place=each.place.value,
            name=str(Place(each.place).label),
            count=each.people,
            text=_said(each, hidden),
            url=reverse("outcomes:module-people", args=[module.slug, each.place.value]),
            is_wide=each.people / total >= WIDE and each.place not in hidden,
        )
        for each in places
    ]


def hidden_places(places):
    """Return the Places of ``places``, PlaceCounts, whose number stays unsaid.

    How many are used stands among the figures of the page.
    """
    counts = {each.place: each.people for each in places}
    return hidden_parts(counts, smallest=SMALLEST_GROUP, said=frozenset({Place.USED}))


def _said(each, hidden):
    if each.place in hidden and each.people >= SMALLEST_GROUP:
        return _("5 or more")
    return people_count(each.people)


def people_count(people):
    """Return how many people there are; fewer than five are not counted out."""
    return whole(people) if people >= SMALLEST_GROUP else _("fewer than 5")


def elsewhere_sentence(left, moved):
    """Return where those are who completed it in a team and are not named; "" if none."""
    sentences = []
    if left:
        words = ngettext("{count} has left since.", "{count} have left since.", left)
        sentences.append(words.format(count=whole(left)))
    if moved:
        words = ngettext(
            "{count} works in another team now.",
            "{count} work in another team now.",
            moved,
        )
        sentences.append(words.format(count=whole(moved)))
    return " ".join(sentences)
