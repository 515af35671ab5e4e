"""A module or a question bank that is being written: outline, one part's form, findings."""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)
from django_htmx.http import HttpResponseClientRedirect

from staff.access import edits_catalogue, only
from studio.actions.content_parts import ROW_CHANGES, change_content
from studio.actions.drafts import save_part
from studio.forms.content import ChangeForm, ContentForm, adds
from studio.forms.draft import LanguageForm, language_name
from studio.kinds import findings_of
from studio.models import Draft
from studio.queries.content_choices import choices_for
from studio.queries.previews import with_what_is_shown
from studio.refusals import refusal
from studio.rules.content_parts import FRAME, kind_of, languages, part
from studio.rules.content_sheet import SHEET
from studio.rules.previews import preview_of, previews_of
from studio.wording.content import outline, part_name, shown
from studio.wording.typed import typed_in

TEMPLATE = "studio/content_edit.html"
PAGE_PARTS = 100


@require_http_methods(["GET", "POST"])
@only(edits_catalogue)
def content_edit(request, kind, uuid):
    draft, at, language = _asked_for(request, kind, uuid)
    if part(draft.document, at) is None:
        return _gone(request, draft, language)
    if request.method == "POST":
        return _posted(request, draft, at, language)
    return render(request, TEMPLATE, _page(draft, _form(draft, at, language)))


@require_POST
@only(edits_catalogue)
def content_change(request, kind, uuid):
    draft, at, language = _asked_for(request, kind, uuid)
    form = ChangeForm(request.POST)
    if not form.is_valid() or part(draft.document, at) is None:
        return redirect(draft)
    try:
        at = change_content(
            draft=draft,
            at=at,
            language=language,
            by=request.user,
            when=timezone.now(),
            **form.cleaned_data,
        )
    except ValidationError as refused:
        page = _page(draft, _form(draft, FRAME, language))
        return render(request, TEMPLATE, page | {"refusal": refused.messages[0]})
    if form.cleaned_data["act"] == "add-language":
        language = form.cleaned_data["tag"] or language
    return redirect(_address(draft, at, language))


@require_safe
@only(edits_catalogue)
def content_preview(request, kind, uuid):
    draft, at, language = _asked_for(request, kind, uuid)
    parts = Paginator(previews_of(draft.document, language), PAGE_PARTS)
    page = parts.get_page(request.GET.get("page"))
    page.object_list = _shown(page.object_list, language)
    context = {
        "draft": draft,
        "back": _address(draft, at, language),
        "language": language,
        "languages": _named(draft.document),
        "at": at,
        "page": page,
    }
    return render(request, "studio/content_preview.html", context)


def _asked_for(request, kind, uuid):
    """Return (draft, address of the part, language one writes in)."""
    drafts = Draft.objects.select_related("updated_by")
    draft = get_object_or_404(drafts, uuid=uuid, kind=kind)
    known, asked = languages(draft.document), request.GET.get("language")
    at = request.GET.get("at", FRAME)
    return draft, at, asked if asked in known else known[0]


def _form(draft, at, language, sent=None):
    document = draft.document
    choices = choices_for(kind_of(document, at), draft.slug)
    return ContentForm(
        sent, document=document, at=at, language=language, choices=choices
    )


def _address(draft, at, language):
    return f"{draft.get_absolute_url()}?{urlencode({'at': at, 'language': language})}"


def _named(document):
    return [(tag, language_name(tag)) for tag in languages(document)]


def _page(draft, form):
    """Return what the page shows; ``form``: of the part one is at."""
    document, language, at = draft.document, form.language, form.at
    found = findings_of(draft.kind, document)
    preview = preview_of(document, at, language)
    return {
        "draft": draft,
        "at": at,
        "kind": form.kind,
        "part_name": part_name(document, at, language),
        "language": language,
        "languages": _named(document),
        "language_form": LanguageForm(),
        "form": form,
        "adds": adds(document, at),
        "outline": outline(document, found, language, at),
        "findings": shown(found, document, language),
        "preview": preview and _shown([preview], language)[0],
    }


def _shown(previews, language):
    return with_what_is_shown(
        previews, language, lambda digest: reverse("studio:media-file", args=[digest])
    )


def _posted(request, draft, at, language):
    """Save the part, and do what the pressed button says."""
    form = _form(draft, at, language, request.POST)
    if not form.is_valid():
        return _answer(request, _page(draft, form))
    try:
        draft = save_part(
            draft=draft,
            sheet=SHEET,
            part=at,
            language=language,
            values=form.values,
            mark=form.cleaned_data["mark"],
            by=request.user,
            at=timezone.now(),
        )
    except ValidationError as refused:
        kept = {"refusal": refused.messages[0], "typed": typed_in(request.POST)}
        return _answer(request, _page(draft, form) | kept)
    if act := request.POST.get("act", ""):
        return _acted(request, draft, at, language, act)
    saved = _page(draft, _form(draft, at, language))
    return _answer(request, saved | {"saved_at": timezone.now()})


def _acted(request, draft, at, language, act):
    """Change the row that the button says, then open the part anew."""
    name, _dash, number = act.rpartition("-")
    if name in ROW_CHANGES:
        change_content(
            draft=draft,
            act=name,
            at=at,
            language=language,
            number=int(number) if number.isdecimal() else 0,
            by=request.user,
            when=timezone.now(),
        )
    url = _address(draft, at, language)
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def _answer(request, page):
    return render(request, f"{TEMPLATE}#saved" if request.htmx else TEMPLATE, page)


def _gone(request, draft, language):
    """Answer for a part that is not there any more; what was typed is given back."""
    if request.method != "POST":
        raise Http404
    refused = refusal("part_gone", person=draft.updated_by or "?")
    page = _page(draft, _form(draft, FRAME, language))
    kept = {"refusal": refused.messages[0], "typed": typed_in(request.POST)}
    return _answer(request, page | kept)
