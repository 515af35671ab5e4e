"""Practice on the job, as the learner sees it: what counts, and what was seen so far."""

from django.shortcuts import redirect, render

from training.choices import ObserverKind
from training.queries.observing import (
    items_seen,
    managers_today,
    observations_at,
    observers_of,
)


def practice(request, enrolment, place, path):
    """Show the checklist; somebody else fills it, so there is nothing to post."""
    if request.method == "POST":
        return redirect(request.path)
    observations = observations_at(enrolment, place.step)
    for_managers = place.step.document["observer"] == ObserverKind.MANAGER
    page = {
        "enrolment": enrolment,
        "step": place.step,
        "place": place,
        "path": path,
        "observations": observations,
        "items": items_seen(place.step, observations[0] if observations else None),
        "observers": observers_of(enrolment),
        "managers": managers_today(request.user) if for_managers else [],
    }
    return render(request, "training/practice.html", page)
