"""How many people it would take, tried out on the panel of a run."""

from django.db import models

from outcomes.models.analysis import Analysis


class PlanAhead(models.Model):
    """Placebo completions drawn on the panel of one run that is done.

    It tells how small an effect would show with so many people, in the metric the run
    judges by. No verdict is struck from it: it has a table of its own, and is begun when
    verdicts stand. ``steps``: for each number of people that was tried, in order,
    outcomes.engine.placebo.Tried as plain values. ``tries``: of the number that is being
    tried, [effect, shows_from, is_called] each, as far as they have come.
    ``code_version``: of the arithmetic; another one begins anew. ``claimed_at``: when
    whoever works on it last gave a sign of life, empty between two steps. ``failure``:
    why it did not work, in one line.
    """

    analysis = models.OneToOneField(Analysis, models.CASCADE, related_name="plan_ahead")
    code_version = models.CharField(max_length=60, blank=True)
    steps = models.JSONField(default=list)
    tries = models.JSONField(default=list)
    claimed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=500, blank=True)

    def __str__(self):
        return str(self.analysis_id)
