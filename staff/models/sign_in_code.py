"""The first key to the house, for people who have no e-mail."""

from django.conf import settings
from django.db import models


class SignInCode(models.Model):
    """A code handed to one person, good once, for seven days; kept as a digest."""

    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="sign_in_codes"
    )
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employee"],
                condition=models.Q(used_at=None, withdrawn_at=None),
                name="signincode_one_open_each",
            ),
        ]

    def __str__(self):
        return f"{self.employee}, {self.expires_at:%Y-%m-%d}"
