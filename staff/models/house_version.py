"""Whether people and teams are still as somebody has read them."""

from django.db import models
from django.db.models import F


class HouseVersionManager(models.Manager):
    def count_act(self):
        """Count one more act, whose transaction ends with its number alone to itself."""
        while not self.filter(pk=1).update(number=F("number") + 1):
            self.get_or_create(pk=1)
        return self.current()

    def current(self):
        """Return the number of the last act that is committed, or one's own."""
        return self.filter(pk=1).values_list("number", flat=True).first() or 0


class HouseVersion(models.Model):
    """How many acts were allowed to change people and teams: one row, locked by each.

    Whoever reads this, then people and teams, then takes the lock and finds the next
    number, knows that all of it was as it still is.
    """

    number = models.BigIntegerField(default=0)

    objects = HouseVersionManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1), name="houseversion_is_one"
            ),
        ]

    def __str__(self):
        return str(self.number)
