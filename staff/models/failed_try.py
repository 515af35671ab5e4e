"""Wrong secrets given at a door: what throttling counts."""

from django.db import models

from staff.choices import Door


class FailedTry(models.Model):
    """Somebody gave a wrong secret at a door; forgotten after a day.

    ``account`` names whom it was tried for, empty where a door has no accounts.
    ``network`` is where the try came from, as staff.rules.network_of tells it.
    """

    door = models.CharField(max_length=10, choices=Door)
    account = models.CharField(max_length=100, blank=True)
    network = models.CharField(max_length=50, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["network", "door", "at"], name="failedtry_by_network"),
            models.Index(fields=["at"], name="failedtry_by_moment"),
        ]

    def __str__(self):
        return f"{self.door}, {self.network}"
