"""The player: setting, scene, what came of a choice, and at the end the debrief."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe
from django_htmx.http import replace_url

from training.actions.learning import begin_attempt, take_choice
from training.choices import FIRST_ANSWER_STANDS
from training.forms import AfterForm, ChoiceForm, GoForm
from training.models import Attempt
from training.queries.learning import own_enrolments
from training.queries.mood_chart import mood_chart
from training.queries.plays import (
    attempts_at,
    customer_of,
    debrief_of,
    finished_plays,
    mood_of,
    play_of,
)
from training.queries.scripts import script_of

PLAYS_LISTED = 5


def scenario(request, enrolment, place, path):
    """Show the setting, the scene, or (``?after=position``) what came of a choice."""
    step = place.step
    if request.method == "POST":
        return _posted(request, enrolment, step)
    attempts = attempts_at(enrolment, step)
    attempt = attempts[0] if attempts else None
    if attempt and (attempt.finished_at is None or "after" in request.GET):
        attempt.step = step
        play = play_of(attempt)
        moment = _moment_asked_for(request, play)
        if moment or not play.is_finished:
            return _show(request, enrolment, attempt, play, moment)
    return _setting(request, enrolment, place, path, attempts)


def _moment_asked_for(request, play):
    form = AfterForm(request.GET)
    return play.reaction_to(form.cleaned_data["after"]) if form.is_valid() else None


def _posted(request, enrolment, step):
    """Begin a play, or take a choice of the one the form names."""
    at, today = timezone.now(), request.user.today()
    here = reverse("training:step-detail", args=[enrolment.uuid, step.key])
    if request.POST.get("act") == "begin":
        go = GoForm(request.POST)
        number = go.cleaned_data["number"] if go.is_valid() else None
        begin_attempt(enrolment=enrolment, step=step, at=at, number=number)
        return redirect(here)
    form = ChoiceForm(request.POST)
    if not form.is_valid():
        return redirect(here)
    attempt = get_object_or_404(
        Attempt, enrolment=enrolment, step=step, uuid=form.cleaned_data["attempt"]
    )
    attempt.enrolment, attempt.step = enrolment, step
    choice = form.cleaned_data["choice"]
    taken = take_choice(
        attempt=attempt,
        position=form.cleaned_data["position"],
        choice=choice,
        at=at,
        today=today,
    )
    if taken.choice != choice:
        messages.info(request, FIRST_ANSWER_STANDS)
    play = play_of(attempt)
    if taken.position < len(play.turns) - 1:
        # Another device is further: there is where one stands.
        return redirect(here)
    after = f"{here}?{urlencode({'after': taken.position})}"
    if not request.htmx:
        return redirect(after)
    page = _show(request, enrolment, attempt, play, play.reaction_to(taken.position))
    # Read again, the page shows the same; "back" leaves the play and keeps its place.
    return replace_url(page, after)


def _show(request, enrolment, attempt, play, moment=None):
    """Answer with ``moment``, without one with the scene the play stands in."""
    page = {
        "enrolment": enrolment,
        "step": attempt.step,
        "attempt": attempt,
        "moment": moment or play.scene_now(),
        "customer": customer_of(play.script.scenario),
    }
    if not request.htmx:
        return render(request, "training/scenario.html", page)
    piece = render(request, "training/scenario.html#scene", page)
    return replace_url(piece, request.path)


def _setting(request, enrolment, place, path, attempts):
    scenario = script_of(place.step.scenario_version_id).scenario
    page = {
        "enrolment": enrolment,
        "step": place.step,
        "place": place,
        "path": path,
        "plays": [play for play in attempts if play.finished_at][:PLAYS_LISTED],
        "next_number": len(attempts) + 1,
        "scenario": scenario,
        "customer": customer_of(scenario),
        "mood": mood_of(scenario.mood),
    }
    return render(request, "training/scenario_setting.html", page)


@gzip_page
@require_safe
@login_required
def scenario_debrief(request, uuid, key, number):
    enrolment = get_object_or_404(own_enrolments(request.user), uuid=uuid)
    plays = finished_plays(enrolment, key)
    attempt = get_object_or_404(plays, number=number)
    before = plays.filter(number__lt=number).first()
    seen, skills = debrief_of(attempt, before)
    context = {
        "enrolment": enrolment,
        "step": attempt.step,
        "attempt": attempt,
        "before": before,
        "before_mood": before and mood_of(before.mood),
        "seen": seen,
        "skills": skills,
        "chart": mood_chart(seen),
        "plays": plays[:PLAYS_LISTED],
        "next_number": plays.first().number + 1,
    }
    return render(request, "training/scenario_debrief.html", context)
