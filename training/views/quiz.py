"""A quiz: one question a page, what was right and why, then the result."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from training.actions.learning import answer_question, begin_attempt
from training.forms import AnswerForm, GoForm
from training.queries.quizzes import quiz_sheet


def quiz(request, enrolment, place, path):
    """Show the next question, an answer just given (``?question=``), or the result."""
    if request.method == "POST":
        return _posted(request, enrolment, place.step)
    sheet = quiz_sheet(enrolment, place.step)
    asked_for = sheet.question(request.GET.get("question"))
    shown = asked_for if asked_for and asked_for.is_answered else sheet.next_question
    page = {
        "enrolment": enrolment,
        "step": place.step,
        "place": place,
        "path": path,
        "sheet": sheet,
        "question": shown,
        "is_unticked": "unticked" in request.GET,
    }
    template = "quiz_question" if shown else "quiz_result"
    return render(request, f"training/{template}.html", page)


def _posted(request, enrolment, step):
    """Take one answer, or begin again; lead to what comes of it.

    The page names the go it belongs to, so that a second tap on the last answer does
    not begin the quiz anew.
    """
    at, today = timezone.now(), request.user.today()
    here = reverse("training:step-detail", args=[enrolment.uuid, step.key])
    form = (GoForm if request.POST.get("act") == "again" else AnswerForm)(request.POST)
    if not form.is_valid():
        return redirect(here)
    number = form.cleaned_data["number"]
    attempt = begin_attempt(enrolment=enrolment, step=step, at=at, number=number)
    question = form.cleaned_data.get("question")
    if question is None:
        return redirect(here)
    try:
        answer_question(
            attempt=attempt,
            question=question,
            options=request.POST.getlist("options"),
            at=at,
            today=today,
        )
    except ValidationError as refusal:
        if refusal.code == "nothing_ticked":
            return redirect(f"{here}?unticked")
        raise
    return redirect(f"{here}?{urlencode({'question': question})}")
