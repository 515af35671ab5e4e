"""Keys for machines."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Subquery
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from staff.models import Team
from staff.rules import Reach


class ApiKeyQuerySet(models.QuerySet):
    def usable_at(self, at):
        """Keep the keys that open the door at the moment ``at``."""
        return self.filter(revoked_at=None, expires_at__gt=at)

    def with_time_zone(self):
        """Add ``house_time_zone``: that of the organisation, or None before set-up."""
        root = Team.objects.filter(depth=1).values("time_zone")
        return self.annotate(house_time_zone=Subquery(root[:1]))


class ApiKey(models.Model):
    """One key: shown once when it is made, kept as a digest, for one team's subtree or all.

    It reads "enc_<prefix>_<secret>"; the prefix finds the row and may be shown. In a
    request made with it, it stands where a signed-in person stands: request.user.
    ``kept_by`` looks after it: whoever made it, until somebody takes it over.
    """

    name = models.CharField(_("name"), max_length=100)
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    scopes = models.JSONField(pgettext_lazy("of a key", "may"), default=list)
    team = models.ForeignKey(
        "staff.Team",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="api_keys",
        verbose_name=_("only this team and everything below it"),
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    expires_at = models.DateTimeField(_("good until"))
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)

    is_authenticated = True

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(revoked_at=None),
                name="apikey_name_is_one_keys",
                violation_error_message=_("Another key has this name already."),
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="apikey_expires_after_it_is_made",
                violation_error_message=_("The key would never be good."),
            ),
        ]

    def __str__(self):
        return self.name

    @cached_property
    def reach(self):
        """The Reach of whoever uses this key: a team and all below it, or everybody."""
        if self.team_id is None:
            return Reach(None, is_everybody=True)
        return Reach(None, team_paths=(self.team.path,))

    def today(self):
        """Return the date it is for this key: in its team, else in the organisation."""
        zone = self.team.time_zone if self.team_id else self.house_time_zone
        return localdate(timezone=ZoneInfo(zone or settings.TIME_ZONE))

    def is_usable_at(self, at):
        """Return whether this key opens the door at the moment ``at``."""
        return self.revoked_at is None and self.expires_at > at
