"""Numbers in words."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _


def percent(share):
    """Return a share, 0-1, as whole per cent: "17 %", never on two lines."""
    words = _("{number} %").format(number=number_format(round(share * 100), 0))
    return words.replace(" ", "\u00a0")


def whole(number):
    """Return a whole number with the marks of thousands of the language."""
    return number_format(number, 0, use_l10n=True, force_grouping=True)
