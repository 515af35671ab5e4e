"""Who is to become better at what, by when, and what customers should notice of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from plans.choices import (
    ENDED_PLAN_STATUSES,
    OPEN_PLAN_STATUSES,
    ItemKind,
    PlanStatus,
)
from plans.models.plan_template import LEVEL_IS_KNOWN


class DevelopmentPlanQuerySet(models.QuerySet):
    def open(self):
        """Keep the plans that are being made or followed."""
        return self.filter(status__in=OPEN_PLAN_STATUSES)

    def of(self, people):
        """Keep the plans of ``people``, a queryset or list of employees."""
        return self.filter(employee__in=people)


class DevelopmentPlan(models.Model):
    """What one person wants to become better at from ``starts_on`` to ``ends_on``.

    It is active once both have agreed: the person on ``agreed_on``, and a manager,
    ``agreed_by``, on ``manager_agreed_on``. A change of goals, items or period takes both
    back and draws the next ``revision``, which is what one agrees to. Both days of the
    period count. It ended on ``ended_on``; a plan that was cancelled says why in
    ``end_reason``.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="development_plans"
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    status = models.CharField(
        max_length=10, choices=PlanStatus, default=PlanStatus.DRAFT
    )
    revision = models.PositiveIntegerField(default=1)
    agreed_on = models.DateField(null=True)
    manager_agreed_on = models.DateField(null=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = DevelopmentPlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="developmentplan_ends_after_it_begins",
                violation_error_message=_("The plan ends before it begins."),
            ),
            models.UniqueConstraint(
                fields=["employee"],
                condition=Q(status__in=OPEN_PLAN_STATUSES),
                name="developmentplan_one_open_each",
                violation_error_message=_("This person has a plan already."),
            ),
            models.CheckConstraint(
                condition=~Q(status=PlanStatus.ACTIVE)
                | Q(agreed_on__isnull=False, manager_agreed_on__isnull=False),
                name="developmentplan_active_is_agreed_by_both",
            ),
            models.CheckConstraint(
                condition=Q(manager_agreed_on=None, agreed_by=None)
                | Q(manager_agreed_on__isnull=False, agreed_by__isnull=False)
                & ~Q(agreed_by=F("employee")),
                name="developmentplan_manager_is_somebody_else",
            ),
            models.CheckConstraint(
                condition=~Q(status=PlanStatus.DRAFT)
                | Q(agreed_on=None, manager_agreed_on=None),
                name="developmentplan_draft_is_agreed_by_nobody",
            ),
            models.CheckConstraint(
                condition=Q(status__in=OPEN_PLAN_STATUSES, ended_on=None, end_reason="")
                | Q(status=PlanStatus.COMPLETE, ended_on__isnull=False, end_reason="")
                | Q(status=PlanStatus.CANCELLED, ended_on__isnull=False)
                & ~Q(end_reason=""),
                name="developmentplan_ended_has_its_day_and_reason",
            ),
        ]

    def __str__(self):
        return f"{self.employee}, {self.starts_on}"

    def get_absolute_url(self):
        return reverse("plans:plan-detail", args=[self.uuid])

    @property
    def is_ended(self):
        return self.status in ENDED_PLAN_STATUSES

    def is_past(self, day):
        """Return whether this is still followed on ``day``, after its last one."""
        return self.status == PlanStatus.ACTIVE and self.ends_on < day


class Goal(models.Model):
    """One skill to raise, and the metric customers should move.

    ``baseline``: the person's mean of ``metric`` in the cells of the weeks before
    ``baseline_on``, the day the goal was set, over ``baseline_responses`` answers; empty
    where there were too few. ``target`` stands on the same scale.
    """

    plan = models.ForeignKey(DevelopmentPlan, models.CASCADE, related_name="goals")
    skill = models.ForeignKey("training.Skill", models.PROTECT, related_name="+")
    level_from = models.PositiveSmallIntegerField(_("level today"), default=2)
    level_to = models.PositiveSmallIntegerField(_("level to reach"), default=3)
    metric = models.ForeignKey(
        "feedback.Metric", models.PROTECT, null=True, blank=True, related_name="+"
    )
    baseline = models.FloatField(null=True)
    baseline_responses = models.PositiveIntegerField(default=0)
    baseline_on = models.DateField(null=True)
    target = models.FloatField(_("target"), null=True, blank=True)
    why = models.CharField(_("why"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "skill"],
                name="goal_once_a_skill",
                violation_error_message=_("This skill is in the plan already."),
            ),
            models.CheckConstraint(
                condition=LEVEL_IS_KNOWN & Q(level_to__gt=F("level_from")),
                name="goal_leads_upwards",
                violation_error_message=_(
                    "The level to reach has to lie above the level today."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.skill}: {self.level_from} → {self.level_to}"


class PlanItem(models.Model):
    """One thing to do for a plan.

    A module's item is done when its ``enrolment`` is completed: that is asked of the
    enrolment, never kept here. ``is_assigned_here``: the plan made the enrolment, and
    takes it back with the item. ``done_on`` is for the other kinds.
    """

    plan = models.ForeignKey(DevelopmentPlan, models.CASCADE, related_name="items")
    goal = models.ForeignKey(
        Goal, models.CASCADE, null=True, blank=True, related_name="items"
    )
    kind = models.CharField(max_length=10, choices=ItemKind)
    module = models.ForeignKey(
        "training.Module", models.PROTECT, null=True, blank=True, related_name="+"
    )
    enrolment = models.ForeignKey(
        "training.Enrolment", models.SET_NULL, null=True, related_name="plan_items"
    )
    is_assigned_here = models.BooleanField(default=False)
    text = models.CharField(_("what"), max_length=300, blank=True)
    due_on = models.DateField(_("by"), null=True, blank=True)
    done_on = models.DateField(null=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=ItemKind.MODULE, module__isnull=False, done_on=None)
                | ~Q(kind=ItemKind.MODULE) & Q(module=None, enrolment=None),
                name="planitem_module_is_named",
            ),
            models.CheckConstraint(
                condition=Q(kind=ItemKind.MODULE) | ~Q(text=""),
                name="planitem_says_what",
                violation_error_message=_("Say what is to be done."),
            ),
            models.UniqueConstraint(
                fields=["plan", "module"],
                condition=Q(module__isnull=False),
                name="planitem_module_once_a_plan",
                violation_error_message=_("This module is in the plan already."),
            ),
        ]

    def __str__(self):
        return self.text or str(self.module_id)
