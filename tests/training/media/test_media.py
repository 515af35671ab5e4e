"""What a file is, what is said in it, and which part is asked for."""

import pytest

from tests.training.films import CAPTIONS
from training.media.captions import spoken_text
from training.media.kinds import MP4, VTT, WEBM, media_type
from training.media.ranges import UnsatisfiableError, byte_range


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (b"\0\0\0\x18ftypmp42", MP4),
        (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm", WEBM),
        (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x88matroska", None),
        (b"WEBVTT\n\n", VTT),
        (b"\xef\xbb\xbfWEBVTT - a title", VTT),
        (b"WEBVTTX", None),
        (b"<!doctype html>", None),
        (b"<svg>", None),
        (b"", None),
    ],
)
def test_media_type_goes_by_how_a_file_begins(head, told):
    assert media_type(head) == told


def test_spoken_text_is_what_is_said_once():
    assert spoken_text(CAPTIONS) == "Good evening, welcome.\nA table for two?"
    assert spoken_text(CAPTIONS.replace("\n", "\r\n")) == spoken_text(CAPTIONS)


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("", None),
        ("bytes=0-9", (0, 9)),
        ("bytes=0-", (0, 39)),
        ("bytes=90-", (90, 99)),
        ("bytes=90-500", (90, 99)),
        ("bytes=-5", (95, 99)),
        ("bytes=-500", (0, 39)),
        ("BYTES = 5 - 6", (5, 6)),
        ("bytes=9-5", None),
        ("bytes=-", None),
        ("bytes=0-1,5-6", None),
        ("items=0-1", None),
        ("bytes=x-1", None),
        ("bytes=0-" + "9" * 5000, (0, 39)),
    ],
)
def test_byte_range_of_a_hundred_bytes_forty_at_once(header, part):
    assert byte_range(header, 100, 40) == part


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=500-600", "bytes=-0"])
def test_byte_range_beyond_the_end_is_unsatisfiable(header):
    with pytest.raises(UnsatisfiableError):
        byte_range(header, 100, 40)
