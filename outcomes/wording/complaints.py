"""What became of the complaints of a small team, in words."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.choices import ComplaintState

SUNDAY = timedelta(days=6)


@dataclass(frozen=True)
class ComplaintsTold:
    """How many complaints there were, and how many were put right, each with the address
    of just these; returned: who came back afterwards, "" where nothing was put right."""

    total: int
    total_url: str
    put_right: int
    put_right_url: str
    returned: str


def complaints_told(picture, team):
    """Return the ComplaintsTold of a SmallTeamPicture of ``team``; None without any."""
    counts = picture.complaints
    if not counts.total:
        return None
    first, last = picture.weeks[0].week, picture.weeks[-1].week
    return ComplaintsTold(
        total=counts.total,
        total_url=_url(team, first, last, ComplaintState.ALL),
        put_right=counts.put_right,
        put_right_url=_url(team, first, last, ComplaintState.PUT_RIGHT),
        returned=_returned(counts),
    )


def _returned(counts):
    """Return who came back after ComplaintCounts, as a sentence without an end."""
    if not counts.put_right:
        return ""
    unknown = _("of {count} it is not known").format(count=counts.unknown)
    if not counts.known:
        return _("who came back is not known yet")
    came = ngettext(
        "{came} of {known} customer came back",
        "{came} of {known} customers came back",
        counts.known,
    ).format(came=counts.came, known=counts.known)
    return f"{came}; {unknown}" if counts.unknown else came


def _url(team, first, last, state):
    asked = {
        "team": team.pk,
        "state": state.value,
        "first": first.isoformat(),
        "last": (last + SUNDAY).isoformat(),
    }
    return f"{reverse('dashboard:complaint-list')}?{urlencode(asked)}"
