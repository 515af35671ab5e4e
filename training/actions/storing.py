"""Keeping the files that steps show."""

import hashlib

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from events.record import record
from training.media.kinds import MediaKind, media_type
from training.models import MediaFile
from training.models.media_file import path_of

MOST_BYTES = {MediaKind.VIDEO: 500 * 1024**2, MediaKind.CAPTIONS: 1024**2}
LONGEST_NAME = 200


def store_media(*, content, name, at, by=None):
    """Keep ``content``, a django File, under its digest; return the MediaFile.

    The same content again is the same MediaFile. What it is, is told by how it begins:
    MP4, WebM or WebVTT in UTF-8. Raises ValidationError, code "unknown_media_type" or
    "too_big"; then nothing is kept.
    """
    stored, _is_new = announce_media(
        content=content, name=name, at=at, by=by, keeps=keep_content
    )
    return stored


def announce_media(*, content, name, at, by=None, keeps=None):
    """Write the row of ``content``, a django File; return (MediaFile, whether it is new).

    keeps: called with content and digest before the row is written; None when the file
    is kept later, in the same transaction. Raises as store_media.
    """
    head = next(content.chunks(64), b"")
    kept_as = media_type(head)
    if kept_as is None:
        raise ValidationError(
            _("“%(name)s” is neither an MP4 or WebM video nor WebVTT captions."),
            code="unknown_media_type",
            params={"name": name},
        )
    most = MOST_BYTES[kept_as.kind]
    if content.size > most:
        raise ValidationError(
            _("“%(name)s” is larger than %(most)s MB."),
            code="too_big",
            params={"name": name, "most": most // 1024**2},
        )
    if kept_as.kind == MediaKind.CAPTIONS:
        _demand_text(content, name)
    digest = _digest(content)
    if known := MediaFile.objects.filter(digest=digest).first():
        return known, False
    # First the file, then the row: a row never stands without its file.
    if keeps:
        keeps(content, digest)
    with transaction.atomic():
        stored, is_new = MediaFile.objects.get_or_create(
            digest=digest,
            defaults={
                "kind": kept_as.kind,
                "content_type": kept_as.content_type,
                "size": content.size,
                "name": name[-LONGEST_NAME:],
                "stored_at": at,
                "stored_by": by,
            },
        )
        if is_new:
            record("media.stored", at=at, by=by, subject=stored)
    return stored, is_new


def keep_content(content, digest):
    """Put ``content``, a django File, where files with ``digest`` lie."""
    if not default_storage.exists(path_of(digest)):
        content.seek(0)
        default_storage.save(path_of(digest), content)


def _demand_text(content, name):
    content.seek(0)
    try:
        content.read().decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise ValidationError(
            _("“%(name)s” is not written in UTF-8."),
            code="unknown_media_type",
            params={"name": name},
        ) from fault


def _digest(content):
    digest = hashlib.sha256()
    for chunk in content.chunks():
        digest.update(chunk)
    return digest.hexdigest()
