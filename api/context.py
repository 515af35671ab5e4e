"""What pages of other apps may say about keys."""

from django.utils.timezone import now

from api.queries import orphaned_keys
from staff.access import keeps_people


def orphaned_key_count(request):
    """Return ``orphaned_key_count`` for those who keep people: asked where it is shown."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}

    def count():
        if not keeps_people(user):
            return 0
        return orphaned_keys(user.today(), now()).count()

    return {"orphaned_key_count": count}
