"""The door to a step: whatever its kind, it is found and guarded here."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from training.choices import OPEN_STATUSES, EnrolmentStatus, StepKind
from training.queries.learning import own_enrolments, path_of
from training.views.kept import answers_kept
from training.views.practice import practice
from training.views.quiz import quiz
from training.views.reading import reading
from training.views.scenario import scenario
from training.views.video import video

KINDS = {
    StepKind.READING: reading,
    StepKind.QUIZ: quiz,
    StepKind.SCENARIO: scenario,
    StepKind.PRACTICE: practice,
    StepKind.VIDEO: video,
}


@gzip_page
@require_http_methods(["GET", "POST"])
@answers_kept
@login_required
def step_detail(request, uuid, key):
    enrolment = get_object_or_404(own_enrolments(request.user), uuid=uuid)
    if enrolment.version_id is None or not _may_be_learned(enrolment):
        return _led_to(request, enrolment.get_absolute_url())
    path = path_of(enrolment)
    place = next((place for place in path if place.step.key == key), None)
    if place is None:
        raise Http404
    if request.method == "GET" and not place.is_open:
        return _led_to(request, enrolment.get_absolute_url())
    try:
        return KINDS[place.step.kind](request, enrolment, place, path)
    except ValidationError as refusal:
        # Taken back in this very moment: its own page says so.
        if refusal.code != "withdrawn":
            messages.info(request, refusal.messages[0])
        is_here = refusal.code not in ("withdrawn", "not_open")
        return _led_to(
            request, request.path if is_here else enrolment.get_absolute_url()
        )


def _may_be_learned(enrolment):
    return enrolment.status in (*OPEN_STATUSES, EnrolmentStatus.COMPLETED)


def _led_to(request, url):
    """Lead the whole page to ``url``, also where htmx asked for a piece of it."""
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)
