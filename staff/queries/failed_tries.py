"""How often somebody has guessed lately, and until when they have to wait."""

from datetime import timedelta

from staff.models import FailedTry
from staff.rules import network_of

WINDOW = timedelta(minutes=15)
TRIES_PER_ACCOUNT = 5
# A whole shop stands behind one address: generous, and still no way to guess.
TRIES_PER_NETWORK = 100


def waiting_until(*, door, address, at, account=None):
    """Return the moment until which this door stays closed, None while it is open.

    door: a staff.choices.Door. address: where the request comes from. at: an aware
    moment, now. account: whom it is tried for; None asks about the place alone.
    """
    recent = FailedTry.objects.filter(
        door=door, network=network_of(address), at__gt=at - WINDOW
    )
    waits = [_reopens_at(recent, TRIES_PER_NETWORK)]
    if account is not None:
        waits.append(_reopens_at(recent.filter(account=account), TRIES_PER_ACCOUNT))
    return max(filter(None, waits), default=None)


def _reopens_at(tries, limit):
    """Return when fewer than ``limit`` of ``tries`` will count, None if so now."""
    newest_first = tries.order_by("-at").values_list("at", flat=True)
    last_one_too_many = newest_first[limit - 1 : limit].first()
    return last_one_too_many and last_one_too_many + WINDOW
