"""What a video step shows."""

from dataclasses import dataclass

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.translation import get_language

from training.media.captions import spoken_text
from training.media.pictures import pictures_in
from training.models import MediaFile
from training.models.texts import in_language


@dataclass(frozen=True)
class Track:
    """Captions in one language; ``is_mine``: whether they are shown from the start."""

    language: str
    name: str
    file: MediaFile
    is_mine: bool


@dataclass(frozen=True)
class VideoOnPage:
    """A video with its captions. transcript: what is said, to read instead."""

    file: MediaFile
    tracks: tuple[Track, ...]
    transcript: str


def media_named(step):
    """Return the digests that the document of ``step`` names, as a set."""
    document = step.document
    named = {document.get("video"), *document.get("captions", {}).values()} - {None}
    return named | pictures_in(document.get("body", {}))


def video_of(step):
    """Return the VideoOnPage of ``step``, in the active language where there is one."""
    named = MediaFile.objects.filter(digest__in=media_named(step))
    files = {file.digest: file for file in named}
    captions = step.document["captions"]
    names = dict(settings.LANGUAGES)
    mine = _language_in(captions)
    return VideoOnPage(
        files[step.document["video"]],
        tuple(
            Track(code, names.get(code, code), files[digest], code == mine)
            for code, digest in captions.items()
        ),
        in_language(step.document.get("transcript", {}))
        or _said_in(files[captions[mine]]),
    )


def _language_in(captions):
    active = (get_language() or "").casefold()
    known = {code.casefold(): code for code in captions}
    while active and active not in known:
        active = active.rpartition("-")[0]
    return known.get(active) or next(iter(captions))


def _said_in(file):
    with default_storage.open(file.path) as opened:
        return spoken_text(opened.read().decode("utf-8-sig"))
