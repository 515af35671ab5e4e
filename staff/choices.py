"""What things are called in staff."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is trusted with beyond their own training.

    Managers are not here: one manages a team, and that is a row of TeamManager.
    """

    AUTHOR = "author", _("Author")
    HR = "hr", _("HR")
    ADMINISTRATOR = "administrator", _("Administrator")


class Door(models.TextChoices):
    """Where somebody may give a secret, and so may guess."""

    SIGN_IN = "sign-in", _("Signing in")
    CODE = "code", _("Redeeming a code")
    PASSWORD = "password", _("Changing one’s password")
    SET_UP = "set-up", _("First set-up")
