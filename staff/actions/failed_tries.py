"""Counting wrong secrets, so that nobody can guess one."""

from datetime import timedelta

from staff.models import FailedTry
from staff.rules import network_of

KEPT_FOR = timedelta(days=1)


def count_failed_try(*, door, address, at, account=""):
    """Count one wrong secret given at ``door``; forget those of the day before.

    door: a staff.choices.Door. address: where it came from. at: an aware moment, now.
    account: whom it was tried for. Call it outside the transaction of the try, which
    a refusal rolls back.
    """
    FailedTry.objects.filter(at__lte=at - KEPT_FOR).delete()
    FailedTry.objects.create(
        door=door, account=account[:100], network=network_of(address), at=at
    )


def forget_failed_tries(*, door, account):
    """Let ``account`` begin anew at ``door``, after a secret that was right."""
    FailedTry.objects.filter(door=door, account=account).delete()
