"""What a plan for a job role begins with."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

LEVEL_IS_KNOWN = Q(level_from__range=(0, 5), level_to__range=(1, 5))


class PlanTemplate(models.Model):
    """The goals a plan for people with ``job_role`` starts from; without one, it is for
    everybody whose role has no template of its own."""

    name = models.CharField(_("name"), max_length=200)
    job_role = models.OneToOneField(
        "staff.JobRole", models.CASCADE, null=True, blank=True, related_name="+"
    )
    weeks = models.PositiveSmallIntegerField(_("weeks"), default=13)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(weeks__gt=0), name="plantemplate_lasts_a_while"
            ),
        ]

    def __str__(self):
        return self.name


class TemplateGoal(models.Model):
    """One skill the plans are to raise, by which modules, and what it should move."""

    template = models.ForeignKey(PlanTemplate, models.CASCADE, related_name="goals")
    skill = models.ForeignKey("training.Skill", models.PROTECT, related_name="+")
    level_from = models.PositiveSmallIntegerField(default=2)
    level_to = models.PositiveSmallIntegerField(default=3)
    metric = models.ForeignKey(
        "feedback.Metric", models.PROTECT, null=True, blank=True, related_name="+"
    )
    modules = models.ManyToManyField("training.Module", blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["template", "skill"], name="templategoal_once_a_skill"
            ),
            models.CheckConstraint(
                condition=LEVEL_IS_KNOWN & Q(level_to__gt=F("level_from")),
                name="templategoal_leads_upwards",
            ),
        ]

    def __str__(self):
        return f"{self.template}: {self.skill}"
