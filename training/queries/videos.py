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
    url: str
    is_mine: bool


@dataclass(frozen=True)
class VideoOnPage:
    """A video with its captions. transcript: what is said, to read instead."""

    url: str
    content_type: str
    tracks: tuple[Track, ...]
    transcript: str


def media_named(step):
    """Return the digests that the document of ``step`` names, as a set."""
    document = step.document
    return film_named(document) | pictures_in(document.get("body", {}))


def film_named(document):
    """Return the digests of the video and the captions of ``document``, as a set."""
    named = {document.get("video"), *document.get("captions", {}).values()}
    return {digest for digest in named if digest}


def video_of(step, address_of):
    """Return the VideoOnPage of ``step``, in the active language where there is one.

    address_of(digest): where the page asks for a file.
    """
    files = MediaFile.objects.filter(digest__in=film_named(step.document))
    known = {file.digest: file for file in files}
    return video_in(step.document, known, get_language() or "", address_of)


def video_in(document, files, language, address_of):
    """Return the VideoOnPage of ``document``, a step; None when its video is not kept.

    files: {digest: MediaFile}; captions that are not among them are left out.
    """
    film = files.get(document.get("video"))
    if film is None:
        return None
    captions = {
        code: files[digest]
        for code, digest in document.get("captions", {}).items()
        if digest in files
    }
    names = dict(settings.LANGUAGES)
    mine = _language_in(captions, language)
    transcript = in_language(document.get("transcript", {}), language)
    return VideoOnPage(
        address_of(film.digest),
        film.content_type,
        tuple(
            Track(code, names.get(code, code), address_of(file.digest), code == mine)
            for code, file in captions.items()
        ),
        transcript or (_said_in(captions[mine]) if captions else ""),
    )


def _language_in(captions, language):
    active = language.casefold()
    known = {code.casefold(): code for code in captions}
    while active and active not in known:
        active = active.rpartition("-")[0]
    return known.get(active) or next(iter(captions), None)


def _said_in(file):
    with default_storage.open(file.path) as opened:
        return spoken_text(opened.read().decode("utf-8-sig"))
