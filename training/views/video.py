"""A video: the page that shows it, and the door to its file and captions."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from training.actions.learning import complete_step
from training.models import MediaFile
from training.queries.learning import own_enrolments, path_of
from training.queries.videos import media_named, video_of
from training.sending import sent
from training.views.enrolment import after_step


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
        "video": video_of(
            place.step,
            lambda digest: reverse(
                "training:step-media", args=[enrolment.uuid, place.step.key, digest]
            ),
        ),
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
    return sent(request, file)
