"""Who works here. Employee is the user model, from the first migration."""

from datetime import timedelta
from string import ascii_lowercase, ascii_uppercase
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from staff.choices import Role
from staff.models.posting import Posting
from staff.models.role_grant import RoleGrant
from staff.models.team import TeamManager
from staff.rules import Reach
from staff.rules.person import clean_number

A_TO_Z_AS_CAPITALS = str.maketrans(ascii_lowercase, ascii_uppercase)


class EmploymentQuerySet(models.QuerySet):
    def current_on(self, day):
        """Keep the employments that run on ``day``, a date."""
        return self.current_or_future_on(day).filter(hired_on__lte=day)

    def current_or_future_on(self, day):
        """Keep the employments that have not ended by ``day``, a date."""
        return self.filter(Q(left_on=None) | Q(left_on__gt=day))


class EmployeeQuerySet(models.QuerySet):
    def employed_on(self, day):
        """Keep the people who work here on ``day``, a date."""
        return self.filter(
            Exists(Employment.objects.current_on(day).filter(employee=OuterRef("pk")))
        )

    def not_left_by(self, day):
        """Keep the people who work here on ``day``, a date, or will from a later one."""
        staying = Employment.objects.current_or_future_on(day)
        return self.filter(Exists(staying.filter(employee=OuterRef("pk"))))

    def numbered(self, numbers):
        """Keep the people with one of ``numbers``, employee numbers in any case.

        On SQLite, UPPER leaves letters beyond a to z as they are: both ways to write
        them are looked for, and a number that mixes them is found as it is written.
        """
        numbers = [clean_number(number) for number in numbers]
        upper = {number.upper() for number in numbers}
        upper |= {number.lower().translate(A_TO_Z_AS_CAPITALS) for number in numbers}
        return self.annotate(number_upper=Upper("employee_number")).filter(
            Q(number_upper__in=upper) | Q(employee_number__in=numbers)
        )

    def posted_below(self, paths, day):
        """Keep the people whose posting on ``day`` lies below one of the tree ``paths``.

        Whoever has no posting that day but begins one within NEWCOMER_DAYS counts by
        that one, so that a manager can prepare the first day.
        """
        postings = Posting.objects.current_or_next_on(day).below(paths)
        return self.filter(Exists(postings.filter(employee=OuterRef("pk"))))

    def named(self, name):
        """Keep the person whose employee number, or else whose e-mail, is ``name``.

        Case does not count; yet on SQLite two numbers may differ by it alone, in letters
        beyond a to z, and the one as written comes first.
        """
        return self.filter(
            Q(employee_number__iexact=name) | Q(email__iexact=name) & ~Q(email="")
        ).order_by(
            models.Case(
                models.When(employee_number=name, then=0),
                models.When(employee_number__iexact=name, then=1),
                default=2,
            )
        )

    def locked_in_order(self):
        """Lock these people, by their ids, as the rows are read in a transaction.

        One order for all, so that two who lock the same people take turns. A row that
        only points at a person, such as who assigned or granted something, need not
        wait: without ``no_key`` two people who act on each other would block each other.
        """
        return self.order_by("pk").select_for_update(no_key=True, of=("self",))

    def with_time_zone(self):
        """Add ``team_time_zone``: that of the team of the latest posting, or None."""
        latest = Posting.objects.filter(employee=OuterRef("pk")).order_by("-valid_from")
        return self.annotate(
            team_time_zone=Subquery(latest.values("team__time_zone")[:1])
        )

    def visible_to(self, user, today):
        """Keep the people ``user`` may see on ``today``: the one way to reach rows."""
        return self.within(user.reach_on(today), today)

    def within(self, reach, day):
        """Keep the people that ``reach``, a staff.rules.Reach, holds on ``day``."""
        if reach.is_everybody:
            return self.all()
        if not reach.team_paths:
            return self.filter(pk=reach.employee_id)
        below = self.posted_below(reach.team_paths, day)
        return self.filter(Q(pk=reach.employee_id) | Q(pk__in=below.values("pk")))


