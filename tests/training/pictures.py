"""Pictures to test with."""

import io

from PIL import Image


def a_picture(kind="PNG", size=(40, 30), mode="RGB", **written):
    """Return the content of a picture file of ``kind`` with more than one colour."""
    picture = Image.new(mode, size, (120, 40, 90, 128)[: len(mode)])
    picture.paste((255, 220, 160, 255)[: len(mode)], (0, 0, size[0] // 2, size[1] // 2))
    packed = io.BytesIO()
    picture.save(packed, kind, **written)
    return packed.getvalue()
