"""Whether there is a house yet."""

from staff.models import Organisation


def is_set_up():
    """Return whether the first set-up has been done; once true, it stays so."""
    return Organisation.objects.exists()
