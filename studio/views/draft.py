"""The studio: what is being written, and what is published, of any kind."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from staff.access import edits_catalogue, only
from studio.actions.drafts import begin_draft, copy_published, discard_draft, open_draft
from studio.choices import DraftKind
from studio.forms.draft import BeginForm
from studio.kinds import KINDS
from studio.models import Draft
from studio.queries.drafts import drafts_with_people, published_of
from studio.queries.suggestions import case_to_write_from

# Of what happened, for a title to begin with.
TITLE_WORDS = 8


@require_safe
@only(edits_catalogue)
def draft_list(request):
    context = {
        "drafts": drafts_with_people(),
        "scenarios": published_of(DraftKind.SCENARIO),
        "modules": published_of(DraftKind.MODULE),
        "banks": published_of(DraftKind.BANK),
    }
    return render(request, "studio/draft_list.html", context)


@require_http_methods(["GET", "POST"])
@only(edits_catalogue)
def draft_add(request, kind):
    initial = {"language": (get_language() or "en").partition("-")[0]}
    is_scenario = DraftKind(kind) == DraftKind.SCENARIO
    case = case_to_write_from(request.GET.get("case", "")) if is_scenario else None
    if case:
        initial["title"] = Truncator(case.happened).words(TITLE_WORDS, truncate="")
    form = BeginForm(request.POST or None, initial=initial)
    if form.is_valid():
        facts = {"by": request.user, "at": timezone.now(), "suggestion": case}
        try:
            return redirect(
                begin_draft(kind=DraftKind(kind), **form.cleaned_data, **facts)
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
    return render(
        request,
        "studio/draft_add.html",
        {"form": form, "kind": kind, "suggestion": case},
    )


@require_POST
@only(edits_catalogue)
def draft_open(request, kind, slug):
    return _begun(request, open_draft, kind, slug)


@require_POST
@only(edits_catalogue)
def draft_copy(request, kind, slug):
    return _begun(request, copy_published, kind, slug)


@require_http_methods(["GET", "POST"])
@only(edits_catalogue)
def draft_remove(request, uuid):
    draft = get_object_or_404(Draft.objects.select_related("updated_by"), uuid=uuid)
    if request.method == "POST":
        discard_draft(draft=draft, by=request.user)
        messages.success(request, _("The draft is gone. What is published stays."))
        return redirect("studio:draft-list")
    return render(request, "studio/draft_remove.html", {"draft": draft})


def _begun(request, begin, kind, slug):
    """Begin a draft of what is published and open it; else say why not."""
    kind = DraftKind(kind)
    get_object_or_404(KINDS[kind].model, slug=slug)
    try:
        return redirect(begin(kind=kind, slug=slug, by=request.user, at=timezone.now()))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("studio:draft-list")
