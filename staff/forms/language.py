"""Choosing a language."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _


def language_choices():
    """Return the choices of a language select; blank follows the device."""
    return [("", _("As on the device")), *settings.LANGUAGES]
