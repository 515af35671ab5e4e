"""Which modules certify, and who is certified from when to when."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber
from django.urls import reverse

from training.certification import validity
from training.choices import CertificationSource, CountsFrom
from training.models.enrolment import Enrolment
from training.models.module import Module

# Without 0 O, 1 I L and U: typed from paper, nothing is mistaken.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
# 16 of 30 letters are 78 bits: whoever guesses a million a second needs ten million years.
CODE_LENGTH = 16


def new_code():
    """Return a code that nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))


class CertificationPolicy(models.Model):
    """Completing ``module`` certifies, and for how long; ``refresher`` renews it.

    It is about periods that are still to be opened: those there are keep their days.
    """

    module = models.OneToOneField(
        Module, models.CASCADE, related_name="certification_policy"
    )
    months = models.PositiveSmallIntegerField()
    counts_from = models.CharField(max_length=10, choices=CountsFrom)
    fixed_month = models.PositiveSmallIntegerField(null=True)
    fixed_day = models.PositiveSmallIntegerField(null=True)
    window_days = models.PositiveSmallIntegerField()
    refresher = models.ForeignKey(
        Module, models.PROTECT, null=True, related_name="refreshed_policies"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(months__gt=0), name="certificationpolicy_lasts"
            ),
            models.CheckConstraint(
                condition=Q(
                    counts_from=CountsFrom.CALENDAR,
                    fixed_month__isnull=False,
                    fixed_day__isnull=False,
                )
                | ~Q(counts_from=CountsFrom.CALENDAR)
                & Q(fixed_month=None, fixed_day=None),
                name="certificationpolicy_calendar_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(refresher=None) | ~Q(refresher=F("module")),
                name="certificationpolicy_refresher_is_another",
            ),
        ]

    def __str__(self):
        return f"{self.module}, {self.months}"

    def as_rule(self):
        """Return this as a validity.Policy."""
        fixed_on = (self.fixed_month, self.fixed_day) if self.fixed_month else None
        return validity.Policy(
            self.months, self.counts_from, self.window_days, fixed_on
        )


class CertificationPeriodQuerySet(models.QuerySet):
    def earned(self):
        """Keep what training earned: no cover."""
        return self.exclude(source=CertificationSource.COVER)

    def with_state(self, day):
        """Add ``is_renewed`` and ``state`` on ``day``, a date or an expression.

        The same as ``validity.state_on``, in the database.
        """
        further = CertificationPeriod.objects.earned().filter(
            employee=OuterRef("employee"),
            module=OuterRef("module"),
            valid_until__gt=OuterRef("valid_until"),
            revoked_on=None,
        )
        day = day if hasattr(day, "resolve_expression") else Value(day)
        day = models.ExpressionWrapper(day, models.DateField())
        return self.annotate(is_renewed=Exists(further), on_day=day).annotate(
            state=Case(
                When(revoked_on__lte=F("on_day"), then=Value(validity.REVOKED)),
                When(valid_from__gt=F("on_day"), then=Value(validity.NOT_YET)),
                When(valid_until__lte=F("on_day"), then=Value(validity.EXPIRED)),
                When(
                    renewal_opens_on__lte=F("on_day"),
                    is_renewed=False,
                    then=Value(validity.RENEWAL_DUE),
                ),
                default=Value(validity.VALID),
                output_field=models.CharField(),
            )
        )

    def leading_on(self, day):
        """Keep, of each person and module, the one row that says how they stand.

        What was earned and is in force; else a cover in force; else what ended last. Of
        several, the one that reaches furthest.
        """
        is_in_force = Q(valid_until__gt=day, revoked_on=None)
        is_cover = Q(source=CertificationSource.COVER)
        weight = Case(
            When(is_in_force & ~is_cover, then=2), When(is_in_force, then=1), default=0
        )
        place = Window(
            RowNumber(),
            partition_by=["employee", "module"],
            order_by=[
                weight.desc(),
                Coalesce("revoked_on", "valid_until").desc(),
                F("pk").desc(),
            ],
        )
        leading = self.annotate(place=place).filter(place=1)
        return CertificationPeriod.objects.filter(pk__in=leading.values("pk"))


class CertificationPeriod(models.Model):
    """One person counts as certified in one module, for a time.

    ``valid_until`` is the first day on which it no longer counts. Renewing is a further
    row; nothing of a row is changed, but that it may be revoked, once. Its state on a
    day is asked, never kept. ``enrolment``: whose completion earned it, in the module or
    in its refresher; null for cover and for files. ``renewal_opens_on``: null where
    nothing renews it. ``look_on``: the next day on which the calendar has something to
    tell or to do about it; bookkeeping of actions/certification_calendar.py.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="certification_periods"
    )
    module = models.ForeignKey(
        Module, models.PROTECT, related_name="certification_periods"
    )
    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, null=True, related_name="certification_periods"
    )
    source = models.CharField(max_length=10, choices=CertificationSource)
    valid_from = models.DateField()
    valid_until = models.DateField()
    renewal_opens_on = models.DateField(null=True)
    code = models.CharField(
        max_length=CODE_LENGTH, unique=True, default=new_code, editable=False
    )
    opened_at = models.DateTimeField()
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    reason = models.CharField(max_length=300, blank=True)
    revoked_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    revoked_reason = models.CharField(max_length=300, blank=True)
    look_on = models.DateField(null=True)

    objects = CertificationPeriodQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("valid_from")),
                name="certificationperiod_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(renewal_opens_on=None)
                | Q(
                    renewal_opens_on__gte=F("valid_from"),
                    renewal_opens_on__lt=F("valid_until"),
                ),
                name="certificationperiod_window_lies_within",
            ),
            models.CheckConstraint(
                condition=Q(
                    source=CertificationSource.COMPLETION, enrolment__isnull=False
                )
                | Q(source=CertificationSource.IMPORT, enrolment=None)
                | Q(
                    source=CertificationSource.COVER,
                    enrolment=None,
                    renewal_opens_on=None,
                )
                & ~Q(reason=""),
                name="certificationperiod_source_has_its_facts",
            ),
            models.CheckConstraint(
                condition=Q(revoked_on=None, revoked_at=None, revoked_reason="")
                | Q(revoked_at__isnull=False, revoked_on__lt=F("valid_until"))
                & ~Q(revoked_reason=""),
                name="certificationperiod_revoked_has_its_reason",
            ),
            models.UniqueConstraint(
                fields=["enrolment", "module"], name="certificationperiod_earned_once"
            ),
            models.UniqueConstraint(
                fields=["employee", "module", "valid_from", "valid_until"],
                condition=Q(source=CertificationSource.IMPORT),
                name="certificationperiod_imported_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["employee", "module", "valid_until"],
                name="certification_by_person",
            ),
            models.Index(
                fields=["look_on"],
                condition=Q(look_on__isnull=False),
                name="certification_to_look_at",
            ),
        ]

    def __str__(self):
        return f"{self.employee}: {self.module}, {self.valid_from}"

    def get_absolute_url(self):
        return reverse("certificates:certificate", args=[self.code])

    @property
    def last_day_on(self):
        """The last day that counts, as people say it."""
        return self.valid_until - validity.A_DAY

    @property
    def is_cover(self):
        return self.source == CertificationSource.COVER

    @property
    def term(self):
        """This as a validity.Term."""
        return validity.Term(self.valid_from, self.valid_until, self.renewal_opens_on)

    @property
    def spaced_code(self):
        """The code as it is printed, in groups of four."""
        return "-".join(self.code[at : at + 4] for at in range(0, len(self.code), 4))
