"""Pictures made anew: small, upright, and without what a camera writes into them."""

import io

import pytest
from PIL import Image

from tests.training.pictures import a_picture
from training.media import images
from training.media.images import as_webp

GPS = 0x8825
TURNED = 0x0112


def opened(content):
    return Image.open(io.BytesIO(content))


def turned(how):
    exif = Image.Exif()
    exif[TURNED] = how
    return exif


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_as_webp_makes_every_picture_a_webp(kind):
    made = opened(as_webp(a_picture(kind, size=(30, 20))))

    assert (made.format, made.size) == ("WEBP", (30, 20))


def test_as_webp_leaves_out_where_it_was_taken():
    exif = Image.Exif()
    exif[GPS] = {1: "N", 2: (52.0, 31.0, 0.0)}

    made = as_webp(a_picture("JPEG", exif=exif))

    assert dict(opened(made).getexif()) == {}
    assert b"EXIF" not in made


def test_as_webp_turns_a_picture_upright():
    lying = a_picture("JPEG", size=(40, 10), exif=turned(6))

    assert opened(as_webp(lying)).size == (10, 40)


def test_as_webp_makes_a_large_picture_small():
    assert opened(as_webp(a_picture(size=(3200, 100)))).size == (1600, 50)


def test_as_webp_keeps_what_can_be_seen_through():
    assert opened(as_webp(a_picture(mode="RGBA"))).mode == "RGBA"


def test_as_webp_leaves_a_picture_of_ours_alone():
    ours = as_webp(a_picture("PNG", mode="RGBA"))

    assert as_webp(ours) == ours


@pytest.mark.parametrize(
    "hidden",
    [
        lambda ours: ours + b"<script>",
        lambda ours: a_picture("WEBP", exif=turned(1)),
    ],
)
def test_as_webp_makes_anew_what_carries_more_than_a_picture(hidden):
    more = hidden(as_webp(a_picture()))

    made = as_webp(more)

    assert made != more
    assert as_webp(made) == made


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a", a_picture("PNG")[:60], a_picture("JPEG")[:300]]
)
def test_as_webp_refuses_what_is_no_picture(content):
    with pytest.raises(ValueError, match="unreadable"):
        as_webp(content)


def test_as_webp_refuses_a_picture_too_large_to_unpack(monkeypatch):
    monkeypatch.setattr(images, "MOST_PIXELS", 99)

    with pytest.raises(ValueError, match="too_large"):
        as_webp(a_picture(size=(10, 10)))
