"""How far the calendar has been written into the journal."""

from django.db import models


class CalendarPass(models.Model):
    """Of teams in one time zone, what days up to ``through`` changed is journaled."""

    time_zone = models.CharField(max_length=60, unique=True)
    through = models.DateField()

    def __str__(self):
        return f"{self.time_zone}, {self.through}"
