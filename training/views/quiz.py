"""A quiz: one question a page, what was right and why, then the result."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from training.actions.learning import answer_question, begin_attempt
from training.choices import FIRST_ANSWER_STANDS
from training.forms import AnswerForm, GoForm
from training.queries.observing import managers_today
from training.queries.quizzes import (
    attempt_numbered,
    is_answer_given,
    quiz_sheet,
)
from training.views.ordering import order_after, order_in


def quiz(request, enrolment, place, path):
    """Show the next question, an answer just given (``?question=``), or the result."""
    if request.method == "POST":
        return _posted(request, enrolment, place.step)
    sheet = quiz_sheet(enrolment, place.step)
    asked_for = sheet.question(request.GET.get("question"))
    shown = asked_for if asked_for and asked_for.is_answered else sheet.next_question
    if shown and not shown.is_answered:
        shown = shown.in_order_of(order_in(request))
    page = {
        "enrolment": enrolment,
        "step": place.step,
        "place": place,
        "path": path,
        "sheet": sheet,
        "question": shown,
        "is_unticked": "unticked" in request.GET,
        "managers": [] if sheet.may_try_again else managers_today(request.user),
    }
    template = "quiz_question" if shown else "quiz_result"
    return render(request, f"training/{template}.html", page)


def _posted(request, enrolment, step):
    """Take one answer, move an item, or begin again; lead to what comes of it.

    The page names the go it belongs to, so that a second tap on the last answer does
    not begin the quiz anew.
    """
    at, today = timezone.now(), request.user.today()
    here = reverse("training:step-detail", args=[enrolment.uuid, step.key])
    form = (GoForm if request.POST.get("act") == "again" else AnswerForm)(request.POST)
    if not form.is_valid():
        return redirect(here)
    if move := request.POST.get("move"):
        order = order_after(request.POST.getlist("options"), move)
        return redirect(f"{here}?{urlencode({'order': order})}")
    number, question = form.cleaned_data["number"], form.cleaned_data.get("question")
    attempt = attempt_numbered(enrolment, step, number) or begin_attempt(
        enrolment=enrolment, step=step, at=at, number=number
    )
    if question is None:
        return redirect(here)
    options = request.POST.getlist("options")
    try:
        answer = answer_question(
            attempt=attempt,
            question=question,
            options=options,
            at=at,
            today=today,
        )
    except ValidationError as refusal:
        if refusal.code == "nothing_ticked":
            return redirect(f"{here}?unticked")
        raise
    if not is_answer_given(answer, options):
        messages.info(request, FIRST_ANSWER_STANDS)
    return redirect(f"{here}?{urlencode({'question': question})}")
