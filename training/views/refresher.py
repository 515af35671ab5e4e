"""Refreshers: at most three minutes a day, one question or scene a page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from training.actions.refreshers import answer_card
from training.choices import FIRST_ANSWER_STANDS
from training.forms import CardForm, RefresherForm
from training.queries.asked import asked_of
from training.queries.refreshers import (
    is_review_of,
    next_due_on,
    own_card,
    portion_of,
    retention_of,
    review_on,
)
from training.views.kept import answers_kept
from training.views.ordering import order_after, order_in


@gzip_page
@require_http_methods(["GET", "POST"])
@answers_kept
@login_required
def refresher_portion(request):
    """Show what is asked next, what came of an answer (``?card=``), or the end."""
    today = request.user.today()
    if request.method == "POST":
        return _posted(request, today)
    page = {"portion": portion_of(request.user, today), "today": today}
    form = CardForm(request.GET)
    card = (
        own_card(request.user, form.cleaned_data["card"]) if form.is_valid() else None
    )
    if card and (review := review_on(card, today)):
        page |= {"card": card, "review": review, "asked": asked_of(card, review)}
        return render(request, "training/refresher_answer.html", page)
    if page["portion"].cards:
        card = own_card(request.user, page["portion"].cards[0].uuid)
        asked = asked_of(card)
        if not card.is_scene:
            asked = asked.in_order_of(order_in(request))
        page |= {"card": card, "asked": asked}
        page |= {"shown": int(timezone.now().timestamp())}
        page |= {"is_unticked": "unticked" in request.GET}
        return render(request, "training/refresher_portion.html", page)
    page |= {
        "next_on": next_due_on(request.user),
        "retention": retention_of(request.user, today),
    }
    return render(request, "training/refresher_done.html", page)


def _posted(request, today):
    """Take one answer; lead to what comes of it."""
    here, at = reverse("training:refresher-portion"), timezone.now()
    form = RefresherForm(request.POST)
    if not form.is_valid():
        return redirect(here)
    card = own_card(request.user, form.cleaned_data["card"])
    if card is None:
        raise Http404
    answer = request.POST.getlist("options")
    if move := request.POST.get("move"):
        return redirect(f"{here}?{urlencode({'order': order_after(answer, move)})}")
    try:
        review = answer_card(
            card=card,
            answer=answer,
            at=at,
            today=today,
            measured=form.seconds_until(at),
            since=form.cleaned_data["since"],
        )
    except ValidationError as refusal:
        if refusal.code == "nothing_ticked":
            return redirect(f"{here}?unticked")
        messages.info(request, refusal.messages[0])
        return redirect(here)
    if not is_review_of(review, answer):
        messages.info(request, FIRST_ANSWER_STANDS)
    return redirect(f"{here}?{urlencode({'card': card.uuid})}")
