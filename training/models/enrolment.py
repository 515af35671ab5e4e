"""Who is learning what, and how far they are."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from training.choices import OPEN_STATUSES, EnrolmentSource, EnrolmentStatus
from training.models.module import Module, ModuleVersion, Step


class EnrolmentQuerySet(models.QuerySet):
    def open(self):
        """Keep what is still to be done: assigned or in progress."""
        return self.filter(status__in=OPEN_STATUSES)

    def overdue_on(self, day):
        """Keep what was due before ``day``, a date, and is still to be done."""
        return self.open().filter(due_on__lt=day)


class Enrolment(models.Model):
    """One person is to learn, or has learned, one module, once.

    Learning it again is a new row with the next ``cycle``. Taking an assignment back is
    the status *withdrawn*, never a delete. ``assigned_on`` and ``completed_on`` are dates
    where the person works. ``assigned_on`` is never changed: the evidence rests on it;
    only history from a file may lack it. ``completed_at`` is unknown for history from a
    file. Once completed, neither the row nor its step completions change any more.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrolments"
    )
    module = models.ForeignKey(Module, models.PROTECT, related_name="enrolments")
    cycle = models.PositiveSmallIntegerField(default=1)
    assigned_on = models.DateField(null=True)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    source = models.CharField(max_length=10, choices=EnrolmentSource)
    batch_uuid = models.UUIDField(null=True, db_index=True)
    reason = models.CharField(max_length=300, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    version = models.ForeignKey(
        ModuleVersion, models.PROTECT, null=True, related_name="enrolments"
    )
    status = models.CharField(
        max_length=12, choices=EnrolmentStatus, default=EnrolmentStatus.ASSIGNED
    )
    steps_done = models.PositiveSmallIntegerField(default=0)
    progress_percent = models.PositiveSmallIntegerField(default=0)
    score_percent = models.PositiveSmallIntegerField(null=True)
    started_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    completed_on = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "module", "cycle"],
                name="enrolment_cycle_is_unique",
                violation_error_message=_("This person has this module already."),
            ),
            models.UniqueConstraint(
                fields=["employee", "module"],
                condition=Q(status__in=OPEN_STATUSES),
                name="enrolment_one_open_each",
                violation_error_message=_(
                    "This person is learning this module already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(status__in=EnrolmentStatus.values),
                name="enrolment_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    status=EnrolmentStatus.COMPLETED,
                    completed_on__isnull=False,
                    progress_percent=100,
                )
                | ~Q(status=EnrolmentStatus.COMPLETED)
                & Q(completed_at=None, completed_on=None),
                name="enrolment_completed_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(assigned_on__isnull=False)
                | Q(source=EnrolmentSource.IMPORT),
                name="enrolment_assigned_day_is_known",
            ),
            models.CheckConstraint(
                condition=Q(assigned_on=None)
                | Q(completed_on=None)
                | Q(completed_on__gte=F("assigned_on")),
                name="enrolment_completed_after_assigned",
            ),
            models.CheckConstraint(
                condition=Q(
                    status=EnrolmentStatus.WITHDRAWN, withdrawn_at__isnull=False
                )
                | ~Q(status=EnrolmentStatus.WITHDRAWN) & Q(withdrawn_at=None),
                name="enrolment_withdrawn_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(progress_percent__lte=100)
                & (Q(score_percent=None) | Q(score_percent__lte=100)),
                name="enrolment_shares_are_percent",
            ),
            models.CheckConstraint(
                condition=~Q(status=EnrolmentStatus.IN_PROGRESS)
                | Q(version__isnull=False, started_at__isnull=False),
                name="enrolment_in_progress_has_begun",
            ),
        ]
        indexes = [
            models.Index(fields=["module", "status"], name="enrolment_by_module"),
            models.Index(
                F("due_on"),
                condition=Q(status__in=OPEN_STATUSES),
                name="enrolment_open_by_due_day",
            ),
        ]

    def __str__(self):
        return f"{self.employee}: {self.module}"

    def get_absolute_url(self):
        return reverse("training:enrolment-detail", args=[self.uuid])

    @property
    def is_open(self):
        return self.status in OPEN_STATUSES

    def is_overdue_on(self, day):
        """Return whether this was due before ``day``, a date, and is still to be done."""
        return self.is_open and self.due_on is not None and self.due_on < day


class StepCompletion(models.Model):
    """One step of an enrolment is done; done again, the better score counts, until the
    module is completed.
    """

    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="step_completions"
    )
    step = models.ForeignKey(Step, models.PROTECT, related_name="completions")
    completed_at = models.DateTimeField()
    score_percent = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "step"], name="stepcompletion_once_a_step"
            ),
            models.CheckConstraint(
                condition=Q(score_percent=None) | Q(score_percent__lte=100),
                name="stepcompletion_score_is_percent",
            ),
        ]

    def __str__(self):
        return f"{self.enrolment_id}, {self.step_id}"
