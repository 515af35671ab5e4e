"""What a media file is, told by how it begins and never by its name."""

from dataclasses import dataclass
from enum import StrEnum


class MediaKind(StrEnum):
    VIDEO = "video"
    CAPTIONS = "captions"
    IMAGE = "image"


@dataclass(frozen=True, slots=True)
class MediaType:
    """kind: a MediaKind. content_type: what browsers call it."""

    kind: MediaKind
    content_type: str


MP4 = MediaType(MediaKind.VIDEO, "video/mp4")
WEBM = MediaType(MediaKind.VIDEO, "video/webm")
VTT = MediaType(MediaKind.CAPTIONS, "text/vtt; charset=utf-8")
WEBP = MediaType(MediaKind.IMAGE, "image/webp")
PNG = MediaType(MediaKind.IMAGE, "image/png")
JPEG = MediaType(MediaKind.IMAGE, "image/jpeg")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def media_type(head: bytes) -> MediaType | None:
    """Return what a file is that begins with ``head``, 64 bytes or more; None = unknown.

    Source: ISO/IEC 14496-12, 4.3 (ftyp); RFC 9559, 5 and 9 (EBML, webm); WebVTT, 4.1;
    RFC 9649, 2.4 (WebP); PNG, 5.2; ISO/IEC 10918-1, B.2.1 (JPEG).
    """
    if head[4:8] == b"ftyp":
        return MP4
    if head.startswith(b"\x1aE\xdf\xa3") and b"webm" in head[:64]:
        return WEBM
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    first = head.removeprefix(BYTE_ORDER_MARK)
    if first.startswith(b"WEBVTT") and first[6:7] in (b"", b" ", b"\t", b"\n", b"\r"):
        return VTT
    return None


def ending_of(content_type: str) -> str:
    """Return how the name of a file of ``content_type``, one of these types, ends."""
    endings = {MP4: ".mp4", WEBM: ".webm", VTT: ".vtt", WEBP: ".webp"}
    return {kept_as.content_type: end for kept_as, end in endings.items()}[content_type]
