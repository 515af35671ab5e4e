"""Pictures made anew: nothing of a file comes in but what can be seen."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

LONGEST_SIDE = 1600
# Of what is unpacked: a picture from a phone has about 50 million.
MOST_PIXELS = 80_000_000
QUALITY = 82
FORMATS = ("PNG", "JPEG", "WEBP")
# What WebP files of ours are made of: the picture, its alpha and their frame.
_CHUNKS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}


def as_webp(content: bytes) -> bytes:
    """Return the picture in ``content``, a PNG, JPEG or WebP file, as a WebP file.

    It stands as it was meant to be seen, has at most LONGEST_SIDE pixels a side, and
    brings along neither place nor time nor anything else a camera writes. One that is
    such a WebP file already is returned as it is.
    Raises ValueError: "unreadable" or "too_large".
    """
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValueError("too_large")
            # Nothing is unpacked before this line; a damaged file shows here.
            picture.load()
            if _is_ours(content, picture):
                return content
            return _made_anew(picture)
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        OSError,
        SyntaxError,
    ) as fault:
        raise ValueError("unreadable") from fault


def _made_anew(picture: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(picture)
    has_alpha = "A" in upright.getbands() or "transparency" in upright.info
    drawn = upright.convert("RGBA" if has_alpha else "RGB")
    drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # A new picture of the same points: what else the old one carried stays behind.
    clean = Image.new(drawn.mode, drawn.size)
    clean.paste(drawn)
    packed = io.BytesIO()
    clean.save(packed, "WEBP", quality=QUALITY, method=4)
    return packed.getvalue()


def _is_ours(content: bytes, picture: Image.Image) -> bool:
    """Tell whether ``content`` is a small WebP file with nothing in it but a picture.

    Source: WebP Container Specification, https://developers.google.com/speed/webp/docs/
    riff_container.
    """
    is_small = max(picture.size) <= LONGEST_SIDE
    if (
        picture.format != "WEBP"
        or not is_small
        or getattr(picture, "is_animated", False)
    ):
        return False
    position, end = 12, 8 + int.from_bytes(content[4:8], "little")
    while position < end:
        if content[position : position + 4] not in _CHUNKS:
            return False
        size = int.from_bytes(content[position + 4 : position + 8], "little")
        position += 8 + size + size % 2
    return position == end == len(content)
