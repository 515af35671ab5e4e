"""Keeping the files that steps show."""

import hashlib

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from events.record import record
from training.media.images import MOST_PIXELS, as_webp
from training.media.kinds import WEBP, MediaKind, media_type
from training.models import MediaFile
from training.models.media_file import path_of

MOST_BYTES = {
    MediaKind.VIDEO: 500 * 1024**2,
    MediaKind.CAPTIONS: 1024**2,
    MediaKind.IMAGE: 20 * 1024**2,
}
LONGEST_NAME = 200


def store_media(*, content, name, at, by=None):
    """Keep ``content``, a django File, under its digest; return the MediaFile.

    The same content again is the same MediaFile. What it is, is told by how it begins:
    MP4, WebM, WebVTT in UTF-8, or a PNG, JPEG or WebP picture, which is made anew.
    Raises ValidationError, code "unknown_media_type", "too_big" or "unreadable"; then
    nothing is kept.
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
            _(
                "“%(name)s” is not taken. Allowed: MP4 or WebM videos, WebVTT captions, "
                "and PNG, JPEG or WebP pictures."
            ),
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
    if kept_as.kind == MediaKind.IMAGE:
        kept_as, content = WEBP, _picture(content, name)
    digest = _digest(content)
    # First the file, then the row: a row never stands without its file.
    if keeps:
        keeps(content, digest)
    if known := MediaFile.objects.filter(digest=digest).first():
        return known, False
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


def _picture(content, name):
    """Return the picture in ``content`` made anew, as a django File."""
    content.seek(0)
    try:
        return ContentFile(as_webp(content.read()), name)
    except ValueError as fault:
        raise ValidationError(
            _(
                "“%(name)s” cannot be read as a picture, or has more than %(most)s "
                "million pixels."
            ),
            code="unreadable",
            params={"name": name, "most": MOST_PIXELS // 1_000_000},
        ) from fault


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
