"""An address as a square that a phone reads."""

import segno
from django.utils.safestring import mark_safe


def qr_code(address):
    """Return ``address`` as inline SVG, black on white with the margin it needs."""
    square = segno.make(address, error="m", micro=False)
    # Made of numbers by segno; nothing of the address stands in it as text.
    return mark_safe(
        square.svg_inline(border=3, omitsize=True, dark="#000", light="#fff")
    )
