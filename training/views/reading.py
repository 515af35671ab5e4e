"""A page to read."""

from django.shortcuts import redirect, render
from django.utils import timezone

from training.actions.learning import complete_step
from training.views.enrolment import after_step


def reading(request, enrolment, place, path):
    """Show the page; posting says that it has been read."""
    if request.method == "POST":
        enrolment = complete_step(
            enrolment=enrolment,
            step=place.step,
            at=timezone.now(),
            today=request.user.today(),
        )
        return redirect(*after_step(enrolment))
    page = {"enrolment": enrolment, "step": place.step, "place": place, "path": path}
    return render(request, "training/reading.html", page)
