"""Cases from the floor: told by those who work there, read by those who write."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from staff.access import edits_catalogue, only
from studio.actions.suggesting import (
    decline,
    finish,
    suggest_scenario,
    take_up,
    withdraw_suggestion,
)
from studio.choices import SuggestionState
from studio.forms.suggestion import DeclineForm, FinishForm, SuggestionForm
from studio.models import Suggestion
from studio.queries.suggestions import (
    own_suggestions,
    readable_suggestions,
    suggestion_counts,
    suggestions_in,
    teller_of,
)

PAGE_ROWS = 20


@require_http_methods(["GET", "POST"])
@login_required
def suggestion_add(request):
    form = SuggestionForm(request.POST or None, initial={"uuid": uuid4()})
    if form.is_valid():
        try:
            suggest_scenario(by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Told. Thank you. You read the answer here."))
            return redirect("suggestions:suggestion-add")
    told = Paginator(own_suggestions(request.user), PAGE_ROWS)
    context = {"form": form, "page": told.get_page(request.GET.get("page"))}
    return render(request, "studio/suggestion_add.html", context)


@require_POST
@login_required
def suggestion_withdraw(request, uuid):
    mine = Suggestion.objects.filter(employee=request.user)
    suggestion = get_object_or_404(mine, uuid=uuid)
    try:
        withdraw_suggestion(suggestion=suggestion, by=request.user, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Taken back. Nothing of it is kept."))
    return redirect("suggestions:suggestion-add")


@require_safe
@only(edits_catalogue)
def suggestion_list(request):
    asked = request.GET.get("state")
    state = asked if asked in SuggestionState else SuggestionState.NEW
    waiting = Paginator(suggestions_in(state), PAGE_ROWS)
    context = {
        "state": SuggestionState(state),
        "counts": suggestion_counts(),
        "page": waiting.get_page(request.GET.get("page")),
    }
    return render(request, "studio/suggestion_list.html", context)


@require_safe
@only(edits_catalogue)
def suggestion_detail(request, uuid):
    return _page(request, get_object_or_404(readable_suggestions(), uuid=uuid))


@require_POST
@only(edits_catalogue)
def suggestion_take_up(request, uuid):
    """Begin to write a scenario from it: lead to where scenarios are written."""
    suggestion = get_object_or_404(Suggestion, uuid=uuid)
    try:
        take_up(suggestion=suggestion, by=request.user, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(suggestion)
    messages.success(request, _("Taken up. The person sees that you write from it."))
    return redirect(f"{reverse('studio:scenario-add')}?case={suggestion.uuid}")


@require_POST
@only(edits_catalogue)
def suggestion_decline(request, uuid):
    suggestion = get_object_or_404(readable_suggestions(), uuid=uuid)
    form = DeclineForm(request.POST, auto_id="decline_%s")
    if not form.is_valid():
        return _page(request, suggestion, decline_form=form)
    return _closed(request, suggestion, decline, form)


@require_POST
@only(edits_catalogue)
def suggestion_finish(request, uuid):
    suggestion = get_object_or_404(readable_suggestions(), uuid=uuid)
    form = FinishForm(request.POST)
    if not form.is_valid():
        return _page(request, suggestion, finish_form=form)
    return _closed(request, suggestion, finish, form)


def _closed(request, suggestion, close, form):
    """Call ``close``, the action of a valid ``form``, and lead back to the suggestion."""
    answer = form.cleaned_data
    try:
        close(suggestion=suggestion, by=request.user, at=timezone.now(), **answer)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Saved. The person reads it on their page."))
    return redirect(suggestion)


def _page(request, suggestion, decline_form=None, finish_form=None):
    context = {
        "suggestion": suggestion,
        "teller": teller_of(suggestion),
        "decline_form": decline_form or DeclineForm(auto_id="decline_%s"),
        "finish_form": finish_form or FinishForm(),
        "is_declining": decline_form is not None,
    }
    return render(request, "studio/suggestion_detail.html", context)
