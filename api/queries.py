"""What there is to know about keys."""

from django.db.models import Exists, F, OuterRef

from api.models import ApiKey
from staff.models import Employment


def keys_for_table(today):
    """Return all ApiKeys, those in use first, with team, maker and keeper.

    today: a date. Each has ``is_orphaned``: whoever keeps it does not work here then.
    """
    keys = ApiKey.objects.select_related("team", "created_by", "kept_by")
    return keys.annotate(is_orphaned=~_keeper_is_here(today)).order_by(
        F("revoked_at").desc(nulls_first=True), "expires_at", "pk"
    )


def keys_kept_by(employee, at):
    """Return the ApiKeys good at the moment ``at`` that ``employee`` looks after."""
    return ApiKey.objects.usable_at(at).filter(kept_by=employee).order_by("pk")


def orphaned_keys(today, at):
    """Return the ApiKeys good at ``at`` whose keeper does not work here ``today``."""
    return ApiKey.objects.usable_at(at).filter(~_keeper_is_here(today))


def _keeper_is_here(today):
    return Exists(
        Employment.objects.current_on(today).filter(employee=OuterRef("kept_by"))
    )
