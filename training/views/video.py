"""A video: the page that shows it, and the door to its file and captions."""

from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from training.actions.learning import complete_step
from training.media.ranges import UnsatisfiableError, byte_range
from training.models import MediaFile
from training.queries.learning import own_enrolments, path_of
from training.queries.videos import media_named, video_of
from training.views.enrolment import after_step

MOST_AT_ONCE = 4 * 1024**2
CHUNK = 64 * 1024


def video(request, enrolment, place, path):
    """Show the video; posting says that it has been watched, or read."""
    if request.method == "POST":
        enrolment = complete_step(
            enrolment=enrolment,
            step=place.step,
            at=timezone.now(),
            today=request.user.today(),
        )
        return redirect(*after_step(enrolment))
    page = {
        "enrolment": enrolment,
        "step": place.step,
        "place": place,
        "path": path,
        "video": video_of(place.step),
    }
    return render(request, "training/video.html", page)


@require_safe
@login_required
def step_media(request, uuid, key, digest):
    """Send a file that an open step of one's own enrolment shows, or a part of it."""
    enrolment = get_object_or_404(own_enrolments(request.user), uuid=uuid)
    open_steps = [place.step for place in path_of(enrolment) if place.is_open]
    named = {
        each for step in open_steps if step.key == key for each in media_named(step)
    }
    file = get_object_or_404(MediaFile.objects.filter(digest__in=named), digest=digest)
    return _sent(request, file)


def _sent(request, file):
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
