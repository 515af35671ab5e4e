"""Who is trusted with more than their own training."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from staff.choices import Role


class RoleGrant(models.Model):
    """One person holds one role; taken away, the row becomes a RevokedGrant."""

    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="role_grants"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    granted_on = models.DateField()
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "role"],
                name="rolegrant_once_each",
                violation_error_message=_("This person holds the role already."),
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="rolegrant_role_is_known"
            ),
        ]

    def __str__(self):
        return f"{self.employee}: {self.get_role_display()}"


class RevokedGrant(models.Model):
    """A role that somebody held; its id is that of the RoleGrant, by which the journal
    knows both that it was given and that it was taken away."""

    id = models.BigIntegerField(primary_key=True)
    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="revoked_grants"
    )
    role = models.CharField(max_length=20, choices=Role)
    granted_on = models.DateField()
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    revoked_at = models.DateTimeField()

    def __str__(self):
        return f"{self.employee}: {self.get_role_display()}"