class Employee(AbstractBaseUser):
    """One person, for good: a person who leaves and comes back is the same row.

    ``employee_number`` is HR's own identifier and never changes here.
    """

    employee_number = models.CharField(
        _("employee number"),
        max_length=60,
        unique=True,
        error_messages={"unique": _("Another person has this number already.")},
    )
    first_name = models.CharField(_("first name"), max_length=150)
    last_name = models.CharField(_("last name"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(
        _("language"),
        max_length=20,
        blank=True,
        help_text=_("Empty: the language of the person’s device."),
    )

    objects = BaseUserManager.from_queryset(EmployeeQuerySet)()

    USERNAME_FIELD = "employee_number"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["first_name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Upper("employee_number"),
                name="employee_number_in_any_case_is_one_persons",
                violation_error_message=_("Another person has this number already."),
            ),
            models.UniqueConstraint(
                Upper("email"),
                condition=~Q(email=""),
                name="employee_email_is_one_persons",
                violation_error_message=_("Another person has this e-mail already."),
            ),
        ]
        indexes = [
            models.Index(fields=["last_name", "first_name"], name="employee_by_name"),
        ]

    def __str__(self):
        return self.full_name

    def get_absolute_url(self):
        return reverse("staff:person-detail", args=[self.pk])

    @property
    def full_name(self):
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def initials(self):
        return (self.first_name[:1] + self.last_name[:1]).upper()

    @property
    def device_key(self):
        """What stands for this person in the storage of a browser; tells nobody who."""
        digest = salted_hmac("staff.device", str(self.pk), algorithm="sha256")
        return digest.hexdigest()[:24]

    @property
    def time_zone(self):
        """Name of the person's zone; rows fetched without ``with_time_zone`` ask for it."""
        if not hasattr(self, "team_time_zone"):
            zoned = Employee.objects.with_time_zone().filter(pk=self.pk)
            self.team_time_zone = zoned.values_list("team_time_zone", flat=True).first()
        return self.team_time_zone or settings.TIME_ZONE

    def today(self):
        """Return the date it is where this person works."""
        return localdate(timezone=ZoneInfo(self.time_zone))

    def works_here(self):
        """Return whether this person is employed on today's date where they work."""
        return self.employments.current_on(self.today()).exists()

    @cached_property
    def reach(self):
        """The Reach of this person today; asked once per request."""
        return self.reach_on(self.today())

    def reach_on(self, day):
        """Return the Reach of this person on ``day``, a date: one statement, or two."""
        if self.roles & {Role.HR, Role.ADMINISTRATOR}:
            return Reach(self.pk, is_everybody=True)
        managed = TeamManager.objects.valid_on(day).filter(employee=self)
        paths = managed.order_by("team__path").values_list("team__path", flat=True)
        return Reach(self.pk, team_paths=tuple(paths))

    @cached_property
    def roles(self):
        """The roles granted to this person, as a frozenset of Role values."""
        return frozenset(
            RoleGrant.objects.filter(employee=self).values_list("role", flat=True)
        )


class Employment(models.Model):
    """One stretch of working here; ``left_on`` is the first day that no longer counts.

    Somebody who is hired again has a second row.
    """

    employee = models.ForeignKey(Employee, models.CASCADE, related_name="employments")
    hired_on = models.DateField(_("hired on"))
    left_on = models.DateField(
        _("left on"),
        null=True,
        blank=True,
        help_text=_("First day the person no longer works here."),
    )

    objects = EmploymentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=models.F("hired_on")),
                name="employment_ends_after_it_begins",
                violation_error_message=_(
                    "The leaving date lies before the hire date."
                ),
            ),
            models.UniqueConstraint(
                fields=["employee"],
                condition=Q(left_on=None),
                name="employment_one_open_at_a_time",
                violation_error_message=_("This person works here already."),
            ),
        ]

    def __str__(self):
        return f"{self.employee}, {self.hired_on}"

    @property
    def last_day_on(self):
        """The last day worked, as people say it; None while that is open."""
        return self.left_on and self.left_on - timedelta(days=1)
