"""Rows that are written once: what was published or has happened is not changed any more.

It stands in the lowest app because the journal is the first of them; the versions of the
catalogue follow (training/models). The guard is in Python, see docs/decisions.
"""

from django.db import models


class FrozenQuerySet(models.QuerySet):
    """Rows that may be read, and written for the first time."""

    def update(self, **values):
        raise _refusal(self.model)

    def delete(self):
        raise _refusal(self.model)

    # As in Django: "all of them" has to be said, no manager offers it.
    delete.queryset_only = True

    def bulk_create(self, objs, batch_size=None, **options):
        if options.get("update_conflicts"):
            raise _refusal(self.model)
        return super().bulk_create(objs, batch_size, **options)


class FrozenModel(models.Model):
    """A row that is written once.

    Raises ValueError when it is saved again, updated or deleted through the ORM.
    """

    objects = FrozenQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, **options):
        if not self._state.adding:
            raise _refusal(type(self))
        # Never an update, also of a row that was given the id of another.
        super().save(**options | {"force_insert": True})

    def delete(self, **options):
        raise _refusal(type(self))


def _refusal(model):
    return ValueError(
        f"{model.__name__} is written once, and never changed or deleted."
    )
