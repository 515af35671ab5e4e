"""Taking a module off what can be learned, and offering it again."""

from django.db import transaction

from events.record import record
from training.models import Module


@transaction.atomic
def set_offer(*, module, is_offered, by, at):
    """Offer ``module``, or take it off what can be learned; return it.

    What somebody has open or done stays as it is. by: an Employee.
    """
    module = Module.objects.select_for_update().get(pk=module.pk)
    if module.is_archived == is_offered:
        module.is_archived = not is_offered
        module.save(update_fields=["is_archived"])
        kind = "module.offered" if is_offered else "module.archived"
        record(kind, at=at, by=by, subject=module, fields=["is_archived"])
    return module
