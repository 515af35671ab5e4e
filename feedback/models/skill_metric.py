"""Which metric a skill should move."""

from django.db import models

from feedback.models.response import Metric


class SkillMetric(models.Model):
    """Getting better at ``skill`` should show in ``metric``; one a skill."""

    skill = models.OneToOneField(
        "training.Skill", models.CASCADE, related_name="skill_metric"
    )
    metric = models.ForeignKey(Metric, models.CASCADE, related_name="+")

    def __str__(self):
        return f"{self.skill_id}: {self.metric_id}"
