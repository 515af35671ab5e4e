"""What a plan for a job role begins with."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

LEVEL_IS_KNOWN = Q(level_from__range=(0, 5), level_to__range=(1, 5))


class PlanTemplate(models.Model):
    """The goals a plan for people with ``job_role`` starts from.

    The one without a job role is for everybody whose role has no template of its own.
    """

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
            # Of empty job roles a plain unique column would let in any number.
            models.UniqueConstraint(
                Coalesce("job_role", 0),
                name="plantemplate_one_a_role_and_one_for_all",
                violation_error_message=_("There is a template for these people."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("plans:template-edit", args=[self.pk])


class TemplateGoal(models.Model):
    """One skill the plans are to raise, by which modules, and what it should move."""

    template = models.ForeignKey(PlanTemplate, models.CASCADE, related_name="goals")
    skill = models.ForeignKey("training.Skill", models.PROTECT, related_name="+")
    level_from = models.PositiveSmallIntegerField(_("level today"), default=2)
    level_to = models.PositiveSmallIntegerField(_("level to reach"), default=3)
    metric = models.ForeignKey(
        "feedback.Metric", models.PROTECT, null=True, blank=True, related_name="+"
    )
    modules = models.ManyToManyField("training.Module", blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["template", "skill"],
                name="templategoal_once_a_skill",
                violation_error_message=_("This skill is in the template already."),
            ),
            models.CheckConstraint(
                condition=LEVEL_IS_KNOWN & Q(level_to__gt=F("level_from")),
                name="templategoal_leads_upwards",
                violation_error_message=_(
                    "The level to reach has to lie above the level today."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.template}: {self.skill}"
