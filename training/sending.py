"""Sending a kept file, whole or the part of it that a player asks for."""

from django.core.files.storage import default_storage
from django.http import HttpResponse, StreamingHttpResponse

from training.media.ranges import UnsatisfiableError, byte_range

MOST_AT_ONCE = 4 * 1024**2
CHUNK = 64 * 1024


def sent(request, file):
    """Return the answer with the content of ``file``, a MediaFile."""
    # The content of a digest never changes; yet no browser keeps it, as with any page.
    etag = f'"{file.digest}"'
    headers = {"Accept-Ranges": "bytes", "ETag": etag}
    asked = request.headers.get("Range", "")
    if request.headers.get("If-Range", etag) != etag:
        asked = ""
    try:
        part = byte_range(asked, file.size, MOST_AT_ONCE)
    except UnsatisfiableError:
        headers["Content-Range"] = f"bytes */{file.size}"
        return HttpResponse(status=416, headers=headers)
    first, last = part or (0, file.size - 1)
    if part:
        headers["Content-Range"] = f"bytes {first}-{last}/{file.size}"
    headers["Content-Length"] = str(last - first + 1)
    return StreamingHttpResponse(
        _bytes_of(file, first, last),
        status=206 if part else 200,
        content_type=file.content_type,
        headers=headers,
    )


def _bytes_of(file, first, last):
    """Yield the content from byte ``first`` to ``last``; opened only once it is read."""
    with default_storage.open(file.path) as opened:
        opened.seek(first)
        left = last - first + 1
        while left > 0 and (chunk := opened.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
