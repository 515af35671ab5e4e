"""What there is to know about keys."""

from django.db.models import Exists, F, OuterRef

from api.models import ApiKey
from staff.models import Employment


def keys_for_table(today):
    """Return all ApiKeys, those in use first, with their team and who made them.

    today: a date. Each has ``is_orphaned``: whoever made it does not work here then.
    """
    here = Employment.objects.current_on(today).filter(employee=OuterRef("created_by"))
    keys = ApiKey.objects.select_related("team", "created_by")
    return keys.annotate(is_orphaned=~Exists(here)).order_by(
        F("revoked_at").desc(nulls_first=True), "expires_at", "pk"
    )
